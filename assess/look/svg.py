"""Small pictures drawn straight into a page: a few hundred bytes each, no library, no script."""

from __future__ import annotations

from markupsafe import Markup

from assess.look.words import score
from assess.wordings import wording
from questionnaires.profiles import ENGLISH

_PICTURE = Markup('<svg class="score-bar" role="img" aria-label="{label}">{marks}</svg>')
_BAND = Markup('<rect class="{kind}" x="{x}%" y="5" width="{width}%" height="8"/>')
_LINE = Markup('<rect class="{kind}" x="{x}%" y="1" width="2" height="16"/>')


def score_bar(
    value: float | None,
    low: float | None,
    high: float | None,
    needed: int | None = None,
    language: str = ENGLISH,
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
    label = score_label(value, low, high, needed, language)
    return _PICTURE.format(label=label, marks=Markup("").join(marks))


def score_label(
    value: float | None,
    low: float | None,
    high: float | None,
    needed: int | None = None,
    language: str = ENGLISH,
) -> str:
    """Say in words what `score_bar` draws."""
    said = score(value, language)
    label = said if value is None else wording(language, "{score} of 100", score=said)
    if value is not None and low != high:
        text = "{score}, between {low} and {high} once all is answered"
        bounds = {"low": score(low, language), "high": score(high, language)}
        label = wording(language, text, score=label, **bounds)
    if not needed:
        return label
    return wording(language, "{score}; {needed} needed", score=label, needed=needed)


def _line(kind: str, at: float) -> Markup:
    return _LINE.format(kind=kind, x=min(at, 99.4))
