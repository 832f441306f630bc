"""What each answer cell takes, and what the spreadsheet says about anything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from openpyxl.worksheet.datavalidation import DataValidation

from assess.issue.formulas import text_literal
from assess.issue.plan import ANSWER, EVIDENCE_DATE, Block, Plan, Tab
from assess.issue.wording import (
    EXAMPLE_DATE,
    MEASURED,
    entries,
    listed,
    number,
    plain,
    printable,
    quoted,
)
from assess.workbook_format import NOT_APPLICABLE, TICK

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from questionnaires.model import Answer

LONGEST_MESSAGE = 225
"""UTF-16 units of an error message; Excel repairs away the whole sheet's rules beyond it."""

EARLIEST_DAY = 32874
"""1990-01-01 as spreadsheets count days: a date before it is a slip of the keyboard."""

IS_DATE = f"AND(ISNUMBER({{cell}}),{{cell}}>={EARLIEST_DAY},{{cell}}<=TODAY())"
DATE_WANTED = "Enter a date that is not in the future, such as {date}."


def add_validations(
    sheet: Worksheet, plan: Plan, tab: Tab, places: dict[tuple[str, ...], str]
) -> None:
    """Add every rule of a sheet of questions; `places` says where the lists stand."""
    for rule in (*_choices(plan, tab, places), *_ticks(plan, tab)):
        sheet.add_data_validation(rule)
    for block in tab.blocks:
        if block.question.answer.type in MEASURED:
            sheet.add_data_validation(_measured(block, plan, places))
        elif block.question.answer.type != "choice" and block.question.na_allowed:
            sheet.add_data_validation(_offer(f"{ANSWER}{block.row}", plan))
    sheet.add_data_validation(_evidence_dates(plan, tab))


def _choices(plan: Plan, tab: Tab, places: dict[tuple[str, ...], str]) -> Iterator[DataValidation]:
    """Make one rule a list, over all the cells that offer it."""
    cells: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for block in tab.blocks:
        if block.question.answer.type == "choice":
            cells[entries(block.question, plan.language)].append(f"{ANSWER}{block.row}")
    for offered, where in cells.items():
        says = printable(plan.say("Choose one of: {offered}", offered=" · ".join(offered)))
        if _units(says) > LONGEST_MESSAGE:
            says = plan.say(
                "Choose an entry of the list: press Alt+↓, or the arrow beside the cell."
            )
        title = plan.say("Not in the list")
        yield _rule(" ".join(where), "list", places[offered], (title, says))


def _ticks(plan: Plan, tab: Tab) -> Iterator[DataValidation]:
    where = [
        f"{ANSWER}{block.row + 1}:{ANSWER}{block.last_row}"
        for block in tab.blocks
        if block.question.answer.options
    ]
    if where:
        says = plan.say("Put {tick} where it applies, and leave the others empty.", tick=TICK)
        title = plan.say("Tick or leave empty")
        yield _rule(" ".join(where), "list", text_literal(TICK), (title, says))


def _measured(block: Block, plan: Plan, places: dict[tuple[str, ...], str]) -> DataValidation:
    """Take a number or a date, or one of the words that the question takes instead."""
    answer, words = block.question.answer, entries(block.question, plan.language)
    cell = f"{ANSWER}{block.row}"
    is_number = answer.type == "number"
    formula = (_is_number(answer) if is_number else IS_DATE).format(cell=cell)
    says = _wanted(answer, plan)
    if words:
        formula = f"OR({formula},ISNUMBER(MATCH(TRIM({cell}),{places[words]},0)))"
        offered = listed([quoted(word, plan.language) for word in words], plan.language)
        instead = printable(f"{says} {plan.say('Or write {words}.', words=offered)}")
        says = instead if _units(instead) <= LONGEST_MESSAGE else says
    rule = _rule(cell, "custom", formula, (plan.say("Please check the answer"), says))
    rule.promptTitle, rule.prompt, rule.showInputMessage = plan.say("Answer"), says, True
    return rule


def _wanted(answer: Answer, plan: Plan) -> str:
    if answer.type == "number":
        return plan.say("Enter {number}.", number=number(answer, plan.language))
    return plan.say(DATE_WANTED, date=EXAMPLE_DATE)


def _is_number(answer: Answer) -> str:
    tests = ["ISNUMBER({cell})"]
    if answer.minimum is not None:
        tests.append(f"{{cell}}>={plain(answer.minimum)}")
    if answer.maximum is not None:
        tests.append(f"{{cell}}<={plain(answer.maximum)}")
    return f"AND({','.join(tests)})"


def _evidence_dates(plan: Plan, tab: Tab) -> DataValidation:
    where = " ".join(f"{EVIDENCE_DATE}{block.row}" for block in tab.blocks)
    first = IS_DATE.format(cell=f"{EVIDENCE_DATE}{tab.blocks[0].row}")
    says = plan.say(DATE_WANTED, date=EXAMPLE_DATE)
    return _rule(where, "custom", first, (plan.say("Please check the date"), says))


def _offer(cell: str, plan: Plan) -> DataValidation:
    """Offer `Not applicable` where anything else is welcome, too."""
    offered = text_literal(plan.say(NOT_APPLICABLE))
    rule = DataValidation(type="list", formula1=offered, allow_blank=True)
    rule.add(cell)
    return rule


def _rule(
    where: str, kind: Literal["list", "custom"], formula: str, error: tuple[str, str]
) -> DataValidation:
    title, says = error
    return DataValidation(
        type=kind,
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle=title,
        error=says,
        sqref=where,
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
