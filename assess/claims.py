"""Accepted claims of "not applicable", laid over the codes as the partner gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assess.store import Review, StoredSubmission, load_reviews, load_submissions
from questionnaires import codes as states
from questionnaires.model import Questionnaire

if TYPE_CHECKING:
    import numpy.typing as npt
    from sqlalchemy import Engine

    Codes = npt.NDArray[np.int8]

Accepted: TypeAlias = dict[tuple[str, str, str], list[str]]
"""Ids of the questions whose claim is accepted, by partner, period and questionnaire id."""


def accepted_claims(reviews: Iterable[Review], answered: Iterable[StoredSubmission]) -> Accepted:
    """Gather what reviews accept of the submissions that count, each of its own period.

    A review is of a claim with its reason: where a later file claims for another reason, or
    answers after all, nothing is accepted until it has been reviewed again.
    """
    claims = {
        (s.submission.partner, s.submission.period, s.submission.questionnaire.id, r.question): (
            r.comment
        )
        for s in answered
        for r in s.submission.responses
        if r.code == states.NA_CLAIMED
    }
    accepted: Accepted = {}
    for review in reviews:
        key = (review.partner, review.period, review.questionnaire_id, review.question)
        if claims.get(key) == review.claim:
            accepted.setdefault(key[:3], []).append(review.question)
    return accepted


def load_accepted(engine: Engine, period: str) -> Accepted:
    """Return what is accepted in a period; only the partners that were reviewed are looked at."""
    reviews = [review for review in load_reviews(engine) if review.period == period]
    partners = sorted({review.partner for review in reviews})
    answered = [s for partner in partners for s in load_submissions(engine, period, partner)]
    return accepted_claims(reviews, answered)


def with_claims(
    questionnaire: Questionnaire,
    answered: Sequence[tuple[str, str]],
    codes: Codes,
    accepted: Accepted,
) -> Codes:
    """Return a code matrix with each accepted claim marked as such.

    `answered` are the partner and period of each row.
    """
    marked = codes.copy()
    for row, (partner, period) in enumerate(answered):
        for question in accepted.get((partner, period, questionnaire.reference.id), ()):
            column = questionnaire.positions[question]
            marked[row, column] = states.NA_ACCEPTED
    return marked


def with_claims_in(
    stored: StoredSubmission, questionnaire: Questionnaire, reviews: Iterable[Review]
) -> StoredSubmission:
    """Return one stored submission with each accepted claim marked in its codes."""
    submission = stored.submission
    accepted = accepted_claims(reviews, [stored])
    given = np.frombuffer(stored.codes, dtype=np.int8).reshape(1, -1)
    answered = [(submission.partner, submission.period)]
    marked = with_claims(questionnaire, answered, given, accepted)
    return replace(stored, codes=marked.tobytes())
