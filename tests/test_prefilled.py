"""Prefilled workbooks: what stands in them, and what they come back as."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from assess.carrying import Prefill, prefill
from assess.correction_format import LEAVE_BLANK
from assess.intake.edits import with_edits
from assess.intake.formats import open_book
from assess.intake.outcome import Context, Outcome, Received
from assess.intake.own import read_own
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.submission import Response
from assess.workbook_format import COLUMNS, PREFILLED_COLUMNS, QUESTIONS_SHEET
from questionnaires.maps import build_migration
from questionnaires.migration import unchanged
from questionnaires.profiles import Profile
from tests.issue_sample import rows
from tests.migration_case import (
    ANSWERS,
    MAP,
    drawn_chain,
    drawn_responses,
    first_version,
    second_version,
)
from tests.worlds import build

PARTNER = Profile("north-freight", "North Freight", kind="logistics")
STEP = build_migration(MAP, build(first_version()), build(second_version()), "map.json")
FILLED = prefill(STEP, ANSWERS, "2026Q2", "2026Q3")
AS_OF = dt.date(2026, 9, 30)
ANSWER, SINCE, CONFIRM = 4, 8, 9

Change = Callable[[Worksheet, dict[str, int]], None]


def issued(folder: Path, filled: Prefill) -> Path:
    found, problems = write_workbooks(
        filled.migration.new, [PARTNER], filled.into, folder, {PARTNER.id: filled}
    )
    assert problems == []
    assert found[0].carried == len(filled.carried)
    return found[0].path


def read(path: Path, filled: Prefill = FILLED) -> Outcome:
    return read_workbook(
        path.name, path.read_bytes(), Context(lambda _id, _version: filled.migration.new, AS_OF)
    )


def responses(outcome: Outcome) -> dict[str, Response]:
    assert outcome.problems == ()
    assert outcome.submission is not None
    return {each.question: each for each in outcome.submission.responses}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return issued(tmp_path, FILLED)


def returned(path: Path, change: Change) -> dict[str, Response]:
    """Return what intake makes of the workbook after a partner's change."""
    book = openpyxl.load_workbook(path)
    change(book[QUESTIONS_SHEET], rows(book[QUESTIONS_SHEET]))
    book.save(path)
    return responses(read(path))


