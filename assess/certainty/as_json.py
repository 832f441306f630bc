"""How sure tiers are, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assess.certainty.collecting import Certainty
from assess.certainty.words import certain
from scoring.policy import Tier
from scoring.results import Assessment
from scoring.robustness.draws import CONCENTRATION, SEED, WHOLE
from scoring.robustness.influence import (
    Influence,
    answer_influence,
    shortfalls,
    weight_influence,
)
from scoring.robustness.ranks import MIDDLE, Ranks
from scoring.rounding import nearest


def certainty_data(certainty: Certainty) -> dict[str, Any]:
    """Return how sure one tier is; null where there is no tier or no score.

    `weightings` {draws, same, higher, lower, tiers}, counts of draws, `tiers` by id with ""
    for none; `decisive`, a list of {question, direction, tier}; `bounds` in per cent to one
    decimal: {decisive, low, high, backed, backed_tier}.
    """
    found = certainty.assessment
    overall = found.scores["overall"]
    return {
        "partner": found.profile.id,
        "period": found.period,
        "questionnaire": found.questionnaire.reference.as_dict(),
        "policy": found.policy.reference.as_dict(),
        "tier": _id(certainty.tier),
        "provisional": found.basis.provisional,
        "sentence": certain(certainty) or None,
        "weightings": {
            "draws": certainty.draws,
            "same": certainty.same,
            "higher": certainty.higher,
            "lower": certainty.lower,
            "tiers": {tier.id if tier else "": count for tier, count in certainty.tiers},
            "concentration": CONCENTRATION,
            "seed": SEED,
            "grain": WHOLE,
        },
        "decisive": [
            {"question": each.question, "direction": each.direction, "tier": _id(each.tier)}
            for each in certainty.decisive
        ],
        "bounds": {
            "decisive": overall.decisive,
            "low": overall.low,
            "high": overall.high,
            "backed": nearest(certainty.backed),
            "backed_tier": _id(certainty.backed_tier),
        },
    }


def detail_data(certainty: Certainty) -> dict[str, Any]:
    """Return the same with what the score hangs on: answers, weights, weak principles.

    `influence` {answers, weights}: lists of {name, first, total, error}, shares of the variance
    to six decimals; `shortfall` by principle, exact fractions as text, which add to 100 minus
    the decisive score.
    """
    found = certainty.assessment
    lost: dict[str, Fraction] = shortfalls(found)
    return {
        **certainty_data(certainty),
        "influence": {
            "answers": [_influence(each) for each in answer_influence(found)],
            "weights": [_influence(each) for each in weight_influence(found)],
        },
        "shortfall": {name: str(part) for name, part in lost.items()},
    }


def ranks_data(order: Sequence[Assessment], ranks: Ranks) -> dict[str, Any]:
    """Return the order of partners and how sure it is, best first; who has no score is left out.

    `agreement` is Kendall's tau-b, `partners` a list of {partner, rank, low, high, overtaken}.
    """
    rows = [row for row in range(len(order)) if ranks.now[row]]
    rows.sort(key=lambda row: (int(ranks.now[row]), order[row].profile.id))
    return {
        "draws": ranks.draws,
        "middle": list(MIDDLE),
        "agreement": None if ranks.agreement is None else round(ranks.agreement, 6),
        "partners": [
            {
                "partner": order[row].profile.id,
                "rank": int(ranks.now[row]),
                "low": int(ranks.low[row]),
                "high": int(ranks.high[row]),
                "overtaken": int(ranks.overtaken[row]),
            }
            for row in rows
        ],
    }


def _influence(each: Influence) -> dict[str, Any]:
    return {
        "name": each.name,
        "first": round(each.first, 6),
        "total": round(each.total, 6),
        "error": round(each.error, 6),
    }


def _id(tier: Tier | None) -> str | None:
    return tier.id if tier else None
