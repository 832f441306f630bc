"""The one rounding that every displayed score goes through: half up, one decimal.

A score is earned / (10 x possible) per cent, with `earned` in weight x thousandths of a point
and `possible` in weight, so its tenths are earned / possible. Decisions never use these.
"""

from __future__ import annotations

from fractions import Fraction


def tenths(earned: int, possible: int) -> int | None:
    """Return a score in tenths of a per cent, rounded half up; None where nothing counts."""
    return None if possible == 0 else (2 * earned + possible) // (2 * possible)


def shown(earned: int, possible: int) -> float | None:
    """Return a score as displayed, such as 81.3; None where nothing counts."""
    rounded = tenths(earned, possible)
    return None if rounded is None else rounded / 10


def nearest(percent: Fraction | None) -> float | None:
    """Return a score given in exact per cent as displayed; None where there is none."""
    return None if percent is None else shown(10 * percent.numerator, percent.denominator)
