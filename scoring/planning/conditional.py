"""The least work to hold a tier on its conditions, for a while, before it is reached in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from questionnaires.model import BEST
from scoring.planning.search import Goal, Plan, search
from scoring.planning.solving import Row
from scoring.planning.steps import Step, demands, named
from scoring.policy import SEVERITIES, Conditional, Tier
from scoring.results import Assessment, Finding


def on_conditions(found: Assessment, tier: int, ways: Sequence[Step], as_of: date) -> Plan | None:
    """Find the plan with the fewest days after which a tier, by index, is held on its conditions.

    The partner then has a plan on record, made on the day the steps are done. None where the
    tier has no conditions, or they are out of reach.
    """
    clause = found.policy.tiers[tier].conditional
    if clause is None:
        return None

    def reached(after: Assessment) -> bool:
        achieved = after.achieved
        return achieved is not None and found.policy.tiers.index(achieved) >= tier

    asked = tuple(demands(found, tier - 1, tier))
    rows = tuple(_closed(found, clause, ways))
    goal = Goal(_needs(found, tier, clause), rows, asked, reached, plan_age=0)
    return next(iter(search(found, ways, goal, as_of, 1)), None)


def _needs(found: Assessment, tier: int, clause: Conditional) -> Tier:
    """Return as one tier's the needs of the tier below, and what the conditions ask of scores."""
    tiers = found.policy.tiers
    nothing = replace(tiers[0], overall=0, floors=(0, 0, 0, 0, 0), must_have_points=0)
    below = tiers[tier - 1] if tier else nothing
    overall = max(below.overall, clause.overall)
    return replace(below, coverage=tiers[tier].coverage, overall=overall)


def _closed(found: Assessment, clause: Conditional, ways: Sequence[Step]) -> Iterator[Row]:
    """Yield a condition for each finding that may not stay as it is."""
    closed = {each for name in clause.closed for each in named(found, name)}
    for finding in found.findings:
        must_close = finding.question.id in closed
        if must_close or not _may_stay(found, finding, finding.points, clause):
            enough = [
                step.question is finding.question
                and (
                    step.points + step.gained == BEST
                    if must_close
                    else _may_stay(found, finding, step.points + step.gained, clause)
                )
                for step in ways
            ]
            yield Row(np.array(enough, dtype=np.float64), 1)


def _may_stay(found: Assessment, finding: Finding, points: int, clause: Conditional) -> bool:
    """Tell whether a finding may stay open at so many points."""
    loss = found.policy.weight(finding.question) * (BEST - points)
    severity = found.policy.severity_of(loss)
    return not loss or SEVERITIES.index(severity) <= SEVERITIES.index(clause.open_up_to)
