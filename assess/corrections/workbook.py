"""A correction workbook's bytes: the same for the same doubts."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from assess.correction_format import CORRECTIONS_SHEET, HIDDEN_SHEET, LISTS_SHEET
from assess.corrections.plan import Plan, hidden_values
from assess.corrections.rules import add_highlights, add_rules
from assess.corrections.sheet import write_sheet
from assess.issue.cells import write_text
from assess.issue.palette import Look, ink
from assess.issue.template import MADE_BY
from assess.look.sheet import workbook_bytes


def correction_bytes(plan: Plan) -> bytes:
    """Write the workbook: the sheet to fill in, the lists it offers, and what it belongs to."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet, lists, hidden = map(book.create_sheet, (CORRECTIONS_SHEET, LISTS_SHEET, HIDDEN_SHEET))
    write_sheet(sheet, plan)
    add_rules(sheet, lists, plan)
    add_highlights(sheet, plan)
    for row, (key, value) in enumerate(hidden_values(plan).items(), 1):
        write_text(hidden, f"A{row}", key, Look(ink()))
        write_text(hidden, f"B{row}", value, Look(ink()))
    lists.sheet_state, hidden.sheet_state = "hidden", "veryHidden"
    # Without a password: it keeps a sheet from being renamed or deleted by accident.
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = f"Corrections to {plan.file}"
    book.properties.creator = book.properties.lastModifiedBy = MADE_BY
    return workbook_bytes(book)
