"""Loading what the rules look at, of one quarter and the one before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from assess.periods import last_day, previous
from assess.pipeline import assess_period
from assess.signals.returned import Returned
from assess.store import StoredSubmission, load_submissions
from assess.trend.quarters import comparable
from assess.workspace import Workspace
from scoring.policy import Policy
from scoring.results import Assessment

if TYPE_CHECKING:
    from sqlalchemy import Engine


def load_returned(
    workspace: Workspace, engine: Engine, period: str, policy: Policy
) -> list[Returned]:
    """Return what counts in a period of everyone, by questionnaire version, then by partner.

    Both quarters are judged under the same policy and as of their last day.
    """
    before = previous(period)
    stored = {each.submission.partner: each for each in load_submissions(engine, period)}
    now, then = (_assessed(workspace, engine, quarter, policy) for quarter in (period, before))
    known: dict[tuple[str, str], Mapping[str, str]] = {}

    def carried(partner: str) -> Mapping[str, str]:
        if partner not in then:
            return {}
        asked = then[partner].questionnaire, now[partner].questionnaire
        pair = str(asked[0].reference), str(asked[1].reference)
        if pair not in known:
            known[pair] = comparable(workspace, *asked)
        return known[pair]

    found = [
        Returned(
            stored[partner],
            assessment,
            then.get(partner),
            carried(partner),
            partial(_earlier, engine, before, partner),
        )
        for partner, assessment in now.items()
    ]
    return sorted(found, key=lambda each: (str(each.questionnaire.reference), each.partner))


def _assessed(
    workspace: Workspace, engine: Engine, period: str, policy: Policy
) -> dict[str, Assessment]:
    found = assess_period(workspace, engine, period, last_day(period), policy)
    return {each.assessment.profile.id: each.assessment for each in found}


def _earlier(engine: Engine, period: str, partner: str) -> StoredSubmission | None:
    return next(iter(load_submissions(engine, period, partner)), None)
