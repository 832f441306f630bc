"""In how many reasonable weightings a tier holds: for a whole portfolio, exactly.

Principle weights move the overall score alone. So of each partner, the highest tier that all
other needs allow is fixed, and a draw only decides how many tiers' overall scores are reached.
With E and D the earned points and the weight in scope by principle, and W the integer weights
of a draw, a pooled score reaches a need exactly if E W >= 10 need D W. Other aggregations are
compared in floating point, and exactly where that is too close to call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires.model import PRINCIPLES
from scoring.aggregation import reaches
from scoring.assessment import Outcome
from scoring.needs import NEAR, decisive_scores
from scoring.policy import Policy
from scoring.robustness.draws import weight_draws
from scoring.tiers import highest

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

BLOCK = 512
"""Partners judged at once: BLOCK x draws scores stay in a few megabytes."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Of n partners, in how many of `draws` weightings the tier is the same, higher or lower.

    It is about the tier whose needs are met as they stand, without hysteresis or conditions.
    `counts`, (n, tiers + 1), is how often each tier comes out, none first.
    """

    draws: int
    same: Integers
    higher: Integers
    lower: Integers
    counts: Integers


def stability(policy: Policy, outcome: Outcome, weights: Integers | None = None) -> Stability:
    """Judge a portfolio's tiers under other principle weights, by default `weight_draws`.

    `weights`, (draws, principles), give something to each principle that the policy weighs, and
    nothing to any other.
    """
    drawn = weight_draws(policy.principle_weights) if weights is None else weights
    plain, allowed = outcome.how.plain, _allowed(outcome)
    counts = np.zeros((len(plain), len(policy.tiers) + 1), dtype=np.int64)
    for start in range(0, len(plain), BLOCK):
        block = slice(start, start + BLOCK)
        passed = _passed(policy, outcome, block, drawn)
        tiers = np.minimum(passed - 1, allowed[block, np.newaxis])
        for tier in range(counts.shape[1]):
            counts[block, tier] = (tiers == tier - 1).sum(axis=1)
    places = np.arange(counts.shape[1]) - 1
    return Stability(
        draws=len(drawn),
        same=counts[np.arange(len(plain)), plain + 1],
        higher=np.where(places > plain[:, np.newaxis], counts, 0).sum(axis=1),
        lower=np.where(places < plain[:, np.newaxis], counts, 0).sum(axis=1),
        counts=counts,
    )


def overall_scores(
    policy: Policy, outcome: Outcome, block: slice, drawn: Integers | Floats
) -> Floats:
    """Return decisive overall scores in per cent, (partners of the block, draws).

    In floating point, for order and display; NaN where there is none.
    """
    earned, whole = _by_principle(outcome, block)
    with np.errstate(divide="ignore", invalid="ignore"):
        if policy.aggregation == "pooled":
            pooled: Floats = (earned @ drawn.T) / (10 * whole @ drawn.T)
            return pooled
        return aggregated(policy, earned / (10 * whole), drawn)


def aggregated(policy: Policy, scores: Floats, drawn: Integers | Floats) -> Floats:
    """Aggregate principle scores, (partners, principles), under each draw, (partners, draws).

    NaN is a principle without a score, and an overall one where no principle has score and weight.
    """
    given = ~np.isnan(scores) & (np.array(policy.principle_weights) > 0)
    counted, held = given.astype(np.float64), np.where(given, scores, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        if policy.aggregation == "minimum":
            least = np.where(given, scores, np.inf).min(axis=1)
            # Which principles have a weight is the same in every draw, and so is the least.
            found = np.repeat(least[:, np.newaxis], len(drawn), axis=1)
        elif policy.aggregation == "geometric":
            logs = np.where(given, np.log(np.where(held > 0, held, np.nan)), 0.0)
            zero = np.isnan(logs).any(axis=1, keepdims=True)
            root = np.exp(np.nan_to_num(logs) @ drawn.T / (counted @ drawn.T))
            found = np.where(zero, 0.0, root)
        else:
            found = (held @ drawn.T) / (counted @ drawn.T)
    return np.where(given.any(axis=1, keepdims=True), found, np.nan)


def _allowed(outcome: Outcome) -> Integers:
    """Return the highest tier that all needs but the overall score allow."""
    others = [need for need in outcome.needs if need.column != "overall"]
    return highest(outcome.sums.counts[:, 0] > 0, others, [need.met for need in others])


def _passed(policy: Policy, outcome: Outcome, block: slice, drawn: Integers) -> Integers:
    """Return how many tiers in a row have their overall score reached, by partner and draw."""
    passed = np.zeros((len(outcome.achieved[block]), len(drawn)), dtype=np.int64)
    holds = np.ones(passed.shape, dtype=np.bool_)
    if policy.aggregation == "pooled":
        earned, whole = _by_principle(outcome, block)
        above, below = earned @ drawn.T, 10 * whole @ drawn.T
        for tier in policy.tiers:
            holds &= above >= tier.overall * below
            passed += holds
        return passed
    scores = overall_scores(policy, outcome, block, drawn)
    for tier in policy.tiers:
        holds &= _reached(policy, outcome, block, scores, drawn, tier.overall)
        passed += holds
    return passed


def _reached(
    policy: Policy,
    outcome: Outcome,
    block: slice,
    scores: Floats,
    drawn: Integers,
    least: int,
) -> Flags:
    """Compare aggregated scores with a need: exactly where floating point cannot tell."""
    reached: Flags = ~(scores < least)
    near = np.abs(scores - least) < NEAR
    for row in np.flatnonzero(near.any(axis=1)):
        sums = outcome.sums.earned[block][row], outcome.sums.decisive[block][row]
        held = decisive_scores(*(each[1 : 1 + len(PRINCIPLES)].tolist() for each in sums))
        weighed = [
            score
            for score, weight in zip(held, policy.principle_weights, strict=True)
            if score is not None and weight
        ]
        if min(weighed) >= least or policy.aggregation == "minimum" or max(weighed) < least:
            # No mean leaves the range of what it is taken over; a minimum is its lower end.
            reached[row, near[row]] = min(weighed) >= least
            continue
        for draw in np.flatnonzero(near[row]):
            reached[row, draw] = reaches(policy.aggregation, held, drawn[draw].tolist(), least)
    return reached


def _by_principle(outcome: Outcome, block: slice) -> tuple[Floats, Floats]:
    """Return points and weight in scope by principle; integers below 2^53 / WHOLE, so exact."""
    columns = slice(1, 1 + len(PRINCIPLES))
    earned = outcome.sums.earned[block, columns]
    return earned.astype(np.float64), outcome.sums.decisive[block, columns].astype(np.float64)
