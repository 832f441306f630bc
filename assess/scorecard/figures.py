"""How the scorecard writes its own figures: tenths, changes, and why there is no score."""

from __future__ import annotations

from assess.look.words import score
from scoring.results import AnyScore


def in_tenths(value: int | None) -> str:
    """Write a score held in tenths: `81.3`, or `no score`."""
    return score(None if value is None else value / 10)


def share(value: int) -> str:
    """Write a share held in tenths of a per cent: `62.5 %`."""
    return f"{value / 10:.1f} %"


def change(value: int | None) -> str:
    """Write a change held in tenths with its sign: `+2.4`, `−0.8`, `±0.0`, or `–` for none."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value) / 10:.1f}"


def no_score_reason(held: AnyScore) -> str:
    """Say why a score is missing, "" where it is not."""
    if held.answered:
        return ""
    if held.unanswered:
        return "nothing answered"
    return "only claimed not applicable" if held.claimed else "nothing applies"


def between(held: AnyScore) -> str:
    """Write a score's bounds, `58.1–70.0`, or "" where they are the score itself."""
    if held.low is None or held.low == held.high:
        return ""
    return f"{score(held.low)}–{score(held.high)}"
