"""The rows of the questions sheets, found by question id wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from assess.intake.cells import (
    Cell,
    Fault,
    cell_name,
    column_letters,
    fold,
    is_blank,
    quoted,
    text_of,
)
from assess.intake.header import PARTNERS, almost_headed, column_of, find_header, lacking, title_of
from assess.intake.ids import LIKE_AN_ID, ids_meant, nearest_id, numbered_alike, only_alike
from assess.intake.marks import answer_columns, marked_answer
from assess.intake.names import Names
from assess.intake.sheets import Sheet
from assess.intake.surroundings import Note, notes_of, notes_outside, other_columns, stretched
from assess.workbook_format import COLUMNS
from questionnaires.problems import Place, Problem

FIELDS = ("answer", "comment", "evidence", "evidence-date")
"""The partner's cells, by the word that problem codes begin with."""

_NOTHING = ("",) * len(FIELDS)


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
    notes: dict[tuple[int, int], list[Note]] = field(default_factory=dict)
    """The comments that hang at cells of a question's or an option's rows."""
    marks: dict[str, dict[int, str]] = field(default_factory=dict)
    """The columns, by sheet, under which marks answer the questions, with their header."""
    repeats: list[tuple[tuple[int, int], Row]] = field(default_factory=list)
    """Further rows of a question in which the partner's cells are blank, as in a copy."""
    beside: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The columns, by sheet, that are not the partner's and in which nothing should be typed."""
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def place(self, row: Row, part: int) -> Place:
        """Return the place of one of a row's cells."""
        return Place(self.file, row.sheet.name, row.cell(part))


def find_rows(
    file: str, sheets: tuple[Sheet, ...], names: Names, *, retyped: bool = False
) -> Found:
    """Gather every question's row from all sheets that have the header of a questions sheet.

    `retyped` says that the file holds texts alone, so that an id may have lost its last zero.
    """
    found = Found(file)
    headed = False
    for sheet in sheets:
        header = find_header(sheet.grid)
        if header is not None:
            headed = True
            _read_sheet(sheet, header, names, found, retyped=retyped)
        elif any(not is_blank(value) for row in sheet.grid for value in row):
            message = "this sheet is not a questions sheet, so it was not read"
            hint = "put what belongs to a question into the comment of its row"
            found.notices.append(Problem(Place(file, sheet.name), "sheet.not-read", message, hint))
    if not headed:
        message = almost_headed(sheets) or f"no sheet has the header {', '.join(COLUMNS)}"
        hint = "write the header as it was sent, or answer in a fresh copy of the workbook"
        found.problems.append(Problem(Place(file), "sheet.no-questions", message, hint))
    return found


def row_keys(sheets: tuple[Sheet, ...]) -> Iterator[Cell]:
    """Yield what stands in the id column of each sheet that has our header, below it."""
    for sheet in sheets:
        header, key = find_header(sheet.grid), column_of(sheet, "ID")
        if header is not None and key is not None:
            yield from (row[key] for row in sheet.grid[header + 1 :])


class _Headed(NamedTuple):
    """A sheet with our header: its row, its titles by column, and the columns of marks."""

    sheet: Sheet
    header: int
    titles: list[str]
    marks: dict[int, str]


def _read_sheet(sheet: Sheet, header: int, names: Names, found: Found, *, retyped: bool) -> None:
    titles = [title_of(value) for value in sheet.grid[header]]
    marks = _answer_columns(sheet, header, titles, names)
    if not _complete(sheet, header, titles, found):
        return
    owners = _file_rows(_Headed(sheet, header, titles, marks), names, found, retyped=retyped)
    known = {column for column, title in enumerate(titles) if title} | marks.keys()
    found.notices += other_columns(found.file, sheet, header, known)
    found.beside[sheet.name] = _beside(sheet.grid[header], titles)
    found.marks[sheet.name] = marks
    columns = tuple(titles.index(column) for column in PARTNERS)
    questions = {row: question for row, (question, _) in owners.items()} if sheet.merged else {}
    found.problems += stretched(found.file, sheet, columns, questions)
    _note_cells(sheet, owners, found)


def _file_rows(
    headed: _Headed, names: Names, found: Found, *, retyped: bool
) -> dict[int, tuple[int, int]]:
    """File each row by its id; return the question and option of each, rows counted from 0."""
    sheet, header, titles, marks = headed
    key = titles.index("ID")
    columns = tuple(titles.index(column) for column in PARTNERS)
    letters = tuple(map(column_letters, columns))
    partners_cells = itemgetter(*columns)
    below = sheet.grid[header + 1 :]
    stands = {fold(str(row[key])) for row in below} if retyped else None
    plain: Mapping[Any, tuple[int, int]] = {} if retyped else names.rows
    owners: dict[int, tuple[int, int]] = {}
    for number, cells in enumerate(below, header + 2):
        row = Row(sheet, number, letters, partners_cells(cells))
        target = plain.get(cells[key]) or _target(
            cells[key], names, None if cell_name(number - 1, key) in sheet.settled else stands
        )
        if target is None:
            _unknown_row(cells[key], row, names, found)
            continue
        if marks:
            row = _with_marks(row, cells, marks, names, target)
        owners[number - 1] = target
        if found.rows.setdefault(target, row) is not row:
            _twice(target, row, found)
        if sheet.computed:
            found.notices += _computed(row, found)
    return owners


