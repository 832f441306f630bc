"""`assess questionnaire migrate`, and prefilled workbooks from end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from assess.store import load_submissions, open_store
from assess.workbook_format import QUESTIONS_SHEET
from tests.issue_sample import rows
from tests.migration_case import MAP, write_versions
from tests.program import Done, Run, fill, runner

OLD, NEW = "own@1.0.0", "own@1.1.0"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose one partner has answered 1.0.0 for 2026Q2; the current folder."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    write_versions(tmp_path / "questionnaires")
    added = run(
        *("partner", "add", "north-freight", "--name", "North Freight", "--kind", "logistics"),
        *("--data", "internal", "--access", "portal", "--criticality", "high", "--regions", "us"),
    )
    assert added.code == 0, added.err
    issue(run, OLD, "2026Q2")
    fill(tmp_path / "outbox" / "north-freight-2026Q2.xlsx", {"own.levels": "No", "own.wide": "No"})
    imported(run, "2026Q2")
    return tmp_path


def issue(run: Run, questionnaire: str, period: str, *more: str) -> Done:
    options = ("--questionnaire", questionnaire, "--period", period, "--as-of", "2026-10-01")
    done = run("issue", "--out", "outbox", *options, "--format", "json", *more)
    assert done.code == 0, done.err
    return done


def imported(run: Run, period: str) -> Done:
    done = run("import", f"outbox/north-freight-{period}.xlsx", "--as-of", "2026-10-01")
    assert done.code == 0, done.err
    return done


def exported(run: Run, folder: Path) -> list[dict[str, str]]:
    done = run("export", "responses", "--out", "responses.csv")
    assert done.code == 0, done.err
    with (folder / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def stored(folder: Path) -> object:
    engine = open_store(f"sqlite:///{folder / 'assess.db'}")
    try:
        return load_submissions(engine)
    finally:
        engine.dispose()


# --- the map ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_migrate_counts_every_kind_and_what_would_carry(run: Run) -> None:
    data = run("questionnaire", "migrate", OLD, NEW, "--format", "json").data
    assert data["counts"]["same"] == {"from": 6, "to": 6}
    assert data["counts"]["split"] == {"from": 1, "to": 2}
    assert data["retired"] == ["own.gone"]
    assert data["partners"] == [
        {"partner": "north-freight", "period": "2026Q2", "answered": 12, "carries": 8}
    ]


@pytest.mark.usefixtures("home")
def test_migrate_shows_what_became_of_each_question(run: Run) -> None:
    shown = run("questionnaire", "migrate", OLD, NEW).out
    assert "own.left + own.right" in shown
    assert "no → no" in shown
    assert "What would carry over of 2026Q2" in shown


def test_migrate_needs_no_workspace(run: Run, tmp_path: Path) -> None:
    shipped = ("partner-security@1.0.0", "partner-security@1.1.0")
    done = run("questionnaire", "migrate", *shipped, "--format", "json", "--workspace", tmp_path)
    assert done.code == 0, done.err
    assert done.data["partners"] is None


@pytest.mark.usefixtures("home")
def test_without_a_map_the_error_names_the_command_that_drafts_one(run: Run) -> None:
    done = run("questionnaire", "migrate", NEW, OLD)
    assert done.code == 2
    assert f"assess questionnaire migrate {NEW} {OLD} --draft FILE" in done.err


def test_a_wrong_map_is_an_invalid_document(run: Run, home: Path) -> None:
    path = home / "questionnaires/own/migrations/1.0.0-1.1.0.json"
    path.write_text(json.dumps({**MAP, "questions": MAP["questions"][1:]}), "utf-8")
    done = run("questionnaire", "migrate", OLD, NEW)
    assert done.code == 4
    assert "own.choice of own@1.0.0 stands in no entry" in done.err


def test_a_draft_put_in_place_is_a_map(run: Run, home: Path) -> None:
    path = home / "questionnaires/own/migrations/1.0.0-1.1.0.json"
    path.unlink()
    assert run("questionnaire", "migrate", OLD, NEW, "--draft", path).code == 0
    assert run("questionnaire", "migrate", OLD, NEW).code == 0


def test_a_draft_writes_over_nothing(run: Run, home: Path) -> None:
    path = home / "map.json"
    path.write_text("mine", "utf-8")
    assert run("questionnaire", "migrate", OLD, NEW, "--draft", path).code == 3
    assert path.read_text("utf-8") == "mine"


# --- the next workbook --------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_the_next_workbook_comes_prefilled(run: Run) -> None:
    [made] = issue(run, NEW, "2026Q3").data
    assert made["carried"] == 8
    sheet = openpyxl.load_workbook(made["path"])[QUESTIONS_SHEET]
    assert sheet.cell(rows(sheet)["own.worded"], 4).value == "It is"


@pytest.mark.usefixtures("home")
def test_a_fresh_workbook_is_blank(run: Run) -> None:
    [made] = issue(run, NEW, "2026Q3", "--fresh").data
    sheet = openpyxl.load_workbook(made["path"])[QUESTIONS_SHEET]
    assert made["carried"] == 0
    assert sheet.max_column == 7
    assert all(sheet.cell(row, 4).value is None for row in rows(sheet).values())


@pytest.mark.usefixtures("home")
def test_the_workbook_of_the_same_or_an_earlier_period_is_not_filled(run: Run) -> None:
    [made] = issue(run, NEW, "2026Q1").data
    assert made["carried"] == 0


def test_without_a_map_workbooks_are_blank_and_that_is_told(run: Run, home: Path) -> None:
    (home / "questionnaires/own/migrations/1.0.0-1.1.0.json").unlink()
    done = issue(run, NEW, "2026Q3")
    assert [made["carried"] for made in done.data] == [0]
    assert "no migration map leads from own@1.0.0 to own@1.1.0" in done.err


def test_unconfirmed_answers_count_and_stay_marked_in_the_store(run: Run, home: Path) -> None:
    issue(run, NEW, "2026Q3")
    assert "8 answers were carried over from 2026Q2" in imported(run, "2026Q3").err
    found = [row for row in exported(run, home) if row["period"] == "2026Q3"]
    assert sum(row["carried_from"] == "2026Q2" for row in found) == 8
    assert all(row["state"] in {"answered", "noted"} for row in found if row["carried_from"])


def test_the_gap_report_says_what_is_unconfirmed(run: Run, home: Path) -> None:
    issue(run, NEW, "2026Q3")
    imported(run, "2026Q3")
    run("gaps", "north-freight", "--out", "gaps.md", "--as-of", "2026-10-01")
    text = (home / "gaps.md").read_text("utf-8")
    assert "8 answers are carried over from an earlier quarter, unconfirmed." in text
    assert "No (carried over from 2026Q2, unconfirmed)" in text


def test_a_finished_quarter_never_changes(run: Run, home: Path) -> None:
    before = stored(home)
    score = ("score", "--period", "2026Q2", "--format", "json", "--as-of", "2026-10-01")
    scored = run(*score).out
    run("questionnaire", "migrate", OLD, NEW)
    issue(run, NEW, "2026Q3")
    assert stored(home) == before
    imported(run, "2026Q3")
    assert run(*score).out == scored
