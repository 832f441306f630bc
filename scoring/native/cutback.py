"""Maturity with cutback, as VDA ISA 6 computes the overall result.

    result          = mean of min(maturity, target) over the rated controls
    without cutback = mean of maturity

so that what is better than its target does not make up for what is worse. A control that is not
rated (not applicable, or blank) is left out. A chapter, what stands before the first dot of its
controls' ids, is rated likewise, and counts overall by how many of its controls are rated.

Source: VDA ISA 6.0 (2023), sheets "Results" and "Maturity levels"; TISAX participant handbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span, Stated, two_decimals


@dataclass(frozen=True, slots=True)
class Maturity:
    """The mean with and without cutback, and the mean target; None where nothing is rated."""

    result: Fraction | None
    without: Fraction | None
    target: Fraction | None


def maturity(rated: Sequence[int | None], targets: Sequence[int]) -> Maturity:
    """Combine the maturity of controls, None for one not rated, with their targets."""
    counted = [(m, t) for m, t in zip(rated, targets, strict=True) if m is not None]
    if not counted:
        return Maturity(None, None, None)
    size = len(counted)
    return Maturity(
        Fraction(sum(min(level, target) for level, target in counted), size),
        Fraction(sum(level for level, _ in counted), size),
        Fraction(sum(target for _, target in counted), size),
    )


@dataclass(frozen=True, slots=True)
class Cutback:
    """The highest maturity, the target where a file states none, the word for "not rated"."""

    highest: int
    target: int
    not_rated: str
    asks: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def states(self) -> Mapping[str, Span]:
        """A control's own target."""
        return {"target": (0, self.highest)}

    def scale(self, question: str) -> Scale | None:
        """Return the maturity levels and the word for "not rated", for every control."""
        del question
        return Scale(tuple(str(level) for level in range(self.highest + 1)), self.not_rated)

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Rate the chapters and the whole; without cutback is a remark, as it decides nothing."""
        chapters: dict[str, list[tuple[int, int]]] = {}
        for control, text in given.answers.items():
            level = text.strip()
            if level.isascii() and level.isdigit() and int(level) <= self.highest:
                target = given.stated.get(control, Stated()).target
                pair = (int(level), self.target if target is None else target)
                chapters.setdefault(control.partition(".")[0], []).append(pair)
        every = [pair for pairs in chapters.values() for pair in pairs]
        found = _rated(every)
        names = sorted(chapters, key=lambda name: (len(name), name))
        return Native(
            policy=policy,
            title=title,
            sections={name: _points(_rated(chapters[name])) for name in names},
            overall=_points(found),
            weights={name: Fraction(len(chapters[name]), len(every)) for name in names},
            remarks=() if found.without is None else (_remark(found.without),),
        )


def _rated(pairs: Sequence[tuple[int, int]]) -> Maturity:
    return maturity([level for level, _ in pairs], [target for _, target in pairs])


def _points(found: Maturity) -> Points:
    return Points(found.target or 0, found.result or 0)


def _remark(without: Fraction) -> str:
    return f"without cutback, the mean would be {two_decimals(without)}"


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a target that nothing can reach."""
    if rules["target"] > rules["highest"]:
        message = f"the target {rules['target']} is above the highest, {rules['highest']}"
        yield ".target", message, "lower it"


def read(rules: dict[str, Any]) -> Cutback:
    """Read the checked rules of a policy."""
    return Cutback(rules["highest"], rules["target"], rules["not_rated"].lower())
