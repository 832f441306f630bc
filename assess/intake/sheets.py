"""An opened file as intake sees it, whatever its kind: sheets by name, read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from assess.intake.cells import Grid

Position: TypeAlias = tuple[int, int]
Remark: TypeAlias = tuple[str, str, str]
"""Code, message and hint of a notice on a whole file."""


def never(_cell: str) -> bool:
    """Tell that no cell is shown as a percentage, for files without number formats."""
    return False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells from A1 on, the cells whose value a formula gave, its merges.

    A merge is its first and its last position, rows and columns counted from 0. `notes` are
    the comments that hang at cells, by the cell's name. `percent` tells of a cell, by its name,
    whether its number is shown times one hundred; it is looked up only when asked. `settled` are
    the cells that a correction has decided: what stands there, even nothing, is meant so.
    """

    name: str
    grid: Grid
    computed: frozenset[str] = frozenset()
    merged: tuple[tuple[Position, Position], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    percent: Callable[[str], bool] = never
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """One sheet as the file lists it."""

    name: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file: its kind, its sheets in order, and their reader.

    The kind is "xlsx", "xlsm", "xlsb", "xls", "ods" or "csv". `read` returns a sheet by its
    name, the same one each time; it raises RefusedError where the sheet cannot be read. In most
    kinds nothing but the list of sheets is read before. `notices` are remarks on the file as a
    whole, such as macros that were passed over; whoever makes an Outcome of the book tells them.
    `properties` are as `formats.properties` returns them.
    """

    data: bytes
    kind: str
    sheets: tuple[Listed, ...]
    read: Callable[[str], Sheet]
    notices: tuple[Remark, ...] = ()
    properties: Mapping[str, str | int] | None = None
