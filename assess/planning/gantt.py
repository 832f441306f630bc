"""The chart: one bar a step on a common axis of days, drawn straight into the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from assess.look.words import MONTHS, short_day
from assess.planning.report import Line, PlanReport

WEEK = timedelta(days=7)
FEW_WEEKS = 10
"""Up to so many weeks each is named; beyond, each month."""

MONTH_APART = 8
"""Per cent of the axis that the name of a month takes."""

_ROW = Markup('<svg class="gantt" role="img" aria-label="{label}">{marks}</svg>')
_AXIS = Markup('<svg class="gantt axis" aria-hidden="true">{marks}</svg>')
_GRID = Markup('<rect class="grid" x="{x}%" y="0" width="1" height="100%"/>')
_NAME = Markup('<text x="{x}%" y="75%">{name}</text>')
_BAR = Markup('<rect class="{kind}" x="{x}%" y="9" width="{width}%" height="12" rx="2"/>')
_DUE = Markup('<rect class="due" x="{x}%" y="5" width="3" height="20"/>')


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that a chart spans: whole weeks from a Monday, `ticks` with their names."""

    first: date
    days: int
    ticks: tuple[tuple[date, str], ...]

    def at(self, when: date) -> float:
        """Return where a day starts, in per cent of the axis."""
        return round(100 * (when - self.first).days / self.days, 2)

    def shows(self, when: date) -> bool:
        """Tell whether a day is on the axis."""
        return self.first <= when < self.first + timedelta(days=self.days)


def axis(report: PlanReport) -> Axis:
    """Return the axis of a plan that has lines: all weeks that it touches."""
    first = min(line.start for line in report.lines)
    first -= timedelta(days=first.weekday())
    weeks = (max(line.end for line in report.lines) - first).days // 7 + 1
    return Axis(first, 7 * weeks, tuple(_ticks(first, weeks)))


def head(on: Axis) -> Markup:
    """Draw the names of weeks or months."""
    marks = [
        _GRID.format(x=on.at(when)) + _NAME.format(x=on.at(when) + 0.6, name=name)
        for when, name in on.ticks
    ]
    return _AXIS.format(marks=Markup("").join(marks))


def bar(on: Axis, line: Line) -> Markup:
    """Draw one step: dark where a must-have, marked where late, with a tick at its due date."""
    marks = [_GRID.format(x=on.at(when)) for when, _ in on.ticks]
    kind = "late" if line.late else "must" if line.item.must_have else "step"
    start, end = on.at(line.start), on.at(line.end + timedelta(days=1))
    marks.append(_BAR.format(kind=kind, x=start, width=round(end - start, 2)))
    if line.due and on.shows(line.due):
        marks.append(_DUE.format(x=on.at(line.due + timedelta(days=1))))
    label = f"{short_day(line.start)} to {short_day(line.end)}{', late' if line.late else ''}"
    return _ROW.format(label=label, marks=Markup("").join(marks))


def _ticks(first: date, weeks: int) -> Iterator[tuple[date, str]]:
    if weeks <= FEW_WEEKS:
        for week in range(weeks):
            when = first + week * WEEK
            yield when, f"{when.day} {MONTHS[when.month - 1][:3]}"
        return
    last, apart = first + weeks * WEEK, weeks * 7 * MONTH_APART / 100
    shown = first - timedelta(days=366)
    for year in range(first.year, last.year + 1):
        for month, name in enumerate(MONTHS, 1):
            when = date(year, month, 1)
            if first <= when <= last - timedelta(days=apart * 0.7) and (when - shown).days >= apart:
                shown = when
                yield when, str(year) if month == 1 else name[:3]
