"""The arithmetic of a split: it adds up, charges nobody for nothing, and knows no order."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.split import FACTORS, MIXES, apportion, rounded, split

SCORES = st.fractions(0, 100, max_denominator=5000)
VALUES = st.lists(SCORES, min_size=len(MIXES), max_size=len(MIXES))


def by_mix(values: list[Fraction]) -> dict[tuple[int, ...], Fraction]:
    return dict(zip(MIXES, values, strict=True))


@given(VALUES)
def test_the_parts_add_up_to_the_change_exactly(values: list[Fraction]) -> None:
    assert sum(split(values).parts) == values[-1] - values[0]


@given(VALUES, st.integers(0, 3))
def test_a_factor_that_changes_nothing_has_no_part(values: list[Fraction], factor: int) -> None:
    known = by_mix(values)
    still = [known[(*mix[:factor], 0, *mix[factor + 1 :])] for mix in MIXES]
    assert split(still).parts[factor] == 0


@given(VALUES, st.sampled_from(list(permutations(range(4)))))
def test_the_order_of_the_factors_changes_nothing(
    values: list[Fraction], order: tuple[int, ...]
) -> None:
    known = by_mix(values)
    turned = [known[tuple(mix[order.index(factor)] for factor in range(4))] for mix in MIXES]
    assert split(turned).parts == tuple(split(values).parts[factor] for factor in order)


@given(VALUES)
def test_the_way_back_has_the_opposite_parts(values: list[Fraction]) -> None:
    known = by_mix(values)
    back = [known[tuple(1 - later for later in mix)] for mix in MIXES]
    assert split(back).parts == tuple(-part for part in split(values).parts)


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ((0, 0, 0, 0), "no score in the earlier quarter"),
        ((1, 1, 1, 1), "no score in the later quarter"),
        ((0, 1, 0, 0), "no score if only questionnaire had changed"),
        ((1, 0, 0, 1), "no score if only answers and profile had changed"),
    ],
)
def test_without_a_score_for_every_mix_there_is_no_split_but_a_reason(
    missing: tuple[int, ...], reason: str
) -> None:
    found = split([None if mix == missing else Fraction(50) for mix in MIXES])
    assert (found.parts, found.reason) == ((), reason)


PARTS = st.lists(st.fractions(-100, 100, max_denominator=5000), min_size=1, max_size=len(FACTORS))
UNITS = st.sampled_from((10, 1000))


@given(PARTS, UNITS)
def test_rounded_parts_add_up_to_the_rounded_change(parts: list[Fraction], units: int) -> None:
    whole = rounded(sum(parts, Fraction()), units)
    shown = apportion(parts, whole, units)
    assert sum(shown) == whole
    assert all(abs(part * units - each) < 1 for part, each in zip(parts, shown, strict=True))


@given(SCORES, PARTS)
def test_shown_parts_add_up_to_the_difference_of_the_shown_scores(
    before: Fraction, parts: list[Fraction]
) -> None:
    after = before + sum(parts)
    assume(0 <= after <= 100)
    whole = (after * 20 + 1) // 2 - (before * 20 + 1) // 2
    shown = apportion(parts, whole, 10)
    assert sum(shown) == whole
    assert all(each == 0 for part, each in zip(parts, shown, strict=True) if part == 0)


@given(PARTS, UNITS)
def test_opposite_parts_are_rounded_to_the_opposite(parts: list[Fraction], units: int) -> None:
    whole = rounded(sum(parts, Fraction()), units)
    opposite = apportion([-part for part in parts], -whole, units)
    assert opposite == tuple(-each for each in apportion(parts, whole, units))
    assert rounded(-sum(parts, Fraction()), units) == -whole
