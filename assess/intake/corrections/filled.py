"""The visible sheet of a correction workbook: what somebody chose for each thing in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assess.correction_format import COLUMNS, COMMENT, NUMBER, USE, WHERE
from assess.intake import limits
from assess.intake.cells import Cell, RefusedError, cell_name, fold, is_blank, quoted, text_of
from assess.intake.doubts import Doubt
from assess.intake.sheets import Book, Sheet
from questionnaires.problems import Place, Problem

_TITLES = {fold(title): title for title in COLUMNS}
_RESTORE = "undo the change, or have the workbook written again: --fix"


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it came back: what is to be used, the comment, and where both stand.

    `percent` says that the cell shows its number times one hundred.
    """

    use: Cell
    comment: Cell
    place: Place
    comment_place: Place
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """The rows by the position of their doubt, and what was wrong with rows."""

    rows: dict[int, Filled] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_filled(file: str, book: Book, doubts: Sequence[Doubt]) -> Answers:
    """Read every row, wherever it has been sorted to; RefusedError where there is no header."""
    sheet, header, columns = _headed(book)
    answers = Answers()
    for number, cells in enumerate(sheet.grid[header + 1 :], header + 1):
        if any(not is_blank(cells[column]) for column in columns.values()):
            _take(_Line(file, sheet, number, columns), cells, doubts, answers)
    return answers


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    sheet: Sheet
    number: int
    columns: dict[str, int]

    def cell(self, title: str) -> str:
        return cell_name(self.number, self.columns[title])

    def place(self, title: str) -> Place:
        return Place(self.file, self.sheet.name, self.cell(title))


def _headed(book: Book) -> tuple[Sheet, int, dict[str, int]]:
    for listed in book.sheets:
        sheet = book.read(listed.name) if listed.visible else None
        for index, row in enumerate(sheet.grid[: limits.HEADER_ROWS] if sheet else ()):
            titles = [_TITLES.get(fold(cell), "") for cell in row if isinstance(cell, str)]
            if sheet and {NUMBER, WHERE, USE, COMMENT} <= set(titles):
                return sheet, index, _columns(row)
    message = f"no sheet has the header {', '.join(COLUMNS)}"
    raise RefusedError(message, "correction.columns", _RESTORE)


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    return {
        _TITLES[fold(cell)]: column
        for column, cell in reversed(list(enumerate(row)))
        if isinstance(cell, str) and fold(cell) in _TITLES
    }


def _take(line: _Line, cells: Sequence[Cell], doubts: Sequence[Doubt], answers: Answers) -> None:
    """File a row by its number, which has to fit the place that it names."""
    use, comment = cells[line.columns[USE]], cells[line.columns[COMMENT]]
    position = _position(cells[line.columns[NUMBER]], len(doubts))
    where = cells[line.columns[WHERE]]
    place = line.place(NUMBER)
    if position is None or not isinstance(where, str) or not _fits(where, doubts[position]):
        message = "this row is none of those that were written: its number or place has changed"
        answers.problems.append(Problem(place, "correction.row", message, _RESTORE))
        return
    percent = line.sheet.percent(line.cell(USE))
    filled = Filled(use, comment, line.place(USE), line.place(COMMENT), percent)
    known = answers.rows.setdefault(position, filled)
    if (known.use, known.comment) != (use, comment):
        message = f"row {position + 1} stands here twice, and says different things"
        answers.problems.append(Problem(place, "correction.row", message, "keep one of the two"))


def _position(value: Cell, count: int) -> int | None:
    try:
        number = int(text_of(value))
    except (RefusedError, ValueError):
        return None
    return number - 1 if 1 <= number <= count else None


def _fits(where: str, doubt: Doubt) -> bool:
    return fold(where) == fold(shown_where(doubt))


def shown_where(doubt: Doubt) -> str:
    """Return the place of a doubt as it stands in the workbook: one line, printable."""
    return quoted(doubt.where)[1:-1]
