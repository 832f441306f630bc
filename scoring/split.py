"""The arithmetic of a change: what each of four factors is charged with, exactly, in no order.

What a factor is charged with is the change that it makes, averaged over the 24 orders in which
the four can be exchanged (its Shapley value): the only split that adds up, that charges a factor
nothing where it changes nothing, and that treats factors of the same effect alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from operator import mul
from typing import TypeAlias

FACTORS = ("answers", "questionnaire", "policy", "profile")
"""What a change is split over, in the order of every table; applicability follows the profile."""

Mix: TypeAlias = tuple[int, ...]
"""Whose each of FACTORS is: 0 the earlier quarter's, 1 the later one's."""

MIXES: tuple[Mix, ...] = tuple(
    sorted(product((0, 1), repeat=len(FACTORS)), key=lambda mix: (sum(mix), [-n for n in mix]))
)
"""All mixes, from all earlier to all later, those with fewer later factors first."""

ORDERS = 24
BEFORE_AND_AFTER = (6, 2, 2, 6)
"""In how many of the 24 orders just a given k of the other three factors come before one."""

COEFFICIENTS = tuple(
    tuple(
        BEFORE_AND_AFTER[sum(mix) - 1] if mix[factor] else -BEFORE_AND_AFTER[sum(mix)]
        for mix in MIXES
    )
    for factor in range(len(FACTORS))
)


@dataclass(frozen=True, slots=True)
class Split:
    """How one score changed, in exact per cent.

    `before` and `after` are None where there is no score. `parts` are over FACTORS and add up to
    the difference; they are empty where there is no split, and `reason` then says why.
    """

    before: Fraction | None
    after: Fraction | None
    parts: tuple[Fraction, ...] = ()
    reason: str = ""

    @property
    def difference(self) -> Fraction | None:
        """By how much the score rose, None where either is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


def split(values: Sequence[Fraction | None]) -> Split:
    """Split the change of a score, given in per cent for each of MIXES, None for no score."""
    before, after = values[0], values[-1]
    whole = [value for value in values if value is not None]
    if len(whole) == len(values):
        return Split(before, after, _shapley(whole))
    return Split(before, after, reason=_why_not(MIXES[values.index(None)]))


def apportion(parts: Sequence[Fraction], whole: int, units: int) -> tuple[int, ...]:
    """Round parts to whole units that add up to `whole`: 1000 `units` are thousandths.

    `whole` is less than one unit from the sum of the parts. Each part is rounded, and the units
    then missing go to the parts that lost most by it, the earlier one first. A part of 0 stays 0,
    and opposite parts are rounded to the opposite.
    """
    near = [rounded(part, units) for part in parts]
    missing = whole - sum(near)
    sign = 1 if missing > 0 else -1
    lost = [sign * (part * units - each) for part, each in zip(parts, near, strict=True)]
    for index in sorted(range(len(parts)), key=lambda index: -lost[index])[: abs(missing)]:
        near[index] += sign
    return tuple(near)


def rounded(value: Fraction, units: int) -> int:
    """Return a difference in units, the half away from zero, so that a swap turns its sign."""
    half = (abs(value) * units * 2 + 1) // 2
    return half if value > 0 else -half


def _shapley(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    common = lcm(*(value.denominator for value in values))
    whole = [value.numerator * (common // value.denominator) for value in values]
    return tuple(Fraction(sum(map(mul, row, whole)), ORDERS * common) for row in COEFFICIENTS)


def _why_not(mix: Mix) -> str:
    if not any(mix):
        return "no score in the earlier quarter"
    if all(mix):
        return "no score in the later quarter"
    changed = [factor for factor, later in zip(FACTORS, mix, strict=True) if later]
    return f"no score if only {' and '.join(changed)} had changed"
