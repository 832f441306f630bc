"""The sheet "Schedule": one row a step, its dates, and a bar over the weeks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, set_up_print, underline
from assess.planning import sentences as say
from assess.planning.report import Line, PlanReport

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DATE = "d mmm yyyy"
NUMBERS = ("No.", "Days")
BARS = 60
"""Columns that the bars take at most: of a week each, or of as many weeks as it needs."""

BAR_WIDTH = 2.6
STEP_BLUE = "#6f9fbd"
LEGEND = "Dark: must-have. Light: other. Orange: ends after its usual due date. ◆: usual due date."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and what it says of a step."""

    header: str
    width: int
    value: Callable[[Line], str | float | date | None]


COLUMNS = (
    Column("No.", 6, lambda line: line.number),
    Column("What to do", 46, lambda line: line.item.action),
    Column("Question", 27, lambda line: line.item.question),
    Column("From", 15, lambda line: line.item.before),
    Column("To", 15, lambda line: line.item.after),
    Column("Owner", 13, lambda line: line.owner),
    Column("Days", 7, lambda line: line.item.days),
    Column("Start", 13, lambda line: line.start),
    Column("End", 13, lambda line: line.end),
    Column("Due", 13, lambda line: line.due),
    Column("", 6, lambda line: "late" if line.late else None),
)


def write_schedule(sheet: Worksheet, report: PlanReport) -> None:
    """Fill the sheet from a plan that has lines."""
    starts = _bar_starts(report)
    _write_header(sheet, starts)
    for row, line in enumerate(report.lines, 2):
        _write_row(sheet, row, line)
        _write_bar(sheet, row, line, starts)
    last = len(report.lines) + 1
    put(sheet.cell(last + 2, 2), LEGEND, font=font(colour=palette.MUTED))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    sheet.freeze_panes = "C2"
    set_up_print(sheet, say.heading(report), landscape=True, repeat="1:1")


def _bar_starts(report: PlanReport) -> list[date]:
    """Return the Monday that each column of the bars starts on, and the one after the last."""
    first = min(line.start for line in report.lines)
    first -= timedelta(days=first.weekday())
    weeks = (max(line.end for line in report.lines) - first).days // 7 + 1
    each = -(-weeks // BARS)
    return [first + timedelta(weeks=each * index) for index in range(-(-weeks // each) + 1)]


def _write_header(sheet: Worksheet, starts: list[date]) -> None:
    style = {"font": font(bold=True, colour=palette.PAPER), "fill": fill(palette.ACCENT)}
    for index, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        where = "center" if column.header in NUMBERS else "left"
        aligned = Alignment(horizontal=where, vertical="bottom")
        put(sheet.cell(1, index), column.header, alignment=aligned, **style)
    for index, start in enumerate(starts[:-1], len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = BAR_WIDTH
        upright = Alignment(horizontal="center", vertical="bottom", text_rotation=90)
        put(sheet.cell(1, index), start, alignment=upright, number_format="d mmm yy", **style)
    sheet.row_dimensions[1].height = 58


def _write_row(sheet: Worksheet, row: int, line: Line) -> None:
    for index, column in enumerate(COLUMNS, 1):
        value = column.value(line)
        cell = put(
            sheet.cell(row, index), value, font=font(), alignment=WRAPPED, border=underline()
        )
        if isinstance(value, date):
            cell.number_format = DATE
            cell.alignment = Alignment(horizontal="left", vertical="top")
        elif column.header in NUMBERS:
            cell.alignment = Alignment(horizontal="center", vertical="top")
    sheet.cell(row, 2).font = font(bold=line.item.must_have)
    sheet.cell(row, len(COLUMNS)).font = font(bold=True, colour=palette.SEVERITY["high"][0])
    lines = 1 + int(len(line.item.action) * 1.12) // COLUMNS[1].width
    sheet.row_dimensions[row].height = 13.5 * lines + 6


def _write_bar(sheet: Worksheet, row: int, line: Line, starts: list[date]) -> None:
    colour = palette.ACCENT if line.item.must_have else STEP_BLUE
    if line.late:
        colour = palette.SEVERITY["high"][0]
    side = Side(style="hair", color=palette.LINE[1:])
    for index, start in enumerate(starts[:-1]):
        cell = sheet.cell(row, len(COLUMNS) + 1 + index)
        cell.border = Border(left=side, bottom=Side(style="thin", color=palette.LINE[1:]))
        after, is_bar = starts[index + 1], line.end >= start and line.start < starts[index + 1]
        if is_bar:
            cell.fill = fill(colour)
        if line.due and start <= line.due < after:
            ink = palette.PAPER if is_bar else palette.INK
            put(cell, "◆", font=font(colour=ink), alignment=Alignment(horizontal="center"))
