"""What one partner's overall score hangs on: its answers, the weights, the weak principles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST, PRINCIPLES
from scoring.aggregation import overall_score
from scoring.results import Assessment, Score
from scoring.robustness.draws import CONCENTRATION, GRAIN, SEED, random_source
from scoring.robustness.sobol import sobol
from scoring.robustness.stability import aggregated

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SAMPLES = 4096
"""Rows of either sample that indices are estimated from."""


@dataclass(frozen=True, slots=True)
class Influence:
    """How much of the overall score's variance one input is behind, as shares of 1.

    `first` by itself, `total` together with the others; `error` is the larger of their standard
    errors, 0 where they are exact.
    """

    name: str
    first: float
    total: float
    error: float


def answer_influence(found: Assessment) -> tuple[Influence, ...]:
    """Return the influence of every answer in scope, in questionnaire order.

    Each answer is taken to be equally likely at any of its levels, whatever was given: it is
    about what the questionnaire asks of this partner. Exact where the overall score is linear in
    the answers (pooled, arithmetic); first and total are then the same.
    """
    places = _in_scope(found)
    names = [found.questionnaire.questions[place].id for place in places]
    if found.policy.aggregation not in {"pooled", "arithmetic"}:
        return _sampled_answers(found, places, names)
    variances = [
        factor**2 * _variance(found.model.points[place])
        for place, factor in zip(places, _factors(found, places), strict=True)
    ]
    whole = sum(variances, Fraction()) or Fraction(1)
    shares = [float(each / whole) for each in variances]
    return tuple(Influence(n, share, share, 0.0) for n, share in zip(names, shares, strict=True))


def weight_influence(found: Assessment) -> tuple[Influence, ...]:
    """Return the influence of the weight of each principle that the policy weighs.

    Weights that follow a Dirichlet distribution are independent gamma variables divided by
    their sum; the indices are of those. All 0 where the weights do not move the score.
    """
    weights = found.policy.principle_weights
    weighed = np.flatnonzero(weights)
    shapes = CONCENTRATION * np.array(weights, dtype=np.float64)[weighed] / sum(weights)
    source = random_source(SEED)
    one, other = (source.standard_gamma(shapes, (SAMPLES, len(shapes))) for _ in range(2))
    parts = _parts(found)
    earned = np.array([part.earned for part in parts], dtype=np.float64)
    whole = np.array([_whole(part) for part in parts], dtype=np.float64)

    def output(drawn: Floats) -> Floats:
        weight = np.zeros((len(drawn), len(PRINCIPLES)))
        weight[:, weighed] = drawn
        scores: Floats = _overall(found, earned[np.newaxis], whole, weight)[0]
        return scores

    return _influences([PRINCIPLES[place] for place in weighed], output, one, other)


def shortfalls(found: Assessment) -> dict[str, Fraction]:
    """Split what the decisive overall score lacks to 100 over the principles, in per cent.

    A principle's part is what the overall score gains as it goes to 100, averaged over the
    orders in which the principles can go there (its Shapley value); the parts add up exactly.
    Empty where there is no score.
    """
    if found.scores["overall"].exact("decisive") is None:
        return {}
    count = len(PRINCIPLES)
    parts = dict.fromkeys(PRINCIPLES, Fraction())
    for place, principle in enumerate(PRINCIPLES):
        others = [each for each in range(count) if each != place]
        for size in range(count):
            share = Fraction(factorial(size) * factorial(count - 1 - size), factorial(count))
            for closed in combinations(others, size):
                gain = _closed(found, (*closed, place)) - _closed(found, closed)
                parts[principle] += share * gain
    return parts


def _closed(found: Assessment, closed: Sequence[int]) -> Fraction:
    """Return the decisive overall score were some principles, by position, at 100."""
    parts = _parts(found)
    wholes = [_whole(part) for part in parts]
    earned = [
        BEST * whole if place in closed else part.earned
        for place, (part, whole) in enumerate(zip(parts, wholes, strict=True))
    ]
    weights = found.policy.principle_weights
    below = sum(weight * whole for weight, whole in zip(weights, wholes, strict=True))
    above = sum(weight * each for weight, each in zip(weights, earned, strict=True))
    pooled = Fraction(above, 10 * below) if below else None
    scores = [Fraction(e, 10 * w) if w else None for e, w in zip(earned, wholes, strict=True)]
    return overall_score(found.policy, pooled, scores) or Fraction()


def _parts(found: Assessment) -> list[Score]:
    return [part for name in PRINCIPLES if isinstance(part := found.scores[name], Score)]


def _whole(part: Score) -> int:
    return part.answered + part.unanswered + part.claimed


def _in_scope(found: Assessment) -> list[int]:
    """Return the positions of the answers that decide: open ones too, but nothing set aside."""
    counted = zip(found.codes, found.questionnaire.questions, strict=True)
    return [
        place
        for place, (code, question) in enumerate(counted)
        if code >= states.NA_CLAIMED and question.scored
    ]


def _factors(found: Assessment, places: Sequence[int]) -> list[Fraction]:
    """Return what a thousandth of each answer's points adds to a linear overall score."""
    if found.policy.aggregation == "pooled":
        return [Fraction(found.model.overall[place]) for place in places]
    weights = found.policy.principle_weights
    wholes = [_whole(part) for part in _parts(found)]
    columns = found.model.weights[:, : len(PRINCIPLES)].tolist()
    return [
        sum(
            (
                Fraction(weight * column, whole)
                for weight, column, whole in zip(weights, columns[place], wholes, strict=True)
                if whole
            ),
            Fraction(),
        )
        for place in places
    ]


def _variance(points: Sequence[int]) -> Fraction:
    """Return the variance of points, every level equally likely."""
    mean = Fraction(sum(points), len(points))
    return Fraction(sum(each**2 for each in points), len(points)) - mean**2


def _sampled_answers(
    found: Assessment, places: Sequence[int], names: Sequence[str]
) -> tuple[Influence, ...]:
    source = random_source(SEED)
    one, other = (
        np.column_stack(
            [
                np.array(found.model.points[place])[
                    source.randint(len(found.model.points[place]), size=SAMPLES)
                ]
                for place in places
            ]
            or [np.empty((SAMPLES, 0))]
        ).astype(np.float64)
        for _ in range(2)
    )
    columns = found.model.weights[places, : len(PRINCIPLES)].astype(np.float64)
    whole = columns.sum(axis=0)
    weight = np.array([found.policy.principle_weights], dtype=np.float64)

    def output(points: Floats) -> Floats:
        scores: Floats = _overall(found, points @ columns, whole, weight)[:, 0]
        return scores

    return _influences(names, output, one, other)


def _overall(found: Assessment, earned: Floats, whole: Floats, weight: Floats) -> Floats:
    """Return decisive overall scores by (partner, weights), 0 where there is none.

    Down to the grain in which scores are compared, so that rounding passes for no variance.
    """
    policy = found.policy
    with np.errstate(divide="ignore", invalid="ignore"):
        if policy.aggregation == "pooled":
            scores = (earned @ weight.T) / (10 * whole @ weight.T)
        else:
            scores = aggregated(policy, earned / (10 * whole), weight)
    rounded: Floats = np.nan_to_num(np.round(scores, GRAIN))
    return rounded


def _influences(
    names: Sequence[str], output: Callable[[Floats], Floats], one: Floats, other: Floats
) -> tuple[Influence, ...]:
    indices = sobol(output, one, other)
    errors = np.maximum(indices.first_error, indices.total_error)
    columns = (each.tolist() for each in (indices.first, indices.total, errors))
    return tuple(Influence(*row) for row in zip(names, *columns, strict=True))
