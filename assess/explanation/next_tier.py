"""Why a partner is not a tier higher, in three lines: what is missing, the cheapest way, enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assess.explanation.conditions import Condition, conditions
from assess.look.words import counted, gained, listed
from scoring.planning.plan import Route, gain, least_work
from scoring.planning.search import Plan
from scoring.planning.solving import UndecidedError
from scoring.planning.steps import Step, assurance_word
from scoring.policy import Tier
from scoring.results import Assessment

NAMED = 3
"""How many conditions or steps a line names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class NextTier:
    """The answer to "why not the next tier?"; `tier` is None where there is none higher.

    `steps` are those of the cheapest way, none where there is no way.
    """

    tier: Tier | None
    missing: str
    cheapest: str
    enough: str
    steps: tuple[Step, ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The three lines, each under its heading."""
        return (
            ("Missing", self.missing),
            ("Cheapest way", self.cheapest),
            ("Enough", self.enough),
        )


def why_not_next(found: Assessment, as_of: date) -> NextTier:
    """Return why the tier above the achieved one is not reached, and the least work to it.

    The usual days of work of the questionnaire decide what is cheapest.
    """
    tiers = found.policy.tiers
    above = 0 if found.achieved is None else tiers.index(found.achieved) + 1
    if above == len(tiers):
        return NextTier(
            None,
            f"nothing: {tiers[-1].title} is the highest tier.",
            "keep the answers as they are, and their evidence in date.",
            "what is held now.",
        )
    tier = tiers[above]
    short = [each for each in conditions(found) if each.need.tier <= above and not each.met]
    if not found.coverage.answered:
        missing = "answers: nothing is answered."
    else:
        missing = f"{_named([_told(each) for each in short])}."
    try:
        route = least_work(found, above, {}, as_of)
    except UndecidedError:
        way = "no plan is proven to be the least work; see assess gaps."
        return NextTier(tier, missing, way, f"all that {tier.title} needs, as listed below.")
    return _by_route(found, tier, missing, short, route)


def _by_route(
    found: Assessment, tier: Tier, missing: str, short: Sequence[Condition], route: Route
) -> NextTier:
    if not route.plans:
        left = _named([each.what for each in _still(found, route)])
        way = f"none: even with every control fully met, {left} would fall short."
        return NextTier(tier, missing, way, "nothing that the partner alone can do.")
    plan = route.plans[0]
    best = sorted(plan.steps, key=lambda step: (-gain(found, step), step.question.id))
    days = counted(plan.days, "day", "days")
    named = _named([_step(found, step) for step in best])
    way = f"{counted(len(best), 'step', 'steps')}, about {days} of work: {named}."
    alone = "this step alone" if len(best) == 1 else "these steps alone"
    enough = f"{alone}: {_after(plan, short)}."
    return NextTier(tier, missing, way, enough, tuple(best))


def _still(found: Assessment, route: Route) -> list[Condition]:
    missed = {(need.tier, need.kind, need.column) for need in route.missing}
    return [
        each
        for each in conditions(found)
        if (each.need.tier, each.need.kind, each.need.column) in missed
    ]


def _after(plan: Plan, short: Sequence[Condition]) -> str:
    """Say what each condition that is short now comes to once the plan is done."""
    keys = {(each.need.tier, each.need.kind, each.need.column) for each in short}
    told = [
        f"{each.what} {each.held} of {each.needed} needed"
        for each in conditions(plan.after)
        if (each.need.tier, each.need.kind, each.need.column) in keys
    ]
    reached = plan.after.achieved
    title = reached.title if reached else "no tier"
    return f"{_named(told)}; then {title} is reached" if told else f"then {title} is reached"


def _told(each: Condition) -> str:
    if each.need.kind == "settled":
        count = int(each.need.held or 0)
        return f"{counted(count, 'contradicted answer', 'contradicted answers')} to settle"
    told = f"{each.what} {each.held}, {each.needed} needed"
    if each.controls:
        return f"{told} ({_named(each.controls)})"
    return f"{told} ({each.by})" if each.margin is not None else told


def _step(found: Assessment, step: Step) -> str:
    name = step.question.id
    if step.kind == "evidence":
        return f"{name} {assurance_word(step)}"
    if step.kind == "settle":
        return f"{name} settled"
    if step.kind == "answer":
        return f"{name} answered"
    level = step.question.answer.levels[step.code].text
    return f"{name} to “{level}” ({gained(gain(found, step))})"


def _named(parts: Sequence[str]) -> str:
    if len(parts) <= NAMED:
        return listed(parts) if parts else "nothing"
    return listed([*parts[:NAMED], f"{len(parts) - NAMED} more"])
