"""Workbooks out: what a partner is ASKED, what it can enter, and what it must not learn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from assess.issue import write_workbooks
from assess.issue.plan import HEADER_ROW
from assess.workbook_format import COLUMNS, INSTRUCTIONS_SHEET, NOT_APPLICABLE, QUESTIONS_SHEET
from questionnaires.applicability import applicable
from questionnaires.library import load_questionnaire
from tests.issue_sample import ASKED, HOSTER, PERIOD, RESELLER, parts, rows

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("outbox")
    _, problems = write_workbooks(ASKED, [RESELLER, HOSTER], PERIOD, out)
    assert problems == []
    return out


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    return folder / f"north-shop-{PERIOD}.xlsx"


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def sheet(book: Workbook) -> Worksheet:
    return book[QUESTIONS_SHEET]


def guidance(folder: Path, partner: str, question: str) -> str:
    sheet = openpyxl.load_workbook(folder / f"{partner}-{PERIOD}.xlsx")[QUESTIONS_SHEET]
    return str(sheet.cell(rows(sheet)[question], COLUMNS.index("Guidance") + 1).value)


# --- what is asked ----------------------------------------------------------------------------


def test_asks_exactly_the_applicable_questions(sheet: Worksheet) -> None:
    applies = applicable(ASKED, RESELLER)
    wanted = {q.id for q, yes in zip(ASKED.questions, applies, strict=True) if yes}
    assert {name for name in rows(sheet) if ":" not in name} == wanted
    assert "more.hosting" not in wanted


def test_every_row_of_the_shipped_questionnaire_is_a_question_or_an_option(tmp_path: Path) -> None:
    shipped = load_questionnaire("partner-security")
    issued, problems = write_workbooks(shipped, [RESELLER], PERIOD, tmp_path)
    names = rows(openpyxl.load_workbook(issued[0].path)[QUESTIONS_SHEET])
    assert problems == []
    assert issued[0].questions == sum(applicable(shipped, RESELLER))
    assert len([name for name in names if ":" not in name]) == issued[0].questions


def test_options_follow_their_question_row_by_row(sheet: Worksheet) -> None:
    where = rows(sheet)
    first = where["more.channels"]
    options = ("mail", "web", "none")
    assert [where[f"more.channels:{option}"] for option in options] == [
        first + 1,
        first + 2,
        first + 3,
    ]


def test_the_header_is_the_agreed_one_and_stays_in_view(sheet: Worksheet) -> None:
    assert tuple(cell.value for cell in sheet[HEADER_ROW]) == COLUMNS
    assert sheet.freeze_panes == f"C{HEADER_ROW + 1}"
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"


def test_sections_without_a_question_have_no_heading(sheet: Worksheet) -> None:
    assert not any("Nothing here" in str(cell.value) for cell in sheet["B"])


def test_a_condition_on_another_answer_is_said_in_words(folder: Path) -> None:
    said = guidance(folder, "north-shop", "more.pci").splitlines()[0]
    assert said == (
        "Answer only if your answer to “Do you process card payments for us?” (basics.gate) "
        "is “Yes” or “Partly, with a plan”."
    )


def test_a_condition_that_the_profile_settles_is_not_mentioned(folder: Path) -> None:
    assert "Answer only if" not in guidance(folder, "stack", "more.pci")


def test_a_negated_condition_names_the_answers_that_open_it(folder: Path) -> None:
    assert guidance(folder, "north-shop", "more.where-not").startswith(
        "Answer only if your answer to “Do you process card payments for us?” (basics.gate) "
        "is “No”."
    )


def test_must_haves_are_marked_in_words(sheet: Worksheet) -> None:
    marked = {
        name for name, row in rows(sheet).items() if "Must-have" in str(sheet.cell(row, 2).value)
    }
    assert marked == {"basics.mfa", "basics.hours", "more.channels"}


# --- what can be entered ----------------------------------------------------------------------


def test_only_the_partners_cells_are_unlocked(sheet: Worksheet) -> None:
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    wanted = {
        f"{column}{row}"
        for name, row in rows(sheet).items()
        for column in ("D" if ":" in name else "DEFG")
    }
    assert unlocked == wanted


def test_sheets_are_protected_without_a_password(book: Workbook) -> None:
    for name in (INSTRUCTIONS_SHEET, QUESTIONS_SHEET):
        protection = book[name].protection
        assert protection.sheet
        assert protection.password is None
        assert not protection.formatColumns
        assert not protection.autoFilter


def validations(sheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    """Yield cell, type and formula of every validation."""
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            for row, column in cells.cells:
                yield sheet.cell(row, column).coordinate, str(rule.type), str(rule.formula1)


def offered(book: Workbook, question: str) -> list[str]:
    """Return what the dropdown of a question's answer offers."""
    sheet = book[QUESTIONS_SHEET]
    cell = f"D{rows(sheet)[question]}"
    (formula,) = [formula for where, _, formula in validations(sheet) if where == cell]
    name, _, area = formula.partition("!")
    return [str(each.value) for (each,) in book[name][area.replace("$", "")]]


