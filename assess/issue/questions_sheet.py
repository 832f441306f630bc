"""The sheets a partner works in: one row a question, and one an option below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from assess.issue.cells import dress, write_formula, write_runs, write_text
from assess.issue.counts import must_haves_open, progress, recipient
from assess.issue.fitting import row_height
from assess.issue.page import lock, set_up_page
from assess.issue.palette import (
    FIELD_LINE,
    INK,
    LINE,
    MIST,
    MUTED,
    NAVY,
    PAPER,
    RUST,
    TEAL,
    WHITE,
    Look,
    ink,
    solid,
)
from assess.issue.plan import (
    ANSWER,
    COMMENT,
    CONFIRMATION,
    EVIDENCE_DATE,
    HEADER_ROW,
    REFERENCE,
    SINCE_LAST,
    Block,
    Plan,
    Tab,
)
from assess.issue.prefilled import fill_in, how_many_confirmed, since_last
from assess.issue.wording import entries, how_to_answer, how_to_decline, when_to_answer
from assess.workbook_format import COLUMNS, OPTION_SEPARATOR, PREFILLED_COLUMNS

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from questionnaires.model import Question, Section

WIDTHS = {"A": 17.0, "B": 41.0, "C": 50.0, "D": 23.0, "E": 30.0, "F": 22.0, "G": 15.0}
PREFILLED_WIDTHS = {SINCE_LAST: 28.0, CONFIRMATION: 12.0}
"""Columns and their widths; the second only where the sheet comes prefilled."""

UNITS_SHOWN = ("hours", "days", "years", "euro")
"""The unit is shown behind the number. Not for percent: a typed `95%` must stay a percentage."""

DATE_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"
"""So that a spreadsheet keeps what is typed: `3-1` is no date, `- see policy` no formula."""

ID_SIZE, SMALL_SIZE, TEXT_SIZE = 8.0, 10.0, 11.0

_RULE = Side(style="thin", color=LINE)
_BOX = Side(style="thin", color=FIELD_LINE)
_UNDERLINED = Border(bottom=_RULE)
_FIELD = Border(left=_BOX, right=_BOX, top=_BOX, bottom=_BOX)
_PROSE = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_OPTION = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=3)
_MIDDLE = Alignment(horizontal="left", vertical="center", indent=1)
_CENTRED = Alignment(horizontal="center", vertical="center")

_TITLE = Look(ink(16, NAVY, bold=True), alignment=_MIDDLE)
_SUBTITLE = Look(ink(11, MUTED), alignment=_MIDDLE)
_PROGRESS = Look(ink(14, TEAL, bold=True), alignment=_MIDDLE)
_MUST_OPEN = Look(ink(11, RUST), alignment=_MIDDLE)
_HEADER = Look(ink(11, WHITE, bold=True), solid(NAVY), alignment=_PROSE)
_HEADING = Look(ink(12, NAVY, bold=True), solid(MIST), alignment=_PROSE)


def write_questions(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    """Write the whole sheet: title, header, headings and questions; rules come separately."""
    for column, width in _widths(tab).items():
        sheet.column_dimensions[column].width = width
    _write_top(sheet, plan, tab)
    for row, section in tab.headings:
        _write_heading(sheet, row, section, tab)
    for index, block in enumerate(tab.blocks):
        _write_block(sheet, block, plan, tab, shaded=index % 2 == 1)
    _set_up(sheet, plan, tab)


def _widths(tab: Tab) -> dict[str, float]:
    return WIDTHS | {column: PREFILLED_WIDTHS[column] for column in tab.extra}


def _write_top(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    title = plan.names[plan.tabs.index(tab)] if tab.derived else plan.questionnaire.title
    write_text(sheet, "A1", title, _TITLE)
    write_formula(sheet, "A2", recipient(plan), _SUBTITLE)
    write_formula(sheet, f"{ANSWER}1", progress(plan), _PROGRESS)
    if plan.must_haves:
        write_formula(sheet, f"{ANSWER}2", must_haves_open(plan), _MUST_OPEN)
    if tab.to_confirm:
        write_formula(sheet, f"{SINCE_LAST}1", how_many_confirmed(plan, tab), _PROGRESS)
    names = (*COLUMNS, *PREFILLED_COLUMNS[: len(tab.extra)])
    for index, name in enumerate(names, start=1):
        write_text(sheet, f"{get_column_letter(index)}{HEADER_ROW}", plan.say(name), _HEADER)
    for row, height in ((1, 27.0), (2, 19.0), (HEADER_ROW, 30.0)):
        sheet.row_dimensions[row].height = height


def _write_heading(sheet: Worksheet, row: int, section: Section, tab: Tab) -> None:
    for column in _widths(tab):
        dress(sheet, f"{column}{row}", _HEADING)
    runs = [(section.title, ink(12, NAVY, bold=True))]
    if section.intro:
        runs.append((section.intro, ink(SMALL_SIZE, INK)))
    write_runs(sheet, f"B{row}", runs, _HEADING)
    sheet.merge_cells(f"B{row}:{tab.last_column}{row}")
    width = sum(_widths(tab).values()) - WIDTHS["A"]
    sheet.row_dimensions[row].height = row_height([_measured(runs, width)]) + 4


def _write_block(sheet: Worksheet, block: Block, plan: Plan, tab: Tab, *, shaded: bool) -> None:
    question, row = block.question, block.row
    ground = solid(PAPER if shaded else WHITE)
    small = Look(ink(ID_SIZE, MUTED), ground, _UNDERLINED, _PROSE)
    asked, told = _question_runs(question, plan), _guidance_runs(block, plan)
    write_text(sheet, f"A{row}", question.id, small)
    write_runs(sheet, f"B{row}", asked, Look(ink(), ground, _UNDERLINED, _PROSE))
    write_runs(sheet, f"C{row}", told, Look(ink(), ground, _UNDERLINED, _PROSE))
    _write_fields(sheet, question, row, plan)
    sheet.row_dimensions[row].height = row_height(
        [
            (question.id, WIDTHS["A"], ID_SIZE),
            _measured(asked, WIDTHS["B"]),
            _measured(told, WIDTHS["C"]),
            *((entry, WIDTHS[ANSWER], TEXT_SIZE) for entry in entries(question, plan.language)),
            *_write_carried(sheet, block, plan, tab, small),
        ]
    )
    for offset, option in enumerate(question.answer.options, start=1):
        name = f"{question.id}{OPTION_SEPARATOR}{option.id}"
        _write_option(sheet, row + offset, (name, option.text), small)
    if plan.prefill is not None and question.id in tab.filled:
        fill_in(sheet, block, tab.filled[question.id], plan.prefill, plan.language)


def _write_carried(
    sheet: Worksheet, block: Block, plan: Plan, tab: Tab, small: Look
) -> list[tuple[str, float, float]]:
    """Write what is known from last time, and return the texts that its row has to hold."""
    if plan.prefill is None or not tab.extra:
        return []
    question, row = block.question.id, block.row
    for below in range(row, block.last_row + 1):
        for column in tab.extra:
            dress(sheet, f"{column}{below}", small)
    says = since_last(question, plan.prefill, plan.language)
    said = Look(ink(SMALL_SIZE, NAVY), small.fill, _UNDERLINED, _PROSE)
    write_text(sheet, f"{SINCE_LAST}{row}", says, said)
    texts = [(says, PREFILLED_WIDTHS[SINCE_LAST], SMALL_SIZE)]
    if question in tab.filled:
        dress(sheet, f"{CONFIRMATION}{row}", _field(TEXT_FORMAT))
        given = tab.filled[question]
        texts += [
            (given.comment, WIDTHS[COMMENT], SMALL_SIZE),
            (given.evidence, WIDTHS[REFERENCE], SMALL_SIZE),
        ]
        if not block.question.answer.options:
            texts.append((given.value, WIDTHS[ANSWER], TEXT_SIZE))
    return texts


def _question_runs(question: Question, plan: Plan) -> list[tuple[str, Font]]:
    runs = [(question.text, ink(TEXT_SIZE, INK))]
    if question.must_have:
        runs.append((f"● {plan.say('Must-have')}", ink(ID_SIZE, RUST, bold=True)))
    return runs


def _guidance_runs(block: Block, plan: Plan) -> list[tuple[str, Font]]:
    question = block.question
    runs = []
    if block.when is not None:
        when = when_to_answer(block.when, plan.questionnaire, plan.language)
        runs.append((when, ink(SMALL_SIZE, NAVY, italic=True)))
    runs.append((how_to_answer(question, plan.language), ink(SMALL_SIZE, TEAL, bold=True)))
    if question.na_allowed:
        runs.append((how_to_decline(question, plan.language), ink(SMALL_SIZE, TEAL)))
    runs.append((question.guidance, ink(SMALL_SIZE, INK)))
    evidence = plan.say("Evidence: {evidence}", evidence=question.evidence)
    runs.append((evidence, ink(SMALL_SIZE, MUTED)))
    return runs


def _write_fields(sheet: Worksheet, question: Question, row: int, plan: Plan) -> None:
    answer = question.answer
    unit = plan.say(answer.unit) if answer.unit in UNITS_SHOWN else ""
    formats = {"number": f'General" {unit}"' if unit else "General", "date": DATE_FORMAT}
    dress(sheet, f"{ANSWER}{row}", _field(formats.get(answer.type, TEXT_FORMAT)))
    for column, form in ((COMMENT, TEXT_FORMAT), (REFERENCE, TEXT_FORMAT)):
        dress(sheet, f"{column}{row}", _field(form, SMALL_SIZE))
    dress(sheet, f"{EVIDENCE_DATE}{row}", _field(DATE_FORMAT, SMALL_SIZE))


def _field(number_format: str, size: float = TEXT_SIZE) -> Look:
    return Look(ink(size), solid(WHITE), _FIELD, _PROSE, number_format, unlocked=True)


def _write_option(sheet: Worksheet, row: int, id_and_text: tuple[str, str], small: Look) -> None:
    name, text = id_and_text
    write_text(sheet, f"A{row}", name, small)
    write_text(sheet, f"B{row}", text, Look(ink(), small.fill, _UNDERLINED, _OPTION))
    tick = Look(ink(bold=True), solid(WHITE), _FIELD, _CENTRED, TEXT_FORMAT, unlocked=True)
    dress(sheet, f"{ANSWER}{row}", tick)
    for column in ("C", COMMENT, REFERENCE, EVIDENCE_DATE):
        dress(sheet, f"{column}{row}", small)
    sheet.row_dimensions[row].height = row_height(
        [(name, WIDTHS["A"], ID_SIZE), (text, WIDTHS["B"] - 3.0, TEXT_SIZE)]
    )


def _measured(runs: list[tuple[str, Font]], width: float) -> tuple[str, float, float]:
    text = "\n".join(text for text, _ in runs)
    return text, width, max(float(font.size) for _, font in runs)


def _set_up(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    """Set what a person sees first and what comes out of the printer, and lock the rest."""
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = TEAL
    pane = sheet.sheet_view.selection[-1]
    pane.activeCell = pane.sqref = f"{ANSWER}{tab.blocks[0].row}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{tab.last_column}{tab.last_row}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{tab.last_column}{tab.last_row}"
    set_up_page(sheet, "landscape", 0, plan.language)
    lock(sheet)
