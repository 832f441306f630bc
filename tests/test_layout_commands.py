"""`assess layout`: what a layout finds in a file, and a draft of one that nobody has written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.foreign_case import IDS, layout_data, rows, workbook, write_layout
from tests.program import Run, runner

REAL = [
    ("caiq-4.0.3-filled.xlsx", {"id": "A", "question": "B", "answer": "C", "comment": "E"}),
    ("caiq-4.0.1-blank.xlsx", {"id": "A", "question": "C", "answer": "E"}),
    ("caiq-3.0.1-filled.xlsx", {"id": "C", "question": "E", "mark Yes": "F", "comment": "I"}),
    ("caiq-3.0.1-2016-blank.xlsx", {"id": "C", "question": "E", "mark No": "G", "comment": "I"}),
    ("hecvat-4.1.4-blank.xlsx", {"id": "A", "question": "B", "answer": "C", "comment": "D"}),
    ("hecvat-05-na.xlsx", {"id": "A", "question": "B", "answer": "C", "comment": "D"}),
    ("samm2/s05_mixed.xlsx", {"id": "A", "question": "D", "answer": "F", "comment": "I"}),
]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, the current folder."""
    monkeypatch.chdir(tmp_path)
    assert run("init").code == 0
    return tmp_path


def put(path: Path, sheets: dict[str, Any]) -> Path:
    path.write_bytes(workbook(sheets))
    return path


def test_list_names_the_shipped_layouts_and_the_workspaces_own(home: Path, run: Run) -> None:
    write_layout(home / "layouts", layout_data())
    listed = [each["layout"] for each in run("layout", "list", "--format", "json").data]
    assert {"caiq-3@1.0.0", "caiq-4@1.0.0", "hecvat-4@1.0.0", "house@1.0.0"} <= set(listed)
    assert "house@1.0.0" in run("layout", "list").out


def test_show_gives_the_file_itself_to_begin_ones_own_with(home: Path, run: Run) -> None:
    data = run("layout", "show", "caiq-3", "--format", "json").data
    copy = home / "mine.json"
    copy.write_text(json.dumps(data), "utf-8")
    assert data["id"] == "caiq-3"
    assert "Not Applicable" in run("layout", "show", "caiq-3@1.0.0").out


def test_check_tells_by_what_a_file_is_recognised_and_what_is_read_of_it(
    home: Path, run: Run
) -> None:
    file = put(home / "caiq.xlsx", {"Cover": [["Hello"]], "Form": rows(["Yes", "No", None])})
    done = run("layout", "check", file, "--format", "json")
    assert done.code == 0
    assert done.data["layout"]["id"] == "caiq-4-table"
    assert done.data["counts"]["answered"] == 2
    assert done.data["counts"]["blank"] == 1
    assert done.data["unread_sheets"] == ["Cover"]
    (sheet,) = done.data["sheets"]
    assert (sheet["header_row"], sheet["first"], sheet["last"]) == (1, "A2", "A4")
    assert [(each["column"], each["read_as"]) for each in sheet["columns"]] == [
        ("A", "id"),
        ("B", "question"),
        ("C", "answer"),
        ("D", "comment"),
    ]
    shown = run("layout", "check", file)
    assert "3 of the 3 ids there are in caiq@4.0.3" in shown.out
    assert "Not read: Cover." in shown.err


def test_check_ends_with_3_and_the_cell_where_an_import_would_refuse(home: Path, run: Run) -> None:
    file = put(home / "caiq.xlsx", {"Form": rows(["Yes", "Perhaps", "No"])})
    done = run("layout", "check", file)
    assert done.code == 3
    assert "Form!C3: “Perhaps” is not one of the answers" in done.err


def test_check_says_of_each_layout_why_it_does_not_recognise_a_file(home: Path, run: Run) -> None:
    asks = {"known_ids": 80, "sheets": ["Cover"]}
    write_layout(home / "layouts", layout_data(recognise=asks))
    file = put(home / "other.xlsx", {"Form": [["Question ID", "Answer"], ["Q-1", "Yes"]]})
    done = run("layout", "check", file, "--format", "json")
    assert done.code == 3
    why = {each["layout"]: each["why"] for each in done.data["not_recognised"]}
    assert why["house@1.0.0"] == "there is no sheet “Cover”"
    assert why["caiq-4@1.0.0"] == "no sheet has the columns, with ids below them"


def test_check_needs_no_layout_for_a_workbook_of_ours(home: Path, run: Run) -> None:
    run("partner", "add", "acme", "--name", "Acme", "--kind", "software", "--data", "internal")
    assert run("issue", "acme", "--period", "2026Q3").code == 0
    (file,) = home.glob("**/*.xlsx")
    done = run("layout", "check", file)
    assert (done.code, "needs no layout" in done.err) == (0, True)


def test_check_takes_the_path_of_a_layout_that_is_being_written(home: Path, run: Run) -> None:
    draft = home / "draft.json"
    draft.write_text(json.dumps(layout_data()), "utf-8")
    header = ["Key", "Words", "Reply"]
    file = put(home / "form.xlsx", {"Form": rows(["Yes", "No", "No"], header=header)})
    done = run("layout", "check", file, "--layout", draft, "--format", "json")
    assert (done.code, done.data["counts"]["answered"]) == (0, 3)


