"""What the tests read off an outcome: exact scores, and all that is decided, as plain values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.assessment import Outcome
from scoring.engine import Sums

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def ratios(parts: npt.NDArray[np.int64], wholes: npt.NDArray[np.int64]) -> list[Fraction]:
    """Exact scores of one partner, -1 where nothing counts."""
    return [
        Fraction(int(part), int(whole)) if whole else Fraction(-1)
        for part, whole in zip(parts, wholes, strict=True)
    ]


def values(sums: Sums, row: int = 0) -> list[Fraction]:
    return ratios(sums.earned[row], sums.answered[row])


def lows(sums: Sums, row: int = 0) -> list[Fraction]:
    return ratios(sums.earned[row], sums.answered[row] + sums.unanswered[row])


def highs(sums: Sums, row: int = 0) -> list[Fraction]:
    asked = sums.answered[row] + sums.unanswered[row]
    return ratios(sums.earned[row] + 1000 * sums.unanswered[row], asked)


def decisive(sums: Sums, row: int = 0) -> list[Fraction]:
    return ratios(sums.earned[row], sums.decisive[row])


def figures(outcome: Outcome) -> list[list[object]]:
    """Return all that is decided about each partner, as plain values."""
    sums = outcome.sums
    tables = (sums.earned, sums.answered, sums.unanswered, sums.claimed, sums.counts)
    return [
        [
            *(table[row].tolist() for table in tables),
            int(sums.must_have[row]),
            [bool(need.met[row]) for need in outcome.needs],
            int(outcome.required[row]),
            int(outcome.achieved[row]),
            int(outcome.recommendation[row]),
        ]
        for row in range(len(outcome.codes))
    ]
