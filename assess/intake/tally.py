"""How many questions of a returned file are answered, blank, or not in it."""

from __future__ import annotations

from assess.intake.rows import Found
from assess.submission import Response
from questionnaires import codes
from questionnaires.model import Questionnaire


def absent(questionnaire: Questionnaire, found: Found) -> tuple[str, ...]:
    """Return the ids of the questions that have no row."""
    present = {index for index, _ in found.rows}
    questions = enumerate(questionnaire.questions)
    return tuple(question.id for index, question in questions if index not in present)


def counts(
    questionnaire: Questionnaire, found: Found, judged: list[Response | None]
) -> dict[str, int]:
    """Count as `Outcome.counts` says; `judged` has None for an answer that cannot be used."""
    questions = len({index for index, _ in found.rows})
    given = [response.code for response in judged if response is not None]
    answered = sum(code != codes.UNANSWERED for code in given)
    return {
        "questions": questions,
        "answered": answered,
        "not_applicable": given.count(codes.NA_CLAIMED),
        "blank": questions - answered - judged.count(None),
        "absent": len(questionnaire.questions) - questions,
        "problems": len(found.problems),
    }
