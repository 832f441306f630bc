"""The explanation as one HTML page that needs nothing but itself, and no script."""

from __future__ import annotations

from typing import Any

from assess.explanation import words
from assess.explanation.report import Explanation
from assess.explanation.rulings import as_answered, rulings
from assess.look.environment import render
from assess.trend import Move
from scoring.findings import judged_as


def page(told: Explanation) -> bytes:
    """Return the page as UTF-8: no script, no font, no picture and no request from anywhere."""
    needed = _needed(told)
    data: dict[str, Any] = {
        "told": told,
        "found": told.found,
        "words": words,
        "judged_as": judged_as,
        "rulings": list(rulings(told.found)),
        "as_answered": as_answered(told.found),
        "decided": list(words.decided(told.conditions)),
        "needed": needed,
        "moved": _moved(told),
    }
    return render("assess.explanation", "page.html.j2", **data).encode()


def _needed(told: Explanation) -> dict[str, int]:
    """Return what the next tier needs of each score, or the highest where there is none."""
    tier = told.next_tier.tier or told.found.policy.tiers[-1]
    needs = (each.need for each in told.conditions if each.tier.id == tier.id)
    return {need.column: need.needed for need in needs if need.kind == "score"}


def _moved(told: Explanation) -> list[tuple[Move, str, str]]:
    """Return each question that moved, with its direction and its effect in words."""
    if told.since is None:
        return []
    shown, _, _ = words.effects(told.since.moves)
    directions = told.since.directions
    return [
        (move, directions.get(move.question.id, ""), effect)
        for move, effect in zip(told.since.moves.moved, shown, strict=True)
    ]
