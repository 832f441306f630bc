"""What stands around the questions' rows: other columns, merges, comments at cells."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass

from assess.intake.cells import cell_name, cell_position, is_blank
from assess.intake.sheets import Sheet
from questionnaires.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Note:
    """A comment that hangs at a cell."""

    sheet: str
    cell: str
    text: str


_HINT = "put what belongs to a question into the comment of its row"


def other_columns(
    file: str, sheet: Sheet, header: int, known: Collection[int]
) -> Iterator[Problem]:
    """Tell of columns that are not part of the form and hold something."""
    for column in range(len(sheet.grid[header])):
        cells = [] if column in known else [row[column] for row in sheet.grid[header + 1 :]]
        count = sum(not is_blank(value) for value in cells)
        if count:
            place = Place(file, sheet.name, cell_name(header, column))
            message = f"{count} cells of a column that is not part of the form were not read"
            yield Problem(place, "sheet.extra-column", message, _HINT)


def stretched(
    file: str, sheet: Sheet, columns: tuple[int, ...], owners: Mapping[int, Hashable]
) -> Iterator[Problem]:
    """Refuse one answer merged over several questions: only the first would be answered.

    `columns` are the partner's; `owners` leads from a row, counted from 0, to its question.
    """
    for (top, left), (bottom, right) in sheet.merged:
        inside = top < bottom and any(left <= column <= right for column in columns)
        questions = {owners.get(row) for row in range(top, bottom + 1)} if inside else set()
        if len(questions) > 1 and questions != {None} and not is_blank(sheet.grid[top][left]):
            place = Place(file, sheet.name, cell_name(top, left))
            message = f"cells of {bottom - top + 1} rows are merged into one"
            hint = "unmerge them and answer each question in its own row"
            yield Problem(place, "sheet.merged", message, hint)


def notes_of(sheet: Sheet) -> Iterator[tuple[int, Note]]:
    """Yield the comments that hang at cells, each with its row counted from 0, in order."""
    for cell in sorted(sheet.notes, key=cell_position):
        yield cell_position(cell)[0], Note(sheet.name, cell, sheet.notes[cell])


def notes_outside(file: str, sheet: Sheet, cells: list[str]) -> Iterator[Problem]:
    """Tell of comments at cells that belong to no question."""
    if cells:
        some = "a comment at a cell" if len(cells) == 1 else f"{len(cells)} comments at cells"
        message = f"{some} outside the questions' rows: not read"
        yield Problem(Place(file, sheet.name, cells[0]), "sheet.cell-comment", message, _HINT)
