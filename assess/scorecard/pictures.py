"""Small pictures drawn straight into a page; each says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from assess.look.words import counted, quarter, score
from assess.scorecard.figures import change, in_tenths
from assess.scorecard.movers import Move
from assess.scorecard.portfolio import Spread, score_tenths
from scoring.results import Assessment

STRIP_WIDTH, STRIP_HEIGHT = 240, 20
TREND_STEP, TREND_HEIGHT, TREND_EDGE = 96, 116, 34

_SVG = Markup(
    '<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'role="img" aria-label="{label}" focusable="false">{marks}</svg>'
)
_DOT = Markup('<circle class="{kind}" cx="{x}" cy="{y}" r="{r}"/>')
_BAND = Markup('<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
_LINE = Markup('<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
_TEXT = Markup('<text class="{kind}" x="{x}" y="{y}" text-anchor="middle">{text}</text>')


def strip(spread: Spread) -> Markup:
    """Draw one dot a partner on a line from 0 to 100, and a tick at the median."""
    middle = STRIP_HEIGHT // 2
    marks = [_track()]
    marks += [
        _DOT.format(kind="dot", x=_x(value), y=middle, r=4.5)
        for value in sorted(score for _, score in spread.scores)
    ]
    if spread.median is not None:
        x = round(_x(spread.median) - 1, 1)
        marks.append(_BAND.format(kind="median", x=x, y=0, width=2, height=STRIP_HEIGHT))
    return _picture("strip", (STRIP_WIDTH, STRIP_HEIGHT), strip_words(spread), marks)


def strip_words(spread: Spread) -> str:
    """Say in words what `strip` draws."""
    if not spread.scores:
        return "no score"
    values = [value for _, value in spread.scores]
    count = counted(len(values), "partner", "partners")
    low, high = score(min(values) / 10), score(max(values) / 10)
    return f"{count} between {low} and {high}, median {in_tenths(spread.median)}"


def move_bar(move: Move) -> Markup:
    """Draw where the overall score was and where it is on a line from 0 to 100."""
    then, now = (score_tenths(a.scores["overall"]) for a in (move.before, move.now))
    middle = STRIP_HEIGHT // 2
    marks = [_track()]
    if then is not None and now is not None:
        left, width = min(_x(then), _x(now)), round(abs(_x(now) - _x(then)), 1)
        kind = "rise" if now >= then else "fall"
        marks.append(_BAND.format(kind=kind, x=left, y=middle - 2, width=width, height=4))
        marks.append(_DOT.format(kind="then", x=_x(then), y=middle, r=4.5))
        marks.append(_DOT.format(kind=f"now {kind}", x=_x(now), y=middle, r=5.5))
    label = f"from {in_tenths(then)} to {in_tenths(now)}, {change(move.change)}"
    return _picture("move", (STRIP_WIDTH, STRIP_HEIGHT), label, marks)


def trend(results: Sequence[Assessment]) -> Markup:
    """Draw the overall score over the periods, oldest first; a period without one is a gap."""
    values = [(a.period, score_tenths(a.scores["overall"])) for a in results]
    points = [
        (TREND_EDGE + index * TREND_STEP, None if value is None else _y(value))
        for index, (_, value) in enumerate(values)
    ]
    marks: list[Markup] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        if y1 is not None and y2 is not None:
            marks.append(_LINE.format(kind="path", x1=x1, y1=y1, x2=x2, y2=y2))
    for (x, y), (period, value) in zip(points, values, strict=True):
        marks.append(_TEXT.format(kind="period", x=x, y=TREND_HEIGHT - 4, text=quarter(period)))
        if y is not None:
            marks.append(_DOT.format(kind="point", x=x, y=y, r=4))
            marks.append(_TEXT.format(kind="value", x=x, y=round(y - 10, 1), text=in_tenths(value)))
    label = "Overall score: " + ", ".join(f"{quarter(p)} {in_tenths(v)}" for p, v in values)
    width = 2 * TREND_EDGE + max(len(values) - 1, 0) * TREND_STEP
    return _picture("trend", (width, TREND_HEIGHT), label, marks)


def _picture(kind: str, size: tuple[int, int], label: str, marks: Iterable[Markup]) -> Markup:
    drawn = Markup("").join(marks)
    return _SVG.format(kind=kind, width=size[0], height=size[1], label=label, marks=drawn)


def _track() -> Markup:
    y = STRIP_HEIGHT // 2 - 1
    return _BAND.format(kind="track", x=6, y=y, width=STRIP_WIDTH - 12, height=2)


def _x(value: int) -> float:
    return round(6 + value * (STRIP_WIDTH - 12) / 1000, 1)


def _y(value: int) -> float:
    return round(TREND_HEIGHT - 26 - value * (TREND_HEIGHT - 52) / 1000, 1)
