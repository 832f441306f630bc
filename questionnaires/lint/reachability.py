"""The rule that each question is asked of some partner, decided over all possible partners.

A condition becomes a formula over choices: one value of `kind`, `criticality` and `stage`; any
values of the data classes, the access and the regions; one answer, or none that counts, of each
gate. A gate's answer counts only where the gate itself is asked. Choices that no test tells
apart are one choice, and a branch ends as soon as the formula is known, so that the search is
short for every condition that people write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from questionnaires.condition_words import SEVERAL
from questionnaires.conditions import AnswerTest, Condition, FieldTest, Group
from questionnaires.lint.finding import FoundAnywhere
from questionnaires.model import Question, Questionnaire
from questionnaires.profiles import VOCABULARY

MOST_STEPS = 20_000
"""Steps of a search after which a condition counts as reachable: nobody is told what is unsure."""

Choice: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Literal:
    """True where the choice for a variable has one of the wanted values."""

    variable: str
    wanted: Choice


@dataclass(frozen=True, slots=True)
class _Node:
    joined_by: str
    parts: tuple[_Formula, ...]


_Formula: TypeAlias = _Literal | _Node


@dataclass(slots=True)
class _Search:
    """The variables still open, what each may be, and the steps left."""

    variables: list[str]
    choices: dict[str, list[Choice]]
    steps: int = field(default=MOST_STEPS)


def asked_of_someone(questionnaire: Questionnaire) -> FoundAnywhere:
    """Hold that some partner, fully known, is asked the question."""
    formulas = _formulas(questionnaire)
    for index, question in enumerate(questionnaire.questions):
        if question.applies_if is not None and not _reachable(formulas[question.id], questionnaire):
            message = f"{question.id}: no partner can meet its condition"
            hint = "correct the condition, or remove the question"
            yield index, ".applies_if", "lint.unreachable", message, hint


def _formulas(questionnaire: Questionnaire) -> dict[str, _Formula]:
    """Return when each question is asked; gates first, without recursion over a long chain."""
    done: dict[str, _Formula] = {}
    for start in questionnaire.questions:
        waiting = [start]
        while waiting:
            question = waiting[-1]
            missing = [gate for gate in _gates(question, questionnaire) if gate.id not in done]
            if missing:
                waiting += missing
            else:
                waiting.pop()
                done[question.id] = _formula(question.applies_if, questionnaire, done)
    return done


def _gates(question: Question, questionnaire: Questionnaire) -> list[Question]:
    found: list[Question] = []
    open_parts = [question.applies_if]
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, Group):
            open_parts += part.parts
        elif isinstance(part, AnswerTest):
            found.append(questionnaire.question(part.question))
    return found


def _formula(
    condition: Condition | None, questionnaire: Questionnaire, asked: dict[str, _Formula]
) -> _Formula:
    if condition is None:
        return _Node("all", ())
    if isinstance(condition, Group):
        parts = tuple(_formula(part, questionnaire, asked) for part in condition.parts)
        return _Node(condition.joined_by, parts)
    if isinstance(condition, FieldTest):
        values = VOCABULARY[condition.field]
        return _Literal(condition.field, _wanted(condition, values))
    gate = questionnaire.question(condition.question)
    levels = [level.id for level in gate.answer.levels]
    answered = _Literal(condition.question, _wanted(condition, levels))
    return _Node("all", (asked[gate.id], answered))


def _wanted(test: FieldTest | AnswerTest, values: Sequence[str]) -> Choice:
    if test.operator != "at_least":
        return frozenset(test.values)
    position = values.index(test.values[0])
    # A field runs from least to most, levels from best to worst.
    kept = values[position:] if isinstance(test, FieldTest) else values[: position + 1]
    return frozenset(kept)


def _reachable(formula: _Formula, questionnaire: Questionnaire) -> bool:
    tests = _tests(formula)
    choices = {name: _choices(name, wanted, questionnaire) for name, wanted in tests.items()}
    search = _Search(list(choices), choices)
    return _satisfiable(formula, search, {}) or search.steps <= 0


def _tests(formula: _Formula) -> dict[str, list[Choice]]:
    """Return every variable with what is wanted of it, in the order of the formula."""
    found: dict[str, list[Choice]] = {}
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Node):
            # A gate's formula stands in that of each follow-up; once is enough.
            if id(part) not in seen:
                seen.add(id(part))
                waiting += reversed(part.parts)
        elif part.wanted not in found.setdefault(part.variable, []):
            found[part.variable].append(part.wanted)
    return found


def _choices(name: str, tests: list[Choice], questionnaire: Questionnaire) -> list[Choice]:
    """Return one choice of each kind that the tests can tell apart."""
    if name in VOCABULARY:
        values = VOCABULARY[name]
    else:
        gate = questionnaire.question(name)
        # No level counts where the answer was accepted as not applicable.
        values = (*(level.id for level in gate.answer.levels), *([""] if gate.na_allowed else []))
    singles = {tuple(value in test for test in tests): frozenset([value]) for value in values}
    if name not in SEVERAL:
        return list(singles.values())
    unions = dict(singles)
    for met, choice in singles.items():
        for other, further in list(unions.items()):
            both = tuple(a or b for a, b in zip(met, other, strict=True))
            if len(unions) < MOST_STEPS:
                unions.setdefault(both, choice | further)
    return list(unions.values())


def _satisfiable(formula: _Formula, search: _Search, chosen: dict[str, Choice]) -> bool:
    search.steps -= 1
    known = _truth(formula, chosen, {})
    if known is not None or search.steps <= 0:
        return bool(known)
    variable = search.variables[len(chosen)]
    return any(
        _satisfiable(formula, search, {**chosen, variable: choice})
        for choice in search.choices[variable]
    )


def _truth(
    formula: _Formula, chosen: dict[str, Choice], known: dict[int, bool | None]
) -> bool | None:
    """Return whether a formula holds; None as long as open variables decide."""
    if isinstance(formula, _Literal):
        choice = chosen.get(formula.variable)
        return None if choice is None else bool(choice & formula.wanted)
    if id(formula) not in known:
        parts = [_truth(part, chosen, known) for part in formula.parts]
        known[id(formula)] = _joined(formula.joined_by, parts)
    return known[id(formula)]


def _joined(joined_by: str, parts: list[bool | None]) -> bool | None:
    if joined_by == "not":
        return None if parts[0] is None else not parts[0]
    decisive = joined_by == "any"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive
