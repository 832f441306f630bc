"""What the quarter comes to, in a few sentences that a person can read out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.look.words import counted, listed, quarter, sentence
from assess.scorecard.controls import Control
from assess.scorecard.figures import change, share
from assess.scorecard.movers import Move
from assess.scorecard.portfolio import Portfolio, Row
from scoring.policy import RECOMMENDATIONS

NAMED = 4
"""How many partners a sentence names before it counts the rest."""

URGENT = tuple(reversed(RECOMMENDATIONS))[:2]
"""Recommendations whose partners are named."""


def summary(
    portfolio: Portfolio, moves: Sequence[Move], controls: Sequence[Control]
) -> tuple[str, ...]:
    """Return the quarter's sentences: standing, what is urgent, what moved, what is weak."""
    return (
        *_standing(portfolio),
        *_urgent(portfolio),
        *_moved(moves),
        *_weak(controls),
        *_silent(portfolio),
    )


def _standing(portfolio: Portfolio) -> Iterator[str]:
    if not portfolio.answered:
        yield "No partner has answered for this quarter."
        return
    answered = counted(len(portfolio.answered), "partner that answered", "partners that answered")
    verb = "meets" if portfolio.meeting == 1 else "meet"
    yield f"{portfolio.meeting} of {answered} {verb} the tier the relationship requires."


def _urgent(portfolio: Portfolio) -> Iterator[str]:
    parts = []
    for advice in URGENT:
        rows = [r for r in portfolio.answered if r.now and r.now.recommendation == advice]
        if rows:
            parts.append(f"{advice} {_named(rows)}")
    if parts:
        yield sentence(f"{'; '.join(parts)}.")


def _moved(moves: Sequence[Move]) -> Iterator[str]:
    scored = [move for move in moves if move.change]
    scored.sort(key=lambda move: (move.change or 0, move.row.profile.id))
    ends = (("fall", -1, scored[:1]), ("rise", 1, scored[-1:]))
    words = [
        f"largest {word}: {move.row.profile.name}, {change(move.change)} points"
        for word, sign, last in ends
        for move in last
        if (move.change or 0) * sign > 0
    ]
    if words:
        yield sentence(f"{'; '.join(words)}.")


def _weak(controls: Sequence[Control]) -> Iterator[str]:
    if controls:
        weakest = controls[0]
        yield (
            f"Weakest control: {weakest.question.id}, not fully met by {weakest.short} of "
            f"{counted(weakest.applicable, 'partner', 'partners')} ({share(weakest.short_share)})."
        )


def _silent(portfolio: Portfolio) -> Iterator[str]:
    if portfolio.silent:
        period = quarter(portfolio.quarter.period)
        yield f"No answer for {period} from {_named(portfolio.silent)}."


def _named(rows: Sequence[Row]) -> str:
    names = [row.profile.name for row in rows[:NAMED]]
    more = len(rows) - NAMED
    return listed([*names, f"{more} more"] if more > 0 else names)
