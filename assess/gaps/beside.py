"""What stands beside the answers, for a gap report: objections, decisions, what has lapsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assess.look.words import printable
from questionnaires.model import Questionnaire
from scoring.findings import given, judged_as
from scoring.reasons import Say
from scoring.results import Assessment, Contradiction, Lapsed
from scoring.reviewed import Disputed


@dataclass(frozen=True, slots=True)
class Contradicted:
    """One answer that something speaks against, as a partner reads it, texts safe to print.

    `by` says what does, `on` is the day it was seen, None where it is other answers: `others`.
    """

    question: str
    answer: str
    by: str
    on: date | None
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """An assessor's decision about one answer, as a partner reads it, texts safe to print.

    `computed` is what the answer comes to by itself, `counts_as` what it was decided to be.
    """

    question: str
    decision: str
    computed: str
    counts_as: str
    by: str
    on: date
    reason: str


def ruled(assessment: Assessment, shown: Questionnaire, say: Say) -> tuple[Ruled, ...]:
    """Return what assessors decided, answers in the words of the questionnaire shown."""

    def words(question: str, code: int) -> str:
        asked = shown.question(question)
        return given(asked, code) or say(judged_as(asked, code))

    return tuple(
        Ruled(
            question=made.question,
            decision=made.decision,
            computed=words(made.question, made.computed),
            counts_as=words(made.question, made.decided),
            by=printable(made.by),
            on=made.on,
            reason=printable(made.reason),
        )
        for made in assessment.decisions
    )


def disputed(assessment: Assessment) -> tuple[Disputed, ...]:
    """Return what the partner disputes, with our answers, texts safe to print."""
    return tuple(
        replace(
            made,
            text=printable(made.text),
            by=printable(made.by),
            reason=printable(made.reason),
            answered_by=printable(made.answered_by),
        )
        for made in assessment.disputes
    )


def contradicted(
    assessment: Assessment, shown: Questionnaire, say: Say
) -> tuple[Contradicted, ...]:
    """Return what is contradicted, answers in the words of the questionnaire shown."""
    return tuple(_contradicted(each, assessment, shown, say) for each in assessment.contradictions)


def lapsed(assessment: Assessment) -> tuple[Lapsed, ...]:
    """Return the evidence that is out of date, its names safe to print."""
    return tuple(Lapsed(printable(e.what), e.on, e.questions) for e in assessment.lapsed)


def _contradicted(
    found: Contradiction, assessment: Assessment, shown: Questionnaire, say: Say
) -> Contradicted:
    def answer(question: str) -> str:
        position = shown.positions[question]
        return given(shown.questions[position], assessment.codes[position])

    fields = dict(found.fields)
    if found.others:
        fields["others"] = ", ".join(_quoted(found.others, answer, say))
    return Contradicted(
        question=found.question,
        answer=answer(found.question),
        by=printable(say(found.text, **fields)),
        on=found.on,
        others=found.others,
    )


def _quoted(others: tuple[str, ...], answer: Callable[[str], str], say: Say) -> Iterator[str]:
    for each in others:
        yield say("{question} (“{answer}”)", question=each, answer=answer(each))
