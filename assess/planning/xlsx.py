"""The plan as a workbook: a summary, and a schedule with bars that an owner can work in."""

from __future__ import annotations

from openpyxl import Workbook

from assess.look.sheet import workbook_bytes
from assess.planning.report import PlanReport
from assess.planning.schedule_sheet import write_schedule
from assess.planning.summary_sheet import write_summary


def workbook(report: PlanReport) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    book = Workbook()
    summary = book.worksheets[0]
    summary.title = "Plan"
    write_summary(summary, report)
    if report.lines:
        write_schedule(book.create_sheet("Schedule"), report)
    book.properties.title = f"Plan {report.partner} {report.target.id} {report.period}"
    book.properties.creator = "partner-posture"
    return workbook_bytes(book)
