"""Signals from one file's answers: many not applicable, all at the best level, given in haste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from statistics import median

from assess.signals.returned import Returned, fact, given_now, seconds_spent
from assess.signals.signal import Signal
from assess.signals.watch import Rule
from questionnaires import codes as states

SPREAD = Fraction(14826, 10000)
"""Median deviations in a standard deviation of a normal distribution."""


def not_applicable_share(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Compare each file's share of open claims with those of all that answer the same version.

    The distance is a robust z: from the median, in median absolute deviations.
    """
    limits = rule.limits
    for _, group in groupby(files, key=lambda each: each.questionnaire.reference):
        alike = list(group)
        if len(alike) < limits["partners"]:
            continue
        shares = [_claimed_share(each) for each in alike]
        middle = median(shares)
        deviation = median(abs(share - middle) for share in shares)
        spread = max(SPREAD * deviation, Fraction(limits["least_spread"], 100))
        for each, share in zip(alike, shares, strict=True):
            claims = each.now.codes.count(states.NA_CLAIMED)
            distance = 100 * (share - middle) / spread
            if claims >= limits["claims"] and distance >= limits["distance"]:
                strong = distance >= limits["strong_distance"]
                yield Signal(
                    each.partner,
                    rule.id,
                    "strong" if strong else "moderate",
                    f"{claims} of the questions in scope are claimed not applicable "
                    f"({round(100 * share)} %); half of the {len(alike)} partners asked the same "
                    f"claim at most {round(100 * middle)} %",
                    tuple(
                        fact(response, response.comment)
                        for response in each.responses
                        if response.code == states.NA_CLAIMED
                    ),
                )


def _claimed_share(returned: Returned) -> Fraction:
    codes = returned.now.codes
    asked = len(codes) - codes.count(states.OUT_OF_SCOPE)
    return Fraction(codes.count(states.NA_CLAIMED), max(asked, 1))


def all_best(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files in which no answer is below the best level."""
    for each in files:
        codes = [response.code for response in each.levels()]
        if len(codes) >= rule.limits["answers"] and not any(codes):
            bare = not any(each.now.assurance)
            backing = "; no evidence backs any of them" if bare else ""
            yield Signal(
                each.partner,
                rule.id,
                "moderate" if bare else "weak",
                f"all {len(codes)} answers are at the best level{backing}",
            )


def hurried(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files that were worked on for less time than reading the questions takes."""
    for each in files:
        spent = seconds_spent(each.stored.properties)
        answers = given_now(each)
        if spent is None or len(answers) < rule.limits["answers"]:
            continue
        seconds, counted = spent
        if 60 * len(answers) <= rule.limits["answers_a_minute"] * seconds:
            continue
        best = not any(response.code for response in each.levels())
        how = "of editing" if counted else "from the file's making to its last save"
        yield Signal(
            each.partner,
            rule.id,
            "weak" if not counted else "strong" if best else "moderate",
            f"{len(answers)} answers in {seconds} seconds {how}, by the file's own properties"
            + (", every one at the best level" if best else ""),
        )
