"""What is left of a condition once the profile is known: the part that answers decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from questionnaires.conditions import AnswerTest, Condition, FieldTest, Group
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Hinge:
    """A question is asked while the answer to `gate` is one of `levels`, or while it is none.

    `levels` are positions in the gate's levels, best first. A gate that is still unanswered
    lets the question stand, as applicability does.
    """

    gate: str
    levels: tuple[int, ...]
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Several hinges of which all, or any, must let the question stand."""

    joined_by: Literal["all", "any"]
    parts: tuple[Pending, ...]


Pending: TypeAlias = Hinge | Joined

Known: TypeAlias = Callable[[FieldTest], bool | None]
"""Whether a test of the profile holds; None where the profile does not say."""


def what_remains(
    condition: Condition,
    questionnaire: Questionnaire,
    known: Known,
    asked: frozenset[str],
    *,
    negated: bool = False,
) -> Pending | bool:
    """Reduce a condition to what the partner's answers decide, True or False where nothing is.

    `asked` are the ids of the questions this partner gets: a gate outside them never holds.
    """
    if isinstance(condition, FieldTest):
        truth = known(condition)
        return truth is None or truth is not negated
    if isinstance(condition, AnswerTest):
        if condition.question not in asked:
            return negated
        return Hinge(condition.question, _levels(condition, questionnaire), negated)
    inside = negated is not (condition.joined_by == "not")
    parts = [
        what_remains(part, questionnaire, known, asked, negated=inside) for part in condition.parts
    ]
    return _join(_joined_by(condition, negated=inside), parts)


def hinges(pending: Pending) -> Iterator[Hinge]:
    """Yield the hinges of a condition."""
    if isinstance(pending, Hinge):
        yield pending
    else:
        for part in pending.parts:
            yield from hinges(part)


def stands(pending: Pending, given: Mapping[str, int], whens: Mapping[str, Pending]) -> bool:
    """Tell whether a condition lets its question stand, as the workbook's formulas do.

    `given` are the levels of the gates that are answered, by position; `whens` on which answers
    the gates hang themselves.
    """
    if isinstance(pending, Hinge):
        closed = (given.get(pending.gate, -1) in pending.levels) is pending.excludes
        closed = closed and given.get(pending.gate, -1) >= 0
        asked = pending.gate not in whens or stands(whens[pending.gate], given, whens)
        return not (asked and closed) if pending.excludes else asked and not closed
    parts = (stands(part, given, whens) for part in pending.parts)
    return all(parts) if pending.joined_by == "all" else any(parts)


def _joined_by(group: Group, *, negated: bool) -> Literal["all", "any"]:
    """De Morgan: not all is any not. `not` has one part, so that either word serves."""
    return "all" if (group.joined_by == "all") is not negated else "any"


def _join(joined_by: Literal["all", "any"], parts: list[Pending | bool]) -> Pending | bool:
    decisive = joined_by == "any"
    if any(part is decisive for part in parts):
        return decisive
    left = tuple(part for part in parts if not isinstance(part, bool))
    if len(left) > 1:
        return Joined(joined_by, left)
    return left[0] if left else not decisive


def _levels(test: AnswerTest, questionnaire: Questionnaire) -> tuple[int, ...]:
    ids = [level.id for level in questionnaire.question(test.question).answer.levels]
    if test.operator == "at_least":
        return tuple(range(ids.index(test.values[0]) + 1))
    return tuple(index for index, level in enumerate(ids) if level in test.values)
