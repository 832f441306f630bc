"""What a partner disputes and what we answer: checked, then kept; and the record of it all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from assess.decisions import answer_of
from assess.pipeline import assess_partner, find_partner, responses_of
from assess.reviewing import About, Record
from assess.store import (
    Dispute,
    DisputeAnswer,
    Raised,
    Recorded,
    answer_dispute,
    load_disputes,
    load_recorded,
    save_dispute,
)
from assess.store.disputes import Ruling
from assess.submission import Response
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.problems import InputError, Place, Problem, UnknownNameError

if TYPE_CHECKING:
    from sqlalchemy import Engine


def open_dispute(
    workspace: Workspace, engine: Engine, about: About, text: str, raised: tuple[str, date]
) -> tuple[int, Dispute]:
    """Record what a partner disputes: one answer's judgement, or with no question the result.

    `raised` is who said it at the partner, and when. Returns its number and what is recorded.
    Raises UnknownNameError for a partner or question that does not exist, InputError where the
    partner has not answered.
    """
    found = assess_partner(workspace, engine, about.partner, about.period, raised[1]).assessment
    claim = ""
    if about.question:
        if about.question not in found.questionnaire.positions:
            message = f"{found.questionnaire.reference} has no question {about.question}"
            hint = f"see assess explain {about.partner}"
            raise UnknownNameError([Problem(Place(), "question.unknown", message, hint)])
        given = responses_of(engine, about.partner, found.period)
        unanswered = Response(about.question, states.UNANSWERED)
        claim = answer_of(given.get(about.question, unanswered))
    made = Dispute(
        partner=about.partner,
        period=found.period,
        questionnaire_id=found.questionnaire.reference.id,
        question=about.question,
        claim=claim,
        text=text.strip(),
        raised_by=raised[0].strip(),
        raised_on=raised[1],
    )
    return save_dispute(engine, made), made


def rule(engine: Engine, number: int, outcome: Ruling, record: Record) -> Raised:
    """Answer the dispute of a number, once and for all; another objection is another dispute.

    Raises UnknownNameError where there is none, InputError where it is answered already.
    """
    found = {each.number: each for each in load_disputes(engine)}.get(number)
    if found is None:
        message, hint = f"there is no dispute {number}", "see assess dispute list"
        raise UnknownNameError([Problem(Place(), "dispute.unknown", message, hint)])
    if record.on < found.dispute.raised_on:
        message = f"dispute {number} was raised on {found.dispute.raised_on}, after {record.on}"
        hint = "give the day of the answer with --as-of"
        raise InputError([Problem(Place(), "dispute.date", message, hint)])
    made = DisputeAnswer(outcome, record.reason.strip(), record.by.strip(), record.on)
    if not answer_dispute(engine, number, made):
        message = f"dispute {number} was answered before"
        hint = "open another one for what is new: assess dispute open"
        raise InputError([Problem(Place(), "dispute.answered", message, hint)])
    return found


def record_of(engine: Engine, partner: str = "") -> dict[str, Any]:
    """Return every decision and dispute on record as JSON-ready data, of one partner or all.

    Nothing is left out, withdrawn decisions neither, so that it can be handed to the partner.
    """
    if partner:
        find_partner(engine, partner)
    return {
        "partner": partner or None,
        "decisions": [_decision(each) for each in load_recorded(engine, partner or None)],
        "disputes": [_dispute(each) for each in load_disputes(engine, partner or None)],
    }


def _decision(each: Recorded) -> dict[str, Any]:
    made, taken = each.review, each.withdrawal
    return {
        "number": each.number,
        "partner": made.partner,
        "period": made.period,
        "questionnaire": made.questionnaire_id,
        "question": made.question,
        "decision": made.decision,
        "about": made.claim,
        "level": made.level or None,
        "by": made.reviewer,
        "on": made.reviewed_on.isoformat(),
        "reason": made.reason,
        "withdrawn": {
            "by": taken.withdrawn_by,
            "on": taken.withdrawn_on.isoformat(),
            "reason": taken.reason,
        }
        if taken
        else None,
    }


def _dispute(each: Raised) -> dict[str, Any]:
    made, answer = each.dispute, each.answer
    return {
        "number": each.number,
        "partner": made.partner,
        "period": made.period,
        "questionnaire": made.questionnaire_id,
        "question": made.question or None,
        "about": made.claim,
        "text": made.text,
        "by": made.raised_by,
        "on": made.raised_on.isoformat(),
        "answer": {
            "outcome": answer.outcome,
            "by": answer.answered_by,
            "on": answer.answered_on.isoformat(),
            "reason": answer.reason,
        }
        if answer
        else None,
    }
