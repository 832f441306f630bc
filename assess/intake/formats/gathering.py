"""Cells as a file gives them, held to the limits before they are laid out as a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from assess.intake import limits
from assess.intake.cells import Cell, Grid, RefusedError, cell_name
from assess.intake.formats.refusals import too_large
from assess.intake.sheets import Position, Sheet, never

Merge: TypeAlias = tuple[Position, Position]
"""The first and the last cell of a merged range."""
_THREAD, _THREAD_TEXT = "[Threaded comment]", "\nComment:\n"
"""How a note begins that repeats a thread for older programs, and what stands before its text."""


@dataclass(slots=True)
class Allowance:
    """What the sheets of one file may still take: cells, gaps included, characters, bytes."""

    cells: int = field(default_factory=lambda: limits.CELLS)
    text: int = field(default_factory=lambda: limits.TEXT)
    size: int = field(default_factory=lambda: limits.SHEET_BYTES)

    def take_bytes(self, count: int) -> None:
        """Take what is to be read of a sheet; RefusedError where it is too much."""
        self.size -= count
        if self.size < 0:
            message = f"its sheets have more than {limits.SHEET_BYTES:,} bytes"
            raise too_large(message)

    def take_cells(self, rows: int, columns: int) -> None:
        """Take a sheet's cells; RefusedError where there are too many."""
        self.cells -= rows * columns
        if self.cells < 0:
            message = f"its sheets span more than {limits.CELLS:,} cells"
            raise too_large(message)

    def take_text(self, characters: int) -> None:
        """Take a text; RefusedError where there is too much."""
        self.text -= characters
        if self.text < 0:
            message = f"its cells hold more than {limits.TEXT:,} characters"
            raise too_large(message)


@dataclass(slots=True)
class Gathering:
    """One sheet while it is read: what stands where, in whatever order the file says it."""

    name: str
    allowance: Allowance
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    computed: set[str] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    noted: int = 0

    def put(self, row: int, column: int, value: Cell, *, computed: bool = False) -> None:
        """Set a cell, counted from 0, that holds something; `computed` if a formula gave it."""
        if row >= limits.ROWS or column >= limits.COLUMNS:
            raise too_far(self.name)
        if isinstance(value, str):
            self.allowance.take_text(len(value))
        self.rows.setdefault(row, {})[column] = value
        if computed:
            self.computed.add(cell_name(row, column))

    def merge(self, first: Position, last: Position) -> None:
        """Note that a range of cells is one."""
        self.merged.append((first, last))
        check_merges(self.name, len(self.merged))

    def note(self, row: int, column: int, text: str) -> None:
        """Note the comment that hangs at a cell; several are joined."""
        self.allowance.take_text(len(text))
        self.noted += 1
        check_notes(self.name, self.noted)
        self.notes.setdefault(cell_name(row, column), []).append(said_in(text))

    def sheet(self, percent: Callable[[str], bool] = never) -> Sheet:
        """Lay the cells out as a grid from A1 on."""
        height = max(self.rows, default=-1) + 1
        width = max((column for row in self.rows.values() for column in row), default=-1) + 1
        self.allowance.take_cells(height, width)
        grid: Grid = [[""] * width for _ in range(height)]
        for row, cells in self.rows.items():
            for column, value in cells.items():
                grid[row][column] = value
        inside = merges_inside(self.merged, grid)
        notes = {cell: "\n".join(texts) for cell, texts in self.notes.items()}
        return Sheet(self.name, grid, frozenset(self.computed), inside, notes, percent)


def said_in(note: str) -> str:
    """Return what a comment says, without the notice that Excel puts before a thread's text."""
    if note.startswith(_THREAD):
        note = note.partition(_THREAD_TEXT)[2] or note
    return note.strip()


def merges_inside(merged: Iterable[Merge], grid: Grid) -> tuple[Merge, ...]:
    """Return the merges that begin inside a grid: in any other nothing stands."""
    rows, columns = len(grid), len(grid[0]) if grid else 0
    return tuple(merge for merge in merged if merge[0][0] < rows and merge[0][1] < columns)


def too_far(sheet: str) -> RefusedError:
    """Say that a value stands where no questionnaire has one."""
    message = f"the sheet “{sheet}” has values beyond row {limits.ROWS:,} or column ZZ"
    hint = "delete what stands far below or right of the questions"
    return RefusedError(message, "file.too-large", hint)


def check_merges(sheet: str, count: int) -> None:
    """Hold the number of a sheet's merged ranges to the limit."""
    if count > limits.MERGES:
        message = f"the sheet “{sheet}” has more than {limits.MERGES:,} merged ranges"
        raise too_large(message)


def check_notes(sheet: str, count: int) -> None:
    """Hold the number of a sheet's comments to the limit."""
    if count > limits.NOTES:
        message = f"the sheet “{sheet}” has more than {limits.NOTES:,} comments"
        raise too_large(message)


def check_sheets(names: list[str]) -> None:
    """Hold the number and the names of a workbook's sheets to the limits."""
    if len(names) > limits.SHEETS:
        message = f"the workbook has more than {limits.SHEETS} sheets"
        raise too_large(message)
    if any(len(name) > limits.SHEET_NAME for name in names):
        message = f"a sheet's name has more than {limits.SHEET_NAME} characters"
        raise too_large(message)
    if len(set(names)) < len(names):
        message = "two sheets of the workbook have the same name"
        raise RefusedError(message, "file.unreadable", "give each sheet a name of its own")
