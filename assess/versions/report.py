"""A comparison as data, and in the sentences that every format of it shares."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assess.look.words import counted, listed
from assess.versions.comparing import Comparison
from assess.versions.rows import Row, rows
from assess.versions.touched import Touched
from questionnaires.difference import Change

NAMED = 3
"""Questions that are named where several changed in the same way; the rest are counted."""


def as_data(comparison: Comparison, touched: Sequence[Touched] | None) -> dict[str, Any]:
    """Return the whole comparison as JSON-ready data.

    `edits` alone turn the first file's data into the second's; `touched` is null outside a
    workspace.
    """
    data = {
        "from": comparison.old.questionnaire.reference.as_dict(),
        "to": comparison.new.questionnaire.reference.as_dict(),
        "demands": comparison.demanded,
        "step": comparison.step,
        "fits": comparison.fits if comparison.same_questionnaire else None,
        "counts": comparison.found.counts(),
        "changes": [_change(row) for row in rows(comparison)],
        "touched": None if touched is None else [each.as_dict() for each in touched],
        "edits": [edit.as_dict() for edit in comparison.found.edits],
    }
    plain: dict[str, Any] = _numbers(data)
    return plain


def verdict(comparison: Comparison) -> str:
    """Say which step the changes demand, and whether the number took it."""
    old, new = comparison.old.questionnaire.reference, comparison.new.questionnaire.reference
    if not comparison.same_questionnaire:
        return f"{old} and {new} are different questionnaires; their numbers say nothing."
    demanded = f"The changes demand a {comparison.demanded} version, {comparison.least} or higher"
    if not comparison.found.changes:
        demanded = "Nothing is asked or judged otherwise"
    if comparison.step is None:
        return f"{demanded}. {new.version} is not higher than {old.version}."
    if comparison.fits:
        return f"{demanded}: {new.version} fits."
    return f"{demanded}: {new.version} does not fit, it is only a {comparison.step} step."


def reasons(comparison: Comparison) -> list[tuple[str, str]]:
    """Return why: every reason for the step demanded, and the questions it is about."""
    found: dict[str, list[str]] = {}
    for change in comparison.found.changes:
        if change.bump == comparison.demanded:
            found.setdefault(change.reason, []).extend(_about(change) or (change.part,))
    return [(reason, named(list(dict.fromkeys(ids)))) for reason, ids in found.items()]


def named(ids: Sequence[str]) -> str:
    """Name a few ids, and count the rest."""
    if len(ids) <= NAMED:
        return listed(ids)
    return f"{', '.join(ids[: NAMED - 1])} and {len(ids) - NAMED + 1} more"


def subject(change: Change) -> str:
    """Name the questions that a change is about; split or merged ones by their old ids."""
    return named(_about(change))


def _about(change: Change) -> tuple[str, ...]:
    return change.old if change.kind in {"split", "merged"} else change.questions


def touched_words(each: Touched) -> str:
    """Say what a change touches in one period."""
    whole = counted(each.submissions, "submission", "submissions")
    if not each.affected:
        return f"{whole}, and every answer still stands"
    answers = counted(each.answers, "answer", "answers")
    return f"{whole}, {each.affected} of them with {answers} to questions that changed or went"


def _change(row: Row) -> dict[str, Any]:
    change = row.change
    return {
        "kind": change.kind,
        "aspect": change.aspect,
        "demands": change.bump,
        "reason": change.reason,
        "old": list(change.old),
        "new": list(change.new),
        "part": change.part,
        "before": change.before,
        "after": change.after,
        "words": [list(piece) for piece in row.pieces],
    }


def _numbers(data: Any) -> Any:
    """Return data in which numbers with decimals are those of JSON."""
    if isinstance(data, Decimal):
        return int(data) if data == int(data) else float(data)
    if isinstance(data, dict):
        return {key: _numbers(value) for key, value in data.items()}
    return [_numbers(each) for each in data] if isinstance(data, list | tuple) else data
