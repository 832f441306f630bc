"""OWASP SAMM 2: maturity of practices, functions, and overall.

    level     = mean of its two streams' answers, each worth 0, 0.25, 0.5 or 1
    practice  = sum of its three levels                      0 to 3
    function  = mean of its three practices
    overall   = mean of the five functions

An answer that is missing or not one of the question's own is worth 0; nothing is left out. The
toolbox words four answers for each question; here they have four names, the same for all.

Source: OWASP SAMM 2, assessment toolbox (sheets Interview and Scorecard, formulas).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span

LEVELS = (1, 2, 3)
STREAMS = ("A", "B")

FUNCTIONS = {
    "G": ("SM", "PC", "EG"),
    "D": ("TA", "SR", "SA"),
    "I": ("SB", "SD", "DM"),
    "V": ("AA", "RT", "ST"),
    "O": ("IM", "EM", "OM"),
}
"""Practices by business function: governance, design, implementation, verification, operations."""

QUESTIONS = tuple(
    f"{function}-{practice}-{stream}-{level}-1"
    for function, names in FUNCTIONS.items()
    for practice in names
    for stream in STREAMS
    for level in LEVELS
)
"""The ids of the 90 questions."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """Exact ratings, 0 to 3: by practice (`G-SM`), by function (`G`), and overall."""

    practices: dict[str, Fraction]
    functions: dict[str, Fraction]
    overall: Fraction


def rate(worth: Mapping[str, Fraction]) -> Ratings:
    """Rate an assessment; `worth` of answers by question id, such as `G-SM-A-1-1`."""
    practices = {
        f"{function}-{practice}": sum(
            (_level(worth, f"{function}-{practice}", level) for level in LEVELS), Fraction()
        )
        for function, names in FUNCTIONS.items()
        for practice in names
    }
    functions = {
        function: sum((practices[f"{function}-{name}"] for name in names), Fraction()) / len(names)
        for function, names in FUNCTIONS.items()
    }
    return Ratings(practices, functions, sum(functions.values(), Fraction()) / len(functions))


def _level(worth: Mapping[str, Fraction], practice: str, level: int) -> Fraction:
    given = (worth.get(f"{practice}-{stream}-{level}-1", Fraction()) for stream in STREAMS)
    return sum(given, Fraction()) / len(STREAMS)


@dataclass(frozen=True, slots=True)
class Samm:
    """What each answer is worth, by its name in small letters, worst first."""

    worth: Mapping[str, Fraction]
    asks: tuple[str, ...] = QUESTIONS
    domains: tuple[str, ...] = ()

    @property
    def states(self) -> Mapping[str, Span]:
        """Nothing: all figures are the policy's."""
        return {}

    def scale(self, question: str) -> Scale | None:
        """Return the four answers, for each of the 90 questions."""
        return Scale(tuple(self.worth)) if question in self.asks else None

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Rate functions, their practices, and the whole."""
        found = rate(
            {
                question: self.worth.get(text.strip().lower(), Fraction())
                for question, text in given.answers.items()
            }
        )
        best = len(LEVELS)
        return Native(
            policy=policy,
            title=title,
            sections={name: Points(best, rating) for name, rating in found.functions.items()},
            overall=Points(best, found.overall),
            parts={
                function: {
                    f"{function}-{name}": Points(best, found.practices[f"{function}-{name}"])
                    for name in names
                }
                for function, names in FUNCTIONS.items()
            },
            weights=dict.fromkeys(FUNCTIONS, Fraction(1, len(FUNCTIONS))),
        )


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield an answer that is worth less than the one before it."""
    worth = list(rules["worth"].values())
    if worth != sorted(worth):
        yield ".worth", "the answers do not run from worst to best", "put them in order"


def read(rules: dict[str, Any]) -> Samm:
    """Read the checked rules of a policy; worth is in thousandths there."""
    return Samm({word.lower(): Fraction(worth, 1000) for word, worth in rules["worth"].items()})
