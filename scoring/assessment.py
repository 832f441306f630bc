"""One partner's result, whole: scores, coverage, tiers with reasons, findings, contributions.

The portfolio functions in `engine` and `tiers` decide; this module reads one row of what they
decided, so that a report can never disagree with another report or with the portfolio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.profiles import Profile
from scoring.compiled import COLUMNS, Model
from scoring.engine import Sums, score
from scoring.findings import findings
from scoring.policy import RECOMMENDATIONS
from scoring.reasons import reasons
from scoring.results import Assessment, Coverage, NeedResult, Score
from scoring.tiers import NONE, Need, achieved_tier, needs, recommend, required_tier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a portfolio comes to: the sums and, per partner, the tiers and the recommendation."""

    codes: Codes
    sums: Sums
    needs: list[Need]
    required: Integers
    achieved: Integers
    recommendation: Integers


def judge(model: Model, profiles: Sequence[Profile], codes: Codes) -> Outcome:
    """Score a portfolio and judge its tiers; `codes` is partners x questions, not yet scoped."""
    table = tabulate(profiles)
    scoped = scope(model.questionnaire, table, codes)
    sums = score(model, scoped)
    judged = needs(model.policy, sums)
    required = required_tier(model.policy, table)
    achieved = achieved_tier(model.policy, sums, judged)
    advice = recommend(model, required, achieved, scoped, sums)
    return Outcome(scoped, sums, judged, required, achieved, advice)


def assess_partners(
    model: Model, profiles: Sequence[Profile], codes: Codes, period: str, as_of: date
) -> Iterator[Assessment]:
    """Yield each partner's Assessment, in the order given; due dates count from `as_of`."""
    outcome = judge(model, profiles, codes)
    for row, profile in enumerate(profiles):
        yield _read_row(model, outcome, row, profile, (period, as_of))


def _read_row(
    model: Model, outcome: Outcome, row: int, profile: Profile, when: tuple[str, date]
) -> Assessment:
    policy = model.policy
    codes = tuple(int(code) for code in outcome.codes[row])
    scores = _scores(outcome.sums, row)
    coverage = _coverage(model, outcome.sums, codes, row)
    judged = tuple(_need(need, row, scores, coverage, outcome) for need in outcome.needs)
    found = findings(model, codes, when[1])
    required, achieved = int(outcome.required[row]), int(outcome.achieved[row])
    advice = int(outcome.recommendation[row])
    recommendation = None if advice == NONE else RECOMMENDATIONS[advice]
    tiers = (required, achieved, recommendation)
    return Assessment(
        profile=profile,
        period=when[0],
        model=model,
        codes=codes,
        scores=scores,
        coverage=coverage,
        required=policy.tiers[required],
        achieved=None if achieved == NONE else policy.tiers[achieved],
        recommendation=recommendation,
        reasons=reasons(policy, profile, tiers, judged, found, coverage),
        needs=judged,
        findings=found,
    )


def _need(
    need: Need, row: int, scores: dict[str, Score], coverage: Coverage, outcome: Outcome
) -> NeedResult:
    if need.kind == "coverage":
        held = coverage.percent
    elif need.kind == "must-haves":
        held = float(outcome.sums.must_have[row])
    else:
        held = scores[need.column].decisive
    return NeedResult(need.tier, need.kind, need.column, need.needed, held, bool(need.met[row]))


def _scores(sums: Sums, row: int) -> dict[str, Score]:
    return {
        column: Score(
            int(sums.earned[row, k]),
            int(sums.answered[row, k]),
            int(sums.unanswered[row, k]),
            int(sums.claimed[row, k]),
        )
        for k, column in enumerate(COLUMNS)
    }


def _coverage(model: Model, sums: Sums, codes: tuple[int, ...], row: int) -> Coverage:
    scored = [
        code
        for code, question in zip(codes, model.questionnaire.questions, strict=True)
        if question.scored
    ]
    answered, unanswered, claimed = (int(count) for count in sums.counts[row])
    return Coverage(
        answered,
        unanswered,
        claimed,
        scored.count(states.NA_ACCEPTED),
        scored.count(states.OUT_OF_SCOPE),
    )
