"""What stands beside the answers of a portfolio on a day: the Standing that scoring takes.

From the evidence register, the dates of evidence given, observations, the questionnaire's
consistency rules, assessors' decisions, plans on record and the quarter before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from assess.evidence import contradicted, graded
from assess.periods import last_day
from assess.store import (
    Observation,
    Portfolio,
    Registered,
    Review,
    dated_evidence,
    load_observations,
    load_register,
    load_reviews,
)
from questionnaires.applicability import scope, tabulate
from questionnaires.model import Questionnaire
from scoring.assessment import judge
from scoring.compiled import compile_model
from scoring.policy import ASSURANCES, Policy
from scoring.results import Assessment, Contradiction, Lapsed
from scoring.standing import NONE, Standing

if TYPE_CHECKING:
    import numpy.typing as npt
    from sqlalchemy import Engine

    Flags = npt.NDArray[np.bool_]
    Integers = npt.NDArray[np.int64]

SETTLED = "settle"
"""The decision of an assessor by which a contradiction no longer stands."""

DOCUMENTED = ASSURANCES.index("documented")


@dataclass(frozen=True)
class Record:
    """All that is on record beside the answers, loaded once for as many periods as are judged."""

    engine: Engine
    register: Sequence[Registered]
    observations: Sequence[Observation]
    settled: Sequence[Review]


@dataclass(frozen=True, slots=True)
class Backing:
    """The standing of a portfolio's partners, and in words what contradicts and what has lapsed."""

    standing: Standing
    contradictions: tuple[tuple[Contradiction, ...], ...]
    lapsed: tuple[tuple[Lapsed, ...], ...]

    def beside(self, assessment: Assessment, row: int) -> Assessment:
        """Return the assessment of the partner in a row with the words beside its answers."""
        found, lapsed = self.contradictions[row], self.lapsed[row]
        return replace(assessment, contradictions=found, lapsed=lapsed)


def load_record(engine: Engine) -> Record:
    """Load what is on record of everybody."""
    decided = [each for each in load_reviews(engine) if each.decision == SETTLED]
    return Record(engine, load_register(engine), load_observations(engine), decided)


def back(
    record: Record,
    questionnaire: Questionnaire,
    chosen: Portfolio,
    period: str,
    as_of: date,
) -> Backing:
    """Return what stands beside a portfolio's answers on a day, no tier held before."""
    codes = scope(questionnaire, tabulate(chosen.profiles), chosen.codes)
    rows = {partner: row for row, partner in enumerate(chosen.partners)}
    dated = dated_evidence(record.engine, period, chosen.partners)
    grades = graded(questionnaire, codes, rows, (record.register, dated), as_of)
    seen = contradicted(questionnaire, codes, rows, record.observations, as_of)
    settled = _settled(record, questionnaire, as_of)
    still = tuple(
        tuple(each for each in found if (partner, each.question, each.key) not in settled)
        for partner, found in zip(chosen.partners, seen.contradictions, strict=True)
    )
    flags = np.zeros(codes.shape, dtype=np.bool_)
    for row, found in enumerate(still):
        flags[row, [questionnaire.positions[each.question] for each in found]] = True
    agreed = seen.confirmed & ~flags
    return Backing(
        Standing(
            assurance=np.maximum(grades.matrix, DOCUMENTED * agreed.astype(np.int8)),
            contradicted=flags,
            held=np.full(len(rows), NONE, dtype=np.int64),
            plan_age=_plan_ages(record, rows, as_of),
        ),
        still,
        grades.lapsed,
    )


def holding(backing: Backing, partners: Sequence[str], held: dict[str, int]) -> Backing:
    """Return a backing that knows which tier each partner held in the quarter before."""
    tiers = np.array([held.get(partner, NONE) for partner in partners], dtype=np.int64)
    return replace(backing, standing=replace(backing.standing, held=tiers))


def reached(
    record: Record,
    answers: Iterable[tuple[Questionnaire, Portfolio]],
    period: str,
    policy: Policy,
) -> dict[str, int]:
    """Return the tier that each partner reached by itself in a period, as of its last day.

    By itself: neither kept from the quarter before nor held on conditions. A tier is an index
    into the policy's.
    """
    found: dict[str, int] = {}
    for questionnaire, chosen in answers:
        backing = back(record, questionnaire, chosen, period, last_day(period))
        model = compile_model(questionnaire, policy)
        outcome = judge(model, chosen.profiles, chosen.codes, backing.standing)
        found |= dict(zip(chosen.partners, outcome.how.plain.tolist(), strict=True))
    return found


def _settled(
    record: Record, questionnaire: Questionnaire, as_of: date
) -> set[tuple[str, str, str]]:
    return {
        (each.partner, each.question, each.claim)
        for each in record.settled
        if each.questionnaire_id == questionnaire.reference.id and each.reviewed_on <= as_of
    }


def _plan_ages(record: Record, rows: dict[str, int], as_of: date) -> Integers:
    """Return for how many days a plan has been on record: the oldest that was not closed."""
    ages = np.full(len(rows), NONE, dtype=np.int64)
    for entry in record.register:
        made = entry.evidence
        is_open = entry.closing is None or entry.closing.closed_on > as_of
        stands = made.issued_on <= as_of and is_open
        if made.kind == "plan" and stands and made.partner in rows:
            row = rows[made.partner]
            ages[row] = max(int(ages[row]), (as_of - made.issued_on).days)
    return ages
