"""What people decided about a partner's answers, and disputed, as a result carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scoring.policy import Tier


@dataclass(frozen=True, slots=True)
class Decided:
    """An assessor's decision about one answer, beside what the answer comes to without it.

    `given` is the level answered ("" for none); `computed` and `decided` are the codes before and
    after; `decision` is accept-na, refuse-na, override or compensate (a compensating control).
    """

    question: str
    decision: str
    given: str
    computed: int
    decided: int
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """What a partner disputes, and how it was answered (`outcome` "" while it is open).

    `question` is "" where it is the result as a whole; `by` is who said it at the partner, and
    `answered_by` who answered; `answered_on` is None while it is open.
    """

    number: int
    question: str
    text: str
    by: str
    on: date
    outcome: str
    reason: str
    answered_by: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class AsAnswered:
    """What a partner's own answers come to, without any decision of an assessor.

    Scores are per cent, rounded for display, None where there is none.
    """

    overall: float | None
    decisive: float | None
    achieved: Tier | None
    recommendation: str | None
