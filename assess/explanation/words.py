"""How an explanation is put into words and figures for people, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assess.explanation.conditions import Condition
from assess.look.words import percent, quarter, score
from assess.trend import Moves
from assess.trend.words import signed
from scoring.policy import Tier
from scoring.reasons import with_marks
from scoring.results import Assessment
from scoring.rounding import tenths
from scoring.split import apportion, rounded
from scoring.tree import Tree

HUNDREDTHS = 100

COMBINED = {
    "pooled": "Every question weighs on the overall score: a principle's share is what its "
    "questions weigh, times the policy's weight of it. What they bring adds up to {overall}.",
    "arithmetic": "The overall score is the mean of the principles, each by its share. What they "
    "bring adds up to {overall}.",
    "geometric": "The overall score is the geometric mean of the principles, each to the power of "
    "its share: {overall}. A weak principle pulls it down more than a strong one lifts it.",
    "minimum": "The overall score is that of the weakest principle: {overall}.",
}


def headline(found: Assessment) -> str:
    """Say whom it is about, when, and by what."""
    asked, policy = found.questionnaire.reference, found.policy.reference
    return f"{found.profile.name}, {quarter(found.period)}, by {asked} and {policy}"


def standing(found: Assessment) -> str:
    """Say the tiers and the score, never without its coverage."""
    achieved = with_marks(found.achieved.title if found.achieved else "none", found.basis)
    overall = found.scores["overall"]
    return (
        f"Tier achieved: {achieved}; required: {found.required.title}. "
        f"Score {score(overall.value)} over what is answered ({percent(found.coverage.percent)}), "
        f"{score(overall.decisive)} counts for the tier, in which what is open is not met."
    )


def combined(found: Tree) -> str:
    """Say how the principles make the overall score."""
    overall = "no score" if found.overall is None else one(found.overall)
    return COMBINED[found.method].format(overall=overall)


def decided(told: Sequence[Condition]) -> Iterator[tuple[Tier, list[Condition]]]:
    """Yield each tier with its conditions, the highest first."""
    for tier in reversed(dict.fromkeys(each.tier.id for each in told)):
        held = [each for each in told if each.tier.id == tier]
        yield held[0].tier, held


def one(value: Fraction) -> str:
    """Write exact per cent with one decimal, rounded half up as every score is."""
    return f"{(tenths(10 * value.numerator, value.denominator) or 0) / 10:.1f}"


def effects(found: Moves) -> tuple[list[str], str, str]:
    """Write what each move did, all others, and the change, in hundredths that add up.

    Blank where there is no sum to split.
    """
    exact = [move.effect for move in found.moved if move.effect is not None]
    if found.rest is None or len(exact) < len(found.moved):
        return [""] * len(found.moved), "", ""
    all_of = [*exact, found.rest]
    change = sum(all_of, Fraction())
    shown = apportion(all_of, rounded(change, HUNDREDTHS), HUNDREDTHS)
    told = [signed(value, part, 2) for value, part in zip(shown, all_of, strict=True)]
    return told[:-1], told[-1], signed(sum(shown), change, 2)
