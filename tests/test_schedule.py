"""A schedule keeps to its owners' days, and to the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.profiles import Profile
from scoring.planning.plan import least_work
from scoring.planning.schedule import ANYBODY, Task, finished, schedule, weeks
from scoring.planning.steps import Step
from tests.questionnaire_strategies import world, worlds
from tests.test_planning import AS_OF, assessed
from tests.worlds import World, question, questionnaire, standard_policy


def planned(made: World, owners: dict[str, str], capacity: dict[str, Fraction]) -> list[Task]:
    found = assessed(made)
    plans = least_work(found, len(found.policy.tiers) - 1, {}, AS_OF).plans
    return list(schedule(found, plans[0].steps, AS_OF, owners, capacity)) if plans else []


@given(worlds(questions=12, partners=1))
def test_nobody_works_on_a_saturday_or_sunday_or_before_the_day_after(made: World) -> None:
    for task in planned(made, {}, {}):
        assert AS_OF < task.start <= task.end
        assert max(task.start.weekday(), task.end.weekday()) < 5


@given(worlds(questions=12, partners=1), st.sampled_from([1, 2, 3, 5]))
def test_an_owner_never_does_more_than_its_days_a_week(made: World, days: int) -> None:
    tasks = planned(made, {}, {ANYBODY: Fraction(days)})
    for monday in weeks(tasks):
        through = [t for t in tasks if t.end < monday + timedelta(days=7)]
        started = (monday - (AS_OF + timedelta(days=1))).days // 7 + 2
        assert sum(task.step.days for task in through) <= started * days


@given(worlds(questions=12, partners=1))
def test_two_owners_are_never_slower_than_one(made: World) -> None:
    names = [each["id"] for each in made.questionnaire["questions"]]
    alone = planned(made, {}, {})
    shared = planned(made, {name: f"o{i % 2}" for i, name in enumerate(names)}, {})
    assert finished(shared, AS_OF) <= finished(alone, AS_OF)


@pytest.mark.parametrize(
    ("as_of", "days", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 1)),
        (date(2026, 9, 30), 2, date(2026, 10, 2)),
        (date(2026, 9, 30), 3, date(2026, 10, 5)),
        (date(2026, 10, 2), 1, date(2026, 10, 5)),
        (date(2026, 10, 3), 5, date(2026, 10, 9)),
        (date(2026, 10, 3), 6, date(2026, 10, 12)),
    ],
)
def test_work_ends_on_the_working_day_that_a_calendar_gives(
    as_of: date, days: int, end: date
) -> None:
    found = assessed(world(Random(1), 3, 1))
    step = Step("improve", found.questionnaire.questions[0], days)
    (task,) = schedule(found, [step], as_of, {}, {})
    assert task.end == end


def test_half_the_days_a_week_take_twice_as_long() -> None:
    found = assessed(world(Random(1), 3, 1))
    step = Step("improve", found.questionnaire.questions[0], 5)
    (full,) = schedule(found, [step], AS_OF, {}, {})
    (half,) = schedule(found, [step], AS_OF, {}, {ANYBODY: Fraction(5, 2)})
    assert (full.end, half.end) == (date(2026, 10, 7), date(2026, 10, 14))


def test_a_control_is_in_place_before_its_evidence_is_given() -> None:
    for seed in range(40):
        tasks = planned(world(Random(f"evidence/{seed}"), 12, 1), {}, {})
        ends = {t.step.question.id: t.end for t in tasks if t.step.kind == "improve"}
        for task in tasks:
            if task.step.kind == "evidence" and task.step.question.id in ends:
                assert task.start >= ends[task.step.question.id]


def test_only_what_closes_a_finding_is_due_with_it() -> None:
    answers = ({"a.one": "no"},)
    made = World(questionnaire(question("a.one")), standard_policy(), (Profile("p", "P"),), answers)
    found = assessed(made)
    asked = found.findings[0].question
    steps = [Step("improve", asked, 1), Step("evidence", asked, 1), Step("settle", asked, 1)]
    due = {task.step.kind: task.due for task in schedule(found, steps, AS_OF, {}, {})}
    assert due == {"improve": found.findings[0].due, "evidence": None, "settle": None}