def _answer_columns(sheet: Sheet, header: int, titles: list[str], names: Names) -> dict[int, str]:
    """Return the columns under which marks answer the questions, with their header.

    Where they have taken the place of the answers' column, the first is given its title.
    """
    others = {
        column: value
        for column, value in enumerate(sheet.grid[header])
        if not titles[column] and isinstance(value, str) and value
    }
    marks = answer_columns(others, names) if others else {}
    if "Answer" not in titles and len(marks) > 1:
        unread = {column for column, title in enumerate(titles) if not title} - marks.keys()
        below = sheet.grid[header + 1 :]
        if all(is_blank(row[column]) for row in below for column in unread):
            titles[min(marks)] = "Answer"
    return marks


def _beside(header: list[Cell], titles: list[str]) -> tuple[int, ...]:
    """Return the columns that people type beside the answer by mistake."""
    return tuple(
        column
        for column, title in enumerate(titles)
        if title == "Guidance" or is_blank(header[column])
    )


def _complete(sheet: Sheet, header: int, titles: list[str], found: Found) -> bool:
    """Hold that each column we read stands there once."""
    for column in ("ID", *PARTNERS):
        count = titles.count(column)
        if count != 1:
            place = Place(found.file, sheet.name, cell_name(header, 0))
            doubled = f"the column “{column}” stands {count} times"
            message = doubled if count else f"the header lacks {lacking(sheet, header)}"
            hint = "restore the header, or answer in a fresh copy of the workbook"
            found.problems.append(Problem(place, "sheet.columns", message, hint))
            return False
    return True


def _target(key: Cell, names: Names, stands: set[str] | None) -> tuple[int, int] | None:
    """Return which question or option a row belongs to, if its id leaves no doubt."""
    target = names.rows.get(key) if isinstance(key, str) else None
    if target is None:
        meant = ids_meant(key, names)
        key = meant[0] if len(meant) == 1 else ""
        target = names.rows.get(key)
    if stands is not None and isinstance(key, str) and not only_alike(key, names, stands):
        return None
    return target


def _with_marks(
    row: Row, cells: list[Cell], marks: Mapping[int, str], names: Names, target: tuple[int, int]
) -> Row:
    index, option = target
    own = "" if row.letters[0] == column_letters(min(marks)) else row.values[0]
    answer, column = marked_answer(cells, own, marks, names.asked[index], option)
    letter = row.letters[0] if column is None else column_letters(column)
    return Row(row.sheet, row.number, (letter, *row.letters[1:]), (answer, *row.values[1:]))


def _repeats_header(key: Cell, row: Row) -> bool:
    return title_of(key) == "ID" and title_of(row.values[1]) == PARTNERS[1]


def _unknown_row(key: Cell, row: Row, names: Names, found: Found) -> None:
    if _repeats_header(key, row):
        return
    # Excel turns an id such as 1.1 into a number.
    name = "" if isinstance(key, Fault) else fold(text_of(key))
    if row.given:
        part = next(i for i, value in enumerate(row.values) if not is_blank(value))
        code, message, hint = _doubt(key, name, names)
        found.problems.append(Problem(found.place(row, part), code, message, hint))
    elif LIKE_AN_ID.fullmatch(name):
        message = f"there is no question {quoted(name)}; the row holds no answer"
        found.notices.append(Problem(found.place(row, 0), "row.unknown-id", message))


def _doubt(key: Cell, name: str, names: Names) -> tuple[str, str, str]:
    """Return code, message and hint of a row that says something and belongs nowhere."""
    hint = "restore the id in the first column, or move this to the question's row"
    if not name:
        return "row.no-id", "something stands in a row without a question id", hint
    meant = ids_meant(key, names)
    meant = numbered_alike(name, names) if len(meant) == 1 else meant
    if meant:
        which = " or ".join(f"“{each}”" for each in meant)
        message = f"the id {quoted(name)} can have been {which}, yet something stands in its row"
        return "row.ambiguous-id", message, "write the id in the first column, as a text"
    message = f"there is no question {quoted(name)}, yet something stands in its row"
    near = nearest_id(name, names)
    return "row.unknown-id", message, f"{hint}; the nearest id is “{near}”" if near else hint


def _twice(target: tuple[int, int], row: Row, found: Found) -> None:
    """Keep the row that says something; two that say different things are a problem."""
    known = found.rows[target]
    if not row.given:
        found.repeats.append((target, row))
    elif not known.given:
        found.repeats.append((target, known))
        found.rows[target] = row
    if not row.given or not known.given or row.values == known.values:
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


def _note_cells(sheet: Sheet, owners: Mapping[int, tuple[int, int]], found: Found) -> None:
    """File the comments that hang at cells by question; those outside the rows are noticed."""
    outside = []
    for row, note in notes_of(sheet):
        if row in owners:
            found.notes.setdefault(owners[row], []).append(note)
        else:
            outside.append(note.cell)
    found.notices += notes_outside(found.file, sheet, outside)
