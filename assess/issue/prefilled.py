"""What a prefilled workbook has more: earlier answers, where they come from, their confirmation."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.datavalidation import DataValidation

from assess.carrying import Prefill, options_in
from assess.deriving import Derived
from assess.intake.numbers import with_unit
from assess.issue.cells import ACTIVE
from assess.issue.formulas import sentence, text_literal
from assess.issue.plan import (
    ANSWER,
    COMMENT,
    CONFIRMATION,
    EVIDENCE_DATE,
    REFERENCE,
    Block,
    Plan,
    Tab,
)
from assess.issue.wording import printable, quoted
from assess.periods import quarters_between
from assess.submission import Response
from assess.wordings import wording
from assess.workbook_format import (
    CARRIED,
    CARRIED_FAR,
    CARRIED_OVER,
    CONFIRMED,
    NO_OPTION,
    TAKEN_FROM,
    TICK,
    fingerprint,
)
from questionnaires import codes as states
from questionnaires.profiles import ENGLISH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from questionnaires.migration import Kind
    from questionnaires.model import Answer, Question

PERCENT_FORMAT = "0.##%"
UNTICKED = "no"

LONGEST = 32_000
"""Characters of a filled-in text; Excel's own limit is 32,767."""

QUOTED = 80
"""Characters of an earlier answer that is shown where it could not be carried over."""

CONFIRMED_OF = "{done} of {all} confirmed"

CHANGES: dict[Kind, str] = {
    "reworded": "Reworded",
    "changed": "Changed",
    "split": "One question became several",
    "merged": "Several questions became one",
    "new": "New",
}


def fill_in(
    sheet: Worksheet, block: Block, given: Response, prefill: Prefill, language: str
) -> None:
    """Put an earlier answer with its comment and evidence into the partner's cells."""
    row = block.row
    # The workbook may be in another language than the one in which answers are kept.
    kept = prefill.migration.new.question(block.question.id).answer
    if block.question.answer.options and given.code != states.NA_CLAIMED:
        _tick(sheet, block, given.value, kept)
    else:
        said = given._replace(value=_in_words(block.question, given, kept, language))
        _put(sheet, f"{ANSWER}{row}", _answer_cell(block.question, said))
        if _is_percentage(block.question, sheet[f"{ANSWER}{row}"].value):
            sheet[f"{ANSWER}{row}"].number_format = PERCENT_FORMAT
    _put(sheet, f"{COMMENT}{row}", given.comment)
    _put(sheet, f"{REFERENCE}{row}", given.evidence)
    _put(sheet, f"{EVIDENCE_DATE}{row}", _day(given.evidence_date) or given.evidence_date)


def since_last(question: str, prefill: Prefill, language: str) -> str:
    """Say where a question's answer comes from, or why the partner has to give a new one."""
    for derived in prefill.derived:
        if question in derived.answers:
            return _taken_from(derived, question, language)
    said = [_since_own(question, prefill, language)] if prefill.period else []
    if question not in prefill.carried:
        bearing = (each for each in prefill.derived if question in each.bearing)
        said += [_said_there(each, question, language) for each in bearing]
    return " ".join(said)


def _taken_from(derived: Derived, question: str, language: str) -> str:
    _, _, places = derived.answers[question].source.partition(" ")
    name, since = derived.name, derived.period
    return wording(language, TAKEN_FROM, name=name, since=since, places=places)


def _said_there(derived: Derived, question: str, language: str) -> str:
    """Say what the partner answered elsewhere that bears on a question without settling it."""
    said = (
        f"{each} {quoted(_shortened(text), language)}" for each, text in derived.bearing[question]
    )
    text = "In your {name} of {since}: {answers}."
    name, since = derived.name, derived.period
    return wording(language, text, name=name, since=since, answers=", ".join(said))


def _since_own(question: str, prefill: Prefill, language: str) -> str:
    origin = prefill.migration.origins[question]
    change = wording(language, CHANGES[origin.kind]) if origin.kind in CHANGES else ""
    if question in prefill.carried:
        since = prefill.carried[question].carried_from
        age = quarters_between(since, prefill.into)
        text = CARRIED_FAR if age > 1 else CARRIED_OVER
        said = wording(language, text, since=since, age=age)
    elif origin.kind == "new":
        return change
    else:
        said = _said_before(origin.questions, prefill, language)
    return f"{change}. {said}" if change else said


