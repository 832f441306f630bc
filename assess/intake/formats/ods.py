"""OpenDocument spreadsheets, .ods, in one walk through their content.

The library that reads .xlsx reads .ods too, but shows errors and formulas without a result as
blank, booleans as 1 and 0, and neither merges nor comments; and it would lay out whatever a file
of one kilobyte repeats a million times.
"""

from __future__ import annotations

from collections.abc import Callable

from assess.intake.cells import cell_name
from assess.intake.formats.gathering import Allowance, Gathering, check_sheets
from assess.intake.formats.markup import walk
from assess.intake.formats.odf_values import OdfCell, count, span, value_of
from assess.intake.formats.package import Package
from assess.intake.formats.refusals import protected, unreadable
from assess.intake.formats.remarks import EXTERNAL, remarks_on
from assess.intake.sheets import Book, Listed

_MANIFEST = "META-INF/manifest.xml"
_ELSEWHERE = ("draw:", "dr3d:", "office:forms", "table:shapes")
"""What stands in sheets and cells and holds texts that are not the cell's."""


def open_ods(package: Package) -> Book:
    """Open a spreadsheet; RefusedError where it is encrypted, no XML, or beyond the limits."""
    if package.has(_MANIFEST) and b"encryption-data" in package.read(_MANIFEST):
        raise protected()
    content = _Content()
    walk(package.read("content.xml"), content.start, content.end, content.take_text)
    names = [gathering.name for gathering in content.sheets]
    check_sheets(names)
    if not names:
        message = "the file holds no sheet"
        raise unreadable(message)
    sheets = {
        gathering.name: gathering.sheet(percents.__contains__)
        for gathering, percents in zip(content.sheets, content.percents, strict=True)
    }
    listed = tuple(Listed(name, name not in content.hidden) for name in names)
    linked = (EXTERNAL,) if content.linked else ()
    remarks = tuple(dict.fromkeys(remarks_on(package) + linked))
    return Book(package.data, "ods", listed, sheets.__getitem__, remarks)


class _Content:
    """Where the walk is, and the sheets that it has gathered."""

    def __init__(self) -> None:
        self.sheets: list[Gathering] = []
        self.percents: list[set[str]] = []
        self.hidden: set[str] = set()
        self.linked = False
        self._allowance = Allowance()
        self._open = [""]
        self._passing = 0
        self._style = ""
        self._hiding: set[str] = set()
        self._reading = False
        self._row = self._column = 0
        self._repeated = 1
        self._cells: list[tuple[int, int, OdfCell]] = []
        self._cell: OdfCell | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "style:style": self._start_style,
            "style:table-properties": self._start_properties,
            "table:table": self._start_sheet,
            "table:table-source": self._start_link,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell,
            "office:annotation": self._start_note,
            "text:p": self._start_line,
            "text:s": self._spaces,
            "text:tab": lambda _: self.take_text("\t"),
            "text:line-break": lambda _: self.take_text("\n"),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table:table": self._end_sheet,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "office:annotation": self._end_note,
            "text:p": self._end_line,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1]
        self._open.append(name)
        if self._passing or self._is_elsewhere(name, parent):
            self._passing += 1
        elif name in self._starts:
            self._starts[name](attributes)

    def _is_elsewhere(self, name: str, parent: str) -> bool:
        # Deleted cells stand in a list of changes, those of other files in a list of links.
        if name == "table:table":
            return parent != "office:spreadsheet"
        return self._reading and name.startswith(_ELSEWHERE)

    def take_text(self, text: str) -> None:
        if self._cell is not None and not self._passing:
            self._cell.take_text(text)

    def end(self, name: str) -> None:
        self._open.pop()
        if self._passing:
            self._passing -= 1
        elif name in self._ends:
            self._ends[name]()

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")

    def _start_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self._hiding.add(self._style)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")
        self.sheets.append(Gathering(name, self._allowance))
        self.percents.append(set())
        check_sheets([gathering.name for gathering in self.sheets])
        if attributes.get("table:style-name", "") in self._hiding:
            self.hidden.add(name)
        self._reading, self._row = True, 0

    def _start_link(self, _: dict[str, str]) -> None:
        self.linked = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._repeated = count(attributes, "table:number-rows-repeated")
        self._column = 0
        self._cells = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._reading:
            self._cell = OdfCell(attributes)
            repeated = count(attributes, "table:number-columns-repeated")
            self._cells.append((self._column, repeated, self._cell))
            self._column += repeated

    def _start_note(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.in_note = True

    def _start_line(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.begin_line()

    def _spaces(self, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.take_spaces(attributes.get("text:c", "1"))

    def _end_line(self) -> None:
        if self._cell is not None:
            self._cell.in_line = False

    def _end_note(self) -> None:
        if self._cell is not None:
            self._cell.in_note = False

    def _end_cell(self) -> None:
        self._cell = None

    def _end_sheet(self) -> None:
        self._reading = False

    def _end_row(self) -> None:
        for column, repeated, cell in self._cells:
            for row in range(self._row, self._row + self._repeated):
                if not self._put(row, column, repeated, cell):
                    break
        self._cells = []
        self._row += self._repeated

    def _put(self, row: int, column: int, repeated: int, cell: OdfCell) -> bool:
        """Put a cell where it stands, as often as it is repeated; tell whether it says anything."""
        gathering, note = self.sheets[-1], cell.note
        value, computed = value_of(cell)
        rows, columns = span(cell)
        if rows > 1 or columns > 1:
            gathering.merge((row, column), (row + rows - 1, column + columns - 1))
        for each in range(column, column + repeated) if value != "" or note else ():
            if value != "":
                gathering.put(row, each, value, computed=computed)
            if note:
                gathering.note(row, each, note)
            if cell.is_percent:
                self.percents[-1].add(cell_name(row, each))
        return value != "" or bool(note)
