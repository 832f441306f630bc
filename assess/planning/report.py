"""What a plan says, whatever its format: built once, so that no two formats disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from assess.look.words import printable
from assess.planning.choices import NO_CHOICES, Choices
from assess.planning.needs import NeedLine, need_lines, shortfalls
from assess.planning.routes import effort_for, route_to
from questionnaires.model import Reference
from scoring.findings import given
from scoring.method import METHOD_VERSION
from scoring.planning.plan import Route, gain
from scoring.planning.schedule import Task, finished, schedule
from scoring.planning.search import Plan
from scoring.planning.steps import Kind, Step, assurance_word
from scoring.policy import ASSURANCES, Tier
from scoring.results import Assessment

QUICK = 5
"""How many quick wins are shown."""

SETTLE = "Correct the answer, or show that it is true."
ANSWER = "Answer the question; any answer is enough here."


@dataclass(frozen=True, slots=True)
class Item:
    """One step as people read it: what to do about which question, from what to what.

    `gain` is points of 100 on the pooled score that the tier rests on.
    """

    kind: Kind
    question: str
    text: str
    must_have: bool
    action: str
    before: str
    after: str
    days: int
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """A step with its number in the order of starting, its owner and its days.

    `due` is the usual due date of the finding, None where there is none; `late` says that the
    step is done only after it.
    """

    number: int
    item: Item
    owner: str
    start: date
    end: date
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A next best plan: its days, and which controls it leaves alone and takes up instead.

    `changed` are those that both improve, but to other levels.
    """

    days: int
    steps: int
    leaves: tuple[str, ...]
    takes: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnConditions:
    """The least work after which the tier is held on its conditions, until `until`.

    `lapses_after` is in days from the plan's day, taken as `finished`; `in_time` says whether
    the whole plan is done by `until`, None where there is none.
    """

    days: int
    questions: tuple[str, ...]
    finished: date
    until: date
    lapses_after: int
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The highest lower tier that is in reach, and the days of work that it takes."""

    tier: Tier
    days: int


@dataclass(frozen=True, slots=True)
class PlanReport:
    """One partner's plan to a tier: the dated lines, what they bring, other ways, quick wins.

    `finished` is None where the tier is out of reach; `missing` then says why, `excluded` names
    the controls in scope that cannot be done, and `nearest` is what is in reach. A plan without
    lines says that the tier is reached already.
    """

    partner: str
    name: str
    period: str
    as_of: date
    target: Tier
    achieved: Tier | None
    required: Tier
    days: int
    lines: tuple[Line, ...]
    finished: date | None
    needs: tuple[NeedLine, ...]
    others: tuple[OtherWay, ...]
    quick: tuple[Item, ...]
    conditional: OnConditions | None
    missing: tuple[str, ...]
    excluded: tuple[str, ...]
    nearest: Nearest | None
    questionnaire: Reference
    policy: Reference
    method: str
    file_sha256: str

    @property
    def late(self) -> int:
        """How many steps are done only after their findings are due."""
        return sum(line.late for line in self.lines)


def plan_report(
    found: Assessment,
    tier: int,
    as_of: date,
    file_sha256: str = "",
    choices: Choices = NO_CHOICES,
) -> PlanReport:
    """Find and date the least work to a tier by index, and gather what the plan says.

    Raises InputError where no plan could be proven.
    """
    route = route_to(found, tier, choices, as_of)
    best = route.plans[0] if route.plans else None
    tasks = _dated(found, best, as_of, choices)
    done = finished(tasks, as_of) if best else None
    return PlanReport(
        partner=found.profile.id,
        name=printable(found.profile.name),
        period=found.period,
        as_of=as_of,
        target=found.policy.tiers[tier],
        achieved=found.achieved,
        required=found.required,
        days=best.days if best else 0,
        lines=tuple(_line(found, number, task) for number, task in enumerate(tasks, 1)),
        finished=done,
        needs=need_lines(found, best.after if best else None, tier),
        others=tuple(_other(route.plans[0], each) for each in route.plans[1:]),
        quick=tuple(_item(found, step) for step in route.quick[:QUICK]),
        conditional=_on_conditions(found, route, done, as_of, choices),
        missing=shortfalls(found, route.missing),
        excluded=_excluded(found, choices),
        nearest=None if best else _nearest(found, tier, choices, as_of),
        questionnaire=found.questionnaire.reference,
        policy=found.policy.reference,
        method=METHOD_VERSION,
        file_sha256=file_sha256,
    )


def _dated(found: Assessment, plan: Plan | None, as_of: date, choices: Choices) -> tuple[Task, ...]:
    # An owner without any time has no steps, but may have evidence to give: at the usual pace.
    capacity = {owner: days for owner, days in choices.capacity.items() if days}
    steps = plan.steps if plan else ()
    return schedule(found, steps, as_of, choices.owners, capacity)


def _line(found: Assessment, number: int, task: Task) -> Line:
    item = _item(found, task.step)
    owner = printable(task.owner)
    return Line(number, item, owner, task.start, task.end, task.due, task.late)


def _item(found: Assessment, step: Step) -> Item:
    before, after, action = _change(found, step)
    question = step.question
    return Item(
        kind=step.kind,
        question=question.id,
        text=question.text,
        must_have=question.must_have,
        action=action,
        before=before,
        after=after,
        days=step.days,
        gain=gain(found, step),
    )


def _change(found: Assessment, step: Step) -> tuple[str, str, str]:
    """Say from what to what a step leads, and what to do."""
    question, position = step.question, found.questionnaire.positions[step.question.id]
    if step.kind == "settle":
        return "contradicted", "settled", SETTLE
    if step.kind == "evidence":
        held = ASSURANCES[found.assurance[position]]
        return held, assurance_word(step), f"Give evidence: {question.evidence}"
    states = {finding.question.id: finding.state for finding in found.findings}
    code = found.codes[position]
    before = given(question, code) or states.get(question.id, "unanswered")
    if step.kind == "improve":
        return before, given(question, step.code), question.remediation.text
    return before, "any answer", ANSWER


def _other(best: Plan, other: Plan) -> OtherWay:
    mine, theirs = _levels(best.steps), _levels(other.steps)
    return OtherWay(
        days=other.days,
        steps=len(other.steps),
        leaves=tuple(name for name in mine if name not in theirs),
        takes=tuple(name for name in theirs if name not in mine),
        changed=tuple(name for name in mine if name in theirs and mine[name] != theirs[name]),
    )


def _levels(steps: Sequence[Step]) -> dict[str, int]:
    return {step.question.id: step.code for step in steps if step.kind in {"improve", "answer"}}


def _on_conditions(
    found: Assessment, route: Route, done: date | None, as_of: date, choices: Choices
) -> OnConditions | None:
    clause, plan = found.policy.tiers[route.tier].conditional, route.conditional
    if plan is None or clause is None:
        return None
    held_from = finished(_dated(found, plan, as_of, choices), as_of)
    until = held_from + timedelta(days=clause.lapses_after)
    return OnConditions(
        days=plan.days,
        questions=tuple(step.question.id for step in plan.steps),
        finished=held_from,
        until=until,
        lapses_after=clause.lapses_after,
        in_time=None if done is None else done <= until,
    )


def _excluded(found: Assessment, choices: Choices) -> tuple[str, ...]:
    effort = effort_for(found, choices)
    return tuple(
        finding.question.id
        for finding in sorted(found.findings, key=lambda each: each.question.id)
        if effort.get(finding.question.id, 0) is None
    )


def _nearest(found: Assessment, tier: int, choices: Choices, as_of: date) -> Nearest | None:
    for lower in reversed(range(tier)):
        plans = route_to(found, lower, choices, as_of, alternatives=0).plans
        if plans:
            return Nearest(found.policy.tiers[lower], plans[0].days)
    return None
