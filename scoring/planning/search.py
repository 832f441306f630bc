"""Seeking plans: the cheapest choice of steps that the engine accepts, and the next ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from questionnaires import codes as states
from scoring.assessment import assess_partners
from scoring.planning.conditions import conditions, tangent
from scoring.planning.solving import Row, UndecidedError, choose, cut_off, is_broken
from scoring.planning.steps import Step
from scoring.policy import Tier
from scoring.results import Assessment
from scoring.standing import NONE, Standing


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do to reach a tier, in questionnaire order; `days` of work in all.

    `after` is the assessment once it is done: the engine's own word that the tier is reached.
    """

    steps: tuple[Step, ...]
    days: int
    after: Assessment


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan is to bring about.

    `needs` are all conditions on scores, coverage and must-haves as one tier's, and `rows` what
    there is beyond them; the steps `asked` are part of every plan. `reached` is the engine's
    word. `plan_age` is that of the plan on record by then, NONE where there is none.
    """

    needs: Tier
    rows: tuple[Row, ...]
    asked: tuple[Step, ...]
    reached: Callable[[Assessment], bool]
    plan_age: int = NONE


def search(
    found: Assessment, ways: Sequence[Step], goal: Goal, as_of: date, count: int
) -> list[Plan]:
    """Return the cheapest plan and the next ones, `count` at most; none if nothing gets there.

    `ways` are the steps to choose from. Each plan leaves a control alone that any before it
    improves. Raises UndecidedError where the first is not proven; where a next one is not, the
    plans end.
    """
    backed = {step.question.id for step in goal.asked if step.kind == "evidence"}
    rows = [*conditions(found, goal.needs, ways, backed), *goal.rows]
    groups = by_question(ways)
    plans: list[Plan] = []

    def after(chosen: Sequence[int]) -> Assessment:
        steps = [*(ways[i] for i in chosen), *goal.asked]
        return improved(found, steps, as_of, goal.plan_age)

    def refine(chosen: Sequence[int]) -> Row | None:
        return None if goal.reached(after(chosen)) else _broken(found, ways, chosen, goal.needs)

    while len(plans) < count:
        try:
            chosen = choose([step.days for step in ways], groups, rows, refine)
        except UndecidedError:
            if plans:
                break
            raise
        if chosen is None:
            break
        steps = (*(ways[i] for i in chosen), *goal.asked)
        plans.append(Plan(steps, sum(step.days for step in steps), after(chosen)))
        if not any(ways[i].kind == "improve" for i in chosen):
            break
        rows.append(_without_one(ways, chosen))
    return plans


def improved(
    found: Assessment, steps: Sequence[Step], as_of: date, plan_age: int = NONE
) -> Assessment:
    """Return the assessment of the same partner once the steps are done.

    No tier is kept from before; `plan_age` is that of the plan on record by then.
    """
    codes = np.array([found.codes], dtype=np.int8)
    assurance = np.array([found.assurance], dtype=np.int8)
    contradicted = np.array([found.contradicted], dtype=np.bool_)
    for step in steps:
        column = found.questionnaire.positions[step.question.id]
        if step.kind == "evidence":
            assurance[0, column] = step.assurance
        elif step.kind == "settle":
            contradicted[0, column] = False
        else:
            codes[0, column] = step.code
    standing = Standing(assurance, contradicted, np.array([NONE]), np.array([plan_age]))
    (after,) = assess_partners(found.model, [found.profile], codes, found.period, as_of, standing)
    return after


def by_question(ways: Sequence[Step]) -> list[list[int]]:
    """Return the positions of each question's steps, in order."""
    groups: dict[str, list[int]] = {}
    for position, step in enumerate(ways):
        groups.setdefault(step.question.id, []).append(position)
    return list(groups.values())


def is_open(code: int) -> bool:
    """Tell whether a code stands for an answer that is still to be given."""
    return code in {states.UNANSWERED, states.NA_CLAIMED}


def _broken(found: Assessment, ways: Sequence[Step], chosen: Sequence[int], needs: Tier) -> Row:
    """Return a condition that a choice which does not get there breaks."""
    if found.policy.aggregation == "geometric" and needs.overall:
        row = tangent(found, ways, chosen, needs.overall)
        if is_broken(row, chosen):
            return row
    return cut_off(chosen, len(ways))


def _without_one(ways: Sequence[Step], chosen: Sequence[int]) -> Row:
    """Return the condition that at least one of the controls improved is not improved."""
    controls = {ways[i].question.id for i in chosen if ways[i].kind == "improve"}
    taken = [step.kind == "improve" and step.question.id in controls for step in ways]
    return Row(-np.array(taken, dtype=np.float64), 1 - len(controls))
