"""The portfolio as an A4 document, tagged for screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assess.look import palette
from assess.look.pdf import compile_typst
from assess.look.svg import score_label
from assess.look.words import ELEMENT_WORDS, counted, day, percent, score, sentence
from assess.look.words import quarter as in_words
from assess.periods import previous
from assess.scorecard import figures
from assess.scorecard.charts import Chart
from assess.scorecard.controls import Control
from assess.scorecard.movers import Move
from assess.scorecard.pictures import strip_words
from assess.scorecard.portfolio import Row, Spread
from assess.scorecard.report import Report
from questionnaires.model import ELEMENTS, PRINCIPLES
from scoring.method import METHOD_VERSION
from scoring.policy import Policy
from scoring.reasons import marks
from scoring.results import AnyScore

TEMPLATE = Path(__file__).parent / "scorecard.typ"

SHOWN_CONTROLS = 12


def document(report: Report, charts: Mapping[str, Chart]) -> bytes:
    """Return the PDF; the same report gives the same bytes."""
    return compile_typst(TEMPLATE, _data(report, charts))


def _data(report: Report, charts: Mapping[str, Chart]) -> dict[str, Any]:
    portfolio, quarter = report.portfolio, report.quarter
    period = in_words(quarter.period)
    partners = counted(len(portfolio.rows), "partner", "partners")
    return {
        "title": f"Partner security scorecard {period}",
        "period": period,
        "before": in_words(previous(quarter.period)),
        "dated": f"{partners}, as of {day(quarter.as_of)}",
        "cards": _cards(report),
        "advice": [
            [advice, sentence(advice or "no recommendation"), str(count)]
            for advice, count in portfolio.advice.items()
            if advice or count
        ],
        "sentences": list(report.sentences),
        "charts": {name: [chart.svg, chart.words] for name, chart in charts.items()},
        "partners": [_partner(row) for row in portfolio.rows],
        "principles": [sentence(principle) for principle in PRINCIPLES],
        "heat": [_heat(row) for row in portfolio.answered],
        "medians": [
            figures.in_tenths(portfolio.spreads[column].median)
            for column in (*PRINCIPLES, "overall")
        ],
        "tiers": _tiers(quarter.policy, portfolio.tier_matrix),
        "moves": [[_move(move) for move in report.moves_that(sign)] for sign in (-1, 1)],
        "version_change": report.version_change,
        "controls": [_control(control) for control in report.controls[:SHOWN_CONTROLS]],
        "elements": [_element(portfolio.spreads[element]) for element in ELEMENTS],
        "answered": len(portfolio.answered),
        "silent": [_silent(row) for row in portfolio.silent],
        "basis": _basis(report),
    }


def _cards(report: Report) -> list[list[str]]:
    portfolio = report.portfolio
    answered = len(portfolio.answered)
    return [
        [str(len(portfolio.rows)), "", "partner" if len(portfolio.rows) == 1 else "partners"],
        [str(answered), "", f"answered, {len(portfolio.silent)} did not"],
        [str(portfolio.meeting), f"of {answered}", "meet the tier required"],
        [figures.in_tenths(portfolio.spreads["overall"].median), "", "median overall score"],
    ]


def _partner(row: Row) -> dict[str, Any]:
    shared = {
        "name": row.profile.name,
        "kind": row.kind,
        "required": row.required.title,
        "answered": row.now is not None,
    }
    if row.now is None:
        return shared
    overall = row.now.scores["overall"]
    return shared | {
        "achieved": row.now.achieved.title if row.now.achieved else "None",
        "marks": ", ".join(marks(row.now.basis)),
        "meets": row.meets,
        "advice": row.now.recommendation,
        "advice_label": sentence(row.now.recommendation or "no recommendation"),
        "score": _score(overall),
        "coverage": percent(row.now.coverage.percent),
        "change": figures.change(row.change),
        "critical": str(row.severities["critical"]),
        "high": str(row.severities["high"]),
    }


def _score(held: AnyScore) -> dict[str, Any]:
    return {
        "value": held.value,
        "low": held.low,
        "high": held.high,
        "shown": score(held.value),
        "between": figures.between(held),
        "reason": figures.no_score_reason(held),
        "label": score_label(held.value, held.low, held.high),
    }


def _heat(row: Row) -> dict[str, Any]:
    now = row.now
    if now is None:
        message = "only who has answered is on the heat map"
        raise ValueError(message)
    cells = [now.scores[column] for column in (*PRINCIPLES, "overall")]
    return {
        "name": row.profile.name,
        "coverage": percent(now.coverage.percent),
        "cells": [
            _score(held) | {"shade": None if held.value is None else palette.shade(held.value)}
            for held in cells
        ],
    }


def _tiers(policy: Policy, matrix: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    ids = [tier.id for tier in policy.tiers]
    return {
        "titles": [tier.title for tier in policy.tiers],
        "rows": [
            [
                {"count": matrix.get((needed, held), 0), "enough": reached >= place}
                for reached, held in enumerate(["", *ids], -1)
            ]
            for place, needed in reversed(list(enumerate(ids)))
        ],
    }


def _move(move: Move) -> dict[str, Any]:
    then, now = (each.scores["overall"].value for each in (move.before, move.now))
    principles = [f"{name} {figures.change(by)}" for name, by in move.principles[:3]]
    covered = [f"coverage {figures.change(move.coverage)}"] if move.coverage else []
    return {
        "name": move.row.profile.name,
        "change": figures.change(move.change),
        "between": f"{score(then)} → {score(now)}",
        "tier": f"Tier {move.tier_change}" if move.tier_change else "",
        "advice": move.advice_change,
        "principles": sentence(", ".join(principles + covered)),
        "controls": [
            [control.question, f"{control.before} → {control.now}"]
            for control in move.controls_that(move.direction)[:2]
        ],
        "version": move.version_change,
    }


def _control(control: Control) -> dict[str, Any]:
    return {
        "id": control.question.id,
        "text": control.question.text,
        "must_have": control.question.must_have,
        "weight": str(control.weight),
        "short": f"{control.short} of {control.applicable}",
        "share": figures.share(control.short_share),
        "counts": [[state, count] for state, count in control.counts.items() if count],
    }


def _element(spread: Spread) -> dict[str, Any]:
    lowest = spread.lowest
    return {
        "name": ELEMENT_WORDS[spread.column],
        "scores": sorted(value / 10 for _, value in spread.scores),
        "median": None if spread.median is None else spread.median / 10,
        "shown": figures.in_tenths(spread.median),
        "lowest": f"{lowest[0].name}, {figures.in_tenths(lowest[1])}" if lowest else "–",
        "label": strip_words(spread),
    }


def _silent(row: Row) -> list[str]:
    return [
        row.profile.name,
        row.required.title,
        "sent, nothing returned" if row.issued else "not sent",
        in_words(row.last_answered) if row.last_answered else "never",
    ]


def _basis(report: Report) -> list[str]:
    policy = report.quarter.policy.reference
    return [
        *(f"Questionnaire {name}, SHA-256 {sha256}." for name, sha256 in report.questionnaires),
        f"Policy {policy}, SHA-256 {policy.sha256}. Method version {METHOD_VERSION}.",
    ]
