"""The visible sheet of a correction workbook: what is in doubt, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side

from assess.correction_format import COLUMNS, LEAVE_BLANK
from assess.corrections.plan import (
    COMMENT,
    HEADER_ROW,
    NUMBER,
    QUESTION,
    READ,
    SUGGESTED,
    USE,
    WHERE,
    WRONG,
    Plan,
)
from assess.corrections.texts import kept, one_line, shortened
from assess.intake.corrections.filled import shown_where
from assess.intake.doubts import Doubt
from assess.issue.cells import dress, write_formula, write_runs, write_text
from assess.issue.fitting import row_height
from assess.issue.page import lock, set_up_page
from assess.issue.palette import (
    FIELD_LINE,
    INK,
    LINE,
    MUTED,
    NAVY,
    PAPER,
    RUST,
    SILENT,
    TEAL,
    WHITE,
    Look,
    ink,
    solid,
)
from assess.workbook_format import NOT_APPLICABLE
from questionnaires.profiles import ENGLISH

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"A": 5.5, "B": 19.0, "C": 42.0, "D": 32.0, "E": 36.0, "F": 24.0, "G": 28.0, "H": 30.0}

INSTRUCTIONS = (
    (
        "Everything else in the file was read and is not asked again; only what stands below could "
        "not be read with certainty. Nothing is taken until somebody has chosen it."
    ),
    (
        "1.  For each row, choose under “Use” what the partner meant. The nearest reading only "
        "helps to find it. Where you cannot tell, ask the partner; this workbook may be sent on."
    ),
    (
        f"2.  “{LEAVE_BLANK}” leaves the cell as if nothing had been written. A reason for "
        f"“{NOT_APPLICABLE}”, or any remark, goes under “Comment”."
    ),
    (
        "3.  Save this workbook, and import it (assess import {name}). It completes the returned "
        "file, which stays as it was received."
    ),
)

DATE_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "@"
SMALL = 10.0

_RULED = Border(bottom=Side(style="thin", color=LINE))
_BOX = Side(style="thin", color=FIELD_LINE)
_FIELD = Border(left=_BOX, right=_BOX, top=_BOX, bottom=_BOX)
_PROSE = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_MIDDLE = Alignment(horizontal="left", vertical="center", indent=1)

_TITLE = Look(ink(16, NAVY, bold=True), alignment=_MIDDLE)
_SUBTITLE = Look(ink(11, MUTED), alignment=_MIDDLE)
_PROGRESS = Look(ink(14, TEAL, bold=True), alignment=_MIDDLE)
_HEADER = Look(ink(11, WHITE, bold=True), solid(NAVY), alignment=_PROSE)
_TOLD = Look(ink(11, INK), alignment=_PROSE)


def write_sheet(sheet: Worksheet, plan: Plan) -> None:
    """Write title, instructions and rows; the rules come separately."""
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    _write_top(sheet, plan)
    for number, doubt in enumerate(plan.doubts, 1):
        _write_row(sheet, number, doubt)
    _set_up(sheet, plan)


def progress(plan: Plan) -> str:
    """Return the formula, without its equals sign, of how much is decided."""
    cells = f"${USE}${HEADER_ROW + 1}:${USE}${plan.last_row}"
    return f'SUMPRODUCT(--(LEN(TRIM({cells}))>0))&" of {len(plan.doubts)} decided"'


def _write_top(sheet: Worksheet, plan: Plan) -> None:
    outcome = plan.outcome
    write_text(sheet, "A1", f"Corrections to {plan.file}", _TITLE)
    whom = kept(one_line(plan.partner_name)) or outcome.partner
    about = f"{whom} ({outcome.partner})  ·  {outcome.period}  ·  {plan.reference}"
    write_text(sheet, "A2", about, _SUBTITLE)
    write_formula(sheet, f"{USE}1", progress(plan), _PROGRESS)
    text = "\n".join(INSTRUCTIONS).format(name=plan.name)
    write_text(sheet, "A3", text, _TOLD)
    sheet.merge_cells(f"A3:{COMMENT}3")
    for column, title in zip(WIDTHS, COLUMNS, strict=True):
        write_text(sheet, f"{column}{HEADER_ROW}", title, _HEADER)
    told = row_height([(text, sum(WIDTHS.values()), 11.0)])
    for row, height in ((1, 27.0), (2, 19.0), (3, told), (4, 8.0), (HEADER_ROW, 30.0)):
        sheet.row_dimensions[row].height = height


def _write_row(sheet: Worksheet, number: int, doubt: Doubt) -> None:
    row = HEADER_ROW + number
    ground = solid(WHITE if number % 2 else PAPER)
    wrong = "\n".join(dict.fromkeys(problem.message for problem in doubt.problems))
    texts = {
        WHERE: (shown_where(doubt), ink(SMALL, MUTED)),
        READ: (shortened(doubt.read) or "(blank)", ink(11, INK)),
        WRONG: (wrong, ink(SMALL, RUST)),
        SUGGESTED: (doubt.suggestion or "–", ink(11, TEAL)),
    }
    sheet[f"{NUMBER}{row}"] = number
    dress(sheet, f"{NUMBER}{row}", Look(ink(SMALL, MUTED), ground, _RULED, _MIDDLE))
    for column, (text, font) in texts.items():
        write_text(sheet, f"{column}{row}", kept(text), Look(font, ground, _RULED, _PROSE))
    asked = _question_runs(doubt)
    write_runs(sheet, f"{QUESTION}{row}", asked, Look(ink(), ground, _RULED, _PROSE))
    _write_fields(sheet, row, doubt)
    question = "\n".join(text for text, _ in asked)
    heights = [(question, WIDTHS[QUESTION], 11.0), (" ", WIDTHS[USE], 22.0)]
    heights += [(text, WIDTHS[column], float(font.size)) for column, (text, font) in texts.items()]
    sheet.row_dimensions[row].height = row_height(heights)


def _question_runs(doubt: Doubt) -> list[tuple[str, Font]]:
    """Return the question as its partner read it, with its id below."""
    runs = [(kept(shortened(doubt.text)), ink(11, INK))] if doubt.text else []
    runs += [(kept(doubt.question), ink(8, MUTED))] if doubt.question else []
    return runs or [("–", ink(11, MUTED))]


def _write_fields(sheet: Worksheet, row: int, doubt: Doubt) -> None:
    form = {"date": DATE_FORMAT, "number": "General"}.get(doubt.kind, TEXT_FORMAT)
    field = Look(ink(), solid(WHITE), _FIELD, _PROSE, form, unlocked=True)
    dress(sheet, f"{USE}{row}", field)
    remark = Look(ink(SMALL), solid(WHITE), _FIELD, _PROSE, TEXT_FORMAT, unlocked=True)
    silent = Look(ink(SMALL), solid(SILENT), _FIELD, _PROSE)
    dress(sheet, f"{COMMENT}{row}", remark if doubt.comment else silent)


def _set_up(sheet: Worksheet, plan: Plan) -> None:
    """Set what a person sees first and what comes out of the printer, and lock the rest."""
    sheet.freeze_panes = f"{QUESTION}{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = TEAL
    pane = sheet.sheet_view.selection[-1]
    pane.activeCell = pane.sqref = f"{USE}{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{COMMENT}{plan.last_row}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{COMMENT}{plan.last_row}"
    set_up_page(sheet, "landscape", 0, ENGLISH)
    lock(sheet)
