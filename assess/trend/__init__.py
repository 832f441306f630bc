"""The trend: how partners changed from quarter to quarter, and what the change consists of."""

from assess.trend.as_json import partner_data, step_data
from assess.trend.quarters import Judged, Step, choose_periods, partner_steps, portfolio_steps
from assess.trend.questions import Move, Moves, moves
from assess.trend.words import sentence

__all__ = [
    "Judged",
    "Move",
    "Moves",
    "Step",
    "choose_periods",
    "moves",
    "partner_data",
    "partner_steps",
    "portfolio_steps",
    "sentence",
    "step_data",
]
