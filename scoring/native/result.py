"""What every native method takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any, Protocol, TypeAlias

from questionnaires.model import Reference
from scoring.rounding import nearest

Number: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Points:
    """Points earned of those that count, exact; both 0 where nothing counts."""

    max: Number
    score: Number

    @property
    def percent(self) -> float | None:
        """The share as displayed, rounded half up to one decimal; None where nothing counts."""
        return nearest(Fraction(100 * self.score) / self.max if self.max else None)

    def as_dict(self) -> dict[str, Any]:
        """Return the points as JSON-ready data."""
        return {"max": plain(self.max), "score": plain(self.score), "percent": self.percent}


def plain(number: Number) -> int | float:
    """Return a number for JSON: whole where it is whole, else the nearest float."""
    return int(number) if number == int(number) else float(number)


def two_decimals(number: Number | float) -> str:
    """Write a number with two decimals, rounded half up, as maturity is usually shown."""
    hundredths = floor(Fraction(number) * 100 + Fraction(1, 2))
    return f"{hundredths / 100:.2f}"


def pooled(several: Iterable[Points]) -> Points:
    """Add points up: a total is the share of all points, not the mean of shares."""
    counted = tuple(several)
    return Points(sum(each.max for each in counted), sum(each.score for each in counted))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of a question beside its answer, where a method leaves that to the file.

    `weight`, the `group` it is weighed in and that group's own weight (XCCDF); the maturity
    `level` it belongs to (C2M2); the maturity that is its `target` (VDA ISA).
    """

    weight: Fraction = Fraction(1)
    group: str = ""
    group_weight: Fraction = Fraction(1)
    level: int | None = None
    target: int | None = None


Span: TypeAlias = tuple[int, int]
"""The least and the most that a number in a field of Stated may be; (0, 0) for a text."""

WEIGHT: Span = (0, 10**6)


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a filled questionnaire, as typed: nothing trimmed, blanks absent.

    `answers`, and an analyst's overrides of `compliance` and `importance`, are texts by question
    id. `included` says by section whether the analyst lets it count; where silent, it does.
    `stated` is by question id too; where silent, it is as in `Stated()`.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    compliance: Mapping[str, str] = field(default_factory=dict)
    importance: Mapping[str, str] = field(default_factory=dict)
    included: Mapping[str, bool] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Native:
    """The scores that a questionnaire's own method gives, exact; `title` is what people call them.

    `overall` is the sum of the `sections`, each times its weight in `weights`, 1 where silent,
    in every method but XCCDF's absolute one; it is None where the method gives none, and
    `remarks` say why. `parts` break some sections
    down and are no further addends. `critical` pools the `critical_questions` most important
    questions out of all sections; it is None where a method knows none.
    """

    policy: Reference
    title: str
    sections: dict[str, Points]
    overall: Points | None
    critical: Points | None = None
    critical_questions: int = 0
    parts: dict[str, dict[str, Points]] = field(default_factory=dict)
    weights: dict[str, Fraction] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON-ready data, sections in their author's order."""
        critical = self.critical
        return {
            "policy": self.policy.as_dict(),
            "title": self.title,
            "sections": _by_name(self.sections),
            "parts": {name: _by_name(parts) for name, parts in self.parts.items()},
            "weights": {name: plain(weight) for name, weight in self.weights.items()},
            "overall": self.overall.as_dict() if self.overall else None,
            "critical": (
                {"questions": self.critical_questions, **critical.as_dict()} if critical else None
            ),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers that a question takes, in small letters, worst first.

    `not_applicable` is the word for that, "" where the method has none; `others` are further
    words; where `free`, any other text may stand there too, and the method says what it does.
    `weight` is what the question counts, where the method gives each its own.
    """

    answers: tuple[str, ...]
    not_applicable: str = ""
    others: tuple[str, ...] = ()
    free: bool = False
    weight: int | None = None

    def takes(self, text: str) -> bool:
        """Tell whether a text is an answer to the question."""
        word = text.strip().lower()
        given = {*self.answers, self.not_applicable, *self.others}
        return self.free or not self.answers or word in given


class Rules(Protocol):
    """One policy's rules, checked and ready to score with."""

    @property
    def asks(self) -> tuple[str, ...]:
        """The ids of the questions, where the method knows them."""

    @property
    def domains(self) -> tuple[str, ...]:
        """What ids begin with, where the method knows no more of them."""

    @property
    def states(self) -> Mapping[str, Span]:
        """The fields of `Stated` that it heeds; `level` it cannot do without."""

    def scale(self, question: str) -> Scale | None:
        """Return the answers that a question takes; None for one that the method does not know."""

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Score what was given in the name of a policy; pure, whatever the texts are."""


def _by_name(points: Mapping[str, Points]) -> dict[str, Any]:
    return {name: each.as_dict() for name, each in points.items()}
