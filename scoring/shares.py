"""What share of the overall score each question stands for, under any aggregation."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from questionnaires.model import PRINCIPLES
from scoring.compiled import Model


def overall_shares(model: Model, counted: Sequence[int]) -> tuple[dict[int, int], int]:
    """Return each counted question's part of the overall score, by position, and the whole.

    The parts add up to the whole; both are 0 where nothing has weight. Pooled, a part is the
    question's overall weight. Otherwise each principle has its weight among those in which
    something counts, and hands it to its questions by their weight in it: so it is in the
    arithmetic mean.
    """
    if model.policy.aggregation == "pooled":
        parts = {index: model.overall[index] for index in counted}
        return parts, sum(parts.values())
    weights = model.weights[counted, : len(PRINCIPLES)].tolist()
    totals = model.weights[counted, : len(PRINCIPLES)].sum(axis=0).tolist()
    held = [k for k, weight in enumerate(model.policy.principle_weights) if weight and totals[k]]
    # Over one denominator, the product of the totals, every part is an integer.
    common = prod(totals[k] for k in held)
    factors = [(k, model.policy.principle_weights[k] * common // totals[k]) for k in held]
    parts = {
        index: sum(row[k] * factor for k, factor in factors)
        for index, row in zip(counted, weights, strict=True)
    }
    return parts, common * sum(model.policy.principle_weights[k] for k in held)
