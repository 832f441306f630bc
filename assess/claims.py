"""Accepted claims of "not applicable", laid over the codes as the partner gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assess.store import Review, StoredSubmission
from questionnaires import codes as states
from questionnaires.model import Questionnaire

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]

Accepted: TypeAlias = dict[tuple[str, str], list[str]]
"""Ids of the questions whose claim is accepted, by partner and questionnaire id."""


def accepted_claims(reviews: Iterable[Review], period: str) -> Accepted:
    """Gather what reviews accept in a period; a review without one holds in every period."""
    accepted: Accepted = {}
    for review in reviews:
        if review.period in (None, period):
            key = (review.partner, review.questionnaire_id)
            accepted.setdefault(key, []).append(review.question)
    return accepted


def with_claims(
    questionnaire: Questionnaire, partners: Sequence[str], codes: Codes, accepted: Accepted
) -> Codes:
    """Return a code matrix, a row a partner, with each accepted claim marked as such.

    Only a claim can be accepted: where the partner has answered since, the answer counts.
    """
    marked = codes.copy()
    for row, partner in enumerate(partners):
        for question in accepted.get((partner, questionnaire.reference.id), ()):
            column = questionnaire.positions.get(question)
            if column is not None and marked[row, column] == states.NA_CLAIMED:
                marked[row, column] = states.NA_ACCEPTED
    return marked


def with_claims_in(
    stored: StoredSubmission, questionnaire: Questionnaire, reviews: Iterable[Review]
) -> StoredSubmission:
    """Return one stored submission with each accepted claim marked in its codes."""
    submission = stored.submission
    accepted = accepted_claims(reviews, submission.period)
    given = np.frombuffer(stored.codes, dtype=np.int8).reshape(1, -1)
    marked = with_claims(questionnaire, [submission.partner], given, accepted)
    return replace(stored, codes=marked.tobytes())
