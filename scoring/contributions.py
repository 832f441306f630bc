"""Where every point of a score came from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from questionnaires.model import BEST
from scoring.compiled import COLUMNS, Model, column_weights
from scoring.findings import given
from scoring.results import Contribution
from scoring.shares import overall_shares

ADDS_UP = ("pooled", "arithmetic")
"""The aggregations under which the overall score is a sum over questions."""


def contributions(model: Model, codes: Sequence[int]) -> tuple[Contribution, ...]:
    """Return what each answered question brings to each score, in questionnaire order.

    A contribution is column weight x points / sum of column weights, over what is answered;
    a column in which nothing is answered is absent. So is the overall one where it is not a sum,
    under a geometric mean or the minimum; under an arithmetic one the principles' are weighed.
    """
    weights = column_weights(model)
    counted = [index for index, code in enumerate(codes) if code >= 0 and weights[index][-1]]
    totals = [sum(weights[index][k] for index in counted) for k in range(len(COLUMNS))]
    parts, totals[0] = overall_shares(model, counted)
    if model.policy.aggregation not in ADDS_UP:
        totals[0] = 0
    return tuple(
        _contribution(model, index, codes[index], [parts[index], *weights[index][1:]], totals)
        for index in counted
    )


def _contribution(
    model: Model, index: int, code: int, weights: Sequence[int], totals: Sequence[int]
) -> Contribution:
    question = model.questionnaire.questions[index]
    points = model.points[index][code]
    possible = {
        column: Fraction(100 * weight, total)
        for column, weight, total in zip(COLUMNS, weights, totals, strict=False)
        if total
    }
    return Contribution(
        question=question,
        given=given(question, code),
        points=points,
        weight=model.policy.weight(question),
        earned={column: share * points / BEST for column, share in possible.items()},
        possible=possible,
    )
