"""Putting a text into a cell so that it stays a text and looks as it should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from assess.issue.palette import FONT, Look
from assess.issue.wording import printable

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the start of a formula."""


def dress(sheet: Worksheet, place: str, look: Look) -> Cell:
    """Give a cell its look and return it."""
    cell: Cell = sheet[place]
    cell.font = look.font
    cell.fill = look.fill
    cell.border = look.border
    cell.alignment = look.alignment
    cell.number_format = look.number_format
    cell.protection = look.protection
    return cell


def write_text(sheet: Worksheet, place: str, text: str, look: Look) -> None:
    """Write a text that no spreadsheet takes for a formula, an error or a number."""
    cell = dress(sheet, place, look)
    cell.value = printable(text)
    cell.data_type = "s"
    if text.startswith(ACTIVE):
        # Excel would make a formula of it when somebody edits the cell and presses Enter.
        cell.quotePrefix = True


def write_formula(sheet: Worksheet, place: str, formula: str, look: Look) -> None:
    """Write one of our own formulas, given without its equals sign."""
    dress(sheet, place, look).value = f"={formula}"


def write_runs(sheet: Worksheet, place: str, runs: Sequence[tuple[str, Font]], look: Look) -> None:
    """Write paragraphs of different fonts into one cell, each on a line of its own."""
    blocks = [
        TextBlock(_inline(font), printable(text) + ("" if index == len(runs) - 1 else "\n"))
        for index, (text, font) in enumerate(runs)
    ]
    dress(sheet, place, look).value = CellRichText(blocks)


def _inline(font: Font) -> InlineFont:
    return InlineFont(rFont=FONT, sz=font.size, color=font.color, b=font.bold, i=font.italic)
