"""What a tier needs, before and after the plan, and what of it stays out of reach, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.look.words import listed, sentence
from scoring.policy import ASSURANCES, MUST_HAVES
from scoring.results import Assessment, NeedResult


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need of the tier in words: what is needed, held now, and held after the plan.

    `after` and `met_after` are "" and False where there is no plan.
    """

    need: str
    needed: str
    now: str
    met_now: bool
    after: str
    met_after: bool


def need_lines(found: Assessment, after: Assessment | None, tier: int) -> tuple[NeedLine, ...]:
    """Return each need of a tier by index, as it is now and after a plan."""
    then = {_key(need): need for need in after.needs} if after else {}
    lines = []
    for need in found.needs:
        if need.tier == tier:
            planned = then.get(_key(need))
            # Settled is only listed while something is not.
            held = planned or (need if after is None else _settled(need))
            lines.append(
                NeedLine(
                    need=need_words(need),
                    needed=_figure(need, float(need.needed)),
                    now=_figure(need, need.held),
                    met_now=need.met,
                    after=_figure(need, held.held) if after else "",
                    met_after=held.met if after else False,
                )
            )
    return tuple(lines)


def shortfalls(found: Assessment, missing: Sequence[NeedResult]) -> tuple[str, ...]:
    """Say what not even every step together would bring, the highest asked of each need."""
    if not found.coverage.answered + found.coverage.unanswered + found.coverage.claimed:
        return ("No question applies to this partner, so there is nothing that could be met.",)
    strictest = {(need.kind, need.column): need for need in missing}
    return tuple(
        f"{sentence(need_words(need))}: {_figure(need, float(need.needed))} needed, "
        f"{_figure(need, need.held)} at most."
        for need in strictest.values()
    )


def need_words(need: NeedResult) -> str:
    """Name a need."""
    if need.kind == "assurance":
        whose = "must-haves" if need.column == MUST_HAVES else need.column
        return f"assurance of {whose}"
    if need.kind == "score":
        return "overall score" if need.column == "overall" else need.column
    return {
        "coverage": "coverage, %",
        "must-haves": "weakest must-have, of 1000",
        "settled": "contradicted answers",
    }[need.kind]


def controls(names: Sequence[str], most: int = 8) -> str:
    """List controls by id, the first ones if there are many."""
    more = len(names) - most
    return listed([*names[:most], f"{more} more"] if more > 0 else list(names))


def _key(need: NeedResult) -> tuple[int, str, str]:
    return need.tier, need.kind, need.column


def _settled(need: NeedResult) -> NeedResult:
    return NeedResult(need.tier, need.kind, need.column, need.needed, 0.0, met=True)


def _figure(need: NeedResult, value: float | None) -> str:
    if value is None:
        return "–"
    if need.kind == "assurance":
        return ASSURANCES[int(value)]
    return f"{value:.0f}" if need.kind in {"must-haves", "settled"} else f"{value:.1f}"
