"""What the workbook tells a partner about a question: how to answer it, and when."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import chain

from assess.issue.pending import Hinge, Pending
from assess.wordings import wording
from assess.workbook_format import NOT_APPLICABLE, TICK
from questionnaires.model import Answer, Question, Questionnaire

QUOTED = 110
"""Characters of another question that a condition quotes, so that it stays readable."""

SHOWN = 120
"""Characters of a list that the guidance repeats, for those who read it on paper."""

MEASURED = frozenset({"number", "date"})

UNITS = {
    "hours": "in hours",
    "days": "in days",
    "years": "in years",
    "euro": "in euro",
    "percent": "in percent (95 means 95\u00a0%)",
}

EXAMPLE_DATE = "2026-03-31"

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return a text that XML can carry: forbidden characters become U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def entries(question: Question, language: str) -> tuple[str, ...]:
    """Return what may be written in words: what a choice offers, or instead of a number or date.

    The levels of a number or a date are not among them, as they would tell what earns most.
    """
    levels = question.answer.levels
    if question.answer.type == "choice":
        texts = [level.text for level in levels]
    elif question.answer.type in MEASURED:
        synonyms = [synonym for level in levels for synonym in level.synonyms]
        texts = [synonym[:1].upper() + synonym[1:] for synonym in synonyms]
    else:
        texts = []
    return (*texts, wording(language, NOT_APPLICABLE)) if question.na_allowed else tuple(texts)


def how_to_answer(question: Question, language: str) -> str:
    """Say in a sentence or two what to put into the answer cell."""
    answer = question.answer
    if answer.type == "choice":
        return _choose(answer, language)
    if answer.type == "multi":
        return _tick(answer, language)
    if answer.type == "number":
        return wording(language, "Answer with {number}.", number=number(answer, language))
    if answer.type == "date":
        return wording(language, "Answer with a date, such as {date}.", date=EXAMPLE_DATE)
    return wording(language, "Answer in your own words.")


def how_to_decline(question: Question, language: str) -> str:
    """Say how to answer a question that may be not applicable."""
    text = (
        "If it does not apply, write “{words}” and say why in the comment."
        if question.answer.type in MEASURED
        else "If it does not apply, choose “{words}” and say why in the comment."
    )
    return wording(language, text, words=wording(language, NOT_APPLICABLE))


def number(answer: Answer, language: str) -> str:
    """Describe the number wanted: `a number from 0 to 720, in hours`."""
    low, high = answer.minimum, answer.maximum
    limits = {"low": plain(low or Decimal()), "high": plain(high or Decimal())}
    span = "a number"
    if low is not None and high is not None:
        span = "a number from {low} to {high}"
    elif low:
        span = "a number, at least {low}"
    elif high is not None:
        span = "a number, at most {high}"
    said = wording(language, span, **limits)
    unit = UNITS.get(answer.unit, "")
    return f"{said}, {wording(language, unit)}" if unit else said


def plain(value: Decimal) -> str:
    """Write a number without exponent or trailing zeros."""
    return format(value.normalize(), "f")


def when_to_answer(pending: Pending, questionnaire: Questionnaire, language: str) -> str:
    """Say on which earlier answers a question hangs."""
    condition = _words(pending, questionnaire, language)
    return wording(language, "Answer only if {condition}.", condition=condition)


def _choose(answer: Answer, language: str) -> str:
    offered = " · ".join(level.text for level in answer.levels)
    if len(offered) > SHOWN:
        return wording(language, "Choose one entry from the list.")
    return wording(language, "Choose one: {offered}.", offered=offered)


def _tick(answer: Answer, language: str) -> str:
    alone = [quoted(option.text, language) for option in answer.options if option.exclusive]
    how = wording(language, "Put {tick} beside every entry below that applies.", tick=TICK)
    if not alone:
        return how
    words = listed(alone, language)
    return f"{how} {wording(language, 'Do not combine {words} with others.', words=words)}"


def quoted(words: str, language: str) -> str:
    """Put words into the quotation marks of a language."""
    return wording(language, "“{words}”", words=words)


def listed(words: list[str], language: str) -> str:
    """Join words with commas and a closing `or`."""
    if len(words) == 1:
        return words[0]
    first = ", ".join(words[:-1])
    return wording(language, "{first} or {last}", first=first, last=words[-1])


def _words(
    pending: Pending, questionnaire: Questionnaire, language: str, *, inside: bool = False
) -> str:
    if isinstance(pending, Hinge):
        return _hinge(pending, questionnaire, language)
    parts = [_words(part, questionnaire, language, inside=True) for part in pending.parts]
    joined = wording(language, ", and " if pending.joined_by == "all" else ", or ").join(parts)
    return f"({joined})" if inside else joined


def _hinge(hinge: Hinge, questionnaire: Questionnaire, language: str) -> str:
    gate = questionnaire.question(hinge.gate)
    wanted = [
        quoted(level.text, language)
        for index, level in enumerate(gate.answer.levels)
        if (index in hinge.levels) is not hinge.excludes
    ]
    return wording(
        language,
        "your answer to “{question}” ({id}) is {answers}",
        question=_shortened(gate.text),
        id=gate.id,
        answers=listed(wanted, language),
    )


def _shortened(text: str) -> str:
    flat = " ".join(chain.from_iterable(line.split() for line in text.splitlines()))
    if len(flat) <= QUOTED:
        return flat
    return f"{flat[:QUOTED].rsplit(' ', 1)[0]} …"
