"""One workbook for all partners with the same questions, and its copies, byte by byte.

openpyxl takes some hundred milliseconds for a workbook; a copy of its compressed parts with
another hidden sheet takes less than one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.xml.functions import tostring

from assess.issue.counts import (
    ANSWERED,
    MUST_HAVE_OPEN,
    MUST_HAVES_OPEN,
    asked_cells,
    write_counts,
    write_lists,
)
from assess.issue.hidden_sheet import sheet_xml
from assess.issue.highlights import add_highlights
from assess.issue.instructions_sheet import write_instructions
from assess.issue.plan import ANSWER, SINCE_LAST, Plan
from assess.issue.prefilled import CONFIRMED_OF, add_confirmations
from assess.issue.questions_sheet import write_questions
from assess.issue.validation import add_validations
from assess.issue.wording import printable
from assess.workbook_format import HIDDEN_SHEET, INSTRUCTIONS_SHEET, LISTS_SHEET

if TYPE_CHECKING:
    from openpyxl.packaging.core import DocumentProperties

MADE_BY = "Partner posture toolkit"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest a zip file can say."""

UNSEEN = "Enable editing to begin"
_SHEETS = "xl/worksheets/sheet"

CARRIED_ONE, CARRIED_MANY = "1 answer carried over", "{count} answers carried over"
"""Shown for the recipient where formulas are not calculated: Excel's protected view, previews."""


def make_template(plan: Plan) -> bytes:
    """Write the workbook of a plan without its hidden sheet's part; `for_partner` adds that."""
    book = Workbook()
    book.remove(book.worksheets[0])
    instructions, *questions, lists, hidden = map(book.create_sheet, _sheets(plan))
    write_instructions(instructions, plan)
    for sheet, tab in zip(questions, plan.tabs, strict=True):
        write_questions(sheet, plan, tab)
    write_counts(lists, plan)
    places = write_lists(lists, plan)
    for sheet, tab in zip(questions, plan.tabs, strict=True):
        add_validations(sheet, plan, tab, places)
        add_highlights(sheet, plan, tab)
        add_confirmations(sheet, plan, tab)
    for name, cell in asked_cells(plan).items():
        book.defined_names[name] = DefinedName(name, attr_text=cell)
    lists.sheet_state = "hidden"
    hidden.sheet_state = "veryHidden"
    # Without a password: it keeps a sheet from being renamed or deleted by accident.
    book.security = WorkbookProtection(lockStructure=True)
    _describe(book.properties, plan)
    saved = BytesIO()
    book.save(saved)
    return _packed(saved, book.properties, plan)


def for_partner(template: bytes, values: Mapping[str, str]) -> bytes:
    """Return a template's copy with the hidden sheet of one partner, the last of its sheets."""
    copy = BytesIO(template)
    with ZipFile(copy, "a") as archive:
        before = sum(name.startswith(_SHEETS) for name in archive.namelist())
        archive.writestr(_entry(_part(before)), sheet_xml(values))
    return copy.getvalue()


def _sheets(plan: Plan) -> tuple[str, ...]:
    """Return the names of all sheets in order; a sheet's part is numbered by its place."""
    return plan.say(INSTRUCTIONS_SHEET), *plan.names, plan.say(LISTS_SHEET), plan.say(HIDDEN_SHEET)


def _describe(properties: DocumentProperties, plan: Plan) -> None:
    reference = plan.questionnaire.reference
    properties.title = printable(plan.questionnaire.title)
    properties.subject = str(reference)
    properties.creator = properties.lastModifiedBy = MADE_BY
    published = datetime.fromisoformat(plan.questionnaire.published).replace(tzinfo=UTC)
    properties.created = properties.modified = published


def _packed(saved: BytesIO, properties: DocumentProperties, plan: Plan) -> bytes:
    """Pack the saved parts anew: fixed dates, stored results, and our own name as their maker."""
    # openpyxl puts the time of saving here.
    properties.modified = properties.created
    replaced: dict[str, str | bytes] = {
        "docProps/core.xml": tostring(properties.to_tree()),
        "docProps/app.xml": _app_xml(),
    }
    packed, hidden = BytesIO(), _part(len(_sheets(plan)) - 1)
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name != hidden:
                part = replaced.get(name) or _finished(name, source.read(name), plan)
                target.writestr(_entry(name), part)
    return packed.getvalue()


def _app_xml() -> bytes:
    """Name the program. LibreOffice trusts results stored by Excel, and calculates ours anew."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    inside = f"<Application>{MADE_BY}</Application>"
    return f'{head}<Properties xmlns="{namespace}">{inside}</Properties>'.encode()


def _finished(name: str, part: bytes, plan: Plan) -> bytes:
    progress, must = _start(plan)
    if name == _part(0):
        return _with_results(part, {"B2": plan.say(UNSEEN), "B5": progress, "C5": must})
    for place, tab in enumerate(plan.tabs, start=1):
        if name == _part(place):
            top = {"A2": plan.say(UNSEEN), f"{ANSWER}1": progress, f"{ANSWER}2": must}
            top[f"{SINCE_LAST}1"] = plan.say(CONFIRMED_OF, done=0, all=len(tab.to_confirm))
            # An estimated height must not stay when a long comment needs a higher row.
            return _with_results(part, top).replace(b' customHeight="1"', b"")
    return part


def _start(plan: Plan) -> tuple[str, str]:
    """Say how far the partner is; of a prefilled workbook only formulas know what is asked."""
    if plan.prefill is not None and plan.prefill.derived:
        tally = plan.tally
        return plan.say(ANSWERED, done=tally.asked - tally.left, all=tally.asked), ""
    if plan.prefill is not None:
        count = len(plan.to_confirm)
        return plan.say(CARRIED_ONE if count == 1 else CARRIED_MANY, count=count), ""
    count = plan.must_haves
    must = plan.say(MUST_HAVE_OPEN if count == 1 else MUST_HAVES_OPEN, open=count)
    return plan.say(ANSWERED, done=0, all=len(plan.blocks)), must


def _with_results(part: bytes, results: Mapping[str, str]) -> bytes:
    """Store the results of formulas, as openpyxl cannot, for viewers that do not calculate."""
    for cell, text in results.items():
        pattern = rf'(<c r="{cell}"[^>]*)(><f>[^<]*</f>)<v\s*(?:/>|></v>)'
        stored = rf'\g<1> t="str"\g<2><v>{escape(text)}</v>'
        part = re.sub(pattern.encode(), stored.encode(), part, count=1)
    return part


def _part(place: int) -> str:
    return f"{_SHEETS}{place + 1}.xml"


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
