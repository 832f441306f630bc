"""A step question by question: what is new, gone or answered otherwise, and what it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from assess.scorecard.states import Answered, answered
from assess.trend.quarters import Step
from questionnaires.model import Question
from scoring.contributions import ADDS_UP, contributions
from scoring.results import Assessment
from scoring.split import Split

OUTSIDE = "out of scope"


@dataclass(frozen=True, slots=True)
class Move:
    """One question that changed: in what, its answers then and now, and what that moved.

    `effect` is how far it lifts the overall score now, less how far it did then, in exact per
    cent: None where there is no score in either. An answer is "" where it was not asked.
    """

    question: Question
    what: str
    before: str
    after: str
    effect: Fraction | None


@dataclass(frozen=True, slots=True)
class Moves:
    """The questions that changed, most effect first, and what all others moved together.

    The effects and the `rest` add up to the change of the overall score: a question that did not
    change still weighs more or less in the whole when others come or go.
    """

    moved: tuple[Move, ...]
    rest: Fraction | None


def moves(step: Step) -> Moves:
    """Return what changed for one partner from one quarter to the next, question by question.

    A question lifts a score by its share of the weight x (its points - the mean of the score
    then and now): a good answer lifts it, a bad one lowers it, whether it is old or new. Without
    two quarters nothing is compared.
    """
    if step.before is None or step.after is None or step.change is None:
        return Moves((), None)
    then, now = step.before.assessment, step.after.assessment
    lifts = _lifts(then, now, step.change.splits["overall"])
    pairs = [
        (old, new, what)
        for old, new in _pairs(then, now, step.carried)
        if (what := _what(old, new, step))
    ]
    moved = [_move(old, new, what, lifts) for old, new, what in pairs]
    moved.sort(key=lambda move: (-abs(move.effect or 0), move.question.id))
    change = step.change.splits["overall"].difference
    rest = (
        None
        if change is None or lifts is None
        else change - sum(move.effect or 0 for move in moved)
    )
    return Moves(tuple(moved), rest)


Lifts: TypeAlias = tuple[dict[str, Fraction], dict[str, Fraction]] | None
"""How far each question lifts the score, then and now; None where either is none, or no sum."""


def _lifts(then: Assessment, now: Assessment, split: Split) -> Lifts:
    sums = all(each.policy.aggregation in ADDS_UP for each in (then, now))
    if split.before is None or split.after is None or not sums:
        return None
    mean = (split.before + split.after) / 200
    return _lifted(then, mean), _lifted(now, mean)


def _lifted(assessment: Assessment, mean: Fraction) -> dict[str, Fraction]:
    return {
        part.question.id: part.earned["overall"] - part.possible["overall"] * mean
        for part in contributions(assessment.model, assessment.codes)
    }


def _pairs(
    then: Assessment, now: Assessment, carried: Mapping[str, str]
) -> Iterator[tuple[Answered | None, Answered | None]]:
    """Yield each question then and now, in the order asked; those no longer asked come last."""
    earlier = {item.question.id: item for item in answered(then)}
    origin = {new: old for old, new in carried.items()}
    for item in answered(now):
        yield earlier.pop(origin.get(item.question.id, item.question.id), None), item
    for item in earlier.values():
        yield item, None


def _move(old: Answered | None, new: Answered | None, what: str, lifts: Lifts) -> Move:
    item = new or old
    if item is None:
        message = "a question that was asked in neither quarter cannot change"
        raise ValueError(message)
    words = (old.words if old else "", new.words if new else "")
    return Move(item.question, what, *words, None if lifts is None else _effect(old, new, lifts))


def _effect(
    old: Answered | None,
    new: Answered | None,
    lifts: tuple[dict[str, Fraction], dict[str, Fraction]],
) -> Fraction:
    before, after = (
        lift.get(item.question.id, Fraction()) if item else Fraction()
        for item, lift in zip((old, new), lifts, strict=True)
    )
    return after - before


def _what(old: Answered | None, new: Answered | None, step: Step) -> str:
    """Say in what a question changed, "" where it did not or was never asked of this partner."""
    if all(item is None or item.state == OUTSIDE for item in (old, new)):
        return ""
    if old is None or new is None:
        return "no longer asked" if new is None else "new question"
    if step.carried.get(old.question.id) != new.question.id:
        return "asked otherwise"
    if old.words == new.words:
        return "weight or points" if new.counts and _worth(old, new, step) else ""
    if OUTSIDE in {old.state, new.state}:
        return "applies no longer" if new.state == OUTSIDE else "applies now"
    return "answer"


def _worth(old: Answered, new: Answered, step: Step) -> bool:
    """Tell whether the same answer is worth something else than it was."""
    if step.before is None or step.after is None:
        return False
    then, now = step.before.assessment.policy, step.after.assessment.policy
    weights = then.weight(old.question), now.weight(new.question)
    return old.points != new.points or weights[0] != weights[1]
