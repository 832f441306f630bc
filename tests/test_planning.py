"""The least work to a tier is the least there is: held against every other way there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given, settings

from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.planning.conditional import on_conditions
from scoring.planning.plan import least_work
from scoring.planning.search import improved
from scoring.planning.steps import Effort, Step, demands, improvements, undominated
from scoring.results import Assessment
from scoring.standing import NONE
from tests import oracle
from tests.questionnaire_strategies import world, worlds
from tests.worlds import World, question, questionnaire, standard_policy

AS_OF = date(2026, 9, 30)


def assessed(made: World) -> Assessment:
    (found,) = assess_partners(
        made.model(), made.profiles, made.codes(), "2026Q3", AS_OF, made.standing()
    )
    return found


def reaches(found: Assessment, tier: int) -> bool:
    plain = found.basis.plain
    return plain is not None and found.policy.tiers.index(plain) >= tier


def holds(found: Assessment, tier: int) -> bool:
    achieved = found.achieved
    return achieved is not None and found.policy.tiers.index(achieved) >= tier


def least(
    found: Assessment,
    asked: list[Step],
    reached: Callable[[Assessment], bool],
    plan_age: int = NONE,
) -> int | None:
    """Return the fewest days over all combinations of steps; None where none gets there."""
    ways: dict[str, list[Step | None]] = {}
    for step in improvements(found, {}):
        ways.setdefault(step.question.id, [None]).append(step)
    best = None
    for combination in product(*ways.values()):
        steps = [*(step for step in combination if step), *asked]
        days = sum(step.days for step in steps)
        if (best is None or days < best) and reached(improved(found, steps, AS_OF, plan_age)):
            best = days
    return best


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_no_other_way_takes_fewer_days(seed: int) -> None:
    found = assessed(world(Random(f"plan/{seed}"), 5, 1))
    for tier in range(len(found.policy.tiers)):
        route = least_work(found, tier, {}, AS_OF)
        asked = demands(found, tier, tier)
        fewest = least(found, asked, partial(reaches, tier=tier))
        assert (route.plans[0].days if route.plans else None) == fewest
        assert bool(route.missing) == (fewest is None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_no_other_way_to_hold_a_tier_on_conditions_takes_fewer_days(seed: int) -> None:
    found = assessed(world(Random(f"conditional/{seed}"), 5, 1))
    ways = undominated(list(improvements(found, {})))
    for tier, each in enumerate(found.policy.tiers):
        if each.conditional is None:
            continue
        held = on_conditions(found, tier, ways, AS_OF)
        plans = [*([held] if held else []), *least_work(found, tier, {}, AS_OF, 0).plans]
        # Who reaches the tier in full needs no conditions, so either way counts.
        asked, full = demands(found, tier - 1, tier), demands(found, tier, tier)
        fewest = [
            least(found, asked, partial(holds, tier=tier), plan_age=0),
            least(found, full, partial(reaches, tier=tier)),
        ]
        best = min((days for days in fewest if days is not None), default=None)
        assert min((plan.days for plan in plans), default=None) == best


def test_what_a_tier_asks_of_free_text_is_to_answer_it_and_to_back_it() -> None:
    free = question("a.text", {"type": "text"}, weight=0)
    policy = standard_policy()
    policy["tiers"][3]["needs"]["assurance"] = {"controls": {"a.text": "documented"}}
    for answer in ("noted", None):
        answers = {"a.one": "yes"} | ({"a.text": oracle.NOTED} if answer else {})
        asked = questionnaire(question("a.one"), free)
        made = World(asked, policy, (Profile("p", "P"),), (answers,))
        (plan,) = least_work(assessed(made), 3, {}, AS_OF).plans
        kinds = [step.kind for step in plan.steps]
        assert kinds == (["evidence"] if answer else ["answer", "evidence"])


def test_a_tier_out_of_reach_says_which_of_its_needs_nothing_can_meet() -> None:
    asked = questionnaire(question("a.one", must_have=True), question("a.two"))
    answers = ({"a.one": "no", "a.two": "yes"},)
    made = World(asked, standard_policy(), (Profile("p", "P"),), answers)
    route = least_work(assessed(made), 3, {"a.one": None}, AS_OF)
    assert route.plans == ()
    assert ("must-haves", 1000, False) in {(n.kind, n.needed, n.met) for n in route.missing}


def test_a_level_between_takes_its_share_of_the_days_rounded_up() -> None:
    work = {"text": "Do it.", "effort": "high", "days": 7}
    asked = questionnaire(question("a.one", remediation=work), points=(1000, 500, 100, 0))
    made = World(asked, standard_policy(), (Profile("p", "P"),), ({"a.one": "no"},))
    steps = improvements(assessed(made), {})
    assert [(step.gained, step.days) for step in steps] == [(1000, 7), (500, 4), (100, 1)]


@settings(max_examples=60)
@given(worlds(questions=12, partners=1))
def test_every_plan_gets_there_by_the_engines_own_word(made: World) -> None:
    found = assessed(made)
    tier = len(found.policy.tiers) - 1
    for plan in least_work(found, tier, {}, AS_OF).plans:
        assert reaches(plan.after, tier)
        assert improved(found, plan.steps, AS_OF).scores == plan.after.scores


@settings(max_examples=60)
@given(worlds(questions=12, partners=1))
def test_the_next_plans_are_no_cheaper_and_leave_a_control_of_each_before_alone(
    made: World,
) -> None:
    found = assessed(made)
    plans = least_work(found, len(found.policy.tiers) - 1, {}, AS_OF).plans
    assert [plan.days for plan in plans] == sorted(plan.days for plan in plans)
    sets = [{s.question.id for s in p.steps if s.kind == "improve"} for p in plans]
    for index, earlier in enumerate(sets):
        assert all(earlier - later for later in sets[index + 1 :])


@settings(max_examples=60)
@given(worlds(questions=8, partners=1))
def test_a_control_that_cannot_be_done_is_in_no_plan(made: World) -> None:
    found = assessed(made)
    plans = least_work(found, len(found.policy.tiers) - 1, {}, AS_OF).plans
    assume(plans and any(step.kind == "improve" for step in plans[0].steps))
    never = next(step.question.id for step in plans[0].steps if step.kind == "improve")
    effort: Effort = {never: None}
    for plan in least_work(found, len(found.policy.tiers) - 1, effort, AS_OF).plans:
        improved_ones = {step.question.id for step in plan.steps if step.kind == "improve"}
        assert never not in improved_ones


def test_who_has_the_tier_has_nothing_to_do() -> None:
    asked = questionnaire(question("a.one"), question("a.two"))
    answers = ({"a.one": "yes", "a.two": "yes"},)
    made = World(asked, standard_policy(), (Profile("p", "P"),), answers)
    (plan,) = least_work(assessed(made), 3, {}, AS_OF).plans
    assert (plan.steps, plan.days) == ((), 0)
