"""The sheet "Findings": one row a finding, with columns of the partner's own to plan by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assess.gaps import sentences as say
from assess.gaps.report import Gap, GapReport
from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, set_up_print, underline
from assess.look.words import sentence
from assess.wordings import wording
from scoring.rounding import shown

if TYPE_CHECKING:
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

STATUSES = ("Open", "In progress", "Done", "Cannot be done")
"""What the partner may say about a finding."""

PARTNERS_OWN = ("Owner", "Target date", "Status", "Remarks")
PRINTED = 14
"""Columns on paper: what is needed to act; the rest is for the screen."""

INDENTED = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
DATE = "d mmm yyyy"
LINE_HEIGHT = 13.5
TALLEST = 400


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and what it says of a finding."""

    header: str
    width: int
    value: Callable[[Gap, str], str | float | date | None]


COLUMNS = (
    Column("No.", 7, lambda gap, _: gap.number),
    Column("Severity", 12, lambda gap, language: sentence(wording(language, gap.severity))),
    Column("State", 13, lambda gap, language: sentence(wording(language, gap.state))),
    Column("Question", 36, lambda gap, _: gap.text),
    Column("Your answer", 21, say.answered),
    Column("What is needed", 20, lambda gap, _: gap.needed),
    Column("What to do", 42, lambda gap, _: gap.action),
    Column("Effort", 14, say.effort),
    Column("Usual due date", 14, lambda gap, _: gap.due),
    Column(
        "Points gained", 11, lambda gap, _: shown(gap.gain.numerator * 10, gap.gain.denominator)
    ),
    Column("Owner", 15, lambda _gap, _: None),
    Column("Target date", 14, lambda _gap, _: None),
    Column("Status", 14, lambda _gap, language: wording(language, STATUSES[0])),
    Column("Remarks", 22, lambda _gap, _: None),
    Column("Question ID", 26, lambda gap, _: gap.question),
    Column(
        "Must-have", 10, lambda gap, language: wording(language, "Yes" if gap.must_have else "No")
    ),
    Column("Your comment", 36, lambda gap, _: gap.comment),
    Column("Your evidence", 24, lambda gap, _: gap.evidence),
    Column("Evidence to send", 32, lambda gap, _: gap.evidence_wanted),
    Column("Why it matters", 36, lambda gap, _: gap.why),
    Column("Clause element", 20, lambda gap, _: gap.element),
    Column("Section", 22, lambda gap, _: gap.section),
    Column("References", 34, lambda gap, _: "; ".join(gap.references)),
)


def write_plan(sheet: Worksheet, report: GapReport) -> None:
    """Fill the sheet; Owner, Target date, Status and Remarks are left to the partner."""
    for index, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        own = column.header in PARTNERS_OWN
        put(
            sheet.cell(1, index),
            report.say(column.header),
            font=font(bold=True, colour=palette.PAPER),
            fill=fill(palette.INK if own else palette.ACCENT),
            alignment=Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1),
        )
    sheet.row_dimensions[1].height = 32
    for row, gap in enumerate(report.gaps, 2):
        _write_row(sheet, report, row, gap)
    last = len(report.gaps) + 1
    if report.gaps:
        _validate(sheet, report, last)
    else:
        put(sheet.cell(2, 4), say.nothing_short(report), font=font(), alignment=WRAPPED)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    sheet.freeze_panes = "E2"
    set_up_print(sheet, say.heading(report), landscape=True, repeat="1:1")
    sheet.print_area = f"A1:{get_column_letter(PRINTED)}{max(last, 2)}"


def _write_row(sheet: Worksheet, report: GapReport, row: int, gap: Gap) -> None:
    lines = 1
    for index, column in enumerate(COLUMNS, 1):
        value = column.value(gap, report.language)
        alignment = INDENTED if isinstance(value, str) else WRAPPED
        cell = put(
            sheet.cell(row, index), value, font=font(), alignment=alignment, border=underline()
        )
        if column.header in PARTNERS_OWN:
            cell.fill = fill(palette.SURFACE)
        if isinstance(value, str):
            lines = max(lines, _lines(value, column.width))
    background, ink = palette.SEVERITY[gap.severity]
    sheet.cell(row, 2).fill = fill(background)
    sheet.cell(row, 2).font = font(bold=True, colour=ink)
    sheet.cell(row, 7).font = font(bold=True)
    for index in _columns("Usual due date", "Target date"):
        sheet.cell(row, index).number_format = DATE
    for index in _columns("Points gained"):
        sheet.cell(row, index).number_format = '"+"0.0'
    sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + 6, TALLEST)


def _lines(text: str, width: int) -> int:
    """Estimate how many lines a text takes: a row's height must be set where it is printed."""
    return sum(1 + int(len(line) * 1.12) // (width - 2) for line in text.split("\n"))


def _columns(*headers: str) -> list[int]:
    return [index for index, column in enumerate(COLUMNS, 1) if column.header in headers]


def _validate(sheet: Worksheet, report: GapReport, last: int) -> None:
    choices = ",".join(report.say(each) for each in STATUSES)
    status = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    status.errorTitle = report.say("Status")
    status.error = report.say("Choose one of: {offered}", offered=choices)
    target = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    target.errorTitle, target.error = report.say("Target date"), report.say("Enter a date.")
    for validation, header in ((status, "Status"), (target, "Target date")):
        letter = get_column_letter(_columns(header)[0])
        validation.showErrorMessage = True
        validation.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(validation)
