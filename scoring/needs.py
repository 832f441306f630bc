"""Every condition of every tier, judged for a whole portfolio at once.

A comparison is between integers, or between exact powers of ratios, so a threshold is met
exactly or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST, PRINCIPLES
from scoring.aggregation import reaches
from scoring.compiled import COLUMNS, Model
from scoring.engine import Sums
from scoring.policy import ASSURANCES, MUST_HAVES, SEVERITIES, Policy
from scoring.standing import Standing

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of one tier, and which partners meet it.

    `kind` is coverage, score, must-haves, assurance or settled; `column` names the score it is
    about ("overall" or a principle), or the control (a question id, or "must-haves"). `needed`
    is in whole per cent; for must-haves in thousandths of a point, for assurance an index into
    `policy.ASSURANCES`, for settled 0, the number of answers that may be contradicted. `grace`
    are the partners that miss it by no more than the policy's hysteresis; only scores know any.
    """

    tier: int
    kind: str
    column: str
    needed: int
    met: Flags
    grace: Flags


def needs(model: Model, sums: Sums, codes: Codes, standing: Standing) -> list[Need]:
    """Return every condition of every tier, judged for every partner, tier by tier.

    Scores are taken over all that is in scope: what is unanswered or only claimed not
    applicable counts as not met. A principle in which nothing applies has no floor. `codes`
    are scoped.
    """
    policy = model.policy
    asked = sums.counts[:, 0] + sums.counts[:, 1]
    none = np.zeros(len(asked), dtype=np.bool_)
    contradicted: Flags = np.any(open_contradictions(codes, standing.contradicted), axis=1)
    settled = ~contradicted
    result: list[Need] = []
    for index, tier in enumerate(policy.tiers):
        covered = (asked > 0) & (100 * sums.counts[:, 0] >= tier.coverage * asked)
        result.append(Need(index, "coverage", "", tier.coverage, covered, none))
        for column, floor in zip(COLUMNS, (tier.overall, *tier.floors), strict=False):
            held = score_reaches(policy, sums, column, floor)
            near = _grace(policy, sums, column, floor) & ~held
            result.append(Need(index, "score", column, floor, held, near))
        enough = sums.must_have >= tier.must_have_points
        result.append(Need(index, "must-haves", "", tier.must_have_points, enough, none))
        for name, least in tier.assurance:
            backed = _backed(model, codes, standing, name, least)
            result.append(Need(index, "assurance", name, least, backed, none))
        if index > policy.contradicted_up_to:
            result.append(Need(index, "settled", "", 0, settled, none))
    return result


def open_contradictions(codes: Codes, contradicted: Flags) -> Flags:
    """Tell which answers a contradiction counts against: of what is in scope, answered or not.

    To blank an answer settles nothing.
    """
    in_scope = (codes != states.OUT_OF_SCOPE) & (codes != states.NA_ACCEPTED)
    counted: Flags = contradicted & in_scope
    return counted


def _grace(policy: Policy, sums: Sums, column: str, floor: int) -> Flags:
    """Tell whose score is at most the hysteresis below a floor; nobody's where there is none."""
    if not policy.hysteresis:
        return np.zeros(len(sums.earned), dtype=np.bool_)
    return score_reaches(policy, sums, column, max(0, floor - policy.hysteresis))


def score_reaches(policy: Policy, sums: Sums, column: str, least: int) -> Flags:
    """Tell of every partner whether a decisive score is at least so many per cent, or is none."""
    k = COLUMNS.index(column)
    if column == COLUMNS[0] and policy.aggregation != "pooled":
        return _overall_reaches(policy, sums, least)
    reached: Flags = sums.earned[:, k] >= 10 * least * sums.decisive[:, k]
    return reached


NEAR = 1e-6
"""Per cent around a threshold within which floating point does not decide."""


def _overall_reaches(policy: Policy, sums: Sums, least: int) -> Flags:
    """Judge an aggregated score: in floating point, and exactly where that is too close to call."""
    principles = slice(1, 1 + len(PRINCIPLES))
    earned, decisive = sums.earned[:, principles], sums.decisive[:, principles]
    about = _about(policy, earned, decisive)
    reached: Flags = ~(about < least)
    for row in np.flatnonzero(np.abs(about - least) < NEAR):
        scores = decisive_scores(earned[row].tolist(), decisive[row].tolist())
        reached[row] = reaches(policy.aggregation, scores, policy.principle_weights, least)
    return reached


