"""Which stored submissions a change of questions touches."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.store import Portfolio, load_portfolio, periods
from assess.versions.comparing import Comparison
from questionnaires import codes as states

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Touched:
    """One period: the submissions on the first version, those affected, and by how many answers.

    An answer is affected where its question is gone or changed so that it does not simply
    stand (a major change).
    """

    period: str
    submissions: int
    affected: int
    answers: int

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON-ready data."""
        return asdict(self)


def touched(engine: Engine, comparison: Comparison) -> list[Touched]:
    """Return the counts of every period with submissions on the first version, oldest first.

    Nothing stored is changed: a finished assessment keeps the version that it was made with.
    """
    old = comparison.old.questionnaire
    concerned = sorted(old.positions[name] for name in comparison.found.affected())
    return [
        _counts(period, portfolio, concerned)
        for period in periods(engine)
        for portfolio in load_portfolio(engine, period)
        if portfolio.questionnaire == old.reference
    ]


def _counts(period: str, portfolio: Portfolio, concerned: list[int]) -> Touched:
    answered = portfolio.codes[:, concerned]
    answered = (answered != states.UNANSWERED) & (answered != states.OUT_OF_SCOPE)
    return Touched(
        period,
        submissions=len(portfolio.partners),
        affected=int(np.count_nonzero(answered.any(axis=1))),
        answers=int(np.count_nonzero(answered)),
    )
