"""The gap report as a workbook: a summary, and an action plan that the partner works in."""

from __future__ import annotations

from openpyxl import Workbook

from assess.gaps.plan_sheet import write_plan
from assess.gaps.report import GapReport
from assess.gaps.summary_sheet import write_summary
from assess.look.sheet import workbook_bytes


def workbook(report: GapReport) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    book = Workbook()
    summary = book.worksheets[0]
    summary.title = report.say("Summary")
    write_summary(summary, report)
    write_plan(book.create_sheet(report.say("Findings")), report)
    book.properties.title = f"Gap report {report.partner} {report.period}"
    book.properties.creator = "partner-posture"
    return workbook_bytes(book)
