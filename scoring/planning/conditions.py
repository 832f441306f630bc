"""What a tier needs, as conditions on the steps chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import log
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import PRINCIPLES
from scoring.compiled import COLUMNS, column_weights
from scoring.planning.solving import Row
from scoring.planning.steps import Step
from scoring.policy import Tier
from scoring.results import Assessment, Score

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def conditions(found: Assessment, tier: Tier, steps: Sequence[Step], backed: set[str]) -> list[Row]:
    """Return the conditions under which the steps chosen meet all needs of a tier.

    `backed` are the controls that get evidence, and so need an answer. What the aggregation
    `geometric` needs beyond them is found by `tangent`.
    """
    return [
        *_coverage(found, tier, steps),
        *(_floor(found, steps, p, f) for p, f in zip(PRINCIPLES, tier.floors, strict=True) if f),
        *_overall(found, tier, steps),
        *_reached(found, tier, steps),
        *_given(found, steps, backed),
    ]


def gains(found: Assessment, steps: Sequence[Step], column: str) -> Floats:
    """Return what each step adds to the sum of points of a score."""
    weights = column_weights(found.model)
    k, positions = COLUMNS.index(column), found.questionnaire.positions
    return np.array(
        [weights[positions[step.question.id]][k] * step.gained for step in steps], dtype=np.float64
    )


def tangent(found: Assessment, steps: Sequence[Step], chosen: Sequence[int], need: int) -> Row:
    """Return the condition of a geometric mean that a choice breaks: the tangent of log there."""
    shares = _shares(found)
    coefficients, least = np.zeros(len(steps)), 0.0
    for principle, (weight, score) in shares.items():
        gained, whole = gains(found, steps, principle), 10 * divisor(score)
        here = max((score.earned + gained[list(chosen)].sum()) / whole, _FLOOR)
        coefficients += weight * gained / whole / here
        least += weight * (log(need) - log(here) + 1 - score.earned / whole / here)
    return Row(coefficients, least)


_FLOOR = 1e-3
"""Per cent at which the tangent of a score of 0 is drawn, where log has none."""


_OPEN = frozenset({states.UNANSWERED, states.NA_CLAIMED})


def divisor(score: Score) -> int:
    """Return the weight that a decisive score is taken over."""
    return score.answered + score.unanswered + score.claimed


def _shares(found: Assessment) -> dict[str, tuple[int, Score]]:
    """Return weight and score of each principle that counts in an aggregated score."""
    pairs = zip(PRINCIPLES, found.policy.principle_weights, strict=True)
    scores = {name: (weight, found.scores[name]) for name, weight in pairs if weight}
    return {
        name: (weight, score)
        for name, (weight, score) in scores.items()
        if isinstance(score, Score) and divisor(score)
    }


def _coverage(found: Assessment, tier: Tier, steps: Sequence[Step]) -> Iterator[Row]:
    held, codes = found.coverage, dict(zip(found.questionnaire.positions, found.codes, strict=True))
    need = tier.coverage
    worth = {states.UNANSWERED: 100, states.NA_CLAIMED: 100 - need}
    coefficients = [worth.get(codes[step.question.id], 0) for step in steps]
    least = need * (held.answered + held.unanswered) - 100 * held.answered
    yield Row(np.array(coefficients, dtype=np.float64), least)
    if not held.answered:
        yield Row(np.ones(len(steps)), 1)


def _floor(found: Assessment, steps: Sequence[Step], column: str, need: int) -> Row:
    score = found.scores[column]
    if not isinstance(score, Score) or not divisor(score):
        return Row(np.zeros(len(steps)), 0)
    return Row(gains(found, steps, column), 10 * need * divisor(score) - score.earned)


def _overall(found: Assessment, tier: Tier, steps: Sequence[Step]) -> Iterator[Row]:
    method = found.policy.aggregation
    if method == "pooled":
        yield _floor(found, steps, COLUMNS[0], tier.overall)
    elif method == "minimum":
        yield from (_floor(found, steps, name, tier.overall) for name in _shares(found))
    else:
        # A geometric mean is never above the arithmetic one, so this holds for both.
        coefficients, least = np.zeros(len(steps)), Fraction()
        for name, (weight, score) in _shares(found).items():
            whole = 10 * divisor(score)
            coefficients += weight * gains(found, steps, name) / whole
            least += weight * (tier.overall - Fraction(score.earned, whole))
        yield Row(coefficients, float(least))


def _reached(found: Assessment, tier: Tier, steps: Sequence[Step]) -> Iterator[Row]:
    """Yield a condition for each must-have that falls short of its points."""
    for finding in found.findings:
        if finding.question.must_have and finding.points < tier.must_have_points:
            enough = [
                step.question is finding.question
                and step.points + step.gained >= tier.must_have_points
                for step in steps
            ]
            yield Row(np.array(enough, dtype=np.float64), 1)


def _given(found: Assessment, steps: Sequence[Step], backed: set[str]) -> Iterator[Row]:
    codes = zip(found.questionnaire.questions, found.codes, strict=True)
    for question, code in codes:
        if question.id in backed and code in _OPEN and question.answer.type != "text":
            given = [step.question is question for step in steps]
            yield Row(np.array(given, dtype=np.float64), 1)
