"""What both sheets a partner sees have in common: the printed page and the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from assess.issue.palette import FONT
from assess.wordings import wording

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

A4 = 9


def set_up_page(
    sheet: Worksheet,
    orientation: Literal["landscape", "portrait"],
    pages_high: int,
    language: str,
) -> None:
    """Print on A4, one page wide and `pages_high` high (0: as many as needed), numbered."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    said = wording(language, "Page {page} of {pages}", page="&P", pages="&N")
    numbers = _HeaderFooterPart(text=said, font=f"{FONT},Regular", size=9)
    sheet.oddFooter = HeaderFooterItem(center=numbers)


def lock(sheet: Worksheet) -> None:
    """Lock all but the partner's cells, without a password; resizing and filtering stay free."""
    guard = sheet.protection
    guard.sheet = True
    # These flags forbid, so that False allows.
    guard.formatColumns = False
    guard.formatRows = False
    guard.autoFilter = False
