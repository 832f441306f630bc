"""The explanation for a terminal: plain text, aligned, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from assess.explanation.changes import Since
from assess.explanation.conditions import Condition
from assess.explanation.lines import cut, item, labelled, titled, wrapped
from assess.explanation.report import Explanation
from assess.explanation.rulings import as_answered, rulings
from assess.explanation.words import (
    combined,
    decided,
    effects,
    headline,
    one,
    standing,
)
from assess.look.words import counted
from scoring.findings import judged_as
from scoring.results import Assessment
from scoring.tree import Branch, Leaf, Limb


def text(told: Explanation) -> Iterator[str]:
    """Yield the lines, none wider than 80 and none with a control character."""
    found = told.found
    yield from wrapped(headline(found))
    yield from wrapped(standing(found))
    yield ""
    yield "Why not the next tier?" if told.next_tier.tier else "The highest tier"
    for label, line in told.next_tier.lines:
        yield from labelled(label, line)
    yield from titled("Scores", _scores(found))
    yield from titled("What decided the tier", _conditions(told))
    yield from titled("Where the points are", _tree(told))
    yield from titled("Beside the answers", _beside(found))
    if told.since:
        yield from titled(f"What changed since {told.since.period}", _since(told.since))
    if told.unconfirmed:
        yield from titled("Counted, but neither confirmed nor changed", _unconfirmed(told))
    yield from titled("Reasons", (line for each in found.reasons for line in item(each)))


def _scores(found: Assessment) -> Iterator[str]:
    heads = ("score", "low", "high", "decisive")
    yield " " * 28 + "".join(f"{head:>12}" for head in heads)
    for name, held in found.scores.items():
        figures = (held.value, held.low, held.high, held.decisive)
        told = "".join(f"{'–' if each is None else f'{each:.1f}':>12}" for each in figures)
        yield f"  {name:<26}{told}"
    yield "Low and high: all that is unanswered at its worst, at its best. The tier rests"
    yield "on the decisive score, in which what is open or only claimed N/A is not met."


def _conditions(told: Explanation) -> Iterator[str]:
    """Show the achieved tier and the next with every condition, any other in one line."""
    tiers, achieved = told.found.policy.tiers, told.found.achieved
    at = -1 if achieved is None else tiers.index(achieved)
    near = {tier.id for tier in tiers[max(at, 0) : at + 2]}
    for tier, held in decided(told.conditions):
        short = [each for each in held if not each.met]
        if tier.id in near:
            yield f"{tier.title}: {_count(short)}"
            yield from (line for each in held for line in _condition(each))
        else:
            fails = f" ({', '.join(_failing(each) for each in short)})" if short else ""
            yield from wrapped(f"{tier.title}: {_count(short)}{fails}", "", "  ")


def _condition(each: Condition) -> Iterator[str]:
    mark = "✓" if each.met else "✗"
    figures = f"{cut(each.held, 13):>14}   needs {each.needed:<14}"
    yield f"  {mark} {cut(each.what, 26):<26}{figures}{each.by}".rstrip()
    if each.controls:
        yield from wrapped(", ".join(each.controls), " " * 6, " " * 6)


def _count(short: list[Condition]) -> str:
    if not short:
        return "every condition holds"
    return counted(len(short), "condition fails", "conditions fail")


def _failing(each: Condition) -> str:
    return f"{each.what} {each.by}".rstrip()


def _tree(told: Explanation) -> Iterator[str]:
    yield from wrapped(combined(told.tree))
    yield "Below: points earned of those possible, out of each principle's 100."
    for limb in told.tree.limbs:
        yield ""
        yield _limb(limb)
        for branch in limb.branches:
            yield f"  {cut(branch.section.title, 58):<60}{_pair(branch.earned, branch.possible)}"
            yield from _leaves(branch)


def _limb(limb: Limb) -> str:
    score = "no score" if limb.score is None else one(limb.score)
    share = "" if limb.share is None else f"{one(100 * limb.share)} % of the whole"
    brings = "" if limb.brings is None else f", brings {one(limb.brings)}"
    return f"{limb.principle.capitalize():<18}{score:<10}{share}{brings}".rstrip()


def _leaves(branch: Branch) -> Iterator[str]:
    full = [leaf for leaf in branch.leaves if leaf.earned == leaf.possible]
    for leaf in branch.leaves:
        if leaf.earned != leaf.possible:
            yield f"    {cut(_leaf(leaf), 55):<58}{_pair(leaf.earned, leaf.possible)}"
    if full:
        earned = sum((leaf.earned for leaf in full), Fraction())
        words = counted(len(full), "question fully met", "questions fully met")
        yield f"    {words:<58}{_pair(earned, earned)}"


def _leaf(leaf: Leaf) -> str:
    return f"{leaf.question.id}: {judged_as(leaf.question, leaf.code)}"


def _pair(earned: Fraction, possible: Fraction) -> str:
    return f"{one(earned):>7} of {one(possible):>5}"


def _beside(found: Assessment) -> Iterator[str]:
    for each in found.contradictions:
        seen = f", seen on {each.on.isoformat()}" if each.on else ""
        yield from item(f"{each.question} (“{each.given}”) is contradicted: {each.by}{seen}.")
    for gone in found.lapsed:
        backs = ", ".join(gone.questions)
        yield from item(f"{gone.what} expired on {gone.on.isoformat()}; no longer backs {backs}.")
    if found.as_answered:
        yield from wrapped(as_answered(found))
    for ruling in rulings(found):
        yield from item(ruling)


def _since(told: Since) -> Iterator[str]:
    yield from wrapped(f"Score {told.score}.")
    yield from wrapped(f"Tier achieved: {told.tiers[0]}, now {told.tiers[1]}.")
    for line in told.surroundings:
        yield from item(line)
    moved, rest, whole = effects(told.moves)
    for move, effect in zip(told.moves.moved, moved, strict=True):
        direction = told.directions.get(move.question.id, "")
        yield f"  {cut(move.question.id, 34):<36}{direction or move.what:<34}{effect:>8}".rstrip()
        if move.before != move.after:
            yield from wrapped(f"{move.before or '–'} → {move.after or '–'}", " " * 6, " " * 6)
    if rest:
        yield f"  {'All others, by their new share of the whole':<70}{rest:>8}"
        yield f"  {'Change':<70}{whole:>8}"
    for each in told.backed:
        yield from item(
            f"Evidence of {each.question}: {each.evidence[0] or 'none'} ({each.before}), "
            f"now {each.evidence[1] or 'none'} ({each.after})"
        )


def _unconfirmed(told: Explanation) -> Iterator[str]:
    for each in told.unconfirmed:
        source = f", derived from {each.source}" if each.source else ""
        yield from item(f"{each.question}: {each.value}, from {each.carried_from}{source}")
