"""Partners with the same questions on the same conditions, for a whole portfolio at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.issue.pending import Known, Pending, what_remains
from assess.issue.plan import Plan, lay_out
from questionnaires import codes as states
from questionnaires.applicability import FALSE, TRUE, evaluate, scope, tabulate
from questionnaires.conditions import AnswerTest, FieldTest, walk
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile


@dataclass(frozen=True, slots=True)
class Cohort:
    """Positions of partners that get the same workbook; no plan where nothing applies."""

    partners: tuple[int, ...]
    plan: Plan | None


def cohorts(questionnaire: Questionnaire, profiles: Sequence[Profile]) -> list[Cohort]:
    """Group partners by the questions they get and by what their profiles settle about them."""
    table = tabulate(profiles)
    shape = (len(profiles), len(questionnaire.questions))
    blank = np.full(shape, states.UNANSWERED, dtype=np.int8)
    in_scope = scope(questionnaire, table, blank) != states.OUT_OF_SCOPE
    tests = _settling_tests(questionnaire)
    truths = np.array(
        [evaluate(test, questionnaire, table, blank) for test in tests], dtype=np.int8
    ).reshape(len(tests), len(profiles))
    members: dict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    for index in range(len(profiles)):
        members[in_scope[index].tobytes(), truths[:, index].tobytes()].append(index)
    return [
        Cohort(
            tuple(group),
            _plan(
                questionnaire,
                [bool(asked) for asked in in_scope[group[0]]],
                dict(zip(tests, truths[:, group[0]].tolist(), strict=True)),
            ),
        )
        for group in members.values()
    ]


def _settling_tests(questionnaire: Questionnaire) -> list[FieldTest]:
    """Return the tests of the profile that share a condition with a test of an answer."""
    tests: dict[FieldTest, None] = {}
    for question in questionnaire.questions:
        inside = [] if question.applies_if is None else list(walk(question.applies_if))
        if any(isinstance(test, AnswerTest) for test in inside):
            tests |= {test: None for test in inside if isinstance(test, FieldTest)}
    return list(tests)


def _plan(
    questionnaire: Questionnaire, in_scope: list[bool], truths: dict[FieldTest, int]
) -> Plan | None:
    chosen = [
        question
        for question, applies in zip(questionnaire.questions, in_scope, strict=True)
        if applies
    ]
    asked = frozenset(question.id for question in chosen)
    whens: dict[str, Pending] = {}
    for question in chosen:
        if question.applies_if is not None:
            left = what_remains(question.applies_if, questionnaire, _known(truths), asked)
            if not isinstance(left, bool):
                whens[question.id] = left
    return lay_out(questionnaire, asked, whens) if chosen else None


def _known(truths: dict[FieldTest, int]) -> Known:
    settled = {FALSE: False, TRUE: True}
    return lambda test: settled.get(truths.get(test, -1))
