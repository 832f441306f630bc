"""A table as a workbook of one sheet: header, filter, widths, and cells of the right type."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, workbook_bytes

LAST_ROW = 1_048_576
FIRST_YEAR = 1900
"""Excel knows no day before."""

SAMPLE = 200
"""Rows that the widths of the columns are taken from."""

LINE, MOST_LINES = 13.5, 8
"""Points of height of a line, and how many lines a row shows at most."""

NARROWEST, WIDEST = 8, 48
TOP = Alignment(vertical="top")
LEFT = Alignment(vertical="top", horizontal="left")
TRUTH = '"TRUE";"TRUE";"FALSE"'
"""LibreOffice shows 1 and 0 otherwise."""


def table_workbook(table: pd.DataFrame) -> bytes:
    """Return the file: texts are text cells, numbers numbers, days days, and nothing is blank."""
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet("Table")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"
    for index, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    style = {"font": font(bold=True), "fill": fill(palette.ACCENT_PALE), "alignment": TOP}
    sheet.append([put(WriteOnlyCell(sheet), str(name), **style) for name in table.columns])
    body = font()
    for number, row in enumerate(table.itertuples(index=False, name=None), start=2):
        lines = max(value.count("\n") + 1 if isinstance(value, str) else 1 for value in row)
        if lines > 1:
            # No program does this by itself when it opens the file.
            sheet.row_dimensions[number].height = LINE * min(lines, MOST_LINES)
        sheet.append([_cell(sheet, value, body) for value in row])
    return workbook_bytes(workbook)


def _cell(sheet: Any, value: Any, body: Any) -> Any:
    plain = _plain(value)
    if plain is None:
        return None
    style: dict[str, Any] = {"font": body, "alignment": TOP}
    if isinstance(plain, bool):
        style |= {"number_format": TRUTH, "alignment": LEFT}
    elif isinstance(plain, date):
        style |= {"number_format": "yyyy-mm-dd", "alignment": LEFT}
    elif isinstance(plain, str) and "\n" in plain:
        style["alignment"] = WRAPPED
    return put(WriteOnlyCell(sheet), plain, **style)


def _plain(value: Any) -> str | float | date | None:
    """Return a value as a cell holds it; None for anything missing."""
    if value == "" or pd.isna(value):
        return None
    if isinstance(value, datetime):
        return value.date() if value.year >= FIRST_YEAR else value.date().isoformat()
    plain: str | float | date = value.item() if hasattr(value, "item") else value
    return str(plain) if plain in (float("inf"), float("-inf")) else plain


def _widths(table: pd.DataFrame) -> list[int]:
    shown = [[str(name) for name in table.columns]]
    shown += [[_shown(value) for value in row] for row in table.head(SAMPLE).to_numpy().tolist()]
    longest = [max(len(text) for text in column) for column in zip(*shown, strict=True)]
    # The arrow of the filter covers the end of a heading.
    headings = [len(str(name)) + 3 for name in table.columns]
    return [
        min(WIDEST, max(NARROWEST, length + 1, heading))
        for length, heading in zip(longest, headings, strict=True)
    ]


def _shown(value: Any) -> str:
    plain = _plain(value)
    return "" if plain is None else str(plain).partition("\n")[0]
