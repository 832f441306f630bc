"""From sums and profiles to tiers: required, achieved, and what we recommend.

What each tier needs is judged in `scoring.needs`; here the needs become tiers.

Two questions that never mix: exposure (what the relationship requires) and posture (what the
answers support). Tiers are indexes into the policy's list, -1 for none. Every comparison is
between integers, so a threshold is met exactly or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires.applicability import UNKNOWN, ProfileTable
from scoring.compiled import Model
from scoring.engine import Sums
from scoring.needs import Need, on_conditions, worse_than
from scoring.policy import RECOMMENDATIONS, SEVERITIES, Policy
from scoring.standing import NONE, Standing

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Tiers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


def required_tier(policy: Policy, table: ProfileTable) -> Tiers:
    """Return the tier each partner's relationship requires: the highest any value asks for.

    A field that is unknown counts as its most demanding value, so that a gap in a profile
    never makes a relationship look harmless.
    """
    required = np.zeros(table.size, dtype=np.int8)
    for field, tiers in policy.exposure.items():
        for value, tier in tiers.items():
            held = table.truths[field, value] >= UNKNOWN
            np.maximum(required, held * np.int8(tier), out=required)
    return required.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Achieved:
    """The tiers that n partners achieve, and how; arrays (n,), tiers as indexes, NONE for none.

    `plain` is the tier whose needs are met as they stand. `tiers` is the one that counts: with
    hysteresis (`kept` where that made the difference) and held on conditions (`conditional`).
    """

    tiers: Tiers
    plain: Tiers
    kept: Flags
    conditional: Flags


def achieve(
    model: Model, codes: Codes, sums: Sums, judged: list[Need], standing: Standing
) -> Achieved:
    """Return the highest tier of which every need is met, and every need of those below it.

    A partner of whom nothing is answered has none, whatever the policy asks. One that held a
    tier in the quarter before may keep it within the policy's hysteresis, and one that misses
    some needs may hold the next tier on its conditions, for a while.
    """
    anything = sums.counts[:, 0] > 0
    plain = highest(anything, judged, [need.met for need in judged])
    lenient = highest(anything, judged, [need.met | need.grace for need in judged])
    # Grace keeps a tier; it never lifts a partner above what it held.
    kept = np.maximum(plain, np.minimum(lenient, standing.held))
    tiers = kept.copy()
    for index, tier in enumerate(model.policy.tiers):
        if tier.conditional is not None:
            held = anything & (kept == index - 1)
            held &= on_conditions(model, codes, sums, index, standing, judged)
            tiers[held] = index
    return Achieved(tiers, plain, (kept > plain) & (tiers == kept), tiers > kept)


def highest(anything: Flags, judged: Sequence[Need], met: Sequence[Flags]) -> Tiers:
    """Return the highest tier of which every need given, and every one below it, is `met`.

    `anything` tells of whom an answer is known; who has none has no tier.
    """
    achieved = np.full(len(anything), NONE, dtype=np.int64)
    holds = anything.copy()
    for index in range(1 + max(need.tier for need in judged)):
        for need, flags in zip(judged, met, strict=True):
            if need.tier == index:
                holds &= flags
        achieved[holds] = index
    return achieved


def recommend(model: Model, required: Tiers, achieved: Tiers, codes: Codes, sums: Sums) -> Tiers:
    """Return the recommendation for every partner, as an index into RECOMMENDATIONS.

    It rests on how many tiers the partner falls short; where it falls short of none, on its
    worst open finding. Nothing applicable gives no recommendation: that is for a person.
    """
    policy = model.policy
    short = required - achieved
    suffices = np.flatnonzero(short <= 0)
    serious = np.zeros(len(short), dtype=bool)
    serious[suffices] = worse_than(model, codes[suffices], SEVERITIES.index(policy.conditions_from))
    advice = np.select(
        [short <= 0, short <= policy.remediate_up_to, short <= policy.restrict_up_to],
        [
            np.where(serious, RECOMMENDATIONS.index("approve with conditions"), 0),
            np.full_like(short, RECOMMENDATIONS.index("remediate")),
            np.full_like(short, RECOMMENDATIONS.index("restrict")),
        ],
        default=RECOMMENDATIONS.index("suspend"),
    )
    return np.where(sums.counts.sum(axis=1) > 0, advice, NONE)
