"""Filling the bundle that a scorecard is made from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assess.periods import last_day
from assess.pipeline import assess_period
from assess.scorecard.quarter import Quarter
from assess.store import issued_partners, load_partners, load_submissions, periods
from assess.workspace import Workspace
from scoring.policy import Policy

if TYPE_CHECKING:
    from sqlalchemy import Engine

EARLIER = 7
"""Earlier quarters that a trend shows: with this one, two years."""


def load_quarter(
    workspace: Workspace, engine: Engine, period: str, as_of: date, policy: Policy
) -> Quarter:
    """Gather one period of the whole portfolio, with the earlier ones for comparison.

    Earlier periods are judged under the same policy, so that a change is the partner's own, and
    as of their last day, with the evidence of then.
    """
    scored = list(assess_period(workspace, engine, period, as_of, policy))
    earlier = [each for each in periods(engine) if each < period][-EARLIER:]
    return Quarter(
        period=period,
        as_of=as_of,
        policy=policy,
        profiles=load_partners(engine),
        assessments=[each.assessment for each in scored],
        history={
            each: [
                s.assessment for s in assess_period(workspace, engine, each, last_day(each), policy)
            ]
            for each in earlier
        },
        issued=issued_partners(engine, period),
        responses={
            stored.submission.partner: {r.question: r for r in stored.submission.responses}
            for stored in load_submissions(engine, period)
        },
        files={each.assessment.profile.id: each.file_sha256 for each in scored},
    )
