"""A what-if in words and as plain data, for the commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assess.adoption.whatif import Move, Verdict, WhatIf
from scoring.policy import ASSURANCES, RECOMMENDATIONS, Policy
from scoring.results import NeedResult


def as_data(found: WhatIf) -> dict[str, Any]:
    """Return a what-if as JSON-ready data; a tier or recommendation is null where there is none."""
    directions = [move.direction for move in found.moves]
    meeting = found.meeting()
    advice = found.recommendations()
    return {
        "period": found.period,
        "policy": found.old.reference.as_dict(),
        "instead": found.new.reference.as_dict(),
        "partners": len(found.verdicts),
        "moving": {way: directions.count(way) for way in ("up", "down", "other")},
        "meet_required": {"before": meeting[0], "after": meeting[1]},
        "recommendations": {
            word or "none": {"before": advice[0][word], "after": advice[1][word]}
            for word in (*RECOMMENDATIONS, None)
        },
        "tiers": [
            {"before": pair[0], "after": pair[1], "partners": count}
            for pair, count in sorted(found.tiers().items(), key=lambda item: str(item[0]))
        ],
        "moves": [_move(found, move) for move in found.moves],
    }


def sentence(found: WhatIf) -> str:
    """Say in a line what another policy would come to."""
    directions = [move.direction for move in found.moves]
    words = {"up": "up", "down": "down", "other": "to a tier of another name"}
    ways = [f"{directions.count(way)} {word}" for way, word in words.items() if way in directions]
    told = f": {', '.join(ways)}" if ways else ""
    return (
        f"{found.period}, {found.new.reference} instead of {found.old.reference}: "
        f"{len(directions)} of {len(found.verdicts)} partners would move{told}"
    )


def matrix(found: WhatIf) -> Iterator[tuple[str, ...]]:
    """Yield a row for each tier now, the least first: its name, and how many would have which."""
    counts = found.tiers()
    after = [None, *(tier.id for tier in found.new.tiers)]
    for now in (None, *(tier.id for tier in found.old.tiers)):
        cells = [counts[now, then] for then in after]
        if any(cells):
            yield (now or "none", *(str(each) if each else "" for each in cells))


def held(verdict: Verdict) -> str:
    """Name the tier of a verdict with the marks beside it."""
    name = verdict.achieved or "none"
    return f"{name} ({', '.join(verdict.marks)})" if verdict.marks else name


def because(found: WhatIf, move: Move) -> str:
    """Say which needs make the difference for a partner that would move."""
    if not move.decided_by:
        return ""
    policy = _deciding(found, move)
    tier = policy.tiers[move.decided_by[0].tier].id
    needs = "; ".join(need_in_words(need) for need in move.decided_by)
    return f"{'now' if policy is found.old else 'then'} short of {tier}: {needs}"


def need_in_words(need: NeedResult) -> str:
    """Say what is held and what is needed."""
    if need.kind == "assurance":
        return f"{need.column} {ASSURANCES[int(need.held or 0)]}, not {ASSURANCES[need.needed]}"
    if need.kind == "settled":
        count = int(need.held or 0)
        return f"{count} contradicted {'answer' if count == 1 else 'answers'}"
    if need.held is None:
        return f"{need.column or need.kind} none of {need.needed}"
    # A figure just below what is needed may round to it: the comparison is exact all the same.
    just = "just under " if need.held >= need.needed else ""
    unit = " points" if need.kind == "must-haves" else ""
    figure = f"{need.held:.0f}" if need.kind == "must-haves" else f"{need.held:.1f}"
    what = "weakest must-have" if need.kind == "must-haves" else need.column or need.kind
    return f"{what} {just}{figure} of {need.needed}{unit}"


def _deciding(found: WhatIf, move: Move) -> Policy:
    return found.old if move.direction == "up" else found.new


def _move(found: WhatIf, move: Move) -> dict[str, Any]:
    policy = _deciding(found, move)
    return {
        "partner": move.partner,
        "name": move.name,
        "direction": move.direction,
        "before": _verdict(move.before),
        "after": _verdict(move.after),
        "decided_by": [
            {
                "policy": str(policy.reference),
                "tier": policy.tiers[need.tier].id,
                "kind": need.kind,
                "column": need.column or None,
                "needed": need.needed,
                "held": need.held,
            }
            for need in move.decided_by
        ],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "required": verdict.required,
        "achieved": verdict.achieved,
        "marks": list(verdict.marks),
        "meets_required": verdict.meets,
        "recommendation": verdict.recommendation,
    }
