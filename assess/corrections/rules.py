"""What each cell of a correction workbook takes, and how it looks while it is open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assess.correction_format import LISTS_SHEET
from assess.corrections.plan import COMMENT, HEADER_ROW, USE, Plan
from assess.corrections.texts import kept
from assess.intake.doubts import Doubt
from assess.issue.cells import write_text
from assess.issue.formulas import text_literal
from assess.issue.palette import OPEN, REASON_MISSING, Look, ink, solid
from assess.issue.wording import EXAMPLE_DATE, number
from assess.workbook_format import LIST_SEPARATOR, NOT_APPLICABLE
from questionnaires.profiles import ENGLISH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


class _Rule(NamedTuple):
    """What cells have in common that share a rule; the texts of a list, and what is typed."""

    kind: str
    offered: tuple[str, ...]
    wanted: str


def add_rules(sheet: Worksheet, lists: Worksheet, plan: Plan) -> None:
    """Add the rules of the cells that are filled in, and the lists that they offer."""
    cells: dict[_Rule, list[str]] = defaultdict(list)
    for row, doubt in enumerate(plan.doubts, HEADER_ROW + 1):
        cells[_rule(doubt, plan)].append(f"{USE}{row}")
    places: dict[tuple[str, ...], str] = {}
    for rule, where in cells.items():
        if rule.offered not in places:
            places[rule.offered] = _write_list(lists, len(places) + 1, rule.offered)
        sheet.add_data_validation(_validation(rule, where, places[rule.offered]))


def add_highlights(sheet: Worksheet, plan: Plan) -> None:
    """Colour what is still open, and a reason that is missing."""
    first, last = HEADER_ROW + 1, plan.last_row
    _add(sheet, f"{USE}{first}:{USE}{last}", f"LEN(TRIM(${USE}{first}))=0", OPEN)
    claimed = f"${USE}{first}={text_literal(NOT_APPLICABLE)}"
    missing = f"AND({claimed},LEN(TRIM(${COMMENT}{first}))=0)"
    _add(sheet, f"{COMMENT}{first}:{COMMENT}{last}", missing, REASON_MISSING)


def _rule(doubt: Doubt, plan: Plan) -> _Rule:
    offered = tuple(choice.text for choice in doubt.choices)
    if doubt.kind != "number":
        return _Rule(doubt.kind, offered, f"a date, such as {EXAMPLE_DATE}")
    answer = plan.questionnaire.question(doubt.question).answer
    return _Rule(doubt.kind, offered, number(answer, ENGLISH))


def _write_list(lists: Worksheet, column: int, offered: tuple[str, ...]) -> str:
    letter = get_column_letter(column)
    for row, text in enumerate(offered, 1):
        write_text(lists, f"{letter}{row}", kept(text), Look(ink()))
    return f"{LISTS_SHEET}!${letter}$1:${letter}${len(offered)}"


def _validation(rule: _Rule, where: list[str], place: str) -> DataValidation:
    validation = DataValidation(
        type="list", formula1=place, allow_blank=True, sqref=" ".join(where)
    )
    if rule.kind == "choice":
        validation.showErrorMessage, validation.errorStyle = True, "stop"
        validation.errorTitle = "Not in the list"
        validation.error = "Choose an entry of the list: press Alt+↓, or the arrow at the cell."
    elif rule.kind in {"number", "date"}:
        _take_typed(validation, rule.wanted)
    else:
        apart = LIST_SEPARATOR.strip()
        list_hint = f"Choose one, or type several, each behind the last and a “{apart}”."
        validation.showInputMessage, validation.promptTitle = True, "Use"
        validation.prompt = list_hint if rule.kind == "list" else "Type it, or choose an entry."
    return validation


def _take_typed(validation: DataValidation, wanted: str) -> None:
    """Let a number or a date be typed as well; importing holds it to its limits."""
    validation.showErrorMessage, validation.errorStyle = True, "warning"
    validation.errorTitle = "Not in the list"
    validation.error = f"Keep it only if the partner meant it, and it is {wanted}."
    validation.showInputMessage, validation.promptTitle = True, "Use"
    validation.prompt = f"Choose an entry of the list, or type {wanted}."


def _add(sheet: Worksheet, cells: str, formula: str, colour: str) -> None:
    look = DifferentialStyle(fill=solid(colour))
    sheet.conditional_formatting.add(cells, Rule(type="expression", dxf=look, formula=[formula]))
