"""Assessments as the plain data that commands and exports show."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from assess.pipeline import Scored
from questionnaires.model import ELEMENTS, PRINCIPLES
from scoring.compiled import COLUMNS
from scoring.contributions import contributions
from scoring.method import METHOD_VERSION
from scoring.results import Assessment, Contribution, Finding


def score_data(scored: Scored) -> dict[str, Any]:
    """Return what `assess score --format json` shows of one partner; null where no score."""
    found = scored.assessment
    overall, coverage = found.scores["overall"], found.coverage
    return {
        **basis(scored),
        "overall": overall.value,
        "principles": {name: found.scores[name].value for name in PRINCIPLES},
        "elements": {name: found.scores[name].value for name in ELEMENTS},
        "bounds": {"low": overall.low, "high": overall.high},
        "coverage": coverage.percent,
        "counts": {
            "answered": coverage.answered,
            "unanswered": coverage.unanswered,
            "not_applicable_claimed": coverage.claimed,
            "not_applicable_accepted": coverage.accepted,
            "out_of_scope": coverage.out_of_scope,
        },
        "findings": _by_severity(found),
        "tier": {
            "required": found.required.id,
            "achieved": found.achieved.id if found.achieved else None,
            "recommendation": found.recommendation,
            "decisive": overall.decisive,
            "reasons": list(found.reasons),
        },
    }


def basis(scored: Scored) -> dict[str, Any]:
    """Return what a result rests on, which every result names."""
    found = scored.assessment
    return {
        "partner": found.profile.id,
        "period": found.period,
        "questionnaire": found.questionnaire.reference.as_dict(),
        "policy": found.policy.reference.as_dict(),
        "method": METHOD_VERSION,
        "file_sha256": scored.file_sha256,
    }


def explain_data(scored: Scored) -> dict[str, Any]:
    """Return where every point came from; exact figures are fractions written as text."""
    found = scored.assessment
    parts = contributions(found.model, found.codes)
    return {
        **basis(scored),
        "scores": {
            column: {
                "score": found.scores[column].value,
                "exact": _exact(
                    sum((p.earned[column] for p in parts if column in p.earned), Fraction())
                ),
            }
            for column in COLUMNS
        },
        "contributions": [_contribution(part) for part in parts],
        "needs": [
            {
                "tier": found.policy.tiers[need.tier].id,
                "kind": need.kind,
                "column": need.column or None,
                "needed": need.needed,
                "held": need.held,
                "met": need.met,
            }
            for need in found.needs
        ],
        "reasons": list(found.reasons),
    }


def finding_row(scored: Scored, finding: Finding) -> dict[str, Any]:
    """Return one finding as a flat row for `assess export findings`."""
    question = finding.question
    return {
        **_flat_basis(scored),
        "severity": finding.severity,
        "question": question.id,
        "text": question.text,
        "element": question.element,
        "must_have": question.must_have,
        "state": finding.state,
        "given": finding.given,
        "needed": finding.needed,
        "gain": round(float(finding.gain), 6),
        "remediation": question.remediation.text,
        "effort": question.remediation.effort,
        "days": question.remediation.days,
        "due": finding.due.isoformat(),
    }


def score_row(scored: Scored) -> dict[str, Any]:
    """Return one partner's scores as a flat row for `assess export scores`."""
    data = score_data(scored)
    tier, bounds, found = data["tier"], data["bounds"], scored.assessment
    return {
        **_flat_basis(scored),
        "name": found.profile.name,
        "kind": found.profile.kind,
        "overall": data["overall"],
        "low": bounds["low"],
        "high": bounds["high"],
        "decisive": tier["decisive"],
        "coverage": data["coverage"],
        **data["principles"],
        **data["elements"],
        **data["counts"],
        **{f"findings_{severity}": count for severity, count in data["findings"].items()},
        "required": tier["required"],
        "achieved": tier["achieved"],
        "recommendation": tier["recommendation"],
    }


def _flat_basis(scored: Scored) -> dict[str, Any]:
    found = scored.assessment
    return {
        "partner": found.profile.id,
        "period": found.period,
        "questionnaire": str(found.questionnaire.reference),
        "questionnaire_sha256": found.questionnaire.reference.sha256,
        "policy": str(found.policy.reference),
        "policy_sha256": found.policy.reference.sha256,
        "method": METHOD_VERSION,
        "file_sha256": scored.file_sha256,
    }


def _by_severity(found: Assessment) -> dict[str, int]:
    severities = [finding.severity for finding in found.findings]
    return {word: severities.count(word) for word in ("critical", "high", "moderate", "low")}


def _contribution(part: Contribution) -> dict[str, Any]:
    return {
        "question": part.question.id,
        "given": part.given,
        "points": part.points,
        "weight": part.weight,
        "earned": {
            column: _exact(share) for column, share in part.earned.items() if part.possible[column]
        },
        "possible": {column: _exact(share) for column, share in part.possible.items() if share},
    }


def _exact(value: Fraction) -> str:
    return str(value)
