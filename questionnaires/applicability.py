"""Which questions apply to which partners, for a whole portfolio at once.

Truth has three values, so that what is not known never hides a question: a question is out
of scope only where its condition is known to be false.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.conditions import AnswerTest, Condition, FieldTest, walk
from questionnaires.profiles import ORDERED, VOCABULARY, Profile

if TYPE_CHECKING:
    import numpy.typing as npt

    from questionnaires.model import Questionnaire

    Truth = npt.NDArray[np.int8]
    Codes = npt.NDArray[np.int8]

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Truth as numbers: `all` is the minimum, `any` the maximum, and `not` is 2 - x (Kleene)."""


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """The profiles of `size` partners as columns: a truth per field value, ranks where ordered.

    A rank is the position in the field's vocabulary, -1 where the field is unknown.
    """

    size: int
    truths: dict[tuple[str, str], Truth]
    ranks: dict[str, Truth]


def tabulate(profiles: Sequence[Profile]) -> ProfileTable:
    """Turn profiles into columns, once, so that a test costs one pass over an array."""
    truths: dict[tuple[str, str], Truth] = {}
    ranks: dict[str, Truth] = {}
    for field, values in VOCABULARY.items():
        held = [getattr(profile, field) for profile in profiles]
        grid = _truth_grid(held, values)
        truths |= {(field, value): grid[index] for index, value in enumerate(values)}
        if field in ORDERED:
            position = {"": -1} | {value: index for index, value in enumerate(values)}
            ranks[field] = np.array([position[h] for h in held], dtype=np.int8)
    return ProfileTable(len(profiles), truths, ranks)


def _truth_grid(held: list[str | tuple[str, ...]], values: tuple[str, ...]) -> Truth:
    position = {value: index for index, value in enumerate(values)}
    grid = np.zeros((len(values), len(held)), dtype=np.int8)
    rows, partners, unknown = [], [], []
    for partner, value in enumerate(held):
        if not value:
            unknown.append(partner)
        for each in value if isinstance(value, tuple) else (value,) if value else ():
            rows.append(position[each])
            partners.append(partner)
    grid[rows, partners] = TRUE
    grid[:, unknown] = UNKNOWN
    return grid


def scope(questionnaire: Questionnaire, table: ProfileTable, codes: Codes) -> Codes:
    """Return a copy of a code matrix with OUT_OF_SCOPE where a question does not apply.

    `codes` is partners x questions. Questions are taken in dependency order, so that a
    follow-up sees whether the question it hangs on is itself in scope.
    """
    scoped = codes.copy()
    seen: dict[Condition, npt.NDArray[np.intp]] = {}
    for index in _dependency_order(questionnaire):
        condition = questionnaire.questions[index].applies_if
        if condition is None:
            continue
        if condition not in seen:
            truth = evaluate(condition, questionnaire, table, scoped)
            seen[condition] = np.flatnonzero(truth == FALSE)
        scoped[seen[condition], index] = states.OUT_OF_SCOPE
    return scoped


def applicable(questionnaire: Questionnaire, profile: Profile) -> list[bool]:
    """Return, per question, whether one partner must be asked it before it has answered any."""
    blank = np.full((1, len(questionnaire.questions)), states.UNANSWERED, dtype=np.int8)
    scoped = scope(questionnaire, tabulate([profile]), blank)
    return [bool(code != states.OUT_OF_SCOPE) for code in scoped[0]]


def evaluate(
    condition: Condition, questionnaire: Questionnaire, table: ProfileTable, codes: Codes
) -> Truth:
    """Return the truth of a condition for every partner, as an array of 0, 1 or 2."""
    if isinstance(condition, FieldTest):
        return _field_truth(condition, table)
    if isinstance(condition, AnswerTest):
        return _answer_truth(condition, questionnaire, codes)
    parts = [evaluate(part, questionnaire, table, codes) for part in condition.parts]
    if condition.joined_by == "not":
        return np.subtract(TRUE, parts[0], dtype=np.int8)
    join = np.minimum if condition.joined_by == "all" else np.maximum
    truth: Truth = join.reduce(parts)
    return truth


def _field_truth(test: FieldTest, table: ProfileTable) -> Truth:
    if test.operator == "at_least":
        rank = table.ranks[test.field]
        reached = (rank >= VOCABULARY[test.field].index(test.values[0])) * TRUE
        return np.where(rank < 0, UNKNOWN, reached).astype(np.int8)
    truth: Truth = np.maximum.reduce([table.truths[test.field, value] for value in test.values])
    return truth


def _answer_truth(test: AnswerTest, questionnaire: Questionnaire, codes: Codes) -> Truth:
    column = questionnaire.positions[test.question]
    levels = [level.id for level in questionnaire.questions[column].answer.levels]
    wanted = [levels.index(value) for value in test.values]
    given = codes[:, column]
    if test.operator == "at_least":
        held = (given >= 0) & (given <= wanted[0])
    else:
        held = np.isin(given, wanted)
    open_answer = (given == states.UNANSWERED) | (given == states.NA_CLAIMED)
    return np.where(open_answer, UNKNOWN, held * TRUE).astype(np.int8)


def _dependency_order(questionnaire: Questionnaire) -> list[int]:
    """Place each question after those it hangs on; iterative, as a chain may be long."""
    ordered: dict[int, None] = {}
    for start in range(len(questionnaire.questions)):
        waiting = [start]
        while waiting:
            index = waiting[-1]
            condition = questionnaire.questions[index].applies_if
            gates = [
                questionnaire.positions[test.question]
                for test in (walk(condition) if condition is not None else ())
                if isinstance(test, AnswerTest)
            ]
            missing = [gate for gate in gates if gate not in ordered]
            waiting += missing
            if not missing:
                ordered[waiting.pop()] = None
    return list(ordered)
