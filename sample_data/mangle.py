"""One partner's file as it should not come back: each slip is one that people make."""

from __future__ import annotations

import datetime as dt

from assess.workbook_format import QUESTIONS_SHEET
from sample_data.workbooks import ANSWER, COMMENT, opened, put, rows_of, saved

SLIPS: dict[str, str | float] = {
    "governance.policy-approval": "03/04/2026",
    "governance.training": 0.95,
    "access.shared-admin": "#N/A",
    "incident.plan": "Yes, see SOC 2 report",
    "data.removable-media": "N/A",
}
"""A day or a month, 95 % or 0.95 %, an error, an N/A without a reason; and a note behind an answer,
which is no problem and is kept as the comment."""

TWICE = "audit.evidence-days"
"""Copied below the last row, and answered there anew."""

PROBLEMS = (
    "answer.ambiguous-date",
    "answer.ambiguous-percent",
    "answer.error-cell",
    "answer.na-without-reason",
    "row.duplicate",
)
"""Codes of the problems that importing the file gives, one for each slip but the note."""


def mangled(data: bytes, day: dt.date) -> bytes:
    """Return a filled workbook with every slip in it, saved on a day."""
    book = opened(data)
    sheet = book[QUESTIONS_SHEET]
    rows = rows_of(sheet)
    for question, value in SLIPS.items():
        sheet.cell(rows[question], ANSWER).number_format = "General"
        put(sheet, rows[question], ANSWER, value)
    sheet.cell(rows["data.removable-media"], COMMENT).value = None
    last = sheet.max_row + 1
    for column in range(1, COMMENT):
        sheet.cell(last, column).value = sheet.cell(rows[TWICE], column).value
    put(sheet, last, ANSWER, 45)
    return saved(book, day)
