"""From sums and profiles to tiers: required, achieved, and what we recommend.

Two questions that never mix: exposure (what the relationship requires) and posture (what the
answers support). Tiers are indexes into the policy's list, -1 for none. Every comparison is
between integers, so a threshold is met exactly or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.applicability import UNKNOWN, ProfileTable
from questionnaires.model import BEST, PRINCIPLES
from scoring.compiled import COLUMNS, Model
from scoring.engine import Sums
from scoring.policy import RECOMMENDATIONS, SEVERITIES, Policy

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Tiers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

NONE = -1
"""No tier, or no recommendation."""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of one tier, and which partners meet it.

    `kind` is coverage, score or must-haves; `column` names the score it is about ("overall" or
    a principle). `needed` is in whole per cent, or in thousandths of a point for must-haves.
    """

    tier: int
    kind: str
    column: str
    needed: int
    met: Flags


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


def needs(policy: Policy, sums: Sums) -> list[Need]:
    """Return every condition of every tier, judged for every partner.

    Scores are taken over all that is in scope: what is unanswered or only claimed not
    applicable counts as not met. A principle in which nothing applies has no floor.
    """
    scores = slice(1 + len(PRINCIPLES))
    decisive = sums.answered[:, scores] + sums.unanswered[:, scores] + sums.claimed[:, scores]
    asked = sums.counts[:, 0] + sums.counts[:, 1]
    result: list[Need] = []
    for index, tier in enumerate(policy.tiers):
        covered = (asked > 0) & (100 * sums.counts[:, 0] >= tier.coverage * asked)
        result.append(Need(index, "coverage", "", tier.coverage, covered))
        for k, floor in enumerate((tier.overall, *tier.floors)):
            held = sums.earned[:, k] >= 10 * floor * decisive[:, k]
            result.append(Need(index, "score", COLUMNS[k], floor, held))
        enough = sums.must_have >= tier.must_have_points
        result.append(Need(index, "must-haves", "", tier.must_have_points, enough))
    return result


def achieved_tier(policy: Policy, sums: Sums, judged: list[Need]) -> Tiers:
    """Return the highest tier of which every need is met, and every need of those below it.

    A partner of whom nothing is answered has none, whatever the policy asks.
    """
    achieved = np.full(len(sums.counts), NONE, dtype=np.int64)
    holds = sums.counts[:, 0] > 0
    for index in range(len(policy.tiers)):
        for need in judged:
            if need.tier == index:
                holds = holds & need.met
        achieved[holds] = index
    return achieved


def serious_findings(model: Model, codes: Codes) -> Flags:
    """Return which partners have a finding of the severity from which approval has conditions.

    Levels are ordered, so a question has a first level that is serious, and every worse one
    is; what is unanswered or only claimed not applicable counts as its worst level.
    """
    least = SEVERITIES.index(model.policy.conditions_from)
    never = np.iinfo(np.int8).max
    first = np.full(len(model.points), never, dtype=np.int8)
    for column, question in enumerate(model.questionnaire.questions):
        weight = model.policy.weight(question)
        for level, points in reversed(list(enumerate(model.points[column]))):
            loss = weight * (BEST - points)
            if loss and SEVERITIES.index(model.policy.severity_of(loss)) >= least:
                first[column] = level
    can_be = first < never
    open_answer = (codes == states.UNANSWERED) | (codes == states.NA_CLAIMED)
    found: Flags = ((codes >= first) | (open_answer & can_be)).any(axis=1)
    return found


def recommend(model: Model, required: Tiers, achieved: Tiers, codes: Codes, sums: Sums) -> Tiers:
    """Return the recommendation for every partner, as an index into RECOMMENDATIONS.

    It rests on how many tiers the partner falls short; where it falls short of none, on its
    worst open finding. Nothing applicable gives no recommendation: that is for a person.
    """
    policy = model.policy
    short = required - achieved
    suffices = np.flatnonzero(short <= 0)
    serious = np.zeros(len(short), dtype=bool)
    serious[suffices] = serious_findings(model, codes[suffices])
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
