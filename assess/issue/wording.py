"""What the workbook tells a partner about a question: how to answer it, and when."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import chain

from assess.issue.pending import Hinge, Pending
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


def entries(question: Question) -> tuple[str, ...]:
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
    return (*texts, NOT_APPLICABLE) if question.na_allowed else tuple(texts)


def how_to_answer(question: Question) -> str:
    """Say in a sentence or two what to put into the answer cell."""
    answer = question.answer
    return {
        "choice": _choose(answer),
        "multi": _tick(answer),
        "number": f"Answer with {number(answer)}.",
        "date": f"Answer with a date, such as {EXAMPLE_DATE}.",
        "text": "Answer in your own words.",
    }[answer.type]


def how_to_decline(question: Question) -> str:
    """Say how to answer a question that may be not applicable."""
    verb = "write" if question.answer.type in MEASURED else "choose"
    return f"If it does not apply, {verb} “{NOT_APPLICABLE}” and say why in the comment."


def number(answer: Answer) -> str:
    """Describe the number wanted: `a number from 0 to 720, in hours`."""
    low, high = answer.minimum, answer.maximum
    span = ""
    if low is not None and high is not None:
        span = f" from {plain(low)} to {plain(high)}"
    elif low:
        span = f", at least {plain(low)}"
    elif high is not None:
        span = f", at most {plain(high)}"
    unit = UNITS.get(answer.unit, "")
    return f"a number{span}, {unit}" if unit else f"a number{span}"


def plain(value: Decimal) -> str:
    """Write a number without exponent or trailing zeros."""
    return format(value.normalize(), "f")


def when_to_answer(pending: Pending, questionnaire: Questionnaire) -> str:
    """Say on which earlier answers a question hangs."""
    return f"Answer only if {_words(pending, questionnaire)}."


def _choose(answer: Answer) -> str:
    offered = " · ".join(level.text for level in answer.levels)
    if len(offered) > SHOWN:
        return "Choose one entry from the list."
    return f"Choose one: {offered}."


def _tick(answer: Answer) -> str:
    alone = [f"“{option.text}”" for option in answer.options if option.exclusive]
    how = f"Put {TICK} beside every entry below that applies."
    if not alone:
        return how
    return f"{how} Do not combine {listed(alone)} with others."


def listed(words: list[str]) -> str:
    """Join words with commas and a closing `or`."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _words(pending: Pending, questionnaire: Questionnaire, *, inside: bool = False) -> str:
    if isinstance(pending, Hinge):
        return _hinge(pending, questionnaire)
    parts = [_words(part, questionnaire, inside=True) for part in pending.parts]
    joined = (", and " if pending.joined_by == "all" else ", or ").join(parts)
    return f"({joined})" if inside else joined


def _hinge(hinge: Hinge, questionnaire: Questionnaire) -> str:
    gate = questionnaire.question(hinge.gate)
    wanted = [
        f"“{level.text}”"
        for index, level in enumerate(gate.answer.levels)
        if (index in hinge.levels) is not hinge.excludes
    ]
    quoted = _shortened(gate.text)
    return f"your answer to “{quoted}” ({gate.id}) is {listed(wanted)}"


def _shortened(text: str) -> str:
    flat = " ".join(chain.from_iterable(line.split() for line in text.splitlines()))
    if len(flat) <= QUOTED:
        return flat
    return f"{flat[:QUOTED].rsplit(' ', 1)[0]} …"
