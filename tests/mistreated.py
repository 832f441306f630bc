"""Returned workbooks for tests: a plain one as it was issued, and what people do to them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import openpyxl

from assess.intake.outcome import QuestionnaireOf
from assess.workbook_format import (
    COLUMNS,
    FORMAT,
    HIDDEN_SHEET,
    INSTRUCTIONS_SHEET,
    OPTION_SEPARATOR,
    QUESTIONS_SHEET,
    issue_id,
)
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.reading import read_questionnaire

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TRIAL = read_questionnaire(Path(__file__).parent / "data" / "intake-1.0.0.json")
"""A small questionnaire with every answer type."""

HEADER_ROW = 4
"""Where the header stands in the workbooks built here; an issued one may differ."""

Answers: TypeAlias = Mapping[str, object]
"""Row id, or row id and column (`trial.mfa/Comment`), to the value of the cell."""


def meta_of(questionnaire: Questionnaire, /, **changed: str) -> dict[str, str]:
    """Return what the hidden sheet of an issued workbook says."""
    reference = questionnaire.reference
    said = {
        "format": FORMAT,
        "questionnaire": reference.id,
        "version": reference.version,
        "sha256": reference.sha256,
        "partner": "acme",
        "partner_name": "Acme",
        "period": "2026Q3",
    } | changed
    return {"issue": issue_id(said["sha256"], said["partner"], said["period"])} | said


def issued(questionnaire: Questionnaire = TRIAL, /, **changed: str) -> Workbook:
    """Build an unanswered workbook by the contract; keywords change its hidden sheet."""
    book = openpyxl.Workbook()
    instructions = book.worksheets[0]
    instructions.title = INSTRUCTIONS_SHEET
    instructions["A1"] = "Please answer the questions on the next sheet."
    questions = book.create_sheet(QUESTIONS_SHEET)
    questions["A1"] = questionnaire.title
    questions.append([])
    for column, title in enumerate(COLUMNS, 1):
        questions.cell(HEADER_ROW, column, title)
    for question in questionnaire.questions:
        questions.append([question.id, question.text, question.guidance])
        for option in question.answer.options:
            questions.append([f"{question.id}{OPTION_SEPARATOR}{option.id}", option.text])
    hidden = book.create_sheet(HIDDEN_SHEET)
    hidden.sheet_state = "veryHidden"
    for pair in meta_of(questionnaire, **changed).items():
        hidden.append(pair)
    return book


def library_of(asked: Questionnaire) -> QuestionnaireOf:
    """Return a library that holds a questionnaire beside the shipped ones."""

    def find(questionnaire_id: str, version: str) -> Questionnaire:
        if (questionnaire_id, version) == (asked.reference.id, asked.reference.version):
            return asked
        return load_questionnaire(f"{questionnaire_id}@{version}")

    return find


def cell_of(sheet: Worksheet, key: str) -> str:
    """Return the name of the cell that an Answers key means."""
    row_id, _, column = key.partition("/")
    row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == row_id)
    return f"{'ABCDEFG'[COLUMNS.index(column or 'Answer')]}{row}"


def fill(book: Workbook, answers: Answers) -> Workbook:
    """Write answers into a workbook; text stays text, whatever it begins with."""
    sheet = book[QUESTIONS_SHEET]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for key, value in answers.items():
        row_id, _, column = key.partition("/")
        cell = sheet.cell(rows[row_id], COLUMNS.index(column or "Answer") + 1)
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"
    return book


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def returned(answers: Answers, questionnaire: Questionnaire = TRIAL, /, **changed: str) -> bytes:
    """Return the bytes of an answered workbook."""
    return saved(fill(issued(questionnaire, **changed), answers))


def repacked(
    data: bytes,
    change: Callable[[str, bytes], bytes] = lambda _, part: part,
    extra: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """Return a zip with each part passed through `change`, and with extra parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in extra:
            new.writestr(name, part)
    return buffer.getvalue()


def with_questions_xml(data: bytes, pattern: bytes, replacement: bytes) -> bytes:
    """Return a workbook whose questions sheet has its raw XML changed."""

    def change(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return part
        changed, count = re.subn(pattern, replacement, part)
        assert count, f"{pattern!r} is not in the sheet"
        return changed

    return repacked(data, change)


def password_protected() -> bytes:
    """Return what stands at the start and in the directory of an encrypted workbook."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
