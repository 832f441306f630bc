"""The formulas that tell, in the partner's own spreadsheet, what is still open."""

from __future__ import annotations

from string import Formatter

from assess.issue.pending import Hinge, Pending, hinges
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


def answered(block: Block, plan: Plan | None = None) -> str:
    """Return a formula that is true once the question, or any of its options, has an answer.

    It is for the block's own sheet; with the plan, for another one.
    """
    return f"SUMPRODUCT(LEN(TRIM({_at(block, block.answers, plan)})))>0"


def asked(block: Block, plan: Plan, *, apart: bool = False) -> str:
    """Return a formula that is false while an earlier answer makes the question superfluous.

    It is for the block's own sheet or, `apart`, for another one. ALWAYS where the question hangs
    on no answer, or on one that a formula cannot judge.
    """
    formula = ALWAYS if block.when is None else _holds(block.when, plan, apart=apart)
    if len(formula) > LONGEST:
        return ALWAYS
    # A conditional format of an older Excel looks at another sheet only by a name.
    hidden = not apart and formula != ALWAYS and hangs_apart(block, plan)
    return f"{asked_name(block, plan)}=1" if hidden else formula


def asked_name(block: Block, plan: Plan) -> str:
    """Return the workbook's name for the cell that says 1 while a question is asked."""
    return f"asked_{plan.blocks.index(block) + 1}"


def hangs_apart(block: Block, plan: Plan) -> bool:
    """Tell whether a question hangs on an answer that stands on another sheet."""
    gates = [] if block.when is None else [plan.by_id[hinge.gate] for hinge in hinges(block.when)]
    return any(gate.tab != block.tab or hangs_apart(gate, plan) for gate in gates)


def sheet_name(name: str) -> str:
    """Write the name of a sheet as formulas do: quoted, unless it is a plain word."""
    return name if name.isalpha() else f"'{name}'"


def _holds(pending: Pending, plan: Plan, *, apart: bool) -> str:
    if isinstance(pending, Hinge):
        return _hinge(pending, plan, apart=apart)
    parts = [_holds(part, plan, apart=apart) for part in pending.parts]
    if pending.joined_by == "any" and ALWAYS in parts:
        return ALWAYS
    parts = [part for part in parts if part != ALWAYS]
    if not parts:
        return ALWAYS
    return f"{'AND' if pending.joined_by == 'all' else 'OR'}({','.join(parts)})"


def _hinge(hinge: Hinge, plan: Plan, *, apart: bool) -> str:
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
    cell = _at(gate, f"${ANSWER}${gate.row}", plan if apart else None)
    closed = f"OR({','.join(f'{cell}={text_literal(text)}' for text in closing)})"
    gate_asked = asked(gate, plan, apart=apart)
    if gate_asked == ALWAYS:
        return f"NOT({closed})"
    return (
        f"NOT(AND({gate_asked},{closed}))" if hinge.excludes else f"AND({gate_asked},NOT({closed}))"
    )


def _at(block: Block, cells: str, plan: Plan | None) -> str:
    return f"{sheet_name(plan.names[block.tab])}!{cells}" if plan else cells
