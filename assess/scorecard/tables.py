"""One table a sheet: title and note above, header with filter, frozen, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from assess.look import palette
from assess.look.sheet import fill, font, put, set_up_print, underline

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    AnyCell: TypeAlias = Cell | MergedCell

HEADER = 4
"""The row of the header; title and note stand above it."""

LINE, TALLEST = 13.5, 400
"""Points that a line takes, and that a row takes at most."""

WIDE = 1.1
"""Words do not break where a line ends, so a text takes more lines than it has characters."""

Value: TypeAlias = str | float | date | None

Coloured: TypeAlias = tuple[Value, tuple[str, str]]
"""A value with the background and text colour of its cell."""

FORMATS = {
    "text": "General",
    "count": "0",
    "score": "0.0",
    "share": "0.0%",
    "change": '+0.0;"−"0.0;0.0',
    "day": "d mmm yyyy",
}
"""Kinds of column: all but text stand to the right."""


@dataclass(frozen=True)
class Column:
    """A column's name, width in characters, and kind (of FORMATS)."""

    name: str
    width: float
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """What a sheet holds; a row has a value, plain or coloured, for each column."""

    sheet: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Coloured]]
    nothing: str = ""


def write_table(sheet: Worksheet, table: Table) -> int:
    """Fill a sheet with a table and return the first row below it."""
    put(sheet.cell(1, 1), table.title, font=font(size=16, bold=True))
    put(sheet.cell(2, 1), table.note, font=font(colour=palette.MUTED))
    for index, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        put(
            sheet.cell(HEADER, index),
            column.name,
            font=font(bold=True, colour=palette.PAPER),
            fill=fill(palette.ACCENT),
            alignment=_placed(column),
        )
    styled: dict[Any, AnyCell] = {}
    for number, row in enumerate(table.rows, HEADER + 1):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            _write(sheet.cell(number, index), column, value, styled)
        sheet.row_dimensions[number].height = _height(table.columns, row)
    below = HEADER + 1 + len(table.rows)
    if not table.rows:
        put(sheet.cell(below, 1), table.nothing, font=font(colour=palette.MUTED))
        below += 1
    sheet.row_dimensions[HEADER].height = 44
    sheet.auto_filter.ref = f"A{HEADER}:{get_column_letter(len(table.columns))}{below - 1}"
    sheet.freeze_panes = f"B{HEADER + 1}"
    set_up_print(sheet, table.title, landscape=True, repeat=f"{HEADER}:{HEADER}")
    return below


def write_lines(sheet: Worksheet, row: int, lines: Iterable[str]) -> None:
    """Write small lines below a table, a row apart from it."""
    for number, line in enumerate(lines, row + 1):
        put(sheet.cell(number, 1), line, font=font(size=8, colour=palette.MUTED))


def _write(
    cell: AnyCell, column: Column, value: Value | Coloured, styled: dict[Any, AnyCell]
) -> None:
    """Write a cell; `styled` has one cell of each style so far.

    To take over a style is ten times faster than to work it out, and a big portfolio has a
    hundred thousand cells of a few styles.
    """
    background, ink = "", palette.INK
    if isinstance(value, tuple):
        value, (background, ink) = value
    if value is None or (isinstance(value, str) and column.kind != "text"):
        ink = palette.MUTED
    key = (column.kind, cell.column == 1, ink, background)
    if key in styled:
        # openpyxl's own way to copy a style, which its type stubs do not know.
        cell._style = copy(styled[key]._style)  # type: ignore[union-attr]  # noqa: SLF001
    else:
        cell.font = font(bold=cell.column == 1, colour=ink)
        cell.alignment = _placed(column)
        cell.border = underline()
        cell.number_format = FORMATS[column.kind]
        if background:
            cell.fill = fill(background)
        styled[key] = cell
    put(cell, value)


def _height(columns: Sequence[Column], row: Sequence[Value | Coloured]) -> float:
    """Return the height, in points, that shows the longest text of a row in full."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            parts = value.split("\n")
            lines = max(
                lines, sum(1 + int(len(part) * WIDE / (column.width + 1)) for part in parts)
            )
    return min(lines * LINE + 4, TALLEST)


def _placed(column: Column) -> Alignment:
    side = "left" if column.kind == "text" else "right"
    return Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1)
