"""An opened file as intake sees it, whatever its kind: sheets by name, read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from assess.intake.cells import Grid

Position: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells from A1 on, the cells whose value a formula gave, its merges.

    A merge is its first and its last position, rows and columns counted from 0. `notes` are
    the comments that hang at cells, by the cell's name.
    """

    name: str
    grid: Grid
    computed: frozenset[str] = frozenset()
    merged: tuple[tuple[Position, Position], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One sheet as the file lists it."""

    name: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file: its kind ("xlsx", "ods", "csv" …), its sheets in order, and their reader.

    `read` returns a sheet by its name, the same one each time; it raises RefusedError where the
    sheet cannot be read. Nothing but the list of sheets is read before.
    """

    data: bytes
    kind: str
    sheets: tuple[Listed, ...]
    read: Callable[[str], Sheet]
