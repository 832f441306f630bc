"""The scorecard as a workbook, for people who go on from it."""

from __future__ import annotations

from openpyxl import Workbook

from assess.look.sheet import workbook_bytes
from assess.look.words import quarter
from assess.scorecard import sheets
from assess.scorecard.report import Report
from assess.scorecard.tables import write_lines, write_table
from scoring.method import METHOD_VERSION

SHEETS = (
    sheets.overview,
    sheets.principles,
    sheets.elements,
    sheets.findings,
    sheets.moved,
    sheets.weakest,
    sheets.silent,
)


def workbook(report: Report) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for make in SHEETS:
        table = make(report)
        sheet = book.create_sheet(table.sheet)
        below = write_table(sheet, table)
        if make is sheets.overview:
            write_lines(sheet, below, _basis(report))
    book.properties.title = f"Partner security scorecard {quarter(report.quarter.period)}"
    book.properties.creator = "partner-posture"
    return workbook_bytes(book)


def _basis(report: Report) -> list[str]:
    policy = report.quarter.policy.reference
    return [
        *report.sentences,
        *(f"Questionnaire {name}, SHA-256 {sha256}." for name, sha256 in report.questionnaires),
        f"Policy {policy}, SHA-256 {policy.sha256}. Method version {METHOD_VERSION}.",
    ]
