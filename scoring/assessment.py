"""One partner's result, whole: scores, coverage, tiers with reasons, findings, contributions.

The portfolio functions in `engine` and `tiers` decide; this module reads one row of what they
decided, so that a report can never disagree with another report or with the portfolio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import PRINCIPLES
from questionnaires.profiles import Profile
from scoring.compiled import COLUMNS, Model
from scoring.engine import Sums, score
from scoring.findings import findings
from scoring.needs import Need, least_assurance, needs, open_contradictions
from scoring.policy import RECOMMENDATIONS
from scoring.reasons import reasons
from scoring.results import Aggregate, AnyScore, Assessment, Basis, Coverage, NeedResult, Score
from scoring.standing import NONE, Standing, unknown_standing
from scoring.tiers import Achieved, achieve, recommend, required_tier

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Flags = npt.NDArray[np.bool_]
    Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a portfolio comes to: the sums and, per partner, the tiers and the recommendation.

    `provisional` are the partners whose tier the open questions and claims can still change.
    """

    codes: Codes
    sums: Sums
    needs: list[Need]
    required: Integers
    achieved: Integers
    recommendation: Integers
    standing: Standing
    how: Achieved
    provisional: Flags


def judge(
    model: Model,
    profiles: Sequence[Profile],
    codes: Codes,
    standing: Standing | None = None,
) -> Outcome:
    """Score a portfolio and judge its tiers; `codes` is partners x questions, not yet scoped.

    `standing` is what is known beside the answers; without it, nothing is.
    """
    table = tabulate(profiles)
    scoped = scope(model.questionnaire, table, codes)
    known = unknown_standing(*scoped.shape) if standing is None else standing
    sums = score(model, scoped)
    judged = needs(model, sums, scoped, known)
    required = required_tier(model.policy, table)
    how = achieve(model, scoped, sums, judged, known)
    advice = recommend(model, required, how.tiers, scoped, sums)
    provisional = _provisional(model, scoped, sums, how, known)
    return Outcome(scoped, sums, judged, required, how.tiers, advice, known, how, provisional)


def _provisional(
    model: Model, codes: Codes, sums: Sums, how: Achieved, standing: Standing
) -> Flags:
    """Tell whose tier would be another if all that is open were answered at its best."""
    rows = np.flatnonzero(sums.counts[:, 1:].any(axis=1))
    found = np.zeros(len(codes), dtype=np.bool_)
    if rows.size:
        weighed = model.weights[:, -1] > 0
        is_open = (codes[rows] == states.UNANSWERED) | (codes[rows] == states.NA_CLAIMED)
        best = np.where(is_open & weighed, np.int8(0), codes[rows])
        known = standing.of(rows)
        top = score(model, best)
        tiers = achieve(model, best, top, needs(model, top, best, known), known).tiers
        found[rows] = tiers != how.tiers[rows]
    return found


def assess_partners(
    model: Model,
    profiles: Sequence[Profile],
    codes: Codes,
    period: str,
    as_of: date,
    standing: Standing | None = None,
) -> Iterator[Assessment]:
    """Yield each partner's Assessment, in the order given; due dates count from `as_of`."""
    outcome = judge(model, profiles, codes, standing)
    for row, profile in enumerate(profiles):
        yield _read_row(model, outcome, row, profile, (period, as_of))


def _read_row(
    model: Model, outcome: Outcome, row: int, profile: Profile, when: tuple[str, date]
) -> Assessment:
    policy = model.policy
    codes = tuple(int(code) for code in outcome.codes[row])
    scores = _scores(model, outcome.sums, row)
    coverage = _coverage(model, outcome.sums, codes, row)
    judged = tuple(
        _need(model, need, row, scores, coverage, outcome)
        for need in outcome.needs
        if need.kind != "settled" or not need.met[row]
    )
    found = findings(model, codes, when[1])
    required, achieved = int(outcome.required[row]), int(outcome.achieved[row])
    advice = int(outcome.recommendation[row])
    recommendation = None if advice == NONE else RECOMMENDATIONS[advice]
    assessed = Assessment(
        profile=profile,
        period=when[0],
        model=model,
        codes=codes,
        scores=scores,
        coverage=coverage,
        required=policy.tiers[required],
        achieved=None if achieved == NONE else policy.tiers[achieved],
        recommendation=recommendation,
        reasons=(),
        needs=judged,
        findings=found,
        basis=basis_of(model, outcome, row, when[1]),
        assurance=tuple(outcome.standing.assurance[row].tolist()),
        contradicted=tuple(outcome.standing.contradicted[row].tolist()),
    )
    return replace(assessed, reasons=reasons(assessed))


def missed_needs(model: Model, outcome: Outcome, row: int, tier: int) -> tuple[NeedResult, ...]:
    """Return which needs of a tier one partner, by its position, does not meet."""
    codes = tuple(int(code) for code in outcome.codes[row])
    scores = _scores(model, outcome.sums, row)
    coverage = _coverage(model, outcome.sums, codes, row)
    return tuple(
        _need(model, need, row, scores, coverage, outcome)
        for need in outcome.needs
        if need.tier == tier and not need.met[row]
    )


def basis_of(model: Model, outcome: Outcome, row: int, as_of: date) -> Basis:
    """Return what the achieved tier of one partner, by its position, rests on."""
    tiers = model.policy.tiers
    plain, achieved = int(outcome.how.plain[row]), int(outcome.achieved[row])
    until = None
    clause = tiers[achieved].conditional
    if outcome.how.conditional[row] and clause is not None:
        left = clause.lapses_after - int(outcome.standing.plan_age[row])
        until = as_of + timedelta(days=left)
    return Basis(
        plain=None if plain == NONE else tiers[plain],
        kept=bool(outcome.how.kept[row]),
        conditional_until=until,
        provisional=bool(outcome.provisional[row]),
    )


def _need(
    model: Model,
    need: Need,
    row: int,
    scores: dict[str, AnyScore],
    coverage: Coverage,
    outcome: Outcome,
) -> NeedResult:
    held: float | None
    if need.kind == "coverage":
        held = coverage.percent
    elif need.kind == "must-haves":
        held = float(outcome.sums.must_have[row])
    elif need.kind == "assurance":
        backing = outcome.standing.assurance[row]
        held = least_assurance(model, outcome.codes[row], backing, need.column)
    elif need.kind == "settled":
        against = open_contradictions(outcome.codes[row], outcome.standing.contradicted[row])
        held = float(against.sum())
    else:
        held = scores[need.column].decisive
    return NeedResult(need.tier, need.kind, need.column, need.needed, held, bool(need.met[row]))


def _scores(model: Model, sums: Sums, row: int) -> dict[str, AnyScore]:
    policy = model.policy
    pooled = {
        column: Score(
            int(sums.earned[row, k]),
            int(sums.answered[row, k]),
            int(sums.unanswered[row, k]),
            int(sums.claimed[row, k]),
        )
        for k, column in enumerate(COLUMNS)
    }
    scores: dict[str, AnyScore] = dict(pooled)
    if policy.aggregation != "pooled":
        parts = tuple(pooled[principle] for principle in PRINCIPLES)
        scores["overall"] = Aggregate(policy.aggregation, policy.principle_weights, parts)
    return scores


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
