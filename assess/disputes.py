"""What partners dispute of a period, as their assessments carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.store import Raised, load_disputes
from scoring.reviewed import Disputed

if TYPE_CHECKING:
    from sqlalchemy import Engine


def load_disputed(engine: Engine, period: str) -> dict[str, tuple[Disputed, ...]]:
    """Return what each partner disputes of a period, oldest first."""
    found: dict[str, tuple[Disputed, ...]] = {}
    for raised in load_disputes(engine):
        if raised.dispute.period == period:
            partner = raised.dispute.partner
            found[partner] = (*found.get(partner, ()), _disputed(raised))
    return found


def _disputed(raised: Raised) -> Disputed:
    made, answer = raised.dispute, raised.answer
    return Disputed(
        number=raised.number,
        question=made.question,
        text=made.text,
        by=made.raised_by,
        on=made.raised_on,
        outcome=answer.outcome if answer else "",
        reason=answer.reason if answer else "",
        answered_by=answer.answered_by if answer else "",
        answered_on=answer.answered_on if answer else None,
    )