def since(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
    return {name: str(sheet.cell(row, SINCE).value or "") for name, row in rows(sheet).items()}


# --- what stands in it --------------------------------------------------------------------------


def test_the_columns_are_those_of_a_blank_one_and_two_more(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
    assert tuple(cell.value for cell in sheet[3]) == (*COLUMNS, *PREFILLED_COLUMNS)


def test_each_question_says_what_became_of_it_since_last_time(path: Path) -> None:
    said = since(path)
    assert said["own.choice"] == "From 2026Q2. Please confirm, or correct it."
    assert said["own.worded"] == "Reworded. From 2026Q2. Please confirm, or correct it."
    assert said["own.wide-a"] == "One question became several. In 2026Q2: “No”."
    assert said["own.both"] == "Several questions became one. In 2026Q2: “Yes”, “Partly”."
    assert said["own.new"] == "New"


def test_an_old_answer_says_its_age(tmp_path: Path) -> None:
    said = since(issued(tmp_path, prefill(STEP, ANSWERS, "2025Q4", "2026Q3")))
    assert said["own.choice"] == "From 2025Q4, 3 quarters ago. Please confirm, or correct it."


def test_what_was_left_open_says_so(tmp_path: Path) -> None:
    said = since(issued(tmp_path, prefill(STEP, ANSWERS[1:], "2026Q2", "2026Q3")))
    assert said["own.choice"] == "Not answered in 2026Q2."


def test_only_carried_answers_can_be_confirmed(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
    unlocked = {
        name for name, row in rows(sheet).items() if not sheet.cell(row, CONFIRM).protection.locked
    }
    assert unlocked == set(FILLED.carried)
    (rule,) = [each for each in sheet.data_validations.dataValidation if "I5" in str(each.sqref)]
    assert rule.formula1 == '"Yes"'


def test_a_carried_text_stays_a_text(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
    row = rows(sheet)["own.choice"]
    comment, evidence = sheet.cell(row, 5), sheet.cell(row, 6)
    assert (comment.value, comment.data_type, comment.quotePrefix) == ("=see note", "s", True)
    assert (evidence.value, evidence.data_type, evidence.quotePrefix) == ("-policy", "s", True)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = issued(tmp_path / "a", FILLED).read_bytes()
    assert issued(tmp_path / "b", FILLED).read_bytes() == first


def test_other_partners_get_the_blank_workbook_they_always_got(tmp_path: Path) -> None:
    filled = {PARTNER.id: FILLED}
    other = Profile("aster", "Aster")
    for name, prefills in (("alone", {}), ("beside", filled)):
        write_workbooks(STEP.new, [PARTNER, other], "2026Q3", tmp_path / name, prefills)
    alone, beside = (tmp_path / name / "aster-2026Q3.xlsx" for name in ("alone", "beside"))
    assert alone.read_bytes() == beside.read_bytes()


# --- what it comes back as ----------------------------------------------------------------------


def test_returned_untouched_every_answer_counts_and_is_marked_as_carried(path: Path) -> None:
    found = responses(read(path))
    carried = FILLED.carried
    assert found.keys() == carried.keys()
    for question, answer in found.items():
        assert answer.carried_from == "2026Q2"
        assert answer[4:7] == carried[question][4:7]
        assert (answer.code, answer.value) == (carried[question].code, carried[question].value)


def test_the_import_tells_how_many_were_not_confirmed(path: Path) -> None:
    (notice,) = read(path).notices
    assert notice.code == "answer.unconfirmed"
    assert notice.message.startswith("8 answers were carried over from 2026Q2")


@pytest.mark.parametrize("word", ["Yes", "yes", "x"])
def test_a_confirmed_answer_is_the_partners_own(path: Path, word: str) -> None:
    def confirm(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.several"], CONFIRM).value = word

    found = returned(path, confirm)
    assert found["own.several"].carried_from == ""
    assert found["own.choice"].carried_from == "2026Q2"


def test_a_corrected_answer_is_the_partners_own(path: Path) -> None:
    def correct(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.choice"], ANSWER).value = "No"
        sheet.cell(row["own.several"] + 2, ANSWER).value = None

    found = returned(path, correct)
    assert (found["own.choice"].value, found["own.choice"].carried_from) == ("No", "")
    assert (found["own.several"].value, found["own.several"].carried_from) == ("Lock; alarm", "")


def test_a_comment_alone_confirms_nothing(path: Path) -> None:
    def comment(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.choice"], 5).value = "We will look into it."

    assert returned(path, comment)["own.choice"].carried_from == "2026Q2"


def confirmed_with(path: Path, value: object, *, answer: str = "") -> Outcome:
    """Return what is read of the workbook with something under Confirm, and maybe an answer."""
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    row = rows(sheet)["own.choice"]
    sheet.cell(row, CONFIRM).value = value  # type: ignore[assignment]
    if answer:
        sheet.cell(row, ANSWER).value = answer
    book.save(path)
    return read(path)


def at_confirm(path: Path) -> str:
    return f"I{rows(openpyxl.load_workbook(path)[QUESTIONS_SHEET])['own.choice']}"


@pytest.mark.parametrize("word", ["no", "Nein", "No.", False, 0, "☐", "falsch", "Wrong!"])
def test_a_denied_answer_is_never_counted(path: Path, word: object) -> None:
    outcome = confirmed_with(path, word)
    (problem,) = outcome.problems
    assert (problem.code, problem.place.cell) == ("answer.denied", at_confirm(path))
    assert outcome.submission is None


@pytest.mark.parametrize("word", ["ask Ann", "Yes, but", "?", 7, dt.date(2026, 9, 1)])
def test_what_neither_confirms_nor_denies_an_answer_is_refused(path: Path, word: object) -> None:
    (problem,) = confirmed_with(path, word).problems
    assert (problem.code, problem.place.cell) == ("answer.unclear-confirmation", at_confirm(path))


@pytest.mark.parametrize("word", ["Ja", "Sí", True, 1, "OK", "Confirmed.", "bestätigt", "✔"])
def test_a_yes_in_any_of_our_languages_confirms(path: Path, word: object) -> None:
    assert responses(confirmed_with(path, word))["own.choice"].carried_from == ""


@pytest.mark.parametrize("word", ["no", "corrected"])
def test_beside_a_corrected_answer_anything_may_stand(path: Path, word: str) -> None:
    found = responses(confirmed_with(path, word, answer="No"))["own.choice"]
    assert (found.value, found.carried_from) == ("No", "")


@pytest.mark.parametrize("word", ["no", "ask Ann"])
def test_what_is_decided_for_a_denied_answer_is_the_partners_own(path: Path, word: str) -> None:
    outcome = confirmed_with(path, word)
    (doubt,) = outcome.doubts
    assert (doubt.question, doubt.read) == ("own.choice", f"Yes (Confirm: {word})")
    offered = {choice.text: choice for choice in doubt.choices}
    context = Context(lambda _id, _version: FILLED.migration.new, AS_OF)
    for text, value in (("Yes", "Yes"), ("No", "No"), (LEAVE_BLANK, "")):
        book = with_edits(open_book(path.read_bytes()), offered[text].edits)
        decided = responses(read_own(Received.of("a", b""), book, context))["own.choice"]
        assert (decided.value, decided.carried_from) == (value, "")


def test_without_the_column_nothing_is_confirmed(path: Path) -> None:
    def remove(sheet: Worksheet, _row: dict[str, int]) -> None:
        sheet.delete_cols(SINCE, 2)

    assert all(each.carried_from == "2026Q2" for each in returned(path, remove).values())


def test_a_cleared_answer_is_unanswered(path: Path) -> None:
    def clear(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.hours"], ANSWER).value = None

    assert "own.hours" not in returned(path, clear)


def test_a_hidden_row_that_cannot_be_read_refuses_the_file(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["meta"]["B9"].value = "long ago"
    book.save(path)
    assert [problem.code for problem in read(path).problems] == ["file.damaged-meta"]


def test_an_answer_that_is_carried_again_keeps_the_period_it_was_given_in(
    path: Path, tmp_path: Path
) -> None:
    again = prefill(unchanged(STEP.new), responses(read(path)).values(), "2026Q3", "2026Q4")
    later = issued(tmp_path / "later", again)
    assert {each.carried_from for each in responses(read(later, again)).values()} == {"2026Q2"}


@pytest.mark.slow
def test_libreoffice_keeps_what_was_carried(path: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    out = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert responses(read(out / path.name)) == responses(read(path))


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_whatever_is_filled_in_is_read_as_it_was(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    filled = prefill(step, drawn_responses(random, step.old), "2026Q2", "2026Q3")
    with TemporaryDirectory() as folder:
        found = responses(read(issued(Path(folder), filled), filled))
    assert found.keys() == filled.carried.keys()
    for question, answer in found.items():
        carried = filled.carried[question]
        assert (answer.value, answer.carried_from) == (carried.value, carried.carried_from)
        assert answer[4:7] == carried[4:7]
        if step.new.question(question).answer.type != "date":
            assert answer.code == carried.code
