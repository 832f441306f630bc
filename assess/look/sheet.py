"""Workbooks of reports: cells that stay text, one style, and the same bytes every time."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from assess.look import palette
from assess.look.words import printable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
LONGEST = 32767
"""Characters a cell holds at most."""

WRAPPED = Alignment(vertical="top", wrap_text=True)
MOMENT = b"1980-01-01T00:00:00Z"


def put(cell: Cell | MergedCell, value: str | float | date | None, **style: Any) -> Cell:
    """Set a cell: text stays text whatever it starts with, numbers and dates stay what they are.

    `style` is any of font, fill, alignment, border and number_format. A text that starts like a
    formula is also marked, so that it is still text after someone has edited it. Raises
    TypeError for a cell that a merge has swallowed: what is written there nobody would see.
    """
    if isinstance(cell, MergedCell):
        message = f"{cell.coordinate} is inside a merged cell"
        raise TypeError(message)
    if isinstance(value, str):
        text = printable(value)
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t"))
    else:
        cell.value = value
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def font(*, size: int = 10, bold: bool = False, colour: str = palette.INK) -> Font:
    """Return the report's font in a size (points), weight and colour (`#rrggbb`)."""
    return Font(name=FONT, size=size, bold=bold, color=colour[1:])


def fill(colour: str) -> PatternFill:
    """Return a plain background."""
    return PatternFill("solid", start_color=colour[1:], end_color=colour[1:])


def underline(colour: str = palette.LINE) -> Border:
    """Return the quiet line below a row."""
    return Border(bottom=Side(style="thin", color=colour[1:]))


def set_up_print(sheet: Worksheet, title: str, *, landscape: bool, repeat: str = "") -> None:
    """Fit a sheet to the width of A4, with its title and page number below.

    `repeat` is the range of rows that head every page, such as `1:1`.
    """
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.6 if side != "bottom" else 0.8)
    # An ampersand is a code in a footer, unless it is doubled.
    footer = HeaderFooterItem()
    footer.left.text = printable(title)[:100].replace("&", "&&")
    footer.right.text = "&P / &N"
    sheet.oddFooter = footer
    if repeat:
        sheet.print_title_rows = repeat
    sheet.sheet_view.showGridLines = False


def workbook_bytes(workbook: Workbook) -> bytes:
    """Return a workbook's file, without the moment of saving that openpyxl puts into it."""
    saved, fixed = BytesIO(), BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", MOMENT, content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
