"""Where partners stand among each other, and how sure that is under other weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.assessment import Outcome
from scoring.policy import Policy
from scoring.robustness.draws import GRAIN, weight_draws
from scoring.robustness.stability import BLOCK, overall_scores

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

CELLS = 10_000_000
"""Partners x draws that are ranked at once, 80 MB; of more partners fewer draws are ranked."""

COMPARED = 10
"""One draw in so many is compared with the order now: enough for a mean."""

MIDDLE = (5, 95)
"""Per cent of the draws between which a rank is said to lie."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks of n partners by their decisive overall score, 1 the best; ties share the best rank.

    `now` is under the policy's weights, `low` and `high` are the MIDDLE of the draws; 0 for a
    partner without a score. `overtaken` counts the draws in which the next one in the order now
    scores more. `agreement` is the mean Kendall tau-b between the order now and that of a draw,
    1 where it never changes; None for fewer than two partners.
    """

    draws: int
    now: Integers
    low: Integers
    high: Integers
    overtaken: Integers
    agreement: float | None


def ranks(policy: Policy, outcomes: Sequence[Outcome]) -> Ranks:
    """Rank a portfolio under the policy's weights and under those of `weight_draws`.

    The outcomes, one a questionnaire version, are ranked together, in the order given.
    """
    size = sum(len(outcome.achieved) for outcome in outcomes)
    drawn = weight_draws(policy.principle_weights)
    drawn = drawn[: max(1, min(len(drawn), CELLS // max(size, 1)))]
    scores = _scores(policy, outcomes, drawn)
    scored = ~np.isnan(scores).any(axis=1)
    held = scores[scored]
    found = np.zeros((4, size), dtype=np.int64)
    places = np.empty(held.shape, dtype=np.int32, order="F")
    for draw, column in enumerate(np.ascontiguousarray(held.T)):
        places[:, draw] = _places(column)
    if held.size:
        found[0, scored] = places[:, 0]
        low, high = np.percentile(places[:, 1:], MIDDLE, axis=1, method="nearest")
        found[1, scored], found[2, scored] = low, high
        found[3, scored] = _overtaken(held)
    return Ranks(len(drawn), found[0], found[1], found[2], found[3], _agreement(places))


def _scores(policy: Policy, outcomes: Sequence[Outcome], drawn: Integers) -> Floats:
    """Return decisive overall scores, (partners, 1 + draws), the policy's own weights first."""
    weights = np.vstack([np.array([policy.principle_weights], dtype=np.int64), drawn])
    blocks = [
        np.round(overall_scores(policy, outcome, slice(start, start + BLOCK), weights), GRAIN)
        for outcome in outcomes
        for start in range(0, len(outcome.achieved), BLOCK)
    ]
    return np.concatenate([*blocks, np.empty((0, len(weights)))])


def _places(scores: Floats) -> Integers:
    """Return the rank of each score, 1 the highest; ties share the best."""
    order = np.argsort(-scores, kind="stable")
    held = scores[order]
    starts = np.concatenate([[True], held[1:] != held[:-1]])[: len(held)]
    found = np.empty(len(scores), dtype=np.int64)
    found[order] = 1 + np.maximum.accumulate(np.where(starts, np.arange(len(held)), 0))
    return found


def _overtaken(scores: Floats) -> Integers:
    """Count the draws in which the next partner in the order now has more; 0 for the last."""
    order = np.argsort(-scores[:, 0], kind="stable")
    counts = np.zeros(len(scores), dtype=np.int64)
    for start in range(0, len(order) - 1, BLOCK):
        part = order[start : start + BLOCK + 1]
        ahead = scores[part[1:], 1:] > scores[part[:-1], 1:]
        counts[part[:-1]] = ahead.sum(axis=1)
    return counts


def _agreement(places: npt.NDArray[np.int32]) -> float | None:
    from scipy.stats import kendalltau  # noqa: PLC0415 - slow to load

    if len(places) < 2:  # noqa: PLR2004 - an order needs two
        return None
    taus = [kendalltau(places[:, 0], column).statistic for column in places.T[1::COMPARED]]
    known = [float(tau) for tau in taus if not np.isnan(tau)]
    return sum(known) / len(known) if known else 1.0
