"""The whole scorecard as data: what the page, the PDF and the workbook all show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.certainty import Certainty, how_sure
from assess.scorecard.controls import Control, weakest_controls
from assess.scorecard.movers import Move, movers
from assess.scorecard.portfolio import Portfolio, advice_counts, build_portfolio
from assess.scorecard.quarter import Quarter, check_quarter
from assess.scorecard.summary import summary

TRAIL = 5
"""How many earlier periods the recommendations are shown for."""


@dataclass(frozen=True)
class Report:
    """One quarter, worked out once; `advice` has the recommendations of each period in order.

    `certainties` tell, by partner, how sure its tier is.
    """

    portfolio: Portfolio
    moves: tuple[Move, ...]
    controls: tuple[Control, ...]
    advice: Mapping[str, Mapping[str | None, int]]
    sentences: tuple[str, ...]
    certainties: Mapping[str, Certainty]

    @property
    def quarter(self) -> Quarter:
        """What the report was made from."""
        return self.portfolio.quarter

    @property
    def questionnaires(self) -> tuple[tuple[str, str], ...]:
        """Every questionnaire that this quarter's answers came from, with its SHA-256."""
        found = {a.questionnaire.reference for a in self.quarter.assessments}
        return tuple(sorted((str(each), each.sha256) for each in found))

    @property
    def version_change(self) -> str:
        """The change of questionnaire that all who moved have in common, "" where there is none."""
        changes = {move.version_change for move in self.moves}
        return changes.pop() if len(changes) == 1 else ""

    def moves_that(self, sign: int) -> tuple[Move, ...]:
        """Return who moved up (1) or down (-1), changes of tier and then the largest move first."""
        moved = [move for move in self.moves if move.direction == sign]
        return tuple(moved if sign < 0 else reversed(moved))


def build_report(quarter: Quarter) -> Report:
    """Work out a quarter; ValueError where `check_quarter` refuses it."""
    check_quarter(quarter)
    portfolio = build_portfolio(quarter)
    now = [row.now for row in portfolio.answered if row.now]
    moves = movers(portfolio.answered)
    controls = weakest_controls(now)
    earlier = sorted(period for period in quarter.history if period < quarter.period)[-TRAIL:]
    advice = {period: advice_counts(quarter.history[period]) for period in earlier}
    return Report(
        portfolio=portfolio,
        moves=moves,
        controls=controls,
        advice=advice | {quarter.period: advice_counts(now)},
        sentences=summary(portfolio, moves, controls),
        certainties={each.assessment.profile.id: each for each in how_sure(now)},
    )
