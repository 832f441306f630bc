"""The least work to a tier, the next best ways, and why a tier is out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scoring.planning.conditional import on_conditions
from scoring.planning.search import Goal, Plan, by_question, improved, is_open, search
from scoring.planning.steps import Effort, Step, demands, improvements, undominated
from scoring.results import Assessment, NeedResult

ALTERNATIVES = 3
"""How many of the next best plans are sought."""


@dataclass(frozen=True, slots=True)
class Route:
    """Every way found to a tier, the cheapest first.

    `plans` is empty where the tier is out of reach, and `missing` then holds its needs that not
    even every step together would meet. `quick` are single steps, most gained per day first.
    `conditional` is the least work to hold the tier on its conditions, None where it has none
    or that takes no fewer days.
    """

    tier: int
    plans: tuple[Plan, ...]
    missing: tuple[NeedResult, ...]
    quick: tuple[Step, ...]
    conditional: Plan | None


def least_work(
    found: Assessment, tier: int, effort: Effort, as_of: date, alternatives: int = ALTERNATIVES
) -> Route:
    """Find the plan with the fewest days that takes a partner to a tier by index, and the next.

    Each next best plan leaves a control alone that any plan before it improves. None of them
    rests on hysteresis or on conditions. Raises UndecidedError where optimality is not proven.
    """
    ways = undominated(list(improvements(found, effort)))
    asked = tuple(demands(found, tier, tier))

    def reached(after: Assessment) -> bool:
        plain = after.basis.plain
        return plain is not None and found.policy.tiers.index(plain) >= tier

    goal = Goal(found.policy.tiers[tier], (), asked, reached)
    plans = search(found, ways, goal, as_of, 1 + alternatives)
    full = [ways[group[0]] for group in by_question(ways)]
    missing: list[NeedResult] = []
    if not plans:
        after = improved(found, [*full, *asked], as_of)
        missing = [need for need in after.needs if need.tier <= tier and not need.met]
    held = on_conditions(found, tier, ways, as_of)
    if held and plans and held.days >= plans[0].days:
        held = None
    return Route(tier, tuple(plans), tuple(missing), _quick(found, full), held)


def gain(found: Assessment, step: Step) -> Fraction:
    """Return what a step adds to the pooled decisive overall score, in exact per cent."""
    weights = found.model.overall
    whole = sum(
        weight
        for weight, code in zip(weights, found.codes, strict=True)
        if code >= 0 or is_open(code)
    )
    own = weights[found.questionnaire.positions[step.question.id]]
    return Fraction(own * step.gained, 10 * whole or 1)


def _quick(found: Assessment, full: Sequence[Step]) -> tuple[Step, ...]:
    """Return the full improvements that gain anything, most gained per day of work first."""
    worth = [(gain(found, step), step) for step in full]
    ranked = sorted(
        ((-gained / max(step.days, 1), step.question.id, step) for gained, step in worth if gained),
        key=lambda each: each[:2],
    )
    return tuple(step for _, _, step in ranked)