def carried_values(plan: Plan) -> dict[str, str]:
    """Return what the hidden sheet says of each earlier answer, by key."""
    given = [tab.filled[block.question.id] for tab in plan.tabs for block in tab.to_confirm]
    return {
        f"{CARRIED}{each.question}": " ".join(
            filter(None, (each.carried_from, fingerprint(_text(each.value)), each.source))
        )
        for each in given
    }


def how_many_confirmed(plan: Plan, tab: Tab) -> str:
    """Return the formula, without its equals sign, that counts the confirmations of a sheet."""
    cells = f"${CONFIRMATION}${tab.blocks[0].row}:${CONFIRMATION}${tab.last_row}"
    total = len(tab.to_confirm)
    done = f"COUNTIF({cells},{text_literal(plan.say(CONFIRMED))})"
    return sentence(plan.say(CONFIRMED_OF), done=done, all=text_literal(str(total)))


def add_confirmations(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    """Offer the confirmation beside every earlier answer."""
    where = " ".join(f"{CONFIRMATION}{block.row}" for block in tab.to_confirm)
    if where:
        yes = plan.say(CONFIRMED)
        says = plan.say("Choose {yes} where the answer is still true, or leave it blank.", yes=yes)
        rule = DataValidation(
            type="list",
            formula1=text_literal(yes),
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop",
            errorTitle=plan.say("Still true?"),
            error=says,
            sqref=where,
        )
        sheet.add_data_validation(rule)


def _said_before(questions: tuple[str, ...], prefill: Prefill, language: str) -> str:
    given = [prefill.earlier[each] for each in questions if each in prefill.earlier]
    # As given, where the partner reads another language than the one it is judged in.
    said = [each.value if language == ENGLISH else each.answer or each.value for each in given]
    listed = ", ".join(quoted(_shortened(each), language) for each in said if each)
    if not listed:
        return wording(language, "Not answered in {period}.", period=prefill.period)
    return wording(language, "In {period}: {answers}.", period=prefill.period, answers=listed)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTED else f"{flat[: QUOTED - 1]}…"


def _tick(sheet: Worksheet, block: Block, value: str, kept: Answer) -> None:
    chosen = options_in(kept, value)
    for position in range(len(block.question.answer.options)):
        cell = f"{ANSWER}{block.row + 1 + position}"
        if chosen is not None and position in chosen:
            _put(sheet, cell, TICK)
        elif value == NO_OPTION:
            _put(sheet, cell, UNTICKED)


def _in_words(question: Question, given: Response, kept: Answer, language: str) -> str:
    """Return a judged answer as the question, in the workbook's language, offers it."""
    if given.code == states.NA_CLAIMED:
        return wording(language, given.value)
    if given.code >= 0 and given.value == kept.levels[given.code].text:
        return question.answer.levels[given.code].text
    return given.value


def _answer_cell(question: Question, given: Response) -> str | float | dt.date:
    """Return the cell that intake reads as the same answer again."""
    if question.answer.type == "date":
        return _day(given.value) or given.value
    if question.answer.type == "number":
        number = _number(given.value, question.answer)
        if number is not None:
            small = question.answer.unit == "percent" and 0 < number <= 1
            return float(number / 100) if small else float(number)
    return given.value


def _is_percentage(question: Question, value: Any) -> bool:
    answer = question.answer
    small = isinstance(value, float) and 0 < value <= 1
    return small and answer.type == "number" and answer.unit == "percent"


def _number(value: str, answer: Answer) -> Decimal | None:
    """Return a judged number, None where it is a level's own words or too long for a cell."""
    try:
        number = Decimal(value.split(" ", maxsplit=1)[0])
    except InvalidOperation:
        return None
    kept = number.is_finite() and Decimal(f"{float(number):.15g}") == number
    return number if kept and with_unit(number, answer) == value else None


def _day(text: str) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return None


def _put(sheet: Worksheet, place: str, value: str | float | dt.date) -> None:
    """Set a cell that is dressed already; a text stays a text."""
    cell = sheet[place]
    if not isinstance(value, str):
        cell.value = value
    elif value:
        cell.value = _text(value)
        cell.data_type = "s"
        if value.startswith(ACTIVE):
            cell.quotePrefix = True


def _text(value: str) -> str:
    return printable(value)[:LONGEST]
