"""`assess method`: other people's scoring methods, from a file of answers, without a workspace."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from assess.method_answers import read_answers
from assess.native import load_method, method_names
from questionnaires.problems import InputError
from scoring.native import native_scores
from tests.foreign_case import workbook
from tests.native_case import whole
from tests.program import Run, runner

REQUIREMENTS = load_method("nist-800-171").rules.asks


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def requirements(**changed: str) -> list[str]:
    words = dict.fromkeys(REQUIREMENTS, "Met") | changed
    return ["id,answer", *(f"{name},{word}" for name, word in words.items())]


def refused(path: Path, method: str) -> list[tuple[str, str]]:
    """Return the codes of what is wrong with a file, and where each stands."""
    with pytest.raises(InputError) as error:
        read_answers(path, load_method(method))
    return [(each.code, each.place.cell or each.place.path) for each in error.value.problems]


# --- list and show --------------------------------------------------------------------------


def test_list_names_every_method_with_its_source(run: Run) -> None:
    listed = run("method", "list", "--format", "json").data
    assert [each["method"] for each in listed] == method_names()
    assert all(each["source"] for each in listed)
    assert "nist-800-171@1.2.1" in run("method", "list").out


def test_show_as_json_is_the_file_with_every_figure(run: Run) -> None:
    data = run("method", "show", "cmmc-l2", "--format", "json").data
    assert data["rules"]["values"]["3.1.1"] == 5
    assert data["rules"]["conditional"]["lapses_after"] == 180


@pytest.mark.parametrize("name", method_names())
def test_show_tells_the_answers_that_a_method_takes(run: Run, name: str) -> None:
    shown = run("method", "show", name)
    assert shown.code == 0
    assert " · " in shown.out
    assert "Method:" in shown.err


def test_a_method_that_there_is_not_is_told_with_those_there_are(run: Run) -> None:
    asked = run("method", "show", "fico")
    assert asked.code == 2
    assert "method.unknown" in asked.err
    assert "samm@2.0.10" in asked.err


# --- score ----------------------------------------------------------------------------------


def test_a_table_is_scored_without_a_workspace(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", *requirements(**{"3.1.1": "Not met", "3.13.11": "partly"}))
    found = run("method", "score", str(file), "--by", "cmmc-l2", "--format", "json").data
    assert found["overall"] == {"max": 110, "score": 102, "percent": 92.7}
    assert (found["answered"], found["asked"]) == (110, 110)
    assert found["remarks"][-1] == "no conditional status: 3.1.1 is worth 5"


def test_the_table_shows_sections_overall_remarks_and_coverage(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", *requirements(**{"3.1.3": "Not met"})[:-1])
    found = run("method", "score", str(file), "--by", "cmmc-l2")
    assert "Overall" in found.out
    assert "2 not fully met: 3.1.3 (-1), 3.14.7 (-3)" in found.err
    assert "109 of 110 questions are answered" in found.err


def test_no_score_is_shown_as_none_and_says_why(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", *requirements(**{"3.12.4": "not met"}))
    found = run("method", "score", str(file), "--by", "nist-800-171")
    (overall,) = [line for line in found.out.splitlines() if "Overall" in line]
    assert overall.count("–") == 3
    assert "so there is no score" in found.err


def test_maturity_is_shown_with_two_decimals_rounded_half_up(run: Run, tmp_path: Path) -> None:
    words = {"G-SM-A-1-1": "half", "G-SM-B-1-1": "some", "G-SM-A-2-1": "some", "G-SM-B-2-1": "no"}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(words), "utf-8")
    found = run("method", "score", str(file), "--by", "samm")
    (practice,) = [line for line in found.out.splitlines() if "G-SM" in line]
    assert "0.50" in practice
    (function,) = [line for line in found.out.splitlines() if line.startswith("│ G ")]
    assert "0.17" in function


def test_json_may_state_what_a_method_needs_to_know_of_a_question(tmp_path: Path) -> None:
    rules: dict[str, Any] = {
        "a": {"answer": "pass", "weight": 2.5, "group": "g", "group_weight": 3},
        "b": {"answer": "fail", "weight": 2.5, "group": "g", "group_weight": 3},
        "c": "pass",
    }
    file = tmp_path / "a.json"
    file.write_text(json.dumps(rules), "utf-8")
    policy = load_method("xccdf-default")
    found = native_scores(policy, read_answers(file, policy).given)
    assert float(whole(found).score) == 62.5


def test_a_workbook_is_scored_like_the_same_table_as_text(tmp_path: Path) -> None:
    rows = [("Id", "Answer", "Target"), ("1.1.1", 3, None), ("1.2.1", 5, 4), ("5.1.1", "NA", None)]
    (tmp_path / "a.xlsx").write_bytes(workbook({"Answers": rows}))
    text = table(tmp_path / "a.csv", "Id;Answer;Target", "1.1.1;3;", "1.2.1;5;4", "5.1.1;NA;")
    policy = load_method("vda-isa")
    assert read_answers(tmp_path / "a.xlsx", policy) == read_answers(text, policy)


def test_the_order_of_rows_changes_no_byte(run: Run, tmp_path: Path) -> None:
    lines = ["b,pass,2,g,1", "a,fail,1,g,1", "d,pass,1,,", "c,fail,1,h,4"]
    head = "id,answer,weight,group,group weight"
    asked = ("--by", "xccdf-default", "--format", "json")
    there = run("method", "score", str(table(tmp_path / "a.csv", head, *lines)), *asked).out
    back = run("method", "score", str(table(tmp_path / "b.csv", head, *lines[::-1])), *asked).out
    assert there == back


def test_a_column_of_no_use_is_told_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "id,answer,Comment", "1.1.1,3,fine")
    found = run("method", "score", str(file), "--by", "vda-isa")
    assert found.code == 0
    assert "no use for: Comment" in found.err


# --- what is refused ------------------------------------------------------------------------


def test_everything_wrong_is_told_at_once_at_its_cell(tmp_path: Path) -> None:
    lines = ["ASSET-1a,FI,x", "ASSET-1b,FI,", "ASSET-1a,FI,1", "NOPE-1a,FI,1", ",FI,1"]
    file = table(tmp_path / "a.csv", "id,answer,level", *lines, "ASSET-1c,maybe,1", "ASSET-1d,FI,4")
    assert refused(file, "c2m2") == [
        ("method.id", "A4"),
        ("method.id", "A5"),
        ("method.id", "A6"),
        ("method.answer", "B7"),
        ("method.number", "C2"),
        ("method.number", "C3"),
        ("method.number", "C8"),
    ]


def test_a_wrong_file_scores_nothing_and_exits_with_3(run: Run, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "id,answer", "3.1.1,Yes")
    found = run("method", "score", str(file), "--by", "nist-800-171")
    assert (found.code, found.out) == (3, "")
    assert "use not met, met, not applicable" in found.err


@pytest.mark.parametrize(
    ("head", "cell"), [("question,answer", "A1"), ("id,reply", "A1"), ("id,id,answer", "A1")]
)
def test_a_column_that_is_missing_or_there_twice_is_told(
    tmp_path: Path, head: str, cell: str
) -> None:
    file = table(tmp_path / "a.csv", head, "3.1.1,met,met")
    assert refused(file, "nist-800-171") == [("method.column", cell)]


def test_json_is_refused_at_its_path(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"3.1.1": "Yes", "9.9": "met"}', "utf-8")
    assert refused(file, "nist-800-171") == [("method.answer", "$.3.1.1"), ("method.id", "$.9.9")]


@pytest.mark.parametrize("text", ['["met"]', "{}", '{"3.1.1": ["met"]}', '{"3.1.1": 1.5}', "{"])
def test_json_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError):
        read_answers(file, load_method("nist-800-171"))


@pytest.mark.parametrize("weight", ["-1", "1e9", "nan", "1/3", "٣", "9" * 30, "1000001"])
def test_a_weight_that_is_no_plain_number_is_refused(tmp_path: Path, weight: str) -> None:
    file = table(tmp_path / "a.csv", "id,answer,weight", f"a,pass,{weight}")
    assert refused(file, "xccdf-flat") == [("method.number", "C2")]


def test_a_group_has_one_weight_and_a_name_of_its_own(tmp_path: Path) -> None:
    head = "id,answer,group,group weight"
    file = table(tmp_path / "a.csv", head, "a,pass,g,1", "b,pass,g,2", "g,pass,,")
    assert refused(file, "xccdf-default") == [("method.group", ""), ("method.group", "D3")]


def test_a_formula_without_its_value_is_no_answer(tmp_path: Path) -> None:
    rows = [("id", "answer"), ("1.1.1", "=1+2")]
    (tmp_path / "a.xlsx").write_bytes(workbook({"Answers": rows}))
    assert refused(tmp_path / "a.xlsx", "vda-isa") == [("method.formula-without-value", "B2")]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv", "samm")[0][0] == "file.unreadable"


def test_nine_thousand_rules_are_scored_in_under_two_seconds(tmp_path: Path) -> None:
    lines = (f"r{n},{'pass' if n % 3 else 'fail'},1,g{n % 50},1" for n in range(9_000))
    file = table(tmp_path / "a.csv", "id,answer,weight,group,group weight", *lines)
    policy = load_method("xccdf-default")
    begun = time.perf_counter()
    native_scores(policy, read_answers(file, policy).given)
    assert time.perf_counter() - begun < 2
