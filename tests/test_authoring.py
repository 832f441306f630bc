"""A questionnaire in a spreadsheet: out and back unchanged, and every defect at its cell."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.authoring.building import build
from assess.authoring.workbook import workbook
from questionnaires.library import SHIPPED, versions
from questionnaires.problems import InputError, InvalidDocumentError
from questionnaires.writing import file_text
from tests.program import Run, runner
from tests.questionnaire_strategies import drawn_questionnaire
from tests.raw_answers import levels, multi, number
from tests.worlds import Raw, question, questionnaire

if TYPE_CHECKING:
    from openpyxl import Workbook

SHIPPED_FILES = [path for name, _, path in versions((SHIPPED,)) if name == "partner-security"]
LIBREOFFICE = shutil.which("soffice")


def raw(path: Path) -> Raw:
    data: Raw = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return data


def back(data: bytes) -> Raw:
    content = build(data, "draft.xlsx", Path("1.0.0.json")).content
    made: Raw = json.loads(content, parse_float=Decimal)
    return made


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_out_and_back_changes_nothing(random: Random) -> None:
    data = drawn_questionnaire(random, 6)
    assert back(workbook(data, "made.json")) == data


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.stem)
def test_a_shipped_questionnaire_comes_back_unchanged(path: Path) -> None:
    assert back(workbook(raw(path), str(path))) == raw(path)


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.stem)
def test_a_file_is_laid_out_as_the_shipped_ones_are(path: Path) -> None:
    assert file_text(raw(path)) == path.read_text("utf-8")


ODD = (
    "=1+1",
    "+1",
    "-1",
    "@name",
    "'quoted",
    "1.0",
    "TRUE",
    "#N/A",
    "_x0041_ and _x005F_x0041_",
    " space around ",
    "two\nlines",
    "a\ttab",
    'über 😀 <&>"',
)


@pytest.mark.parametrize("text", ODD)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    data = questionnaire(question("a.one", guidance=text, why=text, evidence=text))
    assert back(workbook(data, "made.json")) == data


def test_what_is_rare_comes_back_too() -> None:
    numbers = number(Decimal("0.1"), Decimal("72.5"), minimum=0, maximum=Decimal("1e3"))
    options = multi(3, 1)
    options["options"][3] |= {"exclusive": True, "synonyms": ["=none", "- no"]}
    options["options"][2] |= {"exclusive": False}
    data = questionnaire(
        question("a.gate", weight=0, must_have=False),
        question("a.num", numbers, na_allowed=True, must_have=True),
        question("a.opt", options, references={"b-2": ["1", "=2"], "a-1": ["x"]}),
        question("a.txt", {"type": "text"}, weight=0),
        question(
            "a.one",
            {"type": "choice", "levels": levels(synonyms=["1", "so-so"])},
            applies_if={"any": [{"all": [{"not": {"question": "a.gate", "in": ["yes"]}}]}]},
            principles={"integrity": 100, "availability": 0},
        ),
    )
    data["sections"][0]["intro"] = "An intro."
    assert back(workbook(data, "made.json")) == data


def test_the_same_questionnaire_gives_the_same_workbook() -> None:
    data = questionnaire(question("a.one"))
    assert workbook(data, "made.json") == workbook(copy.deepcopy(data), "made.json")


@pytest.mark.parametrize("text", ["bell\x07", "a\rb", "   ", "a\u2028b"])
def test_a_text_that_no_cell_holds_is_refused_and_not_changed(text: str) -> None:
    with pytest.raises(InputError) as caught:
        workbook(questionnaire(question("a.one", why=text)), "made.json")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.sheet) == ("export.text", "Questions")


# --- what an author gets wrong ----------------------------------------------------------------

GATE = question("a.gate", weight=0)
DATA = questionnaire(GATE, question("a.one", {"type": "choice", "levels": levels()}))


def edited(edit: Callable[[Workbook], None], data: Raw = DATA) -> bytes:
    book = openpyxl.load_workbook(BytesIO(workbook(data, "made.json")))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(book: Workbook, sheet: str, heading: str) -> str:
    for cell in book[sheet][1]:
        if cell.value == heading:
            return str(cell.column_letter)
    raise AssertionError(heading)


def put(sheet: str, heading: str, row: int, value: Any) -> tuple[Callable[[Workbook], None], str]:
    """Return an edit of one cell, and that cell's name in the workbook as it is exported."""
    book = openpyxl.load_workbook(BytesIO(workbook(DATA, "made.json")))
    cell = f"{column(book, sheet, heading)}{row}"

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit, f"{sheet}!{cell}"


