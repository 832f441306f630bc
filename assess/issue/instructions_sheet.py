"""The first sheet: what the workbook is for, how to answer, how to send it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from assess.issue.cells import dress, write_formula, write_text
from assess.issue.counts import filled_in, must_haves_open, progress, recipient
from assess.issue.fitting import row_height
from assess.issue.formulas import sheet_name
from assess.issue.page import lock, set_up_page
from assess.issue.palette import (
    FIELD_LINE,
    INK,
    LINE,
    MIST,
    NAVY,
    OPEN,
    OPEN_MUST,
    REASON_MISSING,
    RUST,
    SILENT,
    TEAL,
    TO_CONFIRM,
    Look,
    ink,
    solid,
)
from assess.issue.plan import ANSWER, Plan
from assess.issue.wording import EXAMPLE_DATE
from assess.workbook_format import (
    CONFIRM,
    CONFIRMED,
    NOT_APPLICABLE,
    SINCE,
    TICK,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"A": 3.0, "B": 31.0, "C": 76.0}

_PROSE = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_MIDDLE = Alignment(horizontal="left", vertical="center", indent=1)
_RULED = Border(bottom=Side(style="thin", color=LINE))
_BOX = Side(style="thin", color=FIELD_LINE)
_BOXED = Border(left=_BOX, right=_BOX, top=_BOX, bottom=_BOX)

_TITLE = Look(ink(20, NAVY, bold=True), alignment=_MIDDLE)
_RECIPIENT = Look(ink(13, TEAL, bold=True), alignment=_MIDDLE)
_ABOUT = Look(ink(11, INK), alignment=_PROSE)
_COUNT = Look(ink(14, NAVY, bold=True), solid(MIST), alignment=_MIDDLE)
_MUST = Look(ink(11, RUST, bold=True), solid(MIST), alignment=_MIDDLE)
_LINK = Look(ink(12, TEAL, bold=True), alignment=_MIDDLE)
_HEADING = Look(ink(13, NAVY, bold=True), border=_RULED, alignment=_MIDDLE)
_TERM = Look(ink(11, INK, bold=True), alignment=_PROSE)
_TEXT = Look(ink(11, INK), alignment=_PROSE)

HOW = {
    "choice": (
        "A list",
        (
            "Choose the entry that is true today. The arrow beside the cell opens the list, "
            "and so does Alt+↓."
        ),
    ),
    "number": (
        "A number",
        (
            "Type the number alone; the guidance names its unit. An estimate is fine if you say so "
            "in the comment."
        ),
    ),
    "date": ("A date", "Type a full date, such as {date}."),
    "multi": (
        "Several entries",
        "Put {tick} beside each entry that applies, and leave the others empty.",
    ),
    "text": ("Your own words", "One or two sentences are enough."),
}
"""How to answer, by answer type; only the types that occur are explained."""

ALSO = (
    (
        "Must-have",
        "Marked ● because our cooperation depends on it. An honest “No” helps more than a blank.",
    ),
    (
        NOT_APPLICABLE,
        "Only where the question offers it. Please say in the comment why it does not apply.",
    ),
    (
        "Comment",
        "Whatever helps to read your answer: exceptions, plans with their dates, who to ask.",
    ),
    (
        "Evidence",
        "Name the document and where we can see it, with its date. You need not attach it.",
    ),
)

CARRIED_OVER = (
    "Carried over",
    (
        "Answers of an earlier quarter stand in blue. If one is still true, choose “{yes}” "
        "under “{confirm}”; if not, correct it. One that you do neither with stays marked as "
        "carried over. “{since}” says where it comes from, and what is new or changed."
    ),
)
"""Added where the workbook comes prefilled."""

DERIVED = (
    "The answers on this sheet follow from the {name} that you sent us, question by question. "
    "If one is true, choose “{yes}” under “{confirm}”; if not, correct it. One that you do "
    "neither with stays marked as derived."
)
"""Said of each sheet of answers that another questionnaire of the partner gives."""

FROM_EARLIER = "An answer of an earlier quarter, neither confirmed nor corrected."
FILLED_IN = "An answer that came filled in, neither confirmed nor corrected."
"""Which answers are to be confirmed; the second where some are derived."""

COLOURS = (
    (OPEN, "To answer", "The cell is still empty."),
    (OPEN_MUST, "Must-have", "A must-have that is still empty."),
    (REASON_MISSING, "Reason missing", "The comment to a “{not_applicable}” is still empty."),
    (TO_CONFIRM, "To confirm", FROM_EARLIER),
    (SILENT, "Not asked", "Grey rows do not apply, given your other answers. Leave them empty."),
)

RETURN = (
    (
        "Save",
        (
            "Save as an Excel workbook (.xlsx). Excel and LibreOffice both work, and several "
            "people may fill it in one after the other. Please keep sheets, rows and file name "
            "as they are."
        ),
    ),
    (
        "Send back",
        (
            "Return the file to the person who sent it to you. Ask the same person if a "
            "question is unclear."
        ),
    ),
    (
        "Your answers",
        (
            "They are meant for the security team that sent you this workbook. Please leave out "
            "passwords, keys and personal data."
        ),
    ),
)


def write_instructions(sheet: Worksheet, plan: Plan) -> None:
    """Write the sheet so that it prints on one page."""
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    row = _write_head(sheet, plan)
    types = {block.question.answer.type for block in plan.blocks}
    how = [text for answer_type, text in HOW.items() if answer_type in types]
    said = [*_said(how, plan), *_derived(plan), *_said(_also(plan), plan)]
    row = _write_table(sheet, row, plan.say("How to answer"), said)
    row = _write_colours(sheet, row, plan)
    row = _write_table(sheet, row, plan.say("How to return it"), _said(RETURN, plan))
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = NAVY
    sheet.print_area = f"A1:C{row - 1}"
    set_up_page(sheet, "portrait", 1, plan.language)
    lock(sheet)


def _write_head(sheet: Worksheet, plan: Plan) -> int:
    write_text(sheet, "B1", plan.questionnaire.title, _TITLE)
    write_formula(sheet, "B2", recipient(plan), _RECIPIENT)
    write_text(sheet, "B3", plan.questionnaire.description, _ABOUT)
    sheet.merge_cells("B3:C3")
    write_formula(sheet, "B5", progress(plan), _COUNT)
    dress(sheet, "C5", _MUST)
    if plan.must_haves:
        write_formula(sheet, "C5", must_haves_open(plan), _MUST)
    write_text(sheet, "B6", f"{plan.say('Go to the questions')}  →", _LINK)
    if plan.prefill is not None and plan.prefill.derived:
        write_text(sheet, "C6", filled_in(plan), _ABOUT)
    first = f"{sheet_name(plan.names[0])}!{ANSWER}{plan.blocks[0].row}"
    sheet["B6"].hyperlink = Hyperlink(ref="B6", location=first)
    about = (plan.questionnaire.description, WIDTHS["B"] + WIDTHS["C"], 11.0)
    heights = (36.0, 22.0, row_height([about]), 8.0, 34.0, 26.0)
    for row, height in enumerate(heights, start=1):
        sheet.row_dimensions[row].height = height
    return len(heights) + 2


def _also(plan: Plan) -> list[tuple[str, str]]:
    """Leave out what does not occur in this workbook."""
    left_out = set()
    if not plan.must_haves:
        left_out.add(ALSO[0][0])
    if not any(block.question.na_allowed for block in plan.blocks):
        left_out.add(NOT_APPLICABLE)
    carried = [CARRIED_OVER] if plan.prefill is not None and plan.prefill.period else []
    return carried + [(term, text) for term, text in ALSO if term not in left_out]


def _derived(plan: Plan) -> list[tuple[str, str]]:
    fields = {"yes": plan.say(CONFIRMED), "confirm": plan.say(CONFIRM)}
    return [
        (name, plan.say(DERIVED, name=tab.derived.name, **fields))
        for name, tab in zip(plan.names, plan.tabs, strict=True)
        if tab.derived
    ]


def _said(lines: Iterable[tuple[str, str]], plan: Plan) -> list[tuple[str, str]]:
    """Return terms and texts in the workbook's language."""
    fields = {
        "date": EXAMPLE_DATE,
        "tick": TICK,
        "yes": plan.say(CONFIRMED),
        "confirm": plan.say(CONFIRM),
        "since": plan.say(SINCE),
        "not_applicable": plan.say(NOT_APPLICABLE),
    }
    return [(plan.say(term), plan.say(text, **fields)) for term, text in lines]


