"""The trend as plain data: exact figures as fractions in text, rounded ones in thousandths."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assess.results import score_data
from assess.trend.quarters import Judged, Step
from assess.trend.questions import moves
from assess.trend.words import tenths_of
from scoring.change import Change, Common
from scoring.split import FACTORS, Split, apportion, rounded

THOUSANDTHS = 1000


def step_data(step: Step) -> dict[str, Any]:
    """Return one partner from one quarter to another; null for what there is not."""
    return {
        "partner": step.partner,
        "from": _judged(step.before),
        "to": _judged(step.after),
        "change": _change(step.change),
        "like_for_like": _like_for_like(step.change),
    }


def partner_data(steps: Sequence[Step]) -> dict[str, Any]:
    """Return one partner's quarters with the change to each, and what moved in the last."""
    last = moves(steps[-1])
    return {
        "partner": steps[-1].partner,
        "quarters": [
            {
                **_judged(step.after),
                "change": _change(step.change),
                "like_for_like": _like_for_like(step.change),
            }
            for step in steps
        ],
        "questions": [
            {
                "question": move.question.id,
                "text": move.question.text,
                "what": move.what,
                "before": move.before or None,
                "after": move.after or None,
                "effect": _effect(move.effect),
            }
            for move in last.moved
        ],
        "other_questions": _effect(last.rest),
    }


def _judged(judged: Judged | None) -> Any:
    return None if judged is None else score_data(judged.scored)


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {name: _split(split) for name, split in change.splits.items()}


def _split(split: Split) -> dict[str, Any]:
    difference = split.difference
    if difference is None:
        return {"difference": None, "parts": None, "reason": split.reason}
    whole = rounded(difference, THOUSANDTHS)
    shares = zip(split.parts, apportion(split.parts, whole, THOUSANDTHS), strict=True)
    parts = {
        factor: _figure(part, share) for factor, (part, share) in zip(FACTORS, shares, strict=False)
    }
    return {
        "difference": _figure(difference, whole),
        "parts": parts or None,
        "reason": split.reason or None,
    }


def _effect(effect: Fraction | None) -> dict[str, Any] | None:
    return None if effect is None else _figure(effect, rounded(effect, THOUSANDTHS))


def _figure(exact: Fraction, thousandths: int) -> dict[str, Any]:
    return {"rounded": thousandths / THOUSANDTHS, "exact": str(exact)}


def _like_for_like(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        when: _common(common) for when, common in zip(("from", "to"), change.common, strict=True)
    }


def _common(common: Common) -> dict[str, Any]:
    score, coverage = tenths_of(common.score), tenths_of(common.coverage)
    return {
        "overall": None if score is None else score / 10,
        "exact": None if common.score is None else str(common.score),
        "coverage": None if coverage is None else coverage / 10,
    }