WRONG: dict[str, tuple[str, str, int, Any, str]] = {
    "a weight that is no number": ("Questions", "Weight", 3, "much", "schema.type"),
    "a weight that is too high": ("Questions", "Weight", 3, 11, "schema.maximum"),
    "half a day": ("Questions", "Days", 3, 2.5, "schema.type"),
    "an unknown effort": ("Questions", "Effort", 3, "huge", "schema.enum"),
    "an id with a space": ("Questions", "ID", 2, "a gate", "schema.pattern"),
    "no text": ("Questions", "Text", 3, None, "build.blank"),
    "no question for a level": ("Levels", "Question", 2, "a.nowhere", "build.unknown-question"),
    "an unknown section": ("Questions", "Section", 3, "other", "section.unknown"),
    "an unknown scale": ("Questions", "Scale", 2, "other", "answer.unknown-scale"),
    "shares that miss 100": ("Questions", "Confidentiality", 3, 99, "shares.sum"),
    "neither yes nor no": ("Questions", "Must-have", 3, "maybe", "schema.type"),
    "a condition without end": ("Questions", "Applies if", 3, "kind =", "build.condition"),
    "an unknown value": ("Questions", "Applies if", 3, "kind = bakery", "condition.invalid"),
    "points that are text": ("Levels", "Points", 2, "all", "schema.type"),
    "an error value": ("Questions", "Why", 3, "=NA()", "build.formula-without-value"),
    "a day that does not exist": (
        "Questionnaire",
        "Published",
        2,
        "2026-02-30",
        "published.invalid",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_defect_is_shown_with_its_sheet_and_cell(what: str) -> None:
    sheet, heading, row, value, code = WRONG[what]
    edit, cell = put(sheet, heading, row, value)
    with pytest.raises(InvalidDocumentError) as caught:
        build(edited(edit), "draft.xlsx", Path("1.0.0.json"))
    places = {(p.code, f"{p.place.sheet}!{p.place.cell}") for p in caught.value.problems}
    assert (code, cell) in places
    assert {p.place.file for p in caught.value.problems} == {"draft.xlsx"}


def test_a_remark_of_the_lint_is_shown_with_its_sheet_and_cell() -> None:
    edit, cell = put("Questions", "Remediation", 3, "Patch regularly.")
    built = build(edited(edit), "draft.xlsx", Path("1.0.0.json"))
    places = {(p.code, f"{p.place.sheet}!{p.place.cell}") for p in built.remarks}
    assert ("lint.vague", cell) in places


def test_a_missing_sheet_and_a_missing_column_are_named() -> None:
    def edit(book: Workbook) -> None:
        del book["Options"]
        book["Levels"]["D1"] = "Value"

    with pytest.raises(InvalidDocumentError) as caught:
        build(edited(edit), "draft.xlsx", Path("1.0.0.json"))
    found = {(p.code, p.place.sheet) for p in caught.value.problems}
    assert found >= {("build.missing-sheet", "Options"), ("build.missing-column", "Levels")}


def test_columns_may_move_and_an_authors_own_is_ignored() -> None:
    def edit(book: Workbook) -> None:
        book["Sections"].insert_cols(1)
        book["Sections"]["A1"], book["Sections"]["A2"] = "My notes", "look at this"

    assert back(edited(edit)) == DATA


def test_empty_rows_between_questions_are_ignored() -> None:
    assert back(edited(lambda book: book["Questions"].insert_rows(3))) == DATA


def test_dates_and_numbers_that_the_spreadsheet_made_of_texts_are_read() -> None:
    def edit(book: Workbook) -> None:
        from datetime import date  # noqa: PLC0415 - only here

        book["Questionnaire"]["E2"] = date(2026, 1, 1)
        book["Questions"]["D2"] = 5

    made = back(edited(edit))
    assert (made["published"], made["questions"][0]["guidance"]) == ("2026-01-01", "5")


def test_a_file_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(InvalidDocumentError):
        build(b"no workbook", "draft.xlsx", Path("1.0.0.json"))


# --- the programs -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(LIBREOFFICE is None, reason="needs LibreOffice (soffice)")
def test_a_copy_saved_by_libreoffice_comes_back_unchanged(tmp_path: Path) -> None:
    data = raw(SHIPPED_FILES[-1])
    data["questions"][0] |= {"guidance": ODD[0], "why": "_x0041_", "evidence": "two\nlines"}
    (tmp_path / "draft.xlsx").write_bytes(workbook(data, "made.json"))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = ("--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "saved")
    subprocess.run(
        ["soffice", home, *map(str, words), str(tmp_path / "draft.xlsx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert back((tmp_path / "saved" / "draft.xlsx").read_bytes()) == data


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def test_an_exported_questionnaire_is_built_again(run: Run, tmp_path: Path) -> None:
    assert run("questionnaire", "export", "partner-security@1.1.0", "--out", "d.xlsx").code == 0
    done = run("questionnaire", "build", "d.xlsx", "--out", "our-own/1.1.0.json")
    assert (done.code, "no remarks" in done.err) == (0, True)
    assert raw(tmp_path / "our-own/1.1.0.json") == raw(SHIPPED_FILES[1])


def test_a_workbook_with_a_defect_builds_nothing(run: Run, tmp_path: Path) -> None:
    edit, cell = put("Questions", "Weight", 3, 11)
    (tmp_path / "d.xlsx").write_bytes(edited(edit))
    done = run("questionnaire", "build", "d.xlsx", "--out", "d.json")
    assert (done.code, cell in done.err) == (4, True)
    assert not (tmp_path / "d.json").exists()


def test_build_does_not_write_over_a_published_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_bytes(edited(lambda _: None))
    library = tmp_path / "questionnaires"
    library.mkdir()
    (library / "frozen.json").write_text('{"made@1.0.0": "00"}', "utf-8")
    done = run("questionnaire", "build", "d.xlsx", "--out", "questionnaires/made/1.0.0.json")
    assert (done.code, "published" in done.err) == (4, True)
    assert not (library / "made").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "partner-security", "--out", "d.txt"),
        ("build", "d.xlsx", "--out", "d.xlsx"),
        ("export", "nobody", "--out", "d.xlsx"),
    ],
)
def test_a_wrong_name_is_wrong_usage(words: tuple[str, ...], run: Run) -> None:
    assert run("questionnaire", *words).code == 2


def test_lint_takes_names_and_files_and_says_all_in_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.json"
    file.write_text(json.dumps(DATA), "utf-8")
    assert run("questionnaire", "lint", "partner-security@1.1.0").code == 0
    done = run("questionnaire", "lint", "partner-security@1.1.0", file, "--format", "json")
    assert done.code == 4
    assert {"lint.no-measure"} <= {each["code"] for each in done.data}
    assert run("questionnaire", "lint", file).code == 4
