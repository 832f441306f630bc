"""How sure a tier is, in one plain sentence."""

from __future__ import annotations

from functools import partial

from assess.certainty.collecting import Certainty, how_sure
from assess.wordings import wording
from questionnaires.profiles import ENGLISH
from scoring.results import Assessment

NAMED = 3
"""How many answers the sentence names before it counts the rest."""

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""Small numbers, written out."""


def certain_of(found: Assessment, language: str = ENGLISH) -> str:
    """Say how sure the tier of one assessment is; "" where nothing is answered."""
    (certainty,) = how_sure([found])
    return certain(certainty, language)


def certain(certainty: Certainty, language: str = ENGLISH) -> str:
    """Say in how many weightings a tier holds and which answers decide it.

    "" where nothing is answered: there is no tier to be sure of.
    """
    if not certainty.assessment.coverage.answered:
        return ""
    say = partial(wording, language)
    holds = _holds(certainty, language)
    named = certainty.answers[:NAMED]
    count = len(certainty.answers)
    number = say(NUMBERS[count - 1]) if 0 < count <= len(NUMBERS) else str(count)
    if count == 0:
        decides = say("no single answer decides it")
    elif count == 1:
        decides = say("one answer decides it: {answers}", answers=named[0])
    elif count <= NAMED:
        decides = say(
            "{count} answers decide it: {answers}", count=number, answers=", ".join(named)
        )
    else:
        text = "{count} answers decide it, among them {answers}"
        decides = say(text, count=number, answers=", ".join(named))
    return say("{holds}; {decides}.", holds=holds, decides=decides)


def share_words(count: int, draws: int, language: str = ENGLISH) -> str:
    """Write a share of the weightings in whole per cent, never 0 or 100 where it is not so."""
    if count in {0, draws}:
        return f"{100 * count // draws} %"
    if 100 * count < draws:
        return wording(language, "less than {share} %", share=1)
    if 100 * (draws - count) < draws:
        return wording(language, "more than {share} %", share=99)
    return f"{(200 * count + draws) // (2 * draws)} %"


def _holds(certainty: Certainty, language: str) -> str:
    say = partial(wording, language)
    everywhere = certainty.same == certainty.draws
    share = share_words(certainty.same, certainty.draws, language)
    if certainty.tier is None:
        text = "In {share} of reasonable weightings no tier is reached"
        always = "No tier is reached, however the principles are reasonably weighted"
    elif certainty.tier == certainty.assessment.achieved:
        text = "This tier holds in {share} of reasonable weightings"
        always = "This tier holds in all reasonable weightings"
    else:
        title = say(certainty.tier.title)
        text = "{tier}, reached without help, holds in {share} of reasonable weightings"
        always = "{tier}, reached without help, holds in all reasonable weightings"
        return say(always, tier=title) if everywhere else say(text, tier=title, share=share)
    return say(always) if everywhere else say(text, share=share)
