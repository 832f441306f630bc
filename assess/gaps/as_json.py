"""The gap report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from assess.gaps.beside import Contradicted
from assess.gaps.report import Gap, GapReport, ScoreLine
from scoring.policy import Tier
from scoring.results import Basis, Lapsed
from scoring.reviewed import Disputed
from scoring.rounding import shown

FORMAT = "partner-posture gap report 1"
"""Changes when a key is renamed, removed, or changes its meaning; new keys may come."""


def text(report: GapReport) -> bytes:
    """Return the report as UTF-8 JSON, keys always the same and in the same order.

    `format`; `partner` {id, name}; `period` (2026Q3); `as_of` (ISO date); `tier` {required,
    achieved, basis, recommendation, reasons, certainty}, a tier being {id, title, allows} and
    `basis` {plain, kept, conditional_until, provisional} what the achieved one rests on;
    `overall` and, by principle, `principles`: {score, low, high, decisive, needed, met}, per cent
    to one decimal, `low` and `high` with all that is unanswered at its worst and best,
    `decisive` what the tier rests on, `needed` by the required tier; `coverage` {percent,
    answered, unanswered,
    not_applicable_claimed, not_applicable_accepted, out_of_scope}, counts of questions;
    `no_score` (why); `counts` {severity, state}; `findings`, in the order in which to act;
    `contradictions`, {question, answer, by, on (null where `others`, answers to other questions,
    contradict it), others}; `lapsed_evidence`, {what, expired_on, questions}; `decisions` of
    assessors, {question, decision, computed, counts_as, by, on, reason}, and `as_answered`, {score,
    decisive, achieved, recommendation} without them; `disputes`, {number, question, text, by, on,
    outcome, reason, answered_by, answered_on}; `basis`
    {questionnaire, policy, method, file_sha256}. What there is none of is null.
    """
    document = {
        "format": FORMAT,
        "partner": {"id": report.partner, "name": report.name},
        "period": report.period,
        "as_of": report.as_of.isoformat(),
        "tier": {
            "required": _tier(report.required),
            "achieved": None if report.achieved is None else _tier(report.achieved),
            "basis": _basis(report.basis),
            "recommendation": report.recommendation,
            "reasons": list(report.reasons),
            "certainty": report.certainty or None,
        },
        "overall": _score(report.overall),
        "principles": {line.name: _score(line) for line in report.principles},
        "coverage": _coverage(report),
        "no_score": report.no_score or None,
        "counts": {"severity": report.severities, "state": report.states},
        "findings": [_finding(gap) for gap in report.gaps],
        "contradictions": [_contradicted(each) for each in report.contradictions],
        "lapsed_evidence": [lapsed_data(each) for each in report.lapsed],
        **_record(report),
        "basis": {
            "questionnaire": report.questionnaire.as_dict(),
            "policy": report.policy.as_dict(),
            "method": report.method,
            "file_sha256": report.file_sha256,
        },
    }
    written = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{written}\n".encode()


def _contradicted(found: Contradicted) -> dict[str, Any]:
    return {
        "question": found.question,
        "answer": found.answer,
        "by": found.by,
        "on": found.on.isoformat() if found.on else None,
        "others": list(found.others),
    }


def _record(report: GapReport) -> dict[str, Any]:
    plain = report.as_answered
    return {
        "decisions": [asdict(made) | {"on": made.on.isoformat()} for made in report.decisions],
        "as_answered": {
            "score": plain.overall,
            "decisive": plain.decisive,
            "achieved": _tier(plain.achieved) if plain.achieved else None,
            "recommendation": plain.recommendation,
        }
        if plain
        else None,
        "disputes": [_disputed(made) for made in report.disputes],
    }


def _disputed(made: Disputed) -> dict[str, Any]:
    answered = made.answered_on.isoformat() if made.answered_on else None
    filled = {name: said or None for name, said in asdict(made).items()}
    return filled | {"on": made.on.isoformat(), "answered_on": answered}


def lapsed_data(found: Lapsed) -> dict[str, Any]:
    """Return evidence that is out of date as JSON-ready data."""
    return {
        "what": found.what,
        "expired_on": found.on.isoformat(),
        "questions": list(found.questions),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    until = basis.conditional_until
    return {
        "plain": basis.plain.id if basis.plain else None,
        "kept": basis.kept,
        "conditional_until": until.isoformat() if until else None,
        "provisional": basis.provisional,
    }


def _tier(tier: Tier) -> dict[str, str]:
    return {"id": tier.id, "title": tier.title, "allows": tier.allows}


def _score(line: ScoreLine) -> dict[str, Any]:
    return {
        "score": line.score.value,
        "low": line.score.low,
        "high": line.score.high,
        "decisive": line.score.decisive,
        "needed": line.needed,
        "met": line.met,
    }


def _coverage(report: GapReport) -> dict[str, Any]:
    coverage = report.coverage
    return {
        "percent": coverage.percent,
        "answered": coverage.answered,
        "unanswered": coverage.unanswered,
        "not_applicable_claimed": coverage.claimed,
        "not_applicable_accepted": coverage.accepted,
        "out_of_scope": coverage.out_of_scope,
        "carried_unconfirmed": report.carried,
        "derived_unconfirmed": report.derived,
    }


def _finding(gap: Gap) -> dict[str, Any]:
    return {
        "number": gap.number,
        "question": gap.question,
        "section": gap.section,
        "text": gap.text,
        "must_have": gap.must_have,
        "severity": gap.severity,
        "state": gap.state,
        "answer": gap.answer or None,
        "level": gap.level or None,
        "carried_from": gap.carried_from or None,
        "source": gap.source or None,
        "comment": gap.comment or None,
        "evidence": gap.evidence or None,
        "needed": gap.needed,
        "evidence_wanted": gap.evidence_wanted,
        "why": gap.why,
        "element": gap.element,
        "action": gap.action,
        "effort": gap.effort,
        "days": gap.days,
        "due": gap.due.isoformat(),
        "gain": shown(gap.gain.numerator * 10, gap.gain.denominator),
        "references": list(gap.references),
    }
