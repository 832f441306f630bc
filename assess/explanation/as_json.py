"""The explanation as plain data: exact figures are fractions written as text, in per cent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from assess.explanation.changes import Backed, Since
from assess.explanation.conditions import Condition
from assess.explanation.next_tier import NextTier
from assess.explanation.report import Explanation
from assess.explanation.story import Story
from assess.results import explain_data
from assess.submission import Response
from assess.trend import Move
from scoring.findings import given, judged_as
from scoring.tree import Branch, Leaf, Limb, Tree


def data(told: Explanation) -> dict[str, Any]:
    """Return what `assess explain --format json` shows.

    `contributions` are over what is answered, `tree` over all that is in scope, on which the
    tier rests; `conditions` has every need with its exact margin, negative where it is short.
    """
    return {
        **explain_data(told.scored),
        "next_tier": _next_tier(told.next_tier),
        "conditions": [_condition(each) for each in told.conditions],
        "tree": _tree(told.tree),
        "since": None if told.since is None else _since(told.since),
        "unconfirmed": [_unconfirmed(each) for each in told.unconfirmed],
        "native": told.native,
    }


def story_data(told: Story) -> dict[str, Any]:
    """Return what `assess explain --question ID --format json` shows."""
    question, response = told.item.question, told.given
    return {
        "question": question.id,
        "text": question.text,
        "section": told.section,
        "must_have": question.must_have,
        "references": {name: list(clauses) for name, clauses in question.references},
        "state": told.item.state,
        "level": told.item.level or None,
        "points": told.item.points,
        "weight": told.weight,
        "answer": None if response is None else _response(response, told.file),
        "assurance": told.assurance or None,
        "brings": {
            name: {"earned": str(leaf.earned), "possible": str(leaf.possible)}
            for name, leaf in told.leaves.items()
        },
        "better": [
            {"level": each.text, "points": each.points, "gain": str(each.gain)}
            for each in told.better
        ],
        "severity": told.finding.severity if told.finding else None,
        "remediation": question.remediation.text,
        "contradicted_by": [each.by for each in told.contradictions],
        "rulings": list(told.rulings),
    }


def _next_tier(told: NextTier) -> dict[str, Any]:
    return {
        "tier": told.tier.id if told.tier else None,
        "missing": told.missing,
        "cheapest": told.cheapest,
        "enough": told.enough,
        "steps": [
            {
                "question": step.question.id,
                "kind": step.kind,
                "level": given(step.question, step.code) or None,
                "days": step.days,
            }
            for step in told.steps
        ],
    }


def _condition(each: Condition) -> dict[str, Any]:
    need = each.need
    return {
        "tier": each.tier.id,
        "kind": need.kind,
        "column": need.column or None,
        "held": each.held,
        "needed": each.needed,
        "met": each.met,
        "margin": _exact(each.margin),
        "controls": list(each.controls),
    }


def _tree(found: Tree) -> dict[str, Any]:
    return {
        "aggregation": found.method,
        "decisive": _exact(found.overall),
        "principles": [_limb(limb) for limb in found.limbs],
    }


def _limb(limb: Limb) -> dict[str, Any]:
    return {
        "principle": limb.principle,
        "decisive": _exact(limb.score),
        "share": _exact(limb.share),
        "brings": _exact(limb.brings),
        "sections": [_branch(branch) for branch in limb.branches],
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "section": branch.section.id,
        "title": branch.section.title,
        "earned": str(branch.earned),
        "possible": str(branch.possible),
        "questions": [_leaf(leaf) for leaf in branch.leaves],
    }


def _leaf(leaf: Leaf) -> dict[str, Any]:
    return {
        "question": leaf.question.id,
        "given": given(leaf.question, leaf.code) or None,
        "counts_as": judged_as(leaf.question, leaf.code),
        "points": leaf.points,
        "earned": str(leaf.earned),
        "possible": str(leaf.possible),
    }


def _since(told: Since) -> dict[str, Any]:
    return {
        "period": told.period,
        "achieved": {"before": told.tiers[0], "after": told.tiers[1]},
        "score": told.score,
        "questions": [_move(move, told) for move in told.moves.moved],
        "other_questions": _exact(told.moves.rest),
        "evidence": [_backed(each) for each in told.backed],
        "surroundings": list(told.surroundings),
    }


def _move(move: Move, told: Since) -> dict[str, Any]:
    return {
        "question": move.question.id,
        "what": move.what,
        "direction": told.directions.get(move.question.id) or None,
        "before": move.before or None,
        "after": move.after or None,
        "effect": _exact(move.effect),
    }


def _backed(each: Backed) -> dict[str, Any]:
    return {
        "question": each.question,
        "before": {"assurance": each.before, "evidence": each.evidence[0] or None},
        "after": {"assurance": each.after, "evidence": each.evidence[1] or None},
    }


def _unconfirmed(response: Response) -> dict[str, str | None]:
    return {
        "question": response.question,
        "answer": response.value,
        "carried_from": response.carried_from,
        "source": response.source or None,
    }


def _response(response: Response, file: str) -> dict[str, str | None]:
    return {
        "given": response.answer,
        "read_as": response.value,
        "comment": response.comment or None,
        "evidence": response.evidence or None,
        "evidence_date": response.evidence_date or None,
        "file": file,
        "cell": response.cell or None,
        "carried_from": response.carried_from or None,
        "source": response.source or None,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
