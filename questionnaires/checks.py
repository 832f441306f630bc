"""The rules of a questionnaire that a schema cannot say, each with the promise it protects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from questionnaires.conditions import AnswerTest, walk
from questionnaires.consistency import check_consistency
from questionnaires.documents import json_path
from questionnaires.model import BEST, Question, Questionnaire
from questionnaires.problems import Place, Problem

Found: TypeAlias = Iterator[tuple[str, str, str, str]]
"""What a rule yields: path below the question, code, message, hint."""

BANDED = ("number", "date", "multi")


def check(questionnaire: Questionnaire, file: str) -> list[Problem]:
    """Return every breach of the rules, in the order of the questions."""
    problems = list(_whole(questionnaire, file))
    for index, question in enumerate(questionnaire.questions):
        base = json_path(["questions", index])
        for rule in QUESTION_RULES:
            for path, code, message, hint in rule(question):
                place = Place(file, path=f"{base}{path}")
                problems.append(Problem(place, code, f"{question.id}: {message}", hint))
    return problems


def _whole(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    yield from _published(questionnaire, file)
    sections = [section.id for section in questionnaire.sections]
    yield from _duplicates(sections, "sections", file)
    yield from _duplicates([q.id for q in questionnaire.questions], "questions", file)
    for index, question in enumerate(questionnaire.questions):
        place = Place(file, path=json_path(["questions", index, "section"]))
        if question.section not in sections:
            message = f"{question.id}: unknown section `{question.section}`"
            yield Problem(place, "section.unknown", message, f"use {', '.join(sections)}")
    yield from _conditions(questionnaire, file)
    yield from check_consistency(questionnaire, file)


def _published(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    try:
        date.fromisoformat(questionnaire.published)
    except ValueError:
        message = f"there is no day {questionnaire.published}"
        place = Place(file, path="$.published")
        yield Problem(place, "published.invalid", message, "give the day it was published")


def _duplicates(ids: list[str], kind: str, file: str) -> Iterator[Problem]:
    folded = [name.casefold() for name in ids]
    for name, count in Counter(folded).items():
        if count > 1:
            second = [i for i, each in enumerate(folded) if each == name][1]
            place = Place(file, path=json_path([kind, second, "id"]))
            message = f"the id `{ids[second]}` stands {count} times"
            yield Problem(place, "id.duplicate", message, "rename all but one")


def _conditions(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    """Hold that a condition names real answers, is acyclic, and never rests on a scored one."""
    by_id = {question.id: question for question in questionnaire.questions}
    edges: dict[str, list[str]] = {}
    for index, question in enumerate(questionnaire.questions):
        place = Place(file, path=json_path(["questions", index, "applies_if"]))
        tests = [] if question.applies_if is None else list(walk(question.applies_if))
        edges[question.id] = [test.question for test in tests if isinstance(test, AnswerTest)]
        for test in tests:
            if isinstance(test, AnswerTest):
                yield from _answer_test(question, test, by_id, place)
    cycle = _cycle(edges)
    if cycle:
        place = Place(file, path="$.questions")
        message = f"applicability runs in a circle: {' → '.join(cycle)}"
        yield Problem(place, "condition.cycle", message, "remove one of these conditions")


def _answer_test(
    question: Question, test: AnswerTest, by_id: dict[str, Question], place: Place
) -> Iterator[Problem]:
    gate = by_id.get(test.question)
    if gate is None:
        message = f"{question.id}: there is no question `{test.question}`"
        yield Problem(place, "condition.unknown-question", message, "correct the id")
        return
    if gate.scored:
        # Else a better answer could bring questions into scope and so lower the score.
        message = f"{question.id}: depends on `{gate.id}`, which is scored"
        hint = "ask an unscored question (weight 0) whether the subject applies"
        yield Problem(place, "condition.scored-question", message, hint)
    levels = [level.id for level in gate.answer.levels]
    for value in test.values:
        if value not in levels:
            message = f"{question.id}: `{gate.id}` has no level `{value}`"
            hint = f"use {', '.join(levels)}" if levels else "free text cannot be tested"
            yield Problem(place, "condition.unknown-level", message, hint)


def _cycle(edges: dict[str, list[str]]) -> list[str]:
    """Return one circle of ids, or nothing; iterative, as a file may nest without end."""
    done: set[str] = set()
    for start in edges:
        trail: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                trail.pop()
                done.add(node)
            elif node in trail:
                return [*trail[trail.index(node) :], node]
            elif node not in done:
                trail.append(node)
                stack.append((node, True))
                stack += [(child, False) for child in edges.get(node, [])]
    return []


def _shares_add_up(question: Question) -> Found:
    total = sum(question.shares)
    if total != 100:  # noqa: PLR2004 - per cent
        message = f"principle shares add to {total}, not 100"
        yield ".principles", "shares.sum", message, "make the integers add to 100"


def _weight_fits(question: Question) -> Found:
    if question.answer.type == "text" and question.scored:
        yield ".weight", "weight.text", "free text cannot be scored", "set the weight to 0"
    if question.must_have and not question.scored:
        yield (
            ".must_have",
            "must-have.unscored",
            "an unscored question cannot be a must-have",
            ("give it a weight"),
        )


def _points_fall(question: Question) -> Found:
    """Best is 1000 and worst is 0, so that best answers reach 100 and worst ones 0."""
    points = [level.points for level in question.answer.levels]
    if not points:
        return
    if points[0] != BEST or points[-1] != 0:
        message = f"levels run from {points[0]} to {points[-1]} points"
        yield ".answer", "levels.range", message, "the best level is worth 1000, the worst 0"
    if any(later >= earlier for earlier, later in pairwise(points)):
        yield ".answer", "levels.order", "points do not fall", "list the best level first"


def _bounds_fit(question: Question) -> Found:
    """Bands cover every value once: bounds run one way, and the worst level takes the rest."""
    answer = question.answer
    bounds = [level.bound for level in answer.levels]
    if answer.type not in BANDED:
        if any(bound is not None for bound in bounds):
            yield ".answer", "levels.bound", f"a {answer.type} answer has no bounds", "remove them"
        return
    given = [bound for bound in bounds[:-1] if bound is not None]
    if len(given) < len(bounds) - 1 or bounds[-1] is not None:
        hint = "give every level a bound but the last"
        yield ".answer", "levels.bound", "only the worst level goes without a bound", hint
    elif any((b <= a) if answer.lower_is_better else (b >= a) for a, b in pairwise(given)):
        yield ".answer", "levels.bound-order", "bounds do not run one way", "order them, best first"
    if answer.lower_is_better is not (answer.type == "date") and answer.type != "number":
        word = "at_most" if answer.type == "date" else "at_least"
        yield (
            ".answer",
            "levels.bound-side",
            f"a {answer.type} answer is judged by `{word}`",
            (f"use `{word}`"),
        )


def _names_unique(question: Question) -> Found:
    answer = question.answer
    for entries in (answer.levels, answer.options):
        ids = [entry.id for entry in entries]
        names = [
            name
            for entry in entries
            for name in {" ".join(n.casefold().split()) for n in (entry.text, *entry.synonyms)}
        ]
        for kind, values in (("id", ids), ("text or synonym", names)):
            twice = sorted(name for name, count in Counter(values).items() if count > 1)
            if twice:
                message = f"the same {kind} stands twice: {', '.join(twice)}"
                yield ".answer", "levels.duplicate", message, "make each one mean one level"


def _range_fits(question: Question) -> Found:
    low, high = question.answer.minimum, question.answer.maximum
    if low is not None and high is not None and low >= high:
        yield ".answer", "answer.range", "the minimum is not below the maximum", "swap them"


def _levels_reachable(question: Question) -> Found:
    """Hold that some value reaches each level, else best answers miss 100, or worst ones 0."""
    answer = question.answer
    bounds = [level.bound for level in answer.levels if level.bound is not None]
    low, high = answer.minimum, answer.maximum
    if answer.type == "multi":
        low, high = Decimal(0), Decimal(sum(not option.exclusive for option in answer.options))
    # The worst level needs room beyond the last bound: above `at_most`, below `at_least`.
    first, last = (low, high) if answer.lower_is_better else (high, low)
    side = -1 if answer.lower_is_better else 1
    if any(first is not None and side * bound > side * first for bound in bounds) or (
        last is not None and any(side * bound <= side * last for bound in bounds)
    ):
        message = f"no value between {low} and {high} reaches one of the levels"
        yield ".answer", "levels.unreachable", message, "correct the bound, or the range"


QUESTION_RULES: Iterable[Callable[[Question], Found]] = (
    _shares_add_up,
    _weight_fits,
    _points_fall,
    _bounds_fit,
    _names_unique,
    _range_fits,
    _levels_reachable,
)
