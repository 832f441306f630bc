"""Colours that follow what the partner has entered: still open, reason missing, not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from assess.issue.formulas import ALWAYS, answered, asked, text_literal
from assess.issue.palette import MUTED, OPEN, OPEN_MUST, REASON_MISSING, SILENT, TO_CONFIRM, solid
from assess.issue.plan import ANSWER, COMMENT, CONFIRMATION, Block, Plan, Tab
from assess.workbook_format import NOT_APPLICABLE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def add_highlights(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    """Add the conditional formats; a question that is not asked silences the others."""
    for block in tab.blocks:
        is_asked = asked(block, plan)
        if is_asked != ALWAYS:
            cells = f"A{block.row}:{tab.last_column}{block.last_row}"
            _add(sheet, cells, f"NOT({is_asked})", SILENT, silences=True)
    for must_have, colour in ((True, OPEN_MUST), (False, OPEN)):
        chosen = [block for block in tab.blocks if block.question.must_have is must_have]
        _open_cells(sheet, [b for b in chosen if not b.question.answer.options], colour)
        for block in chosen:
            if block.question.answer.options:
                cells = f"{ANSWER}{block.row}:{ANSWER}{block.last_row}"
                _add(sheet, cells, f"NOT({answered(block)})", colour)
    _reasons(sheet, plan, tab)
    for block in tab.to_confirm:
        cells = f"{ANSWER}{block.row}:{ANSWER}{block.last_row} {CONFIRMATION}{block.row}"
        _add(sheet, cells, f"LEN(TRIM(${CONFIRMATION}${block.row}))=0", TO_CONFIRM)


def _open_cells(sheet: Worksheet, blocks: list[Block], colour: str) -> None:
    """Use one format for many cells; its formula speaks of the first."""
    if blocks:
        cells = " ".join(f"{ANSWER}{block.row}" for block in blocks)
        _add(sheet, cells, f"LEN(TRIM(${ANSWER}{blocks[0].row}))=0", colour)


def _reasons(sheet: Worksheet, plan: Plan, tab: Tab) -> None:
    blocks = [block for block in tab.blocks if block.question.na_allowed]
    if blocks:
        cells = " ".join(f"{COMMENT}{block.row}" for block in blocks)
        row = blocks[0].row
        claimed = f"${ANSWER}{row}={text_literal(plan.say(NOT_APPLICABLE))}"
        formula = f"AND({claimed},LEN(TRIM(${COMMENT}{row}))=0)"
        _add(sheet, cells, formula, REASON_MISSING)


def _add(
    sheet: Worksheet, cells: str, formula: str, colour: str, *, silences: bool = False
) -> None:
    font = Font(color=MUTED) if silences else None
    look = DifferentialStyle(font=font, fill=solid(colour))
    rule = Rule(type="expression", dxf=look, formula=[formula], stopIfTrue=silences)
    sheet.conditional_formatting.add(cells, rule)
