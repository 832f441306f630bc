"""Answers to questions that do not apply by what the partner answered to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assess.submission import Response, Submission
from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.conditions import AnswerTest, Condition, Group, walk
from questionnaires.model import Questionnaire
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile

NAMED = 5
"""How many such answers have a notice of their own before the rest is counted."""

_NOT_GIVEN = (states.UNANSWERED, states.NA_CLAIMED)
"""Blank and "not applicable" agree with a question that does not apply."""


def out_of_scope(
    file: str, submission: Submission, questionnaire: Questionnaire, profile: Profile
) -> Iterator[Problem]:
    """Tell at the cells which answers are not judged, as others leave their questions out."""
    outside = _outside(submission, questionnaire, profile)
    for response in outside[:NAMED]:
        gates = " and ".join(_gates(questionnaire, response))
        message = (
            f"{response.question} does not apply by the answer to {gates}, so what is given "
            "here is kept, but not judged"
        )
        sheet, _, cell = response.cell.rpartition("!")
        hint = f"if it does apply, the answer to {gates} has to be corrected"
        yield Problem(Place(file, sheet, cell), "answer.out-of-scope", message, hint)
    if rest := [each.question for each in outside[NAMED:]]:
        answers = "1 more answer" if len(rest) == 1 else f"{len(rest)} more answers"
        message = f"{answers} to questions that do not apply, from {rest[0]} on, kept, not judged"
        yield Problem(Place(file), "answer.out-of-scope", message)


def _outside(
    submission: Submission, questionnaire: Questionnaire, profile: Profile
) -> Sequence[Response]:
    """Return the answers, in the form's order; what was carried over nobody has given."""
    codes = {each.question: each.code for each in submission.responses}
    doubtful = [
        response
        for response in submission.responses
        if response.code not in _NOT_GIVEN
        and not response.carried_from
        and _may_fail(_condition(questionnaire, response), questionnaire, codes)
    ]
    if not doubtful:
        # Telling for certain takes half as long as reading the whole file.
        return ()
    row = [codes.get(question.id, states.UNANSWERED) for question in questionnaire.questions]
    [scoped] = scope(questionnaire, tabulate([profile]), np.array([row], dtype=np.int8))
    position = questionnaire.positions
    found = [each for each in doubtful if scoped[position[each.question]] == states.OUT_OF_SCOPE]
    return sorted(found, key=lambda each: position[each.question])


def _condition(questionnaire: Questionnaire, response: Response) -> Condition | None:
    return questionnaire.questions[questionnaire.positions[response.question]].applies_if


def _gates(questionnaire: Questionnaire, response: Response) -> Sequence[str]:
    """Return the questions whose answers decide whether one applies."""
    condition = _condition(questionnaire, response)
    tests = walk(condition) if condition is not None else ()
    return list(dict.fromkeys(each.question for each in tests if isinstance(each, AnswerTest)))


def _may_fail(
    condition: Condition | None, questionnaire: Questionnaire, codes: Mapping[str, int]
) -> bool:
    """Tell whether answers may make a condition false: quick, and never wrong where it says no."""
    if isinstance(condition, Group):
        if condition.joined_by == "not":
            return any(isinstance(each, AnswerTest) for each in walk(condition))
        return any(_may_fail(part, questionnaire, codes) for part in condition.parts)
    if not isinstance(condition, AnswerTest):
        return False
    answer = questionnaire.questions[questionnaire.positions[condition.question]].answer
    code = codes.get(condition.question, states.UNANSWERED)
    return code < 0 or answer.levels[code].id not in condition.values
