"""An assessor's decisions: checked against what the partner answered, then kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assess.pipeline import find_partner, newest_period, questionnaire_of
from assess.store import Review, load_submissions, save_review
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.problems import InputError, Place, Problem, UnknownNameError

if TYPE_CHECKING:
    from sqlalchemy import Engine


def accept_claim(
    workspace: Workspace,
    engine: Engine,
    claim: tuple[str, str, str],
    record: tuple[str, str],
    on: date,
) -> Review:
    """Accept a claim of "not applicable", given as partner, period ("" for newest), question.

    `record` is the reason and who decides. Raises UnknownNameError for a partner or question
    that does not exist, InputError where the partner claimed no such thing.
    """
    partner, period, question = claim
    find_partner(engine, partner)
    period = period or newest_period(engine, partner)
    stored = load_submissions(engine, period, partner)
    if not stored:
        message = f"{partner} has not answered for {period}"
        raise _nothing_claimed(message, "see assess score")
    questionnaire = questionnaire_of(workspace, stored[0].submission.questionnaire)
    if question not in questionnaire.positions:
        message = f"{questionnaire.reference} has no question {question}"
        hint = f"see assess explain {partner}"
        raise UnknownNameError([Problem(Place(), "question.unknown", message, hint)])
    given = {response.question: response for response in stored[0].submission.responses}
    claimed = given.get(question)
    if claimed is None or claimed.code != states.NA_CLAIMED:
        message = f"{partner} does not claim that {question} is not applicable"
        raise _nothing_claimed(message, f"see assess gaps {partner}")
    reason, by = record
    made = Review(
        partner=partner,
        period=period,
        questionnaire_id=questionnaire.reference.id,
        question=question,
        decision="accept-na",
        claim=claimed.comment,
        reason=reason.strip(),
        reviewer=by.strip(),
        reviewed_on=on,
    )
    save_review(engine, made)
    return made


def _nothing_claimed(message: str, hint: str) -> InputError:
    return InputError([Problem(Place(), "review.no-claim", message, hint)])
