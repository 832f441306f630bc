"""What became of every question from one version of a questionnaire to a later one.

A migration says for each question of the later version where it comes from, and whether an
answer may be carried over. Migrations compose: 1.0 to 1.1 and 1.1 to 2.0 give 1.0 to 2.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Literal, TypeAlias

from questionnaires.model import Answer, Question, Questionnaire

Kind: TypeAlias = Literal["same", "reworded", "changed", "split", "merged", "retired", "new"]

KINDS: tuple[Kind, ...] = ("same", "reworded", "changed", "split", "merged", "retired", "new")
"""What can have become of a question, in the order of every table."""

COMPARABLE = frozenset({"same", "reworded"})
"""Kinds in which an earlier answer says exactly what a later one would."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one question of the later version comes from.

    `questions` are ids of the earlier version, none for a new question. `whole` means that
    every answer carries over just as it was given, and `declines` that a claim of "not
    applicable" does too; `levels` leads from earlier to later level ids, and an answer whose
    level is not named stays behind. Without either nothing carries over.
    """

    kind: Kind
    questions: tuple[str, ...] = ()
    levels: Mapping[str, str] | None = None
    whole: bool = False
    declines: bool = False

    @property
    def carries(self) -> bool:
        """Whether any answer carries over."""
        return self.whole or bool(self.levels)


@dataclass(frozen=True)
class Migration:
    """From one questionnaire to a later one: the origin of each later question, in its order."""

    old: Questionnaire
    new: Questionnaire
    origins: Mapping[str, Origin]

    @cached_property
    def retired(self) -> tuple[str, ...]:
        """Ids of earlier questions that nothing comes from, in their order."""
        used = set(chain.from_iterable(origin.questions for origin in self.origins.values()))
        return tuple(question.id for question in self.old.questions if question.id not in used)

    @cached_property
    def comparable(self) -> dict[str, str]:
        """Earlier to later id of each question whose answers carry over as they were given."""
        return {
            origin.questions[0]: later for later, origin in self.origins.items() if origin.whole
        }

    def counts(self) -> dict[Kind, tuple[int, int]]:
        """Return for each kind how many earlier and how many later questions are of it."""
        found: dict[Kind, tuple[int, int]] = dict.fromkeys(KINDS, (0, 0))
        for kind in KINDS:
            origins = [origin for origin in self.origins.values() if origin.kind == kind]
            earlier = set(chain.from_iterable(origin.questions for origin in origins))
            found[kind] = (len(earlier), len(origins))
        return found | {"retired": (len(self.retired), 0)}


def unchanged(questionnaire: Questionnaire) -> Migration:
    """Return the migration from a version to itself."""
    origins = {
        question.id: Origin("same", (question.id,), whole=True, declines=question.na_allowed)
        for question in questionnaire.questions
    }
    return Migration(questionnaire, questionnaire, MappingProxyType(origins))


def compose(first: Migration, second: Migration) -> Migration:
    """Return one migration for two that follow each other; carrying by it is carrying twice.

    Raises ValueError where the second does not begin where the first ends.
    """
    if first.new.reference != second.old.reference:
        message = f"{second.old.reference} does not follow {first.new.reference}"
        raise ValueError(message)
    origins = {later: _through(origin, first.origins) for later, origin in second.origins.items()}
    heirs = Counter(chain.from_iterable(origin.questions for origin in origins.values()))
    named = {later: _named(origin, heirs) for later, origin in origins.items()}
    return Migration(first.old, second.new, MappingProxyType(named))


def _through(origin: Origin, earlier: Mapping[str, Origin]) -> Origin:
    before = [earlier[question] for question in origin.questions]
    questions = tuple(dict.fromkeys(chain.from_iterable(each.questions for each in before)))
    if not questions:
        return Origin("new")
    kind = _most([origin.kind, *(each.kind for each in before if each.questions)])
    if not (origin.carries and before[0].carries):
        return Origin(kind, questions)
    return Origin(
        kind,
        questions,
        levels=_levels(before[0], origin),
        whole=origin.whole and before[0].whole,
        declines=origin.declines and before[0].declines,
    )


def _named(origin: Origin, heirs: Mapping[str, int]) -> Origin:
    """Call an origin split or merged where it is so from the first version to the last.

    `heirs` counts the later questions that come from each earlier one.
    """
    if len(origin.questions) > 1:
        return replace(origin, kind="merged")
    if any(heirs[question] > 1 for question in origin.questions):
        return replace(origin, kind="split")
    return origin


def _most(steps: Iterable[Kind]) -> Kind:
    """Return what several steps did to a question, at most `changed`."""
    return max((step if step in COMPARABLE else "changed" for step in steps), key=KINDS.index)


def _levels(first: Origin, second: Origin) -> Mapping[str, str] | None:
    if first.whole or second.whole:
        return second.levels if first.whole else first.levels
    passed = {
        level: (second.levels or {})[middle]
        for level, middle in (first.levels or {}).items()
        if middle in (second.levels or {})
    }
    return MappingProxyType(passed) if passed else None


def same_form(old: Answer, new: Answer) -> bool:
    """Tell whether an answer to one means the same to the other: all but the words is equal."""
    return _form(old) == _form(new)


def same_words(old: Question, new: Question) -> bool:
    """Tell whether question and answers read the same."""
    return _words(old) == _words(new)


def _form(answer: Answer) -> tuple[object, ...]:
    return (
        answer.type,
        [(level.id, level.points, level.bound) for level in answer.levels],
        [(option.id, option.exclusive) for option in answer.options],
        answer.unit,
        answer.minimum,
        answer.maximum,
        answer.lower_is_better,
    )


def _words(question: Question) -> tuple[object, ...]:
    answer = question.answer
    return (
        question.text,
        [level.text for level in answer.levels],
        [option.text for option in answer.options],
    )
