"""A questionnaire's own scores on the way in: from its answers, compared with its cells."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from questionnaires.library import load_questionnaire
from questionnaires.problems import Problem
from tests.program import runner

CONTEXT = Context(
    questionnaire_of=lambda name, version: load_questionnaire(f"{name}@{version}"),
    as_of=dt.date(2026, 10, 5),
    partner="acme",
    period="2026Q3",
)

START, SCORES = "START HERE", "Institution Evaluation"

FILLED = (
    "hecvat-00-excellent.xlsx",
    "hecvat-01-good.xlsx",
    "hecvat-02-mixed.xlsx",
    "hecvat-03-poor.xlsx",
    "hecvat-04-blank.xlsx",
    "hecvat-05-na.xlsx",
    "hecvat-07-good.xlsx",
    "hecvat-11-na.xlsx",
)


def read(data: bytes) -> Outcome:
    return read_workbook("in.xlsx", data, CONTEXT)


def native_of(outcome: Outcome) -> dict[str, Any]:
    assert outcome.native is not None
    return outcome.native


def on_scores(outcome: Outcome) -> list[Problem]:
    return [notice for notice in outcome.notices if notice.code.startswith("native.")]


def edited(data: bytes, sheet: str, cells: Mapping[str, str]) -> bytes:
    """Put texts or numbers into cells that a sheet has, and leave every other byte as it is."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        part = _part(old, sheet)
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                text = content.decode("utf-8")
                for cell, value in cells.items():
                    text = _put(text, cell, value)
                content = text.encode("utf-8")
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    book = package.read("xl/workbook.xml").decode("utf-8")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    (listed,) = re.findall(rf'<sheet [^>]*name="{re.escape(sheet)}"[^>]*>', book)
    relation = re.search(r'r:id="([^"]+)"', listed)
    assert relation
    (target,) = re.findall(rf'<Relationship [^>]*Id="{relation[1]}"[^>]*>', relations)
    path = re.search(r'Target="([^"]+)"', target)
    assert path
    name = path[1].removeprefix("/xl/")
    return f"xl/{name}"


def _put(text: str, cell: str, value: str) -> str:
    """Replace a cell: a number where a formula stands, keeping it, else a text."""

    def changed(found: re.Match[str]) -> str:
        attributes, content = found[1], found[2] or ""
        if "<f" in content:
            content = re.sub("<v>.*?</v>", f"<v>{value}</v>", content)
            return f'<c r="{cell}"{attributes}>{content}</c>'
        style = re.sub(r' t="\w+"', "", attributes)
        return f'<c r="{cell}"{style} t="inlineStr"><is><t>{value}</t></is></c>'

    pattern = rf'<c r="{cell}"((?: \w+="[^"]*")*)\s*(?:/>|>(.*?)</c>)'
    text, count = re.subn(pattern, changed, text, flags=re.DOTALL)
    assert count == 1, cell
    return text


# --- real workbooks -------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILLED)
def test_a_filled_workbook_has_the_scores_that_its_formulas_gave(shared: Path, file: str) -> None:
    cases = json.loads((shared / "workbooks/hecvat-expected.json").read_text("utf-8"))
    scores = next(case["scores"] for case in cases if case["file"] == file)
    native = native_of(read((shared / "workbooks" / file).read_bytes()))
    found = {name: [each["max"], each["score"]] for name, each in native["sections"].items()}
    assert found == {name: figures[:2] for name, figures in scores["sections"].items()}
    overall, critical = native["overall"], native["critical"]
    assert [overall["max"], overall["score"]] == scores["overall"][:2]
    assert [critical[key] for key in ("questions", "max", "score")] == scores["critical"][:3]


@pytest.mark.parametrize("file", FILLED)
def test_a_workbook_that_was_recalculated_shows_what_its_answers_give(
    shared: Path, file: str
) -> None:
    told = on_scores(read((shared / "workbooks" / file).read_bytes()))
    assert {notice.code for notice in told} <= {"native.overrides"}


def test_an_empty_workbook_needs_no_notice(shared: Path) -> None:
    assert on_scores(read((shared / "workbooks/hecvat-4.1.4-blank.xlsx").read_bytes())) == []


def test_a_filled_caiq_has_its_share_of_yes(shared: Path) -> None:
    native = native_of(read((shared / "workbooks/caiq-4.0.3-filled.xlsx").read_bytes()))
    assert native["overall"] == {"max": 229, "score": 107, "percent": 46.7}
    assert len(native["sections"]) == 17
    assert native["critical"] is None


# --- what a workbook shows wrongly ----------------------------------------------------------


