"""Rules about answers that cannot all be true at once: which levels they mean, and their checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from questionnaires.conditions import AnswerTest
from questionnaires.documents import json_path
from questionnaires.model import ConsistencyRule, Question, Questionnaire
from questionnaires.problems import Place, Problem


def levels_meant(question: Question, test: AnswerTest) -> tuple[int, ...]:
    """Return the levels for which a test of this question's answer holds, by position."""
    ids = [level.id for level in question.answer.levels]
    chosen = [ids.index(value) for value in test.values]
    if test.operator == "at_least":
        return tuple(range(chosen[0] + 1))
    return tuple(sorted(chosen))


def check_consistency(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    """Yield every consistency rule's breach: an id twice, an unknown answer, a question twice."""
    counts = Counter(rule.id for rule in questionnaire.consistency)
    for index, rule in enumerate(questionnaire.consistency):
        place = Place(file, path=json_path(["consistency", index]))
        if counts[rule.id] > 1:
            message = f"the id `{rule.id}` stands {counts[rule.id]} times"
            yield Problem(place, "id.duplicate", message, "rename all but one")
        yield from _answers(questionnaire, rule, place)


def _answers(
    questionnaire: Questionnaire, rule: ConsistencyRule, place: Place
) -> Iterator[Problem]:
    named = [test.question for test in rule.answers]
    if len(set(named)) < len(named):
        message = f"{rule.id}: tests one question twice"
        yield Problem(place, "consistency.twice", message, "use one test with `in`")
    known = {question.id: question for question in questionnaire.questions}
    for test in rule.answers:
        if test.question not in known:
            message = f"{rule.id}: there is no question `{test.question}`"
            yield Problem(place, "consistency.unknown-question", message, "correct the id")
            continue
        levels = [level.id for level in known[test.question].answer.levels]
        for value in test.values:
            if value not in levels:
                message = f"{rule.id}: `{test.question}` has no level `{value}`"
                hint = f"use {', '.join(levels)}" if levels else "free text cannot be tested"
                yield Problem(place, "consistency.unknown-level", message, hint)
