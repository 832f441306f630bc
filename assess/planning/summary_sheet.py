"""The sheet "Plan": what it takes in one sentence, the needs, other ways, quick wins, the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment

from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, set_up_print, underline
from assess.look.words import counted, day, sentence
from assess.planning import sentences as say
from assess.planning.report import PlanReport
from scoring.rounding import nearest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (54, 14, 13, 15, 27)
LINE_HEIGHT = 14
RIGHT = Alignment(horizontal="right", vertical="top", indent=1)

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; the columns named in RIGHT_ALIGNED align right."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def write_summary(sheet: Worksheet, report: PlanReport) -> None:
    """Fill the sheet."""
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _text(sheet, 1, say.heading(report), size=16, bold=True)
    row = _text(sheet, row, say.headline(report), size=12, bold=True, colour=palette.ACCENT)
    for said in _sentences(report):
        row = _text(sheet, row, said)
    for table in _tables(report):
        row = _table(sheet, row + 1, table)
    if report.others:
        row = _text(sheet, row + 1, "Other ways", size=12, bold=True)
    for way in report.others:
        days = counted(way.days, "day", "days")
        row = _text(sheet, row, f"{days}: {say.other_way(way)}.")
    row = _text(sheet, row + 1, "How this was found", size=12, bold=True)
    for rule in (*say.RULES, say.basis(report)):
        row = _text(sheet, row, rule, colour=palette.MUTED)
    set_up_print(sheet, say.heading(report), landscape=False)


def _sentences(report: PlanReport) -> Iterator[str]:
    yield f"{say.standing(report)} As of {day(report.as_of)}."
    yield from say.out_of_reach(report)
    if report.late:
        yield say.lateness(report)
    if report.conditional:
        yield say.on_conditions(report, report.conditional)


def _tables(report: PlanReport) -> Iterator[Table]:
    yield Table(
        f"What {report.target.title} needs",
        ("Need", "At least", "Now", "After the plan", "Met"),
        [
            (
                sentence(need.need),
                need.needed,
                need.now,
                need.after or "–",
                _met(need.met_now, need.met_after),
            )
            for need in report.needs
        ],
    )
    if report.quick:
        yield Table(
            "Quick wins: most gained per day of work",
            ("What to do", "Days", "Points", "", "Question"),
            [
                (item.action, item.days, nearest(item.gain), None, item.question)
                for item in report.quick
            ],
        )


def _met(now: bool, then: bool) -> str:  # noqa: FBT001 - two states of one thing
    return "already" if now else "by the plan" if then else "no"


def _text(
    sheet: Worksheet,
    row: int,
    text: str,
    *,
    size: int = 10,
    bold: bool = False,
    colour: str = palette.INK,
) -> int:
    """Write a text across the sheet and return the row after it."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    put(
        sheet.cell(row, 1),
        text,
        font=font(size=size, bold=bold, colour=colour),
        alignment=WRAPPED,
    )
    sheet.row_dimensions[row].height = _height(text, sum(WIDTHS), size)
    return row + 1


def _table(sheet: Worksheet, row: int, table: Table) -> int:
    row = _text(sheet, row, table.title, size=12, bold=True)
    for column, name in enumerate(table.header, 1):
        put(
            sheet.cell(row, column),
            name,
            font=font(bold=True, colour=palette.PAPER),
            fill=fill(palette.ACCENT),
            alignment=RIGHT if name in RIGHT_ALIGNED else WRAPPED,
        )
    for cells in table.rows:
        row += 1
        for column, (value, name) in enumerate(zip(cells, table.header, strict=True), 1):
            alignment = RIGHT if name in RIGHT_ALIGNED else WRAPPED
            style = {"font": font(), "alignment": alignment, "border": underline()}
            cell = put(sheet.cell(row, column), value, **style)
            cell.number_format = "0.0" if isinstance(value, float) else "General"
        sheet.row_dimensions[row].height = _height(str(cells[0]), WIDTHS[0], 10)
    return row + 1


RIGHT_ALIGNED = ("At least", "Now", "After the plan", "Days", "Points")


def _height(text: str, width: int, size: int) -> float:
    """Estimate the height of a wrapped text, which a merged cell does not grow to by itself."""
    lines = 1 + int(len(text) * size / 10) // width
    return lines * LINE_HEIGHT * size / 10 + 4
