"""What assessors decided about single responses: added to, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Engine, insert, select

from assess.store.tables import review_withdrawals, reviews
from assess.store.transactions import writing

Decision = Literal["accept-na", "refuse-na", "override", "compensate", "settle"]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision, with its reason and the assessor who made it.

    `questionnaire_id` has no version, since a question keeps its id from one version to the
    next. `claim` is what was reviewed: the partner's reason for "not applicable", its answer, or
    the key of a contradiction; another one is not covered. `level` is the id of the level that
    an override or a compensating control counts as, "" for any other decision.
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
    level: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From when a decision stands no longer, who took it back, and why."""

    reason: str
    withdrawn_by: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision with its number on record; `withdrawal` is None while it stands."""

    number: int
    review: Review
    withdrawal: Withdrawal | None


COLUMNS = [reviews.c[name] for name in Review.__dataclass_fields__]
TAKEN_BACK = [review_withdrawals.c[name] for name in Withdrawal.__dataclass_fields__]


def save_review(engine: Engine, review: Review) -> None:
    """Add a review to those there are; none is ever changed."""
    with writing(engine) as connection:
        connection.execute(insert(reviews), asdict(review))


def save_withdrawal(engine: Engine, number: int, withdrawal: Withdrawal) -> bool:
    """Withdraw the decision of a number; False, changing nothing, where it was before."""
    with writing(engine) as connection:
        query = select(review_withdrawals.c.number).where(review_withdrawals.c.review == number)
        if connection.execute(query).first():
            return False
        connection.execute(insert(review_withdrawals), {"review": number, **asdict(withdrawal)})
        return True


def load_reviews(engine: Engine, partner: str | None = None) -> list[Review]:
    """Return all reviews that stand, or one partner's, in the order they were made."""
    return [each.review for each in load_recorded(engine, partner) if each.withdrawal is None]


def load_recorded(engine: Engine, partner: str | None = None) -> list[Recorded]:
    """Return every decision ever made, or those about one partner, in the order of making."""
    return list(_recorded(engine, partner))


def _recorded(engine: Engine, partner: str | None) -> Iterator[Recorded]:
    query = (
        select(reviews.c.number, *COLUMNS, *TAKEN_BACK)
        .outerjoin(review_withdrawals, review_withdrawals.c.review == reviews.c.number)
        .order_by(reviews.c.number)
    )
    if partner is not None:
        query = query.where(reviews.c.partner == partner)
    with engine.connect() as connection:
        for number, *row in connection.execute(query):
            made, taken = row[: len(COLUMNS)], row[len(COLUMNS) :]
            withdrawal = Withdrawal(*taken) if taken[-1] else None
            yield Recorded(number, Review(*made), withdrawal)
