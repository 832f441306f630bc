"""Assessments as the plain data that commands and exports show."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from assess.certainty import certain_of
from assess.pipeline import Scored
from questionnaires.codes import OUT_OF_SCOPE
from questionnaires.model import ELEMENTS, PRINCIPLES
from scoring.compiled import COLUMNS
from scoring.contributions import contributions
from scoring.findings import judged_as
from scoring.method import METHOD_VERSION
from scoring.policy import ASSURANCES
from scoring.results import Assessment, Contradiction, Contribution, Finding
from scoring.reviewed import Decided, Disputed


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
            **_judged_by(found),
        },
        "findings": _by_severity(found),
        "contradictions": len(found.contradictions),
        "as_answered": _as_answered(found),
        "tier": {
            "required": found.required.id,
            "achieved": found.achieved.id if found.achieved else None,
            "recommendation": found.recommendation,
            "decisive": overall.decisive,
            "basis": tier_basis(found),
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


def tier_basis(found: Assessment) -> dict[str, Any]:
    """Return what the achieved tier rests on: `plain` is the tier whose needs are all met."""
    held = found.basis
    return {
        "plain": held.plain.id if held.plain else None,
        "kept": held.kept,
        "conditional_until": held.conditional_until.isoformat() if held.conditional_until else None,
        "provisional": held.provisional,
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
                "exact": _exact(found.scores[column].exact() or Fraction()),
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
        "certainty": certain_of(found) or None,
        **beside_data(found),
    }


def beside_data(found: Assessment) -> dict[str, Any]:
    """Return what stands beside the answers: what backs each, contradicts some, or has lapsed."""
    backed = zip(found.questionnaire.questions, found.codes, found.assurance, strict=True)
    return {
        "assurance": {q.id: ASSURANCES[least] for q, code, least in backed if code >= 0},
        "contradictions": [_contradiction(each) for each in found.contradictions],
        "lapsed_evidence": [
            {"what": each.what, "expired_on": each.on.isoformat(), "questions": each.questions}
            for each in found.lapsed
        ],
        "decisions": [_decided(found, each) for each in found.decisions],
        "as_answered": _as_answered(found),
        "disputes": [_disputed(each) for each in found.disputes],
    }


def _judged_by(found: Assessment) -> dict[str, int]:
    """Count the scored answers that stand as computed, and those that an assessor decided."""
    asked = zip(found.questionnaire.questions, found.codes, strict=True)
    in_scope = {question.id for question, code in asked if question.scored and code != OUT_OF_SCOPE}
    overridden = sum(each.question in in_scope for each in found.decisions)
    return {"computed": len(in_scope) - overridden, "overridden": overridden}


def _as_answered(found: Assessment) -> dict[str, Any] | None:
    plain = found.as_answered
    if plain is None:
        return None
    return {
        "overall": plain.overall,
        "decisive": plain.decisive,
        "achieved": plain.achieved.id if plain.achieved else None,
        "recommendation": plain.recommendation,
    }


def _decided(found: Assessment, made: Decided) -> dict[str, Any]:
    question = found.questionnaire.question(made.question)
    return {
        "question": made.question,
        "decision": made.decision,
        "given": made.given or None,
        "computed": judged_as(question, made.computed),
        "decided": judged_as(question, made.decided),
        "by": made.by,
        "on": made.on.isoformat(),
        "reason": made.reason,
    }


def _disputed(made: Disputed) -> dict[str, Any]:
    answer = {
        "outcome": made.outcome,
        "by": made.answered_by,
        "on": made.answered_on.isoformat() if made.answered_on else None,
        "reason": made.reason,
    }
    return {
        "number": made.number,
        "question": made.question or None,
        "text": made.text,
        "by": made.by,
        "on": made.on.isoformat(),
        "answer": answer if made.outcome else None,
    }


def contradiction_row(scored: Scored, found: Contradiction) -> dict[str, Any]:
    """Return one contradicted answer as a flat row for `assess export contradictions`."""
    told = _contradiction(found)
    return {**_flat_basis(scored), **told, "others": "; ".join(found.others)}


def _contradiction(found: Contradiction) -> dict[str, Any]:
    return {
        "question": found.question,
        "given": found.given,
        "by": found.by,
        "on": found.on.isoformat() if found.on else None,
        "others": list(found.others),
        "key": found.key,
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
        "contradictions": data["contradictions"],
        "overall_as_answered": (data["as_answered"] or data)["overall"],
        "achieved_as_answered": (data["as_answered"] or tier)["achieved"],
        **{f"findings_{severity}": count for severity, count in data["findings"].items()},
        "required": tier["required"],
        "achieved": tier["achieved"],
        **tier["basis"],
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
