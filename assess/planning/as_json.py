"""The plan for programs."""

from __future__ import annotations

import json
from typing import Any

from assess.planning.needs import NeedLine
from assess.planning.report import Item, Line, OnConditions, OtherWay, PlanReport
from scoring.policy import Tier
from scoring.rounding import nearest

FORMAT = "partner-posture plan 1"
"""Changes when a key is renamed, removed, or changes its meaning; new keys may come."""


def text(report: PlanReport) -> bytes:
    """Return the plan as UTF-8 JSON, keys always the same and in the same order.

    `format`; `partner` {id, name}; `period`; `as_of`; `target`, `achieved` and `required`, each
    {id, title}; `in_reach`; `days`; `finished`; `late`, a count; `steps` in the order of starting;
    `needs` of the target {need, needed, now, met_now, after, met_after}; `alternatives` {days,
    steps, leaves, takes, changed}, question ids; `quick_wins`, most gained per day first, gains
    in points of 100; `on_conditions` {days, questions, finished, until, lapses_after, in_time};
    `out_of_reach` {reasons, excluded, nearest}; `basis`. What there is none of is null.
    """
    document = {
        "format": FORMAT,
        "partner": {"id": report.partner, "name": report.name},
        "period": report.period,
        "as_of": report.as_of.isoformat(),
        "target": _tier(report.target),
        "achieved": _tier(report.achieved),
        "required": _tier(report.required),
        "in_reach": report.finished is not None,
        "days": None if report.finished is None else report.days,
        "finished": report.finished and report.finished.isoformat(),
        "late": report.late,
        "steps": [_line(line) for line in report.lines],
        "needs": [_need(need) for need in report.needs],
        "alternatives": [_other(way) for way in report.others],
        "quick_wins": [_item(item) for item in report.quick],
        "on_conditions": report.conditional and _on_conditions(report.conditional),
        "out_of_reach": _out_of_reach(report),
        "basis": {
            "questionnaire": report.questionnaire.as_dict(),
            "policy": report.policy.as_dict(),
            "method": report.method,
            "file_sha256": report.file_sha256 or None,
        },
    }
    written = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{written}\n".encode()


def _tier(tier: Tier | None) -> dict[str, str] | None:
    return None if tier is None else {"id": tier.id, "title": tier.title}


def _need(need: NeedLine) -> dict[str, Any]:
    return {
        "need": need.need,
        "needed": need.needed,
        "now": need.now,
        "met_now": need.met_now,
        "after": need.after or None,
        "met_after": need.met_after if need.after else None,
    }


def _other(way: OtherWay) -> dict[str, Any]:
    return {
        "days": way.days,
        "steps": way.steps,
        "leaves": list(way.leaves),
        "takes": list(way.takes),
        "changed": list(way.changed),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "question": item.question,
        "text": item.text,
        "must_have": item.must_have,
        "action": item.action,
        "before": item.before,
        "after": item.after,
        "days": item.days,
        "gain": nearest(item.gain),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        **_item(line.item),
        "owner": line.owner,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "due": line.due and line.due.isoformat(),
        "late": line.late,
    }


def _on_conditions(held: OnConditions) -> dict[str, Any]:
    return {
        "days": held.days,
        "questions": list(held.questions),
        "finished": held.finished.isoformat(),
        "until": held.until.isoformat(),
        "lapses_after": held.lapses_after,
        "in_time": held.in_time,
    }


def _out_of_reach(report: PlanReport) -> dict[str, Any] | None:
    if report.finished is not None:
        return None
    nearest_tier = report.nearest
    return {
        "reasons": list(report.missing),
        "excluded": list(report.excluded),
        "nearest": nearest_tier and {"tier": _tier(nearest_tier.tier), "days": nearest_tier.days},
    }
