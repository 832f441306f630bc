"""What it would take every partner: the least days of work to a tier, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from assess.planning.choices import NO_CHOICES, Choices
from assess.planning.routes import route_to, tier_named
from questionnaires.problems import InputError
from scoring.planning.schedule import finished, schedule
from scoring.policy import Tier
from scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class Outlook:
    """One partner's work to a tier.

    `days` is None where there is no plan, `finished` also where there is nothing to do. `state`
    is reached, planned, out of reach, or undecided where no plan could be proven.
    """

    partner: str
    achieved: Tier | None
    target: Tier
    state: str
    steps: int
    must_haves: int
    days: int | None
    finished: date | None


def outlooks(
    portfolio: Iterable[Assessment], to: str, as_of: date, choices: Choices = NO_CHOICES
) -> Iterator[Outlook]:
    """Yield each partner's least work to a tier by name, in the order given."""
    for found in portfolio:
        yield _outlook(found, tier_named(found, to), as_of, choices)


def _outlook(found: Assessment, tier: int, as_of: date, choices: Choices) -> Outlook:
    state, steps = "out of reach", None
    try:
        plans = route_to(found, tier, choices, as_of, alternatives=0).plans
        if plans:
            steps = plans[0].steps
            state = "planned" if steps else "reached"
    except InputError:
        state = "undecided"
    capacity = {owner: days for owner, days in choices.capacity.items() if days}
    tasks = schedule(found, steps or (), as_of, choices.owners, capacity)
    return Outlook(
        partner=found.profile.id,
        achieved=found.achieved,
        target=found.policy.tiers[tier],
        state=state,
        steps=len(tasks),
        must_haves=sum(step.question.must_have for step in steps or ()),
        days=None if steps is None else sum(step.days for step in steps),
        finished=finished(tasks, as_of) if steps else None,
    )


def outlook_data(outlook: Outlook) -> dict[str, Any]:
    """Return what `assess plan --all --format json` shows of one partner."""
    return {
        "partner": outlook.partner,
        "achieved": outlook.achieved and outlook.achieved.id,
        "target": outlook.target.id,
        "state": outlook.state,
        "steps": outlook.steps,
        "must_have_steps": outlook.must_haves,
        "days": outlook.days,
        "finished": outlook.finished and outlook.finished.isoformat(),
    }
