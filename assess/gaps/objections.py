"""The sentences of a gap report on contradicted answers and on evidence out of date."""

from __future__ import annotations

from assess.gaps.beside import Contradicted
from assess.gaps.report import GapReport
from assess.look.words import day

NAMED = 5
"""Questions that are named before the rest is counted."""

CONTRADICTED = (
    "Until it is settled, each of these limits the tier. Correct the answer, or send what shows "
    "that it is right."
)


def contradictions(report: GapReport) -> tuple[str, ...]:
    """Say of each contradicted answer what speaks against it."""
    return tuple(_contradiction(report, each) for each in report.contradictions)


def _contradiction(report: GapReport, found: Contradicted) -> str:
    text = (
        "{question}, answered “{answer}”. Seen on {day}: {by}."
        if found.on
        else "{question}, answered “{answer}”: {by}."
    )
    on = day(found.on, report.language) if found.on else ""
    fields = {"question": found.question, "answer": found.answer, "day": on, "by": found.by}
    return report.say(text, **fields)


def lapses(report: GapReport) -> tuple[str, ...]:
    """Say of each piece of evidence out of date until when it backed which answers."""
    text = "{what}, expired on {day}, no longer backs {questions}."
    return tuple(
        report.say(
            text,
            what=report.say(each.what),
            day=day(each.on, report.language),
            questions=_listed(report, each.questions),
        )
        for each in report.lapsed
    )


def _listed(report: GapReport, questions: tuple[str, ...]) -> str:
    names = ", ".join(questions[:NAMED])
    if len(questions) <= NAMED:
        return names
    return report.say("{names} and {count} more", names=names, count=len(questions) - NAMED)
