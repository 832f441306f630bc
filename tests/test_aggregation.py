"""The overall score from the principles': exact, in order, and as published examples have it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.aggregation import GRAIN, aggregate, reaches
from scoring.policy import Aggregation

SCORES = st.lists(st.none() | st.fractions(0, 100, max_denominator=10**6), min_size=5, max_size=5)
WEIGHTS = st.lists(st.integers(0, 60), min_size=5, max_size=5)
KINDS: tuple[Aggregation, ...] = ("minimum", "geometric", "arithmetic")
EQUAL = [20] * 5


@pytest.mark.parametrize(
    ("kind", "wanted"), [("arithmetic", 76.0), ("geometric", 66.5781), ("minimum", 20.0)]
)
def test_five_uneven_principles_come_to_the_known_figures(kind: Aggregation, wanted: float) -> None:
    scores = [Fraction(each) for each in (95, 90, 90, 85, 20)]
    found = aggregate(kind, scores, EQUAL)
    assert found is not None
    assert round(float(found), 4) == wanted


@given(SCORES, WEIGHTS)
def test_the_minimum_is_below_the_geometric_and_that_below_the_arithmetic(
    scores: list[Fraction | None], weights: list[int]
) -> None:
    least, middle, most = (aggregate(kind, scores, weights) for kind in KINDS)
    if least is None or middle is None or most is None:
        assert least is middle is most is None
    else:
        # A root is taken down to GRAIN.
        assert least - Fraction(1, GRAIN) < middle <= most


@pytest.mark.parametrize("kind", KINDS)
@given(SCORES, WEIGHTS, st.integers(0, 4), st.fractions(0, 100, max_denominator=1000))
def test_a_higher_principle_never_lowers_the_overall_score(
    kind: Aggregation, scores: list[Fraction | None], weights: list[int], which: int, more: Fraction
) -> None:
    now = scores[which]
    if now is None:
        return
    higher = [*scores]
    higher[which] = min(Fraction(100), now + more)
    before = aggregate(kind, scores, weights)
    after = aggregate(kind, higher, weights)
    if before is None or after is None:
        assert before is after is None
    else:
        assert after >= before


@pytest.mark.parametrize("kind", KINDS)
@given(SCORES, WEIGHTS, st.integers(0, 100))
def test_a_threshold_is_reached_exactly_when_the_score_says_so(
    kind: Aggregation, scores: list[Fraction | None], weights: list[int], least: int
) -> None:
    found = aggregate(kind, scores, weights)
    held = reaches(kind, scores, weights, least)
    if found is None:
        assert held
    else:
        # Rounded down, the score may lie a grain short of a threshold that is reached.
        assert (found >= least) <= held <= (found + Fraction(1, GRAIN) >= least)


def test_a_score_of_zero_makes_a_geometric_mean_zero() -> None:
    scores = [Fraction(100)] * 4 + [Fraction(0)]
    assert aggregate("geometric", scores, EQUAL) == 0
    assert not reaches("geometric", scores, EQUAL, 1)


def test_a_principle_without_weight_or_without_score_is_left_out() -> None:
    scores = [Fraction(50), None, Fraction(10), Fraction(90), None]
    for kind in KINDS:
        found = aggregate(kind, scores, [10, 50, 0, 0, 40])
        assert found == 50