def test_an_answer_changed_without_recalculating_is_told_by_section_and_overall(
    shared: Path,
) -> None:
    data = (shared / "workbooks/hecvat-00-excellent.xlsx").read_bytes()
    outcome = read(edited(data, START, {"C26": "Yes"}))  # COMP-04, which was No
    assert [str(notice.place) for notice in on_scores(outcome)] == [
        "in.xlsx, Institution Evaluation!E21",
        "in.xlsx, Institution Evaluation!E40",
    ]
    assert {notice.code for notice in on_scores(outcome)} == {"native.differs"}
    assert native_of(outcome)["sections"]["COMP"]["score"] == 20


def test_a_score_typed_over_is_told_at_its_cell(shared: Path) -> None:
    data = (shared / "workbooks/hecvat-00-excellent.xlsx").read_bytes()
    outcome = read(edited(data, SCORES, {"E22": "999"}))
    (notice,) = on_scores(outcome)
    assert (notice.place.sheet, notice.place.cell) == (SCORES, "E22")
    assert "shows 999 of 80" in notice.message
    assert outcome.submission is not None


def test_a_workbook_filled_by_a_program_that_keeps_old_results_gets_one_notice(
    shared: Path,
) -> None:
    data = (shared / "workbooks/hecvat-4.1.4-blank.xlsx").read_bytes()
    filled = edited(data, START, {"C23": "Yes", "C25": "Yes", "C26": "Yes"})
    (notice,) = on_scores(read(filled))
    assert notice.code == "native.not-calculated"


@pytest.fixture(scope="module")
def uncalculated(shared: Path) -> bytes:
    """Return a workbook that a program filled in, which drops the results of all formulas."""
    book = openpyxl.load_workbook(shared / "workbooks/hecvat-4.1.4-blank.xlsx")
    book[START]["C23"] = "Yes"
    result = BytesIO()
    book.save(result)
    return result.getvalue()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_a_workbook_filled_by_a_program_that_drops_results_gets_one_notice(
    uncalculated: bytes,
) -> None:
    outcome = read(uncalculated)
    (notice,) = on_scores(outcome)
    assert notice.code == "native.not-calculated"
    assert native_of(outcome)["sections"]["COMP"]["score"] > 0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_overrides_of_nobody_knows_which_question_are_told_once(uncalculated: bytes) -> None:
    marks = {"H66": "Mark as Compliant", "H67": "Mark as Compliant", "J68": "Minor Importance"}
    told = on_scores(read(edited(uncalculated, SCORES, marks)))
    (notice,) = [notice for notice in told if notice.code == "native.override-unread"]
    assert notice.place.cell == "H66"
    assert "3 of an analyst's overrides" in notice.message


# --- the commands ---------------------------------------------------------------------------


@pytest.fixture
def workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    run = runner(capsys, monkeypatch)
    monkeypatch.chdir(tmp_path)
    run("init", ".")
    run("partner", "add", "acme", "--name", "Acme", "--kind", "hosting")
    return run


def test_import_says_a_files_own_score_in_one_line_and_explain_shows_all(
    shared: Path, workspace: Any
) -> None:
    file = shared / "workbooks/hecvat-01-good.xlsx"
    named = ("--partner", "acme", "--period", "2026Q3", "--as-of", "2026-10-05")
    said = workspace("import", file, *named).err
    (line,) = [line for line in said.splitlines() if "HECVAT 4.1 score" in line]
    assert "81.6 % (2180 of 2670 points)" in line
    assert "assess explain acme" in line
    shown = workspace("explain", "acme", "--as-of", "2026-10-05")
    for text in ("DOCU", "Privacy (aggregated)", "PCOM", "Overall", "Critical questions: 87"):
        assert text in shown.out
    told = workspace("explain", "acme", "--as-of", "2026-10-05", "--format", "json").data
    assert told["native"]["overall"] == {"max": 2670, "score": 2180, "percent": 81.6}


def test_import_tells_programs_a_files_own_scores_also_when_it_is_unchanged(
    shared: Path, workspace: Any
) -> None:
    file = shared / "workbooks/hecvat-01-good.xlsx"
    words = ("import", file, "--partner", "acme", "--period", "2026Q3", "--as-of", "2026-10-05")
    (first,) = workspace(*words, "--format", "json").data["files"]
    (again,) = workspace(*words, "--format", "json").data["files"]
    assert (first["status"], again["status"]) == ("imported", "unchanged")
    assert first["native"]["overall"] == {"max": 2670, "score": 2180, "percent": 81.6}
    assert again["native"] == first["native"]


def test_a_questionnaire_without_a_method_of_its_own_has_no_native_score(workspace: Any) -> None:
    workspace("issue", "acme", "--period", "2026Q3", "--out", "outbox", "--as-of", "2026-07-01")
    told = workspace("import", "outbox", "--as-of", "2026-10-05", "--format", "json").data
    (file,) = told["files"]
    assert file["native"] is None
