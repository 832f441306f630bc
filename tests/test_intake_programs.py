"""Promises of answered workbooks that another program has saved, LibreOffice itself for one."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.submission import Response
from assess.workbook_format import HIDDEN_SHEET, QUESTIONS_SHEET
from questionnaires.library import load_questionnaire
from questionnaires.profiles import Profile
from questionnaires.translation import in_any_language, translations
from tests.issue_sample import rows
from tests.mistreated import TRIAL, fill, library_of, saved
from tests.packages import as_table
from tests.test_intake_issued import best
from tests.test_prefilled import CONFIRM, FILLED, PARTNER
from tests.test_prefilled import issued as prefilled
from tests.traps import TRUTH, answered

AS_OF = dt.date(2026, 10, 5)
CSV = "csv:Text - txt - csv (StarCalc):{},34,{},1,,0,false,true,false,false,false,2"
"""LibreOffice's filter for the second sheet: separator, character set (76 UTF-8, 1 cp1252)."""


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it in another kind."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to save a workbook as a partner would")
    original = folder / "acme.xlsx"
    original.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, folder / "out", original], check=True, capture_output=True)
    (made,) = (folder / "out").iterdir()
    return made.read_bytes()


def read(data: bytes, partner: str = "") -> Outcome:
    issued = (("2026Q3", TRIAL.reference),)
    return read_workbook("acme", data, Context(library_of(TRIAL), AS_OF, partner, "", issued))


def said(outcome: Outcome) -> dict[str, tuple[int, str, str]]:
    assert outcome.problems == ()
    assert outcome.submission is not None
    return {r.question: (r.code, r.value, r.comment) for r in outcome.submission.responses}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "xlsx:Calc Office Open XML"])
def test_a_copy_saved_by_libreoffice_reads_as_it_was_meant(kind: str, tmp_path: Path) -> None:
    outcome = read(converted(saved(answered()), kind, tmp_path))
    assert said(outcome) == TRUTH
    assert outcome.notices == ()


@pytest.mark.slow
@pytest.mark.parametrize(("separator", "encoding"), [(44, 76), (59, 1), (9, 76)])
def test_a_table_of_texts_from_libreoffice_reads_as_it_was_meant(
    separator: int, encoding: int, tmp_path: Path
) -> None:
    kind = CSV.format(separator, encoding)
    book = answered()
    book[QUESTIONS_SHEET]["E6"] = "Außer dem Kiosk;\nund “dem”, dort"
    outcome = read(converted(saved(book), kind, tmp_path), "acme")
    comment = "Außer dem Kiosk;\nund “dem”, dort"
    assert said(outcome) == {**TRUTH, "trial.mfa": (1, "Partially", comment)}
    assert "file.no-meta" in {notice.code for notice in outcome.notices}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xls"])
@pytest.mark.parametrize("language", ["de", "es"])
def test_an_issued_workbook_in_another_language_reads_the_same_in_every_kind(
    language: str, kind: str, tmp_path: Path
) -> None:
    asked = load_questionnaire("partner-security@2.0.0")
    shown = translations(asked)[language]
    profile = Profile("acme", "Acme", "software", language=language)
    issued, _ = write_workbooks(
        asked, [profile], "2026Q3", tmp_path / "sent", translations={language: shown}
    )
    book = openpyxl.load_workbook(issued[0].path)
    sheet = book.worksheets[1]
    sheet.title = QUESTIONS_SHEET
    present = {str(cell.value) for cell in sheet["A"]}
    for question in shown.questions:
        if question.id in present:
            fill(book, best(question))
    known = in_any_language(asked)
    context = Context(lambda _id, _version: known, AS_OF)
    ours = read_workbook("a", saved(book), context)
    theirs = read_workbook("a", converted(saved(book), kind, tmp_path), context)
    assert ours.counts["answered"] == ours.counts["questions"] > 50
    assert said(theirs) == said(ours)


# --- a prefilled workbook without its hidden sheet -----------------------------------------------


def returned(tmp_path: Path, *, table: bool) -> dict[str, Response]:
    """Return what is read of a prefilled workbook that one answer was confirmed in."""
    book = openpyxl.load_workbook(prefilled(tmp_path, FILLED))
    sheet = book[QUESTIONS_SHEET]
    sheet.cell(rows(sheet)["own.choice"], CONFIRM).value = "Yes"
    del book[HIDDEN_SHEET]
    new = FILLED.migration.new
    context = Context(library_of(new), AS_OF, PARTNER.id, "2026Q3", (("2026Q3", new.reference),))
    data = as_table(book, ",").encode() if table else saved(book)
    outcome = read_workbook("a", data, context)
    assert outcome.problems == ()
    assert outcome.submission is not None
    return {each.question: each for each in outcome.submission.responses}


@pytest.mark.parametrize("table", [False, True])
def test_without_the_hidden_sheet_what_was_filled_in_does_not_pass_for_new(
    tmp_path: Path, table: bool
) -> None:
    read_back = returned(tmp_path, table=table)
    assert set(read_back) == set(FILLED.carried)
    marked = {name: each.carried_from for name, each in read_back.items()}
    assert marked == dict.fromkeys(FILLED.carried, "2026Q2") | {"own.choice": ""}
