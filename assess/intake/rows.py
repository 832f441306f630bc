"""The rows of the questions sheets, found by question id wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from assess.intake import limits
from assess.intake.cells import (
    Cell,
    Fault,
    Grid,
    cell_name,
    column_letters,
    fold,
    is_blank,
    quoted,
    text_of,
)
from assess.intake.names import Names
from assess.intake.sheets import Sheet
from assess.workbook_format import COLUMNS, HEADERS
from questionnaires.problems import Place, Problem

FIELDS = ("answer", "comment", "evidence", "evidence-date")
"""The partner's cells, by the word that problem codes begin with."""

_FIELD_COLUMNS = ("Answer", "Comment", "Evidence reference", "Evidence date")
_NOTHING = ("",) * len(FIELDS)
_LIKE_AN_ID = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9-]+)?")


@dataclass(slots=True, eq=False)
class Row:
    """One row's cells in the order of FIELDS, and where they stand; never changed.

    Not frozen, as a frozen one takes three times as long to make. `number` counts from 1 and
    `letters` names the columns, as spreadsheets do.
    """

    sheet: Sheet
    number: int
    letters: tuple[str, ...]
    values: tuple[Cell, ...]

    def cell(self, part: int) -> str:
        """Return the name of one of the partner's cells."""
        return f"{self.letters[part]}{self.number}"

    @property
    def given(self) -> bool:
        """Whether anything stands in the partner's cells."""
        return self.values != _NOTHING and not all(map(is_blank, self.values))


