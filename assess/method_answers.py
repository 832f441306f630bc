"""A file of answers to score by a published method: a table of any kind we read, or JSON.

A table has a header row and one row a question. It needs the columns `id` and `answer`; a method
may heed more: `weight`, `group` and `group weight` (XCCDF), `level` (C2M2), `target` (VDA ISA).
JSON is an object of answers by id, or of objects with these keys. A file is taken whole or not
at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from assess.answer_rows import ANSWER, ID, LEVEL, Row, rows_of
from questionnaires.problems import InputError, Place, Problem
from scoring.native import Given, NativePolicy, Scale, Stated

GROUP, WEIGHTS = "group", ("weight", "group_weight")
DIGITS = 20
"""Characters of a number; none that a method heeds needs half as many."""


@dataclass(slots=True)
class _Taken:
    """What has been taken from the rows so far, and what was wrong with them."""

    answers: dict[str, str] = field(default_factory=dict)
    stated: dict[str, Stated] = field(default_factory=dict)
    groups: dict[str, Fraction] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file answers; `unread` are the headings of columns that the method has no use for.

    `answered` of `asked` questions have an answer; where the method does not know its questions,
    those of the file are what is asked.
    """

    given: Given
    answered: int
    asked: int
    unread: tuple[str, ...] = ()


def read_answers(path: Path, policy: NativePolicy) -> Answers:
    """Read a file of answers to a method's questions.

    Raises InputError with every problem found: an id or an answer that the method does not know,
    an id twice, a number that is none, a column that is missing, a file that cannot be read.
    """
    rows, unread = rows_of(path, (ID, ANSWER, *policy.rules.states))
    taken = _Taken()
    for row in rows:
        _take(row, policy, taken)
    taken.problems += _both(path, taken)
    if taken.problems:
        raise InputError(sorted(taken.problems))
    scored = [name for name in policy.rules.asks if _is_scored(policy, name)] or taken.stated
    answered = sum(bool(taken.answers.get(name)) for name in scored)
    return Answers(Given(taken.answers, stated=taken.stated), answered, len(scored), unread)


def _both(path: Path, taken: _Taken) -> list[Problem]:
    """Refuse each name of a group that a question outside all groups has as well."""
    alone = {name for name, told in taken.stated.items() if not told.group}
    place, hint = Place(str(path)), "give one of them another name"
    return [
        Problem(place, "method.group", f"{_short(name)} is a question and a group", hint)
        for name in sorted(alone & taken.groups.keys())
    ]


def _is_scored(policy: NativePolicy, question: str) -> bool:
    scale = policy.rules.scale(question)
    return scale is not None and bool(scale.answers)


def _take(row: Row, policy: NativePolicy, taken: _Taken) -> None:
    name, answer = row.texts.get(ID, ""), row.texts.get(ANSWER, "")
    scale = policy.rules.scale(name)
    taken.problems += row.problems
    wrong = _wrong_id(name, policy, taken, known=scale is not None)
    if row.problems or scale is None or wrong:
        taken.problems += [Problem(row.place(ID), "method.id", *each) for each in wrong]
        return
    if answer and not scale.takes(answer):
        message = f"{_short(answer)} is no answer to {_short(name)}"
        problem = Problem(row.place(ANSWER), "method.answer", message, _words(scale))
        taken.problems.append(problem)
    if answer:
        taken.answers[name] = answer
    taken.stated[name] = told = _stated(row, policy, taken.problems)
    if told.group and taken.groups.setdefault(told.group, told.group_weight) != told.group_weight:
        message = f"the group {_short(told.group)} weighs something else in a row above"
        problem = Problem(row.place("group_weight"), "method.group", message, "give it one weight")
        taken.problems.append(problem)


def _wrong_id(
    name: str, policy: NativePolicy, taken: _Taken, *, known: bool
) -> list[tuple[str, str]]:
    if not name:
        return [("there is no id beside this", "say which question it is about")]
    if name in taken.stated:
        return [(f"{_short(name)} stands here a second time", "keep one of its rows")]
    if not known:
        hint = f"see its ids: assess method show {policy.reference.id}"
        return [(f"{policy.reference} asks nothing called {_short(name)}", hint)]
    return []


def _words(scale: Scale) -> str:
    return f"use {', '.join(filter(None, [*scale.answers, scale.not_applicable, *scale.others]))}"


def _stated(row: Row, policy: NativePolicy, problems: list[Problem]) -> Stated:
    values: dict[str, Any] = {}
    for column, (least, most) in policy.rules.states.items():
        text = row.texts.get(column, "")
        if column == GROUP:
            values[column] = text
        elif text or column == LEVEL:
            number = _number(text, whole=column not in WEIGHTS)
            if number is not None and least <= number <= most:
                values[column] = number
                continue
            message = f"{_short(text) if text else 'a blank'} is no {column.replace('_', ' ')}"
            hint = f"write a {'' if column in WEIGHTS else 'whole '}number from {least} to {most}"
            problems.append(Problem(row.place(column), "method.number", message, hint))
    return Stated(**values)


def _number(text: str, *, whole: bool) -> Fraction | int | None:
    """Read a plain number that is not below 0; None for any other text."""
    digits = text if whole else text.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(text) <= DIGITS):
        return None
    return int(text) if whole else Fraction(text)


def _short(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"  # noqa: PLR2004 - fits a line
