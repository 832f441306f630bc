"""The hidden sheet of lists and counts: what dropdowns offer, and how far the partner is.

Its formulas stand apart from the questions sheet, so that intake finds none among answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from assess.issue.cells import write_formula, write_text
from assess.issue.formulas import (
    ALWAYS,
    answered,
    asked,
    asked_name,
    hangs_apart,
    sentence,
    text_literal,
)
from assess.issue.palette import Look, ink
from assess.issue.wording import entries
from assess.workbook_format import HIDDEN_SHEET, LISTS_SHEET, META_KEYS, RECIPIENT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from assess.issue.plan import Plan

FIRST_LIST = 9
"""Column of the first dropdown list; the counts stand left of it."""

ANSWERED = "{done} of {all} answered"
FROM_THERE = "{done} of {all} questions answered from your {name}; {left} to go"
FROM_BOTH = (
    "{done} of {all} questions answered from your {name}, {carried} from your earlier answers; "
    "{left} to go"
)
MUST_HAVE_OPEN = "{open} must-have still open"
MUST_HAVES_OPEN = "{open} must-haves still open"

_DONE, _ALL, _OPEN = (f"{LISTS_SHEET}!${column}$2" for column in "FGH")
_ROWS = {key: index for index, key in enumerate(META_KEYS, start=1)}

_PLAIN = Look(ink())


def progress(plan: Plan) -> str:
    """Return the formula, without its equals sign, of how much is answered."""
    return sentence(plan.say(ANSWERED), done=_DONE, all=_ALL)


def filled_in(plan: Plan) -> str:
    """Say how many of the questions come answered, where another questionnaire helped."""
    tally = plan.tally
    text = FROM_BOTH if tally.carried else FROM_THERE
    *before, name = [tab.derived.name for tab in plan.tabs if tab.derived]
    if before:
        name = plan.say("{first} and {last}", first=", ".join(before), last=name)
    fields = {"done": tally.derived, "all": tally.asked, "carried": tally.carried}
    return plan.say(text, name=name, left=tally.left, **fields)


def must_haves_open(plan: Plan) -> str:
    """Return the formula of how many must-haves are still open."""
    none = text_literal(plan.say("All must-haves answered"))
    one, many = (sentence(plan.say(each), open=_OPEN) for each in (MUST_HAVE_OPEN, MUST_HAVES_OPEN))
    return f"IF({_OPEN}=0,{none},IF({_OPEN}=1,{one},{many}))"


def recipient(plan: Plan) -> str:
    """Return the formula that says whom the workbook is for, from the hidden sheet."""
    name, period = (f"{HIDDEN_SHEET}!$B${_ROWS[key]}" for key in ("partner_name", "period"))
    return sentence(plan.say(RECIPIENT), name=name, period=period)


def write_counts(sheet: Worksheet, plan: Plan) -> None:
    """Write a row a question (asked, answered, must-have) and the totals over them."""
    heads = ("Question", "Asked", "Answered", "Must-have", "", "Answered", "Asked", "Open")
    for column, head in enumerate(heads, start=1):
        write_text(sheet, f"{get_column_letter(column)}1", head, _PLAIN)
    for row, block in enumerate(plan.blocks, start=2):
        is_asked = asked(block, plan, apart=True)
        write_text(sheet, f"A{row}", block.question.id, _PLAIN)
        write_formula(sheet, f"B{row}", f"IFERROR(IF({is_asked},1,0),1)", _PLAIN)
        has_answer = answered(block, plan)
        write_formula(sheet, f"C{row}", f"IFERROR(IF({has_answer},1,0),0)", _PLAIN)
        sheet[f"D{row}"] = int(block.question.must_have)
    last = len(plan.blocks) + 1
    asks, answers, musts = (f"${column}$2:${column}${last}" for column in "BCD")
    write_formula(sheet, "F2", f"SUMPRODUCT({asks}*{answers})", _PLAIN)
    write_formula(sheet, "G2", f"SUM({asks})", _PLAIN)
    write_formula(sheet, "H2", f"SUMPRODUCT({asks}*(1-{answers})*{musts})", _PLAIN)


def asked_cells(plan: Plan) -> dict[str, str]:
    """Return, by its name, each cell that a conditional format on another sheet looks at."""
    return {
        asked_name(block, plan): f"{LISTS_SHEET}!$B${row}"
        for row, block in enumerate(plan.blocks, start=2)
        if hangs_apart(block, plan) and asked(block, plan) != ALWAYS
    }


def write_lists(sheet: Worksheet, plan: Plan) -> dict[tuple[str, ...], str]:
    """Write each different dropdown list once; return where each stands."""
    places: dict[tuple[str, ...], str] = {}
    for block in plan.blocks:
        offered = entries(block.question, plan.language)
        if not offered or offered in places:
            continue
        column = get_column_letter(FIRST_LIST + len(places))
        for row, text in enumerate(offered, start=2):
            write_text(sheet, f"{column}{row}", text, _PLAIN)
        places[offered] = f"{LISTS_SHEET}!${column}$2:${column}${len(offered) + 1}"
    return places