@dataclass(slots=True)
class Found:
    """Rows by question and option (-1: the question itself), and what was wrong with rows."""

    file: str
    rows: dict[tuple[int, int], Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def place(self, row: Row, part: int) -> Place:
        """Return the place of one of a row's cells."""
        return Place(self.file, row.sheet.name, row.cell(part))


def find_rows(file: str, sheets: tuple[Sheet, ...], names: Names) -> Found:
    """Gather every question's row from all sheets that have the header of a questions sheet."""
    found = Found(file)
    headed = False
    for sheet in sheets:
        header = _header(sheet.grid)
        if header is not None:
            headed = True
            _read_sheet(sheet, header, names, found)
        elif any(not is_blank(value) for row in sheet.grid for value in row):
            message = "this sheet is not a questions sheet, so it was not read"
            hint = "put what belongs to a question into the comment of its row"
            found.notices.append(Problem(Place(file, sheet.name), "sheet.not-read", message, hint))
    if not headed:
        message = f"no sheet has the header {', '.join(COLUMNS)}"
        hint = "answer in a fresh copy of the workbook"
        found.problems.append(Problem(Place(file), "sheet.no-questions", message, hint))
    return found


def _header(grid: Grid) -> int | None:
    for index, row in enumerate(grid[: limits.HEADER_ROWS]):
        if "ID" in row and "Answer" in row:
            return index
        if {"ID", "Answer"} <= {_title(value) for value in row}:
            return index
    return None


_TITLES = {fold(header): name for header, name in HEADERS.items()}


def _title(value: Cell) -> str:
    """Return which column a header names, in any language; "" for none of ours."""
    return _TITLES.get(fold(value), "") if isinstance(value, str) else ""


def column_of(sheet: Sheet, name: str) -> int | None:
    """Return the column of a header by its name, counted from 0; None where there is none."""
    header = _header(sheet.grid)
    for column, title in enumerate([] if header is None else sheet.grid[header]):
        if _title(title) == name:
            return column
    return None


def _read_sheet(sheet: Sheet, header: int, names: Names, found: Found) -> None:
    titles = [_title(value) for value in sheet.grid[header]]
    if not _complete(sheet, header, titles, found):
        return
    key = titles.index("ID")
    columns = tuple(titles.index(column) for column in _FIELD_COLUMNS)
    letters = tuple(map(column_letters, columns))
    partners_cells = itemgetter(*columns)
    for number, cells in enumerate(sheet.grid[header + 1 :], header + 2):
        _file_row(cells[key], Row(sheet, number, letters, partners_cells(cells)), names, found)
    _outside(sheet, header, titles, found)
    _merged(sheet, header, columns, found)


def _complete(sheet: Sheet, header: int, titles: list[str], found: Found) -> bool:
    """Hold that each column we read stands there once."""
    for column in ("ID", *_FIELD_COLUMNS):
        count = titles.count(column)
        if count != 1:
            place = Place(found.file, sheet.name, cell_name(header, 0))
            what = "is missing" if count == 0 else f"stands {count} times"
            message = f"the column “{column}” {what}"
            hint = "restore the header, or answer in a fresh copy of the workbook"
            found.problems.append(Problem(place, "sheet.columns", message, hint))
            return False
    return True


def _file_row(key: Cell, row: Row, names: Names, found: Found) -> None:
    target = names.rows.get(key) if isinstance(key, str) else None
    if target is None:
        name = fold(_id(key))
        target = names.rows.get(name)
        if target is None:
            _unknown_row(name, row, found)
            return
    known = found.rows.setdefault(target, row)
    if known is not row:
        _twice(target, known, row, found)
    if row.sheet.computed:
        found.notices += _computed(row, found)


def _id(key: Cell) -> str:
    # Excel turns an id such as 1.1 into a number.
    return "" if isinstance(key, Fault) else text_of(key)


def _unknown_row(name: str, row: Row, found: Found) -> None:
    if row.given:
        part = next(i for i, value in enumerate(row.values) if not is_blank(value))
        if name:
            message = f"there is no question {quoted(name)}, yet something stands in its row"
            code = "row.unknown-id"
        else:
            message, code = "something stands in a row without a question id", "row.no-id"
        hint = "restore the id in the first column, or move this to the question's row"
        found.problems.append(Problem(found.place(row, part), code, message, hint))
    elif _LIKE_AN_ID.fullmatch(name):
        message = f"there is no question {quoted(name)}; the row holds no answer"
        found.notices.append(Problem(found.place(row, 0), "row.unknown-id", message))


def _twice(target: tuple[int, int], known: Row, row: Row, found: Found) -> None:
    """Keep the row that says something; two that say different things are a problem."""
    if not row.given or row.values == known.values:
        return
    if not known.given:
        found.rows[target] = row
        return
    first = f"{known.sheet.name}!{known.cell(0)}"
    message = f"the same question stands at {first} with another answer"
    hint = "keep one of the two rows"
    found.problems.append(Problem(found.place(row, 0), "row.duplicate", message, hint))


def _computed(row: Row, found: Found) -> Iterator[Problem]:
    for part, name in enumerate(FIELDS):
        if row.cell(part) in row.sheet.computed:
            message = "a formula's last result was taken"
            yield Problem(found.place(row, part), f"{name}.formula", message)


def _outside(sheet: Sheet, header: int, titles: list[str], found: Found) -> None:
    """Tell of columns that are not part of the form and hold something."""
    for column, title in enumerate(titles):
        cells = [] if title else [row[column] for row in sheet.grid[header + 1 :]]
        count = sum(not is_blank(value) for value in cells)
        if count:
            place = Place(found.file, sheet.name, cell_name(header, column))
            message = f"{count} cells of a column that is not part of the form were not read"
            hint = "put what belongs to a question into the comment of its row"
            found.notices.append(Problem(place, "sheet.extra-column", message, hint))


def _merged(sheet: Sheet, header: int, columns: tuple[int, ...], found: Found) -> None:
    """Refuse one answer stretched over several rows: only the first would be answered."""
    for (top, left), (bottom, right) in sheet.merged:
        inside = header < top < bottom and any(left <= column <= right for column in columns)
        if inside and not is_blank(sheet.grid[top][left]):
            place = Place(found.file, sheet.name, cell_name(top, left))
            message = f"cells of {bottom - top + 1} rows are merged into one"
            hint = "unmerge them and answer each question in its own row"
            found.problems.append(Problem(place, "sheet.merged", message, hint))
