"""The closed grammar of applicability: what a condition may say, read from JSON.

    condition = {"all": [condition, …]} | {"any": [condition, …]} | {"not": condition}
              | {"field": profile field,  "equals": value | "in": [value, …] | "at_least": value}
              | {"question": question id, "equals": level | "in": [level, …] | "at_least": level}

Evaluation is in `questionnaires.applicability`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from questionnaires.problems import Place, Problem
from questionnaires.profiles import ORDERED, VOCABULARY

Operator = Literal["equals", "in", "at_least"]
OPERATORS: tuple[Operator, ...] = ("equals", "in", "at_least")


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions joined: `all` of them, `any` of them, or `not` the one of them."""

    joined_by: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test of a profile field. On a field that holds several values, one match is enough."""

    field: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTest:
    """A test of another question's answer, by level id; `at_least` means this level or better."""

    question: str
    operator: Operator
    values: tuple[str, ...]


Condition: TypeAlias = Group | FieldTest | AnswerTest


def walk(condition: Condition) -> Iterator[FieldTest | AnswerTest]:
    """Yield every test inside a condition, in the order written."""
    if isinstance(condition, Group):
        for part in condition.parts:
            yield from walk(part)
    else:
        yield condition


DEEPEST = 20
"""Groups inside groups beyond which nobody understands a condition, and Python no longer can."""


def parse(
    data: Any, place: Place, problems: list[Problem], depth: int = DEEPEST
) -> Condition | None:
    """Read a condition from JSON data; problems are appended, and None returned for them.

    Fields and their values are checked here; answers of other questions can only be
    checked once the whole questionnaire is known (`questionnaires.checks`).
    """
    if not isinstance(data, Mapping) or not data:
        _refuse(place, problems, "a condition must be an object with one test")
        return None
    for word in ("all", "any", "not"):
        if word in data and depth:
            return _parse_group(word, data, place, problems, depth - 1)
        if word in data:
            _refuse(place, problems, f"conditions stand inside each other more than {DEEPEST} deep")
            return None
    return _parse_test(data, place, problems)


def _parse_group(
    word: Literal["all", "any", "not"],
    data: Mapping[str, Any],
    place: Place,
    problems: list[Problem],
    depth: int,
) -> Condition | None:
    if len(data) > 1:
        _refuse(place, problems, f"`{word}` must stand alone in its object")
        return None
    inner = [data[word]] if word == "not" else data[word]
    if not isinstance(inner, list) or not inner:
        _refuse(place, problems, f"`{word}` needs a list of conditions")
        return None
    parts = [
        parse(item, _below(place, word if word == "not" else f"{word}[{index}]"), problems, depth)
        for index, item in enumerate(inner)
    ]
    found = tuple(part for part in parts if part is not None)
    return Group(word, found) if len(found) == len(parts) else None


def _parse_test(
    data: Mapping[str, Any], place: Place, problems: list[Problem]
) -> FieldTest | AnswerTest | None:
    subjects = [key for key in ("field", "question") if key in data]
    operators = [key for key in OPERATORS if key in data]
    if len(subjects) != 1 or len(operators) != 1 or len(data) != 2:  # noqa: PLR2004 - one of each
        _refuse(
            place, problems, "a test needs `field` or `question`, and one of equals, in, at_least"
        )
        return None
    operator = operators[0]
    values = data[operator] if operator == "in" else [data[operator]]
    name = data[subjects[0]]
    if not isinstance(name, str) or not isinstance(values, list) or not values:
        _refuse(place, problems, "`in` needs a list, every other value is text")
        return None
    if not all(isinstance(value, str) for value in values):
        _refuse(place, problems, "values of a test are text")
        return None
    if subjects[0] == "question":
        return AnswerTest(name, operator, tuple(values))
    return _checked(FieldTest(name, operator, tuple(values)), place, problems)


def _checked(test: FieldTest, place: Place, problems: list[Problem]) -> FieldTest | None:
    if test.field not in VOCABULARY:
        fields = ", ".join(VOCABULARY)
        _refuse(place, problems, f"unknown profile field `{test.field}`", f"use {fields}")
        return None
    unknown = [value for value in test.values if value not in VOCABULARY[test.field]]
    if unknown:
        values = ", ".join(VOCABULARY[test.field])
        message = f"`{test.field}` has no value {', '.join(unknown)}"
        _refuse(place, problems, message, f"use {values}")
        return None
    if test.operator == "at_least" and test.field not in ORDERED:
        _refuse(place, problems, f"`{test.field}` has no order, so `at_least` says nothing")
        return None
    return test


def _below(place: Place, step: str) -> Place:
    return Place(place.file, place.sheet, place.cell, f"{place.path}.{step}")


def _refuse(place: Place, problems: list[Problem], message: str, hint: str = "") -> None:
    grammar = "see the grammar in questionnaires/conditions.py"
    problems.append(Problem(place, "condition.invalid", message, hint or grammar))
