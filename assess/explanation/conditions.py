"""The conditions of every tier: which held and which failed, each by exactly how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.needs import unbacked
from scoring.policy import ASSURANCES, MUST_HAVES, Tier
from scoring.results import Assessment, NeedResult


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a tier, in words.

    `margin` is what is held less what is needed, in exact per cent (of a control's points for the
    weakest must-have): negative is short. None where nothing can be subtracted. `controls` are
    the ids of those that make it fail, where it is about single controls.
    """

    tier: Tier
    need: NeedResult
    what: str
    held: str
    needed: str
    margin: Fraction | None
    controls: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether it held."""
        return self.need.met

    @property
    def by(self) -> str:
        """By how much it held or failed, for people: `3.1 short`, `0.4 to spare`."""
        if self.margin is None:
            return "" if self.met else "short"
        if not self.margin:
            return "exactly"
        # What is short by next to nothing is not short by nothing.
        size = f"{float(abs(self.margin)):.1f}"
        size = "under 0.1" if size == "0.0" else size
        return f"{size} {'to spare' if self.margin > 0 else 'short'}"


def conditions(found: Assessment) -> tuple[Condition, ...]:
    """Return every condition of every tier, least tier first, in the order they are judged."""
    return tuple(_conditions(found))


def _conditions(found: Assessment) -> Iterator[Condition]:
    for need in found.needs:
        words, controls = _words(need), _controls(found, need)
        yield Condition(found.policy.tiers[need.tier], need, *words, _margin(found, need), controls)


def _controls(found: Assessment, need: NeedResult) -> tuple[str, ...]:
    if need.met:
        return ()
    if need.kind == "must-haves":
        weak = (f for f in found.findings if f.question.must_have and f.points < need.needed)
        return tuple(finding.question.id for finding in weak)
    if need.kind == "assurance":
        codes, backing = (np.array(row, dtype=np.int8) for row in (found.codes, found.assurance))
        return unbacked(found.model, codes, backing, need.column, need.needed)
    if need.kind == "settled":
        return tuple(dict.fromkeys(each.question for each in found.contradictions))
    return ()


def _words(need: NeedResult) -> tuple[str, str, str]:
    """Return what is needed, what is held and how much is needed, in words."""
    if need.kind == "coverage":
        return "questions answered", _percent(need.held), f"{need.needed} %"
    if need.kind == "must-haves":
        held = "none asked" if need.held is None else f"{need.held / 10:.0f} %"
        return "weakest must-have", held, f"{need.needed / 10:.0f} %"
    if need.kind == "assurance":
        what = "must-haves backed" if need.column == MUST_HAVES else f"{need.column} backed"
        held = "nothing asked" if need.held is None else ASSURANCES[int(need.held)]
        return what, held, ASSURANCES[need.needed]
    if need.kind == "settled":
        return "contradicted answers", f"{int(need.held or 0)}", "none"
    what = "overall score" if need.column == "overall" else need.column
    return what, "no score" if need.held is None else f"{need.held:.1f}", f"{need.needed}"


def _margin(found: Assessment, need: NeedResult) -> Fraction | None:
    if need.kind == "score":
        held = found.scores[need.column].exact("decisive")
    elif need.kind == "coverage":
        asked = found.coverage.answered + found.coverage.unanswered
        held = Fraction(100 * found.coverage.answered, asked) if asked else None
    elif need.kind == "must-haves":
        # In per cent of a control's points, as it is shown.
        held = None if need.held is None else Fraction(int(need.held), 10)
        return None if held is None else held - Fraction(need.needed, 10)
    else:
        return None
    return None if held is None else held - need.needed


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f} %"
