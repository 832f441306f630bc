"""What assessors decided about single responses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Engine, insert, select

from assess.store.tables import reviews
from assess.store.transactions import writing

Decision = Literal["accept-na"]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision, with its reason and the assessor who made it.

    `questionnaire_id` has no version, since a question keeps its id from one version to the
    next. `claim` is the partner's reason that was reviewed: another one is another claim.
    """

    partner: str
    period: str
    questionnaire_id: str
    question: str
    decision: Decision
    claim: str
    reason: str
    reviewer: str
    reviewed_on: date


COLUMNS = [reviews.c[name] for name in Review.__dataclass_fields__]


def save_review(engine: Engine, review: Review) -> None:
    """Add a review to those there are; none is ever changed."""
    with writing(engine) as connection:
        connection.execute(insert(reviews), asdict(review))


def load_reviews(engine: Engine, partner: str | None = None) -> list[Review]:
    """Return all reviews, or one partner's, in the order they were made."""
    query = select(*COLUMNS).order_by(reviews.c.number)
    if partner is not None:
        query = query.where(reviews.c.partner == partner)
    with engine.connect() as connection:
        return [Review(*row) for row in connection.execute(query)]
