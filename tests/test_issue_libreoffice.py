"""Issued workbooks in LibreOffice: they open whole, calculate, print and come back."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pypdf import PdfReader

from assess.intake.outcome import Context
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.issue.plan import HEADER_ROW
from assess.workbook_format import HIDDEN_SHEET, INSTRUCTIONS_SHEET, QUESTIONS_SHEET
from tests.issue_sample import ASKED, PERIOD, RESELLER

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

pytestmark = pytest.mark.slow


def convert(path: Path, form: str, out: Path) -> Path:
    """Let LibreOffice open a file and save it in another form; it has a profile of its own."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to open the workbooks")
    command = [
        "soffice",
        f"-env:UserInstallation=file://{out}/profile",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{form}"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbooks(ASKED, [RESELLER], PERIOD, tmp_path_factory.mktemp("out"))[0][0].path


@pytest.fixture(scope="module")
def saved(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return convert(issued, "xlsx", tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def answered(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill the workbook in, and let LibreOffice calculate and save it."""
    book = openpyxl.load_workbook(issued)
    sheet = book[QUESTIONS_SHEET]
    answers = {
        "basics.gate": "No",
        "basics.mfa": "Yes",
        "basics.hours": 24,
        "basics.test": dt.date(2026, 3, 31),
        "more.channels:mail": "x",
        "more.channels:web": "x",
    }
    for (cell,) in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=1):
        if str(cell.value) in answers:
            sheet[f"D{cell.row}"].value = answers[str(cell.value)]
    folder = tmp_path_factory.mktemp("answered")
    filled = folder / issued.name
    book.save(filled)
    return convert(filled, "xlsx", folder / "saved")


def texts(book: Workbook, sheet: str) -> dict[str, object]:
    """Return the cells of a sheet that hold something of ours, formulas aside."""
    return {
        cell.coordinate: cell.value
        for row in book[sheet].iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }


@pytest.mark.parametrize("sheet", [INSTRUCTIONS_SHEET, QUESTIONS_SHEET, "lists", HIDDEN_SHEET])
def test_every_cell_survives(issued: Path, saved: Path, sheet: str) -> None:
    before, after = openpyxl.load_workbook(issued), openpyxl.load_workbook(saved)
    assert texts(after, sheet) == texts(before, sheet)


def test_validations_survive(issued: Path, saved: Path) -> None:
    def checked(path: Path) -> set[tuple[str, str]]:
        rules = openpyxl.load_workbook(path)[QUESTIONS_SHEET].data_validations.dataValidation
        return {
            (f"{column}{row}", str(rule.type))
            for rule in rules
            for cells in rule.sqref.ranges
            for row, column in cells.cells
        }

    assert checked(saved) == checked(issued)


def test_protection_and_hiding_survive(issued: Path, saved: Path) -> None:
    def unlocked(path: Path) -> set[str]:
        sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
        assert sheet.protection.sheet
        return {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}

    assert unlocked(issued) <= unlocked(saved)
    assert openpyxl.load_workbook(saved)[HIDDEN_SHEET].sheet_state in {"hidden", "veryHidden"}
    assert openpyxl.load_workbook(saved)["lists"].sheet_state == "hidden"


def test_the_recipient_and_the_progress_are_calculated(saved: Path) -> None:
    shown = openpyxl.load_workbook(saved, data_only=True)
    for sheet, recipient, progress in (
        (INSTRUCTIONS_SHEET, "B2", "B5"),
        (QUESTIONS_SHEET, "A2", "D1"),
    ):
        assert shown[sheet][recipient].value == 'For Nørth & "Shop" <Ltd>  ·  2026Q3'
        assert shown[sheet][progress].value == "0 of 11 answered"


def test_progress_counts_a_tick_list_once_and_leaves_out_what_is_not_asked(answered: Path) -> None:
    shown = openpyxl.load_workbook(answered, data_only=True)[QUESTIONS_SHEET]
    # "No" closes three of eleven: the card audit, the vault, and the vault's keys.
    assert shown["D1"].value == "5 of 8 answered"
    assert shown["D2"].value == "All must-haves answered"


def test_what_libreoffice_saved_is_read_without_a_word(answered: Path) -> None:
    outcome = read_workbook(
        answered.name,
        answered.read_bytes(),
        Context(lambda _id, _version: ASKED, dt.date(2026, 10, 1)),
    )
    assert (outcome.problems, outcome.notices) == ((), ())
    assert outcome.submission is not None
    values = {response.question: response.value for response in outcome.submission.responses}
    assert values["basics.hours"] == "24 hours"
    assert values["basics.test"] == "2026-03-31"
    assert outcome.counts["answered"] == 5


def test_the_instructions_print_on_one_page_and_the_pages_are_numbered(
    issued: Path, tmp_path: Path
) -> None:
    pages = [page.extract_text() for page in PdfReader(convert(issued, "pdf", tmp_path)).pages]
    assert "How to return it" in pages[0]
    assert "Guidance" in pages[1]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def test_it_opens_as_an_opendocument_too(issued: Path, tmp_path: Path) -> None:
    assert convert(issued, "ods", tmp_path).stat().st_size > 0
