"""Remarks on consistency rules: each should catch a claim, and be able to."""

from __future__ import annotations

from questionnaires.consistency import levels_meant
from questionnaires.lint.finding import FoundAnywhere
from questionnaires.model import Questionnaire


def rules_catch_claims(questionnaire: Questionnaire) -> FoundAnywhere:
    """Hold that a rule does not hold of the worst answers, and that each of its tests matters.

    Whoever admits everything contradicts nothing; and a test that every answer passes says
    nothing of its question.
    """
    for index, rule in enumerate(questionnaire.consistency):
        path = f".consistency[{index}]"
        meant = []
        for test in rule.answers:
            levels = questionnaire.question(test.question).answer.levels
            found = levels_meant(questionnaire.question(test.question), test)
            meant.append(len(levels) - 1 in found)
            if len(found) == len(levels):
                message = f"{rule.id}: every answer to `{test.question}` passes the test"
                hint = "name the answers that contradict"
                yield None, path, "lint.consistency-idle", message, hint
        if all(meant):
            message = f"{rule.id}: the worst answers contradict each other"
            hint = "a contradiction needs a claim: leave out a worst level"
            yield None, path, "lint.consistency-worst", message, hint
