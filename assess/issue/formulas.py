"""The formulas that tell, in the partner's own spreadsheet, what is still open."""

from __future__ import annotations

from string import Formatter

from assess.issue.pending import Hinge, Pending
from assess.issue.plan import ANSWER, Block, Plan

LONGEST = 2000
"""Characters beyond which a condition is left to the guidance; Excel's own limit is 8192."""

ALWAYS = "TRUE"


def text_literal(text: str) -> str:
    """Write a text as a formula does: quoted, and each quote in it doubled."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def sentence(text: str, **cells: str) -> str:
    """Return a formula that says a text, its `{fields}` taken from cells, given as formulas."""
    parts = [
        part
        for words, field, _, _ in Formatter().parse(text)
        for part in (words and text_literal(words), field and cells[field])
        if part
    ]
    return "&".join(parts)


def answered(block: Block, sheet: str = "") -> str:
    """Return a formula that is true once the question, or any of its options, has an answer."""
    return f"SUMPRODUCT(LEN(TRIM({_at(sheet, block.answers)})))>0"


def asked(block: Block, plan: Plan, sheet: str = "") -> str:
    """Return a formula that is false while an earlier answer makes the question superfluous.

    ALWAYS where it hangs on no answer, or on one that a formula cannot judge.
    """
    formula = ALWAYS if block.when is None else _holds(block.when, plan, sheet)
    return formula if len(formula) <= LONGEST else ALWAYS


def _holds(pending: Pending, plan: Plan, sheet: str) -> str:
    if isinstance(pending, Hinge):
        return _hinge(pending, plan, sheet)
    parts = [_holds(part, plan, sheet) for part in pending.parts]
    if pending.joined_by == "any" and ALWAYS in parts:
        return ALWAYS
    parts = [part for part in parts if part != ALWAYS]
    if not parts:
        return ALWAYS
    return f"{'AND' if pending.joined_by == 'all' else 'OR'}({','.join(parts)})"


def _hinge(hinge: Hinge, plan: Plan, sheet: str) -> str:
    gate = plan.by_id[hinge.gate]
    levels = gate.question.answer.levels
    if gate.question.answer.type != "choice":
        return ALWAYS
    # Judged by the levels that close the gate, so that an unknown text never hides a question.
    closing = [
        level.text
        for index, level in enumerate(levels)
        if (index in hinge.levels) is hinge.excludes
    ]
    if not closing:
        return ALWAYS
    cell = _at(sheet, f"${ANSWER}${gate.row}")
    closed = f"OR({','.join(f'{cell}={text_literal(text)}' for text in closing)})"
    gate_asked = asked(gate, plan, sheet)
    if gate_asked == ALWAYS:
        return f"NOT({closed})"
    return (
        f"NOT(AND({gate_asked},{closed}))" if hinge.excludes else f"AND({gate_asked},NOT({closed}))"
    )


def _at(sheet: str, cells: str) -> str:
    return f"{sheet}!{cells}" if sheet else cells