def _write_table(sheet: Worksheet, row: int, heading: str, lines: list[tuple[str, str]]) -> int:
    _write_heading(sheet, row, heading)
    for offset, (term, text) in enumerate(lines, start=1):
        write_text(sheet, f"B{row + offset}", term, _TERM)
        write_text(sheet, f"C{row + offset}", text, _TEXT)
        height = row_height([(text, WIDTHS["C"], 11.0)])
        sheet.row_dimensions[row + offset].height = height
    return row + len(lines) + 2


def _write_colours(sheet: Worksheet, row: int, plan: Plan) -> int:
    _write_heading(sheet, row, plan.say("What the colours mean"))
    shown = [line for line in COLOURS if _occurs(line[0], plan)]
    derived = any(tab.derived for tab in plan.tabs)
    texts = [FILLED_IN if derived and text == FROM_EARLIER else text for _, _, text in shown]
    said = _said([(term, text) for (_, term, _), text in zip(shown, texts, strict=True)], plan)
    for offset, ((colour, _, _), (term, text)) in enumerate(zip(shown, said, strict=True), 1):
        sample = Look(ink(11, INK), solid(colour), _BOXED, _MIDDLE)
        write_text(sheet, f"B{row + offset}", term, sample)
        write_text(sheet, f"C{row + offset}", text, Look(ink(11, INK), alignment=_MIDDLE))
        sheet.row_dimensions[row + offset].height = 20.0
    return row + len(shown) + 2


def _occurs(colour: str, plan: Plan) -> bool:
    questions = [block.question for block in plan.blocks]
    return {
        OPEN: True,
        OPEN_MUST: plan.must_haves > 0,
        REASON_MISSING: any(question.na_allowed for question in questions),
        TO_CONFIRM: bool(plan.to_confirm),
        SILENT: any(block.when is not None for block in plan.blocks),
    }[colour]


def _write_heading(sheet: Worksheet, row: int, heading: str) -> None:
    write_text(sheet, f"B{row}", heading, _HEADING)
    dress(sheet, f"C{row}", _HEADING)
    sheet.row_dimensions[row].height = 24.0
