"""The overall score from the five principle scores, for policies that do not pool.

With principle scores s_p in per cent and the policy's principle weights w_p, over the
principles that have a score and a weight, W being the sum of those weights:

    arithmetic   sum(w_p x s_p) / W            a strong principle makes up for a weak one
    geometric    product(s_p ^ w_p) ^ (1 / W)  less and less, the weaker the one is
    minimum      min(s_p)                      not at all

minimum <= geometric <= arithmetic, and each grows with every s_p. Source: OECD/JRC, Handbook on
Constructing Composite Indicators (2008), step 6. There, a geometric mean of a score of 0 is 0.

A geometric mean is irrational: it is taken down to GRAIN, and compared with a threshold as
product(s_p ^ w_p) >= threshold ^ W, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, prod

from scoring.policy import Aggregation, Policy

GRAIN = 10**9
"""A geometric mean is a whole number of 1/GRAIN per cent, rounded down."""

Ratio = Fraction | None


def aggregate(method: Aggregation, scores: Sequence[Ratio], weights: Sequence[int]) -> Ratio:
    """Return the overall score in exact per cent; None where no principle has score and weight.

    `scores` are in per cent over PRINCIPLES, `weights` the policy's.
    """
    counted = _counted(scores, weights)
    return _MEANS[method](counted) if counted else None


def overall_score(policy: Policy, pooled: Ratio, principles: Sequence[Ratio]) -> Ratio:
    """Return the overall score under a policy, from the pooled one and the principles'."""
    if policy.aggregation == "pooled":
        return pooled
    return aggregate(policy.aggregation, principles, policy.principle_weights)


def reaches(
    method: Aggregation, scores: Sequence[Ratio], weights: Sequence[int], least: Fraction | int
) -> bool:
    """Tell, exactly, whether the overall score is at least `least` per cent; so where none is."""
    counted = _counted(scores, weights)
    if not counted:
        return True
    if method == "geometric":
        whole = sum(weight for _, weight in counted)
        return prod(score**weight for score, weight in counted) >= Fraction(least) ** whole
    return _MEANS[method](counted) >= least


def _counted(scores: Sequence[Ratio], weights: Sequence[int]) -> list[tuple[Fraction, int]]:
    """Return scores with their weights, divided by what these have in common: powers are dear."""
    pairs = zip(scores, weights, strict=True)
    counted = [(score, weight) for score, weight in pairs if score is not None and weight]
    common = gcd(*(weight for _, weight in counted))
    return [(score, weight // common) for score, weight in counted]


def _arithmetic(counted: list[tuple[Fraction, int]]) -> Fraction:
    whole = sum(weight for _, weight in counted)
    return sum((score * weight for score, weight in counted), Fraction()) / whole


def _geometric(counted: list[tuple[Fraction, int]]) -> Fraction:
    whole = sum(weight for _, weight in counted)
    power = prod(score**weight for score, weight in counted)
    scaled = power * GRAIN**whole
    near = prod(float(score) ** (weight / whole) for score, weight in counted)
    # A guess above the root, by far more than floating point can be wrong.
    guess = int(near * (1 + 1e-9) * GRAIN) + 1
    return Fraction(_root(scaled.numerator // scaled.denominator, whole, guess), GRAIN)


def _minimum(counted: list[tuple[Fraction, int]]) -> Fraction:
    return min(score for score, _ in counted)


_MEANS: dict[str, Callable[[list[tuple[Fraction, int]]], Fraction]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "minimum": _minimum,
}


def _root(value: int, degree: int, guess: int) -> int:
    """Return the whole part of a root, by Newton's method from a guess that is not below it."""
    if value < 2:  # noqa: PLR2004 - 0 and 1 are their own roots
        return value
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
