"""When each step is done: one owner does one thing at a time, on working days.

List scheduling: the steps in a fixed order, each as early as its owner is free. What settles a
contradiction comes first, then must-haves, then what gains most per day of work; steps without
work come on the first day. Saturdays and Sundays are free; holidays are not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from scoring.planning.plan import gain
from scoring.planning.steps import Step
from scoring.results import Assessment

WORKING_DAYS = 5
"""Monday to Friday."""

ANYBODY = "partner"
"""Who does what nobody was named for."""


@dataclass(frozen=True, slots=True)
class Task:
    """A step with its owner and its first and last working day; `late` if after its due date.

    `due` is the finding's, None where the step closes none.
    """

    step: Step
    owner: str
    start: date
    end: date
    due: date | None

    @property
    def late(self) -> bool:
        """Whether the step is done only after its finding is due."""
        return self.due is not None and self.end > self.due


def schedule(
    found: Assessment,
    steps: Sequence[Step],
    as_of: date,
    owners: Mapping[str, str],
    capacity: Mapping[str, Fraction],
) -> tuple[Task, ...]:
    """Return the tasks in the order they start in, the first on the working day after `as_of`.

    `owners` names who does a question, by its id, and `capacity` how many days of work each
    owner has in a week of five, more than 0; all others have five.
    """
    due = {
        (finding.question.id, kind): finding.due
        for finding in found.findings
        for kind in ("improve", "answer")
    }
    busy: dict[str, Fraction] = {}
    tasks = []
    for step in sorted(steps, key=lambda each: _order(found, each)):
        owner = owners.get(step.question.id, ANYBODY)
        start = busy.get(owner, Fraction())
        taken = Fraction(step.days * WORKING_DAYS) / capacity.get(owner, Fraction(WORKING_DAYS))
        busy[owner] = start + taken
        first = _working_day(as_of, int(start))
        last = _working_day(as_of, max(int(start), ceil(start + taken) - 1))
        tasks.append(Task(step, owner, first, last, due.get((step.question.id, step.kind))))
    return tuple(sorted(tasks, key=lambda task: (task.start, task.end, task.step.question.id)))


def finished(tasks: Sequence[Task], as_of: date) -> date:
    """Return the day on which the last task is done; `as_of` where there is none."""
    return max((task.end for task in tasks), default=as_of)


def weeks(tasks: Sequence[Task]) -> Iterator[date]:
    """Yield the Monday of every week that the tasks span."""
    if tasks:
        monday = min(task.start for task in tasks)
        monday -= timedelta(days=monday.weekday())
        last = max(task.end for task in tasks)
        while monday <= last:
            yield monday
            monday += timedelta(days=7)


def _order(found: Assessment, step: Step) -> tuple[bool, bool, bool, Fraction, str, bool]:
    per_day = gain(found, step) / max(step.days, 1)
    question = step.question
    return (
        step.kind != "settle",
        step.days > 0,
        not question.must_have,
        -per_day,
        question.id,
        step.kind == "evidence",
    )


def _working_day(after: date, count: int) -> date:
    """Return the working day with `count` others between it and a day."""
    day = after + timedelta(days=1)
    while day.weekday() >= WORKING_DAYS:
        day += timedelta(days=1)
    whole, rest = divmod(count, WORKING_DAYS)
    day += timedelta(days=7 * whole)
    for _ in range(rest):
        day += timedelta(days=3 if day.weekday() == WORKING_DAYS - 1 else 1)
    return day
