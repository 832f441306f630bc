"""Assessors' decisions, laid over the codes as the partner gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assess.store import Review, StoredSubmission, load_reviews, load_submissions
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.model import Question, Questionnaire
from scoring.findings import given
from scoring.results import Assessment
from scoring.reviewed import Decided

if TYPE_CHECKING:
    import numpy.typing as npt
    from sqlalchemy import Engine

    Codes = npt.NDArray[np.int8]

CLAIM_DECISIONS = ("accept-na", "refuse-na")
"""What is decided about a claim of "not applicable"."""

LEVEL_DECISIONS = ("override", "compensate")
"""What is decided about any answer: the level that it counts as."""

Key: TypeAlias = tuple[str, str, str]
"""Partner, period and questionnaire id."""

Decisions: TypeAlias = Mapping[Key, Mapping[str, Review]]
"""The decision that counts about each answer, by question id."""


def answer_of(response: Response) -> str:
    """Return an answer as a decision about it names it: another answer reads otherwise."""
    if response.code == states.NA_CLAIMED:
        return f"Not applicable: {response.comment}"
    return response.value


def covers(review: Review, response: Response) -> bool:
    """Tell whether a decision was made about this very answer, or this claim with its reason."""
    if review.decision in CLAIM_DECISIONS:
        return response.code == states.NA_CLAIMED and response.comment == review.claim
    return review.decision in LEVEL_DECISIONS and answer_of(response) == review.claim


def decisions_about(reviews: Iterable[Review], answered: Iterable[StoredSubmission]) -> Decisions:
    """Gather what reviews decide of the submissions that count, each of its own period.

    Where a later file answers otherwise, or claims for another reason, nothing is decided until
    it has been reviewed again. Where two decisions cover one answer the newest counts, whatever
    the order in which they are given.
    """
    responses = {
        (s.submission.partner, s.submission.period, s.submission.questionnaire.id): {
            response.question: response for response in s.submission.responses
        }
        for s in answered
    }
    found: dict[Key, dict[str, Review]] = {}
    for review in sorted(reviews, key=lambda each: (each.reviewed_on, astuple(each))):
        key = (review.partner, review.period, review.questionnaire_id)
        unanswered = Response(review.question, states.UNANSWERED)
        if key in responses and covers(review, responses[key].get(review.question, unanswered)):
            found.setdefault(key, {})[review.question] = review
    return found


def load_decisions(engine: Engine, period: str) -> Decisions:
    """Return what is decided in a period; only the partners that were reviewed are looked at."""
    reviews = [review for review in load_reviews(engine) if review.period == period]
    partners = sorted({review.partner for review in reviews})
    answered = [s for partner in partners for s in load_submissions(engine, period, partner)]
    return decisions_about(reviews, answered)


def with_decisions(
    questionnaire: Questionnaire,
    answered: Sequence[tuple[str, str]],
    codes: Codes,
    decisions: Decisions,
) -> Codes:
    """Return a code matrix with each answer that was decided about as it was decided.

    `answered` are the partner and period of each row.
    """
    laid = codes.copy()
    for row, (partner, period) in enumerate(answered):
        about = decisions.get((partner, period, questionnaire.reference.id), {})
        for question, code in _codes(questionnaire, about):
            laid[row, questionnaire.positions[question.id]] = code
    return laid


def with_decisions_in(
    stored: StoredSubmission, questionnaire: Questionnaire, reviews: Iterable[Review]
) -> StoredSubmission:
    """Return one stored submission with what was decided in its codes."""
    submission = stored.submission
    given_codes = np.frombuffer(stored.codes, dtype=np.int8).reshape(1, -1)
    decisions = decisions_about(reviews, [stored])
    answered = [(submission.partner, submission.period)]
    laid = with_decisions(questionnaire, answered, given_codes, decisions)
    return replace(stored, codes=laid.tobytes())


def decided(
    assessment: Assessment, given_codes: Sequence[int], about: Mapping[str, Review]
) -> tuple[Decided, ...]:
    """Return what was decided about one partner's answers, in questionnaire order.

    `given_codes` are the partner's own, not yet scoped.
    """
    questionnaire = assessment.questionnaire
    found = {question.id: code for question, code in _codes(questionnaire, about)}
    return tuple(
        Decided(
            question=question.id,
            decision=about[question.id].decision,
            given=given(question, given_codes[index]),
            computed=given_codes[index],
            decided=found[question.id],
            by=about[question.id].reviewer,
            on=about[question.id].reviewed_on,
            reason=about[question.id].reason,
        )
        for index, question in enumerate(questionnaire.questions)
        if question.id in found
    )


def code_of(question: Question, review: Review) -> int | None:
    """Return the code that a decision gives an answer; None for a level that is not there."""
    if review.decision == "accept-na":
        return states.NA_ACCEPTED
    levels = [level.id for level in question.answer.levels]
    if review.decision == "refuse-na":
        return len(levels) - 1
    return levels.index(review.level) if review.level in levels else None


def _codes(
    questionnaire: Questionnaire, about: Mapping[str, Review]
) -> Iterator[tuple[Question, int]]:
    for name in about:
        if name in questionnaire.positions:
            question = questionnaire.question(name)
            code = code_of(question, about[name])
            if code is not None:
                yield question, code
