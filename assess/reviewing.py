"""An assessor's decisions: checked against what the partner answered, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assess.decisions import CLAIM_DECISIONS, answer_of, covers
from assess.pipeline import Scored, assess_partner, responses_of
from assess.store import (
    Recorded,
    Review,
    Withdrawal,
    load_recorded,
    load_reviews,
    save_review,
    save_withdrawal,
)
from assess.store.reviews import Decision
from assess.submission import Response
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.model import Question
from questionnaires.problems import InputError, Place, Problem, UnknownNameError

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Record:
    """What every decision is recorded with: why, by whom, on which day."""

    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class About:
    """What a decision is about; `period` is "" for the newest with responses."""

    partner: str
    period: str
    question: str


def decide(
    workspace: Workspace,
    engine: Engine,
    about: About,
    decision: Decision,
    record: Record,
    level: str = "",
) -> Review:
    """Record a decision about one answer as it stands; a later, other answer is not covered.

    `level` is the id or text of the level that an override or a compensating control counts as.
    Raises UnknownNameError for a partner, question or level that does not exist, InputError where
    there is nothing of the kind to decide, or a decision stands already.
    """
    scored = assess_partner(workspace, engine, about.partner, about.period, record.on)
    question = _question(scored, about)
    response = _response(engine, scored, about.question)
    is_claim = decision in CLAIM_DECISIONS
    if is_claim and response.code != states.NA_CLAIMED:
        message = f"{about.partner} does not claim that {question.id} is not applicable"
        raise _refused(message, "review.no-claim", f"see assess gaps {about.partner}")
    _check_open(engine, scored, question, response)
    made = Review(
        partner=about.partner,
        period=scored.assessment.period,
        questionnaire_id=scored.assessment.questionnaire.reference.id,
        question=question.id,
        decision=decision,
        claim=response.comment if is_claim else answer_of(response),
        reason=record.reason.strip(),
        reviewer=record.by.strip(),
        reviewed_on=record.on,
        level="" if is_claim else _level(question, level),
    )
    save_review(engine, made)
    return made


def settle(workspace: Workspace, engine: Engine, about: About, record: Record) -> list[Review]:
    """Settle every open contradiction of one answer; a new one is not covered.

    Raises as `decide` does.
    """
    scored = assess_partner(workspace, engine, about.partner, about.period, record.on)
    question = _question(scored, about)
    against = [e for e in scored.assessment.contradictions if e.question == question.id]
    if not against:
        message = f"nothing contradicts what {about.partner} answered to {question.id}"
        raise _refused(message, "review.no-contradiction", f"see assess explain {about.partner}")
    made = [
        Review(
            partner=about.partner,
            period=scored.assessment.period,
            questionnaire_id=scored.assessment.questionnaire.reference.id,
            question=question.id,
            decision="settle",
            claim=each.key,
            reason=record.reason.strip(),
            reviewer=record.by.strip(),
            reviewed_on=record.on,
        )
        for each in against
    ]
    for each in made:
        save_review(engine, each)
    return made


def withdraw(engine: Engine, number: int, record: Record) -> Recorded:
    """Withdraw the decision of a number: it stays on record and counts no longer.

    Raises UnknownNameError where there is none, InputError where it is withdrawn already.
    """
    found = {each.number: each for each in load_recorded(engine)}.get(number)
    if found is None:
        message, hint = f"there is no decision {number}", "see assess review list"
        raise UnknownNameError([Problem(Place(), "review.unknown", message, hint)])
    made = Withdrawal(record.reason.strip(), record.by.strip(), record.on)
    if not save_withdrawal(engine, number, made):
        message = f"decision {number} was withdrawn before"
        raise _refused(
            message, "review.withdrawn", f"see assess review list {found.review.partner}"
        )
    return found


def _question(scored: Scored, about: About) -> Question:
    questionnaire = scored.assessment.questionnaire
    if about.question not in questionnaire.positions:
        message = f"{questionnaire.reference} has no question {about.question}"
        hint = f"see assess explain {about.partner}"
        raise UnknownNameError([Problem(Place(), "question.unknown", message, hint)])
    return questionnaire.question(about.question)


def _response(engine: Engine, scored: Scored, question: str) -> Response:
    found = scored.assessment
    given = responses_of(engine, found.profile.id, found.period)
    return given.get(question) or Response(question, states.UNANSWERED)


def _check_open(engine: Engine, scored: Scored, question: Question, response: Response) -> None:
    """Refuse what could not count: an answer outside the score, or one that is decided."""
    found = scored.assessment
    partner, position = found.profile.id, found.questionnaire.positions[question.id]
    if not question.scored:
        message = f"{question.id} is not scored, so there is no level to decide"
        raise _refused(message, "review.not-scored", f"see assess explain {partner}")
    if found.codes[position] == states.OUT_OF_SCOPE:
        message = f"{question.id} does not apply to {partner}"
        raise _refused(message, "review.out-of-scope", f"see assess partner show {partner}")
    kept = (found.period, found.questionnaire.reference.id, question.id)
    for each in load_reviews(engine, partner):
        same = (each.period, each.questionnaire_id, each.question) == kept
        if same and covers(each, response):
            message = f"{each.reviewer} has decided about {question.id} on {each.reviewed_on}"
            hint = f"withdraw that first: see assess review list {partner} for its number"
            raise _refused(message, "review.decided", hint)


def _level(question: Question, wanted: str) -> str:
    for level in question.answer.levels:
        if wanted.strip().casefold() in (level.id.casefold(), level.text.casefold()):
            return level.id
    message = f"{question.id} has no level {wanted}"
    hint = "one of: " + ", ".join(f"{each.id} ({each.text})" for each in question.answer.levels)
    raise UnknownNameError([Problem(Place(), "review.level", message, hint)])


def _refused(message: str, code: str, hint: str) -> InputError:
    return InputError([Problem(Place(), code, message, hint)])
