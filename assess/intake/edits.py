"""An opened file as it reads with some of its cells decided otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assess.intake.cells import Cell, Grid, cell_name, cell_position
from assess.intake.doubts import Edit
from assess.intake.sheets import Book, Position, Sheet


def with_edits(book: Book, edits: Iterable[Edit]) -> Book:
    """Return a book that reads as if the edits stood in it; the bytes stay as they are.

    Of two edits of a cell, the later counts. An edit of a sheet that is not there, or of a merge
    that is not, changes nothing.
    """
    by_sheet: dict[str, list[Edit]] = {}
    for edit in edits:
        by_sheet.setdefault(edit.sheet, []).append(edit)

    @cache
    def read(name: str) -> Sheet:
        sheet = book.read(name)
        return _edited(sheet, by_sheet[name]) if name in by_sheet else sheet

    return replace(book, read=read)


def _edited(sheet: Sheet, edits: list[Edit]) -> Sheet:
    values = {cell_position(edit.cell): edit.value for edit in edits if ":" not in edit.cell}
    undone = {edit.cell for edit in edits}
    changed = {cell_name(*position) for position in values}
    return replace(
        sheet,
        grid=_grid(sheet.grid, values),
        computed=sheet.computed - changed,
        merged=tuple(merge for merge in sheet.merged if merge_name(merge) not in undone),
        percent=lambda cell: cell not in changed and sheet.percent(cell),
        settled=sheet.settled | changed,
    )


def _grid(grid: Grid, values: dict[Position, Cell]) -> Grid:
    height = max([len(grid), *(row + 1 for row, _ in values)])
    width = max([*map(len, grid[:1]), *(column + 1 for _, column in values)])
    rows = [[*row, *[""] * (width - len(row))] for row in grid]
    rows += [[""] * width for _ in range(height - len(grid))]
    for (row, column), value in values.items():
        rows[row][column] = value
    return rows


def merge_name(merge: tuple[Position, Position]) -> str:
    """Return the range of cells that a merge is over, as spreadsheets write it."""
    first, last = merge
    return f"{cell_name(*first)}:{cell_name(*last)}"