def test_the_dropdown_offers_every_level_whatever_it_contains(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"stack-{PERIOD}.xlsx")
    levels = [level.text for level in ASKED.question("more.hosting").answer.levels]
    assert offered(book, "more.hosting") == [*levels, NOT_APPLICABLE]


def test_not_applicable_is_offered_only_where_it_is_allowed(book: Workbook) -> None:
    assert offered(book, "basics.mfa") == ["Yes", "Partly, with a plan", "No"]


def test_every_answer_but_free_text_is_validated(sheet: Worksheet) -> None:
    checked = {cell for cell, _, _ in validations(sheet)}
    for name, row in rows(sheet).items():
        question = ASKED.question(name.partition(":")[0])
        if ":" in name or question.answer.type in {"choice", "number", "date"}:
            assert f"D{row}" in checked, name
        if ":" not in name:
            assert f"G{row}" in checked, name


def test_a_number_may_be_any_in_its_range_or_a_word_of_the_question(sheet: Worksheet) -> None:
    row = rows(sheet)["basics.hours"]
    (formula,) = [formula for cell, _, formula in validations(sheet) if cell == f"D{row}"]
    assert formula.startswith(f"OR(AND(ISNUMBER(D{row}),D{row}>=0),ISNUMBER(MATCH(TRIM(D{row})")


def test_messages_stay_within_the_limits_of_excel(folder: Path) -> None:
    for path in folder.glob("*.xlsx"):
        for rule in openpyxl.load_workbook(path)[QUESTIONS_SHEET].data_validations.dataValidation:
            assert len(rule.error or "") <= 225
            assert len(rule.prompt or "") <= 255
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.formula1 or "") <= 255


def test_what_is_typed_into_a_text_cell_stays_a_text(sheet: Worksheet) -> None:
    for name, row in rows(sheet).items():
        if ":" not in name:
            assert sheet[f"E{row}"].number_format == "@"
            assert sheet[f"F{row}"].number_format == "@"


# --- what must not be in it -------------------------------------------------------------------


def test_no_weight_points_or_answer_key_is_anywhere_in_the_file(folder: Path) -> None:
    for path in folder.glob("*.xlsx"):
        for name, part in parts(path).items():
            for secret in (b"SECRET", b"LEVEL-", b"431", b"733", b"266", b"weight", b"points"):
                assert secret not in part or name == "xl/theme/theme1.xml", (name, secret)


def test_texts_that_look_like_formulas_stay_texts(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"stack-{PERIOD}.xlsx")
    sheet = book[QUESTIONS_SHEET]
    cell = sheet.cell(rows(sheet)["basics.where"], 2)
    assert cell.value == "=cmd|' /C calc'!A0"
    assert cell.data_type == "s"
    level = ASKED.question("more.hosting").answer.levels[0].text
    (listed,) = [c for row in book["lists"].iter_rows() for c in row if c.value == level]
    assert listed.data_type == "s"
    assert listed.quotePrefix


def test_no_formula_stands_among_questions_and_answers(path: Path) -> None:
    below = re.split(rf'<row r="{HEADER_ROW}"'.encode(), parts(path)["xl/worksheets/sheet2.xml"])
    assert b"<f>" in below[0]
    assert b"<f>" not in below[1]


def test_nothing_tells_who_or_what_machine_wrote_it(path: Path) -> None:
    properties = openpyxl.load_workbook(path).properties
    assert properties.creator == properties.lastModifiedBy == "Partner posture toolkit"
    assert properties.title == "Check of & <issuing>"
    assert properties.modified == properties.created == dt.datetime(2026, 1, 15)  # noqa: DTZ001
    assert not any(b"openpyxl" in part for part in parts(path).values())
