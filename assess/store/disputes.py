"""What partners dispute, and what was answered: added to, never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Engine, insert, select

from assess.store.tables import dispute_answers, disputes
from assess.store.transactions import writing

Ruling = Literal["upheld", "rejected", "corrected"]
"""The outcome of a dispute: the partner is right, is not, or has corrected its answer."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A partner's objection to one answer's judgement, or to the whole result (`question` "").

    `raised_by` is who said it at the partner; `claim` is the answer as it stood then.
    """

    partner: str
    period: str
    questionnaire_id: str
    question: str
    claim: str
    text: str
    raised_by: str
    raised_on: date


@dataclass(frozen=True, slots=True)
class DisputeAnswer:
    """Our answer to a dispute."""

    outcome: Ruling
    reason: str
    answered_by: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class Raised:
    """A dispute with its number on record; `answer` is None while it is open."""

    number: int
    dispute: Dispute
    answer: DisputeAnswer | None


COLUMNS = [disputes.c[name] for name in Dispute.__dataclass_fields__]
ANSWERED = [dispute_answers.c[name] for name in DisputeAnswer.__dataclass_fields__]


def save_dispute(engine: Engine, dispute: Dispute) -> int:
    """Add a dispute to the record, and return its number."""
    with writing(engine) as connection:
        added = insert(disputes).returning(disputes.c.number)
        return int(connection.execute(added, asdict(dispute)).scalar_one())


def answer_dispute(engine: Engine, number: int, answer: DisputeAnswer) -> bool:
    """Answer the dispute of a number; False, changing nothing, where it was answered before."""
    with writing(engine) as connection:
        query = select(dispute_answers.c.number).where(dispute_answers.c.dispute == number)
        if connection.execute(query).first():
            return False
        connection.execute(insert(dispute_answers), {"dispute": number, **asdict(answer)})
        return True


def load_disputes(engine: Engine, partner: str | None = None) -> list[Raised]:
    """Return every dispute, or one partner's, in the order they were recorded."""
    query = (
        select(disputes.c.number, *COLUMNS, *ANSWERED)
        .outerjoin(dispute_answers, dispute_answers.c.dispute == disputes.c.number)
        .order_by(disputes.c.number)
    )
    if partner is not None:
        query = query.where(disputes.c.partner == partner)
    with engine.connect() as connection:
        return [_raised(*row) for row in connection.execute(query)]


def _raised(number: int, *row: object) -> Raised:
    made, said = row[: len(COLUMNS)], row[len(COLUMNS) :]
    answer = DisputeAnswer(*said) if said[-1] else None  # type: ignore[arg-type] # as the columns
    return Raised(number, Dispute(*made), answer)  # type: ignore[arg-type] # as the columns
