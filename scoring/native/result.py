"""What every native method takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from questionnaires.model import Reference
from scoring.rounding import shown


@dataclass(frozen=True, slots=True)
class Points:
    """Points earned of those that count, in whole points; both 0 where nothing counts."""

    max: int
    score: int

    @property
    def percent(self) -> float | None:
        """The share as displayed, rounded half up to one decimal; None where nothing counts."""
        return shown(1000 * self.score, self.max)

    def as_dict(self) -> dict[str, Any]:
        """Return the points as JSON-ready data."""
        return {"max": self.max, "score": self.score, "percent": self.percent}


def pooled(several: Iterable[Points]) -> Points:
    """Add points up: a total is the share of all points, not the mean of shares."""
    counted = tuple(several)
    return Points(sum(each.max for each in counted), sum(each.score for each in counted))


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a filled questionnaire, as typed: nothing trimmed, blanks absent.

    `answers`, and an analyst's overrides of `compliance` and `importance`, are texts by question
    id. `included` says by section whether the analyst lets it count; where silent, it does.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    compliance: Mapping[str, str] = field(default_factory=dict)
    importance: Mapping[str, str] = field(default_factory=dict)
    included: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Native:
    """The scores that a questionnaire's own method gives, exact; `title` is what people call them.

    The `sections` add up to `overall`. `parts` break some of them down, by section, and are no
    further addends. `critical` pools the `critical_questions` most important questions out of all
    sections; it is None where a method knows none.
    """

    policy: Reference
    title: str
    sections: dict[str, Points]
    overall: Points
    critical: Points | None = None
    critical_questions: int = 0
    parts: dict[str, dict[str, Points]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the scores as JSON-ready data, sections in their author's order."""
        critical = self.critical
        return {
            "policy": self.policy.as_dict(),
            "title": self.title,
            "sections": _by_name(self.sections),
            "parts": {name: _by_name(parts) for name, parts in self.parts.items()},
            "overall": self.overall.as_dict(),
            "critical": (
                {"questions": self.critical_questions, **critical.as_dict()} if critical else None
            ),
        }


class Rules(Protocol):
    """One policy's rules, checked and ready to score with."""

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Score what was given in the name of a policy; pure, whatever the texts are."""


def _by_name(points: Mapping[str, Points]) -> dict[str, Any]:
    return {name: each.as_dict() for name, each in points.items()}
