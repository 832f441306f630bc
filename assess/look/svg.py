"""Small pictures drawn straight into a page: a few hundred bytes each, no library, no script."""

from __future__ import annotations

from markupsafe import Markup

from assess.look.words import score

_PICTURE = Markup('<svg class="score-bar" role="img" aria-label="{label}">{marks}</svg>')
_BAND = Markup('<rect class="{kind}" x="{x}%" y="5" width="{width}%" height="8"/>')
_LINE = Markup('<rect class="{kind}" x="{x}%" y="1" width="2" height="16"/>')


def score_bar(
    value: float | None, low: float | None, high: float | None, needed: int | None = None
) -> Markup:
    """Draw one score of 0 to 100 with its bounds, and a tick at what is needed.

    Dark up to the lower bound, pale up to the upper one, a line at the score itself; an empty
    track where there is no score. As wide as its place; page.css colours it. The label says it
    all in words.
    """
    marks = [_BAND.format(kind="track", x=0, width=100)]
    if value is not None and low is not None and high is not None:
        marks += [
            _BAND.format(kind="open", x=low, width=round(high - low, 1)),
            _BAND.format(kind="sure", x=0, width=low),
            _line("value", value),
        ]
    if needed:
        marks.append(_line("needed", needed))
    label = score_label(value, low, high, needed)
    return _PICTURE.format(label=label, marks=Markup("").join(marks))


def score_label(
    value: float | None, low: float | None, high: float | None, needed: int | None = None
) -> str:
    """Say in words what `score_bar` draws."""
    label = score(value) if value is None else f"{score(value)} of 100"
    if value is not None and low != high:
        label += f", between {score(low)} and {score(high)} once all is answered"
    return f"{label}; {needed} needed" if needed else label


def _line(kind: str, at: float) -> Markup:
    return _LINE.format(kind=kind, x=min(at, 99.4))
