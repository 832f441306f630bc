"""Which sheets of an opened file make up our own form."""

from __future__ import annotations

from assess.intake.cells import Grid
from assess.intake.sheets import Book, Sheet
from assess.workbook_format import HIDDEN_SHEET, INSTRUCTIONS_SHEETS, QUESTIONS_SHEETS


def hidden_sheet(book: Book) -> Grid | None:
    """Return what says which questionnaire, partner and period the file is of; None without it."""
    named = any(sheet.name == HIDDEN_SHEET for sheet in book.sheets)
    return book.read(HIDDEN_SHEET).grid if named else None


def form_sheets(book: Book) -> tuple[Sheet, ...]:
    """Return every sheet that may hold questions; a hidden one only if we gave it its name."""
    return tuple(
        book.read(sheet.name)
        for sheet in book.sheets
        if (sheet.visible or sheet.name in QUESTIONS_SHEETS)
        and sheet.name != HIDDEN_SHEET
        and sheet.name not in INSTRUCTIONS_SHEETS
    )