def decisive_scores(earned: list[int], possible: list[int]) -> list[Fraction | None]:
    """Return scores in exact per cent, None where nothing counts."""
    return [
        Fraction(part, 10 * whole) if whole else None
        for part, whole in zip(earned, possible, strict=True)
    ]


def _about(policy: Policy, earned: Integers, possible: Integers) -> Floats:
    """Return the aggregated scores in floating point; NaN where there is none."""
    weights = np.where(possible > 0, np.array(policy.principle_weights, dtype=np.float64), 0.0)
    scores = np.where(weights > 0, earned / np.maximum(10 * possible, 1), np.nan)
    whole = weights.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if policy.aggregation == "minimum":
            found = np.where(weights > 0, scores, np.inf).min(axis=1)
        elif policy.aggregation == "geometric":
            logs = np.where(weights > 0, weights * np.log(scores), 0.0)
            found = np.exp(logs.sum(axis=1) / whole)
        else:
            found = np.where(weights > 0, weights * scores, 0.0).sum(axis=1) / whole
    return np.where(whole > 0, found, np.nan)


def _backed(model: Model, codes: Codes, standing: Standing, name: str, least: int) -> Flags:
    """Tell who has the assurance: of every answer asked for that is not out of scope or accepted.

    What is unanswered or only claimed has none, whatever evidence there is.
    """
    columns = _columns(model, name)
    graded = _graded(codes[:, columns], standing.assurance[:, columns])
    short: Flags = np.any(graded < least, axis=1)
    return ~short


def least_assurance(model: Model, codes: Codes, assurance: Codes, name: str) -> float | None:
    """Return the least assurance of one partner's answers that a need is about; None for none."""
    columns = _columns(model, name)
    graded = _graded(codes[columns], assurance[columns])
    least = int(graded.min(initial=len(ASSURANCES)))
    return float(least) if least < len(ASSURANCES) else None


def unbacked(
    model: Model, codes: Codes, assurance: Codes, name: str, least: int
) -> tuple[str, ...]:
    """Return the controls whose answers lack the assurance that a need of one partner is about."""
    columns = _columns(model, name)
    short = columns[_graded(codes[columns], assurance[columns]) < least]
    return tuple(model.questionnaire.questions[column].id for column in short)


def _graded(given: Codes, assurance: Codes) -> Codes:
    """Return what backs each answer: nothing what is open, more than all what does not count."""
    is_open = (given == states.UNANSWERED) | (given == states.NA_CLAIMED)
    answered = (given >= 0) | (given == states.NOTED)
    graded: Codes = np.where(answered, assurance, np.int8(len(ASSURANCES)))
    graded[is_open] = 0
    return graded


def _columns(model: Model, name: str) -> Integers:
    if name == MUST_HAVES:
        return model.must_haves.astype(np.int64)
    return np.array([model.questionnaire.positions[name]], dtype=np.int64)


def worse_than(model: Model, codes: Codes, least: int) -> Flags:
    """Return which partners have a finding of at least a severity, an index into SEVERITIES.

    Levels are ordered, so a question has a first level that is serious, and every worse one
    is; what is unanswered or only claimed not applicable counts as its worst level.
    """
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


def on_conditions(
    model: Model, codes: Codes, sums: Sums, index: int, standing: Standing, judged: list[Need]
) -> Flags:
    """Tell who may hold a tier on its conditions, apart from the tiers below it.

    They stand in for the tier's scores, must-haves and assurance; its coverage is needed all
    the same, and no answer may be contradicted where the tier forbids it.
    """
    clause = model.policy.tiers[index].conditional
    if clause is None:
        return np.zeros(len(codes), dtype=np.bool_)
    holds = score_reaches(model.policy, sums, COLUMNS[0], clause.overall)
    holds &= ~worse_than(model, codes, SEVERITIES.index(clause.open_up_to) + 1)
    for name in clause.closed:
        holds &= _closed(model, codes, name)
    for need in judged:
        if need.tier == index and need.kind in {"coverage", "settled"}:
            holds &= need.met
    # A plan of a later day is none yet.
    holds &= (standing.plan_age >= 0) & (standing.plan_age <= clause.lapses_after)
    return holds


def _closed(model: Model, codes: Codes, name: str) -> Flags:
    """Tell of whom a control, or every must-have, is fully met or does not apply."""
    columns = _columns(model, name)
    given = codes[:, columns]
    best = np.array(
        [sum(points == BEST for points in model.points[column]) for column in columns],
        dtype=np.int8,
    )
    open_answer = (given == states.UNANSWERED) | (given == states.NA_CLAIMED)
    closed: Flags = ((given < best) & ~open_answer).all(axis=1)
    return closed