def test_a_broken_layout_ends_with_4_and_its_path(home: Path, run: Run) -> None:
    write_layout(home / "layouts", layout_data(header_rows=0))
    done = run("layout", "check", put(home / "caiq.xlsx", {"Form": rows(["Yes"])}))
    assert done.code == 4
    assert "$.header_rows" in done.err


@pytest.mark.slow
@pytest.mark.parametrize(("file", "columns"), REAL, ids=[file for file, _ in REAL])
def test_suggest_finds_the_right_columns_of_every_real_file(
    shared: Path, run: Run, file: str, columns: dict[str, str]
) -> None:
    done = run("layout", "suggest", shared / "workbooks" / file, "--format", "json")
    assert done.code == 0
    for kind, column in columns.items():
        found = [each["column"] for each in done.data["columns"] if each["looks_like"] == kind]
        assert found
        assert set(found) == {column}


@pytest.mark.slow
@pytest.mark.parametrize("file", [file for file, _ in REAL if "samm" not in file])
def test_a_draft_that_a_person_has_finished_reads_what_the_shipped_layout_reads(
    shared: Path, tmp_path: Path, run: Run, file: str
) -> None:
    path = shared / "workbooks" / file
    draft = tmp_path / "draft.json"
    assert run("layout", "suggest", path, "--out", draft).code == 0
    assert run("layout", "check", path, "--layout", draft).code == 4
    data = json.loads(draft.read_text("utf-8"))
    named = data["questionnaire"].split()[1].rstrip("?")
    data |= {"id": "mine", "title": "Mine", "description": "Mine", "questionnaire": named}
    data["answers"]["levels"] = {"yes": ["Yes"], "no": ["No"]}
    draft.write_text(json.dumps(data), "utf-8")
    mine = run("layout", "check", path, "--layout", draft, "--format", "json")
    shipped = run("layout", "check", path, "--format", "json")
    assert (mine.code, mine.data["counts"]) == (0, shipped.data["counts"])


def questions(count: int, *cells: Any) -> list[list[Any]]:
    return [[f"Q-{at:02}", f"Do you do the {at}th thing?", *cells] for at in range(1, count + 1)]


def test_suggest_drafts_a_layout_that_stays_invalid_until_it_is_finished(
    home: Path, run: Run
) -> None:
    table = [["Acme security form"], [], ["Nr", "Control", "Status", "Remarks"]]
    table += questions(20, "Fully met", "see policy")
    table[5][2] = "Not met"
    file = put(home / "acme.xlsx", {"Cover": [["Hello"]], "Form": table})
    out = home / "layouts" / "acme" / "1.0.0.json"
    assert run("layout", "suggest", file, "--out", out).code == 0
    draft = json.loads(out.read_text("utf-8"))
    assert draft["columns"]["id"] == {"titles": ["Nr"], "pattern": r"[A-Z]-\d{2}"}
    assert draft["columns"]["answer"] == {"titles": ["Status"]}
    assert draft["columns"]["comment"] == [{"titles": ["Remarks"]}]
    assert "Fully met" in json.dumps(draft["answers"])
    assert run("layout", "list").code == 4
    again = run("layout", "suggest", file, "--out", out)
    assert (again.code, "already" in again.err) == (3, True)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ([["#", "Frage", "Antwort"], *questions(9, "Ja")], ("A", "B", "C")),
        ([[None, "No.", "Requirement", "Vendor Response", "Notes"]]
         + [[None, *row] for row in questions(9, None, "x")], ("B", "C", "D")),
        ([["Ref", "Weight", "Question", "Answer ID", "Answer"]]
         + [[row[0], 5, row[1], at, "Yes"] for at, row in enumerate(questions(9))],
         ("A", "C", "E")),
        ([["Nr", "Question", "Answer"], *[[at + 1, row[1], "no"] for at, row in
           enumerate(questions(9))]], ("A", "B", "C")),
    ],
)  # fmt: skip
def test_suggest_tells_columns_by_what_they_hold_and_are_called(
    home: Path, run: Run, table: list[list[Any]], columns: tuple[str, ...]
) -> None:
    done = run("layout", "suggest", put(home / "a.xlsx", {"S": table}), "--format", "json")
    found = {each["looks_like"]: each["column"] for each in done.data["columns"]}
    assert (found["id"], found["question"], found["answer"]) == columns


def test_suggest_says_so_where_nothing_looks_like_a_questionnaire(home: Path, run: Run) -> None:
    table = [["Dear team,"], ["please find our figures below."], [2026, 3.5], [2027, 4.25]]
    done = run("layout", "suggest", put(home / "letter.xlsx", {"S": table}))
    assert (done.code, "looks like a questionnaire" in done.err) == (3, True)


def test_import_reads_a_caiq_into_a_workspace_for_the_partner_that_is_named(
    home: Path, run: Run
) -> None:
    run("partner", "add", "acme", "--name", "Acme", "--kind", "software", "--data", "internal")
    file = put(home / "caiq.xlsx", {"Form": rows(["Yes", "No", "N/A"])})
    refused = run("import", file, "--format", "json", "--as-of", "2026-08-15")
    assert refused.code == 3
    assert refused.data["files"][0]["counts"]["answered"] == 3
    done = run("import", file, "--partner", "acme", "--as-of", "2026-08-15", "--format", "json")
    assert done.code == 0
    (found,) = done.data["files"]
    assert (found["status"], found["layout"]) == ("imported", "caiq-4-table@1.0.0")
    assert found["native"]["overall"] == {"max": 2, "score": 1, "percent": 50.0}
    assert IDS[0] == "A&A-01.1"
