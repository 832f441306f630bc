"""What assessors decided and what the partner disputes, in sentences for every format."""

from __future__ import annotations

from collections.abc import Iterator

from assess.gaps.rulings import DECIDED, RULINGS
from assess.look.words import printable, score
from scoring.findings import judged_as
from scoring.results import Assessment


def rulings(found: Assessment, question: str = "") -> Iterator[str]:
    """Yield a sentence for each decision and dispute, of all questions or of one."""
    for made in found.decisions:
        if question in ("", made.question):
            asked = found.questionnaire.question(made.question)
            yield DECIDED[made.decision].format(
                question=made.question,
                level=judged_as(asked, made.decided),
                computed=judged_as(asked, made.computed),
                by=printable(made.by),
                day=made.on.isoformat(),
                reason=printable(made.reason),
            )
    for raised in found.disputes:
        if question in ("", raised.question):
            said = f"{raised.question or 'The result'} is disputed: “{printable(raised.text)}” ("
            answer = "Not answered yet."
            if raised.answered_on:
                answer = RULINGS[raised.outcome].format(
                    by=printable(raised.answered_by),
                    day=raised.answered_on.isoformat(),
                    reason=printable(raised.reason),
                )
            yield f"{said}{printable(raised.by)}, {raised.on.isoformat()}). {answer}"


def as_answered(found: Assessment) -> str:
    """Say what the answers come to without any decision; "" where there is none."""
    plain = found.as_answered
    if plain is None:
        return ""
    tier = plain.achieved.title if plain.achieved else "no tier"
    overall = "no score" if plain.overall is None else score(plain.overall)
    return f"All scores here include what assessors decided. As answered: {overall}, {tier}."
