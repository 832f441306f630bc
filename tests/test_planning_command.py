"""`assess plan` as a user runs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assess.batch import code_vector
from assess.store import open_store, save_partners, save_submission
from assess.submission import Response, Submission
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from tests.program import Run, runner

DAY = date(2026, 7, 1)
FREIGHT = Profile("north-freight", "North Freight", "logistics", ("confidential",), ("portal",))
BOOKS = Profile("acme-books", "Acme Books", "services", ("internal",), ("api",))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which one partner answers half badly, and one all well."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    engine = open_store(f"sqlite:///{tmp_path / 'assess.db'}")
    save_partners(engine, [FREIGHT, BOOKS], DAY)
    asked = load_questionnaire("partner-security@1.1.0")
    for profile, bad in ((FREIGHT, 2), (BOOKS, 0)):
        made = submission(asked, profile.id, bad)
        save_submission(engine, made, profile, code_vector(asked, made), DAY)
    engine.dispose()
    return tmp_path


def submission(asked: Questionnaire, partner: str, bad: int) -> Submission:
    """Answer each scored question, `bad` of every four at its worst, else at its best."""
    responses = tuple(
        Response(
            question.id, len(question.answer.levels) - 1 if index % 4 < bad else 0, "given", "given"
        )
        for index, question in enumerate(asked.questions)
        if question.scored
    )
    sha256 = partner.ljust(64, "0")
    return Submission(partner, "2026Q3", asked.reference, "a.xlsx", sha256, responses)


@pytest.mark.usefixtures("home")
def test_a_plan_is_shown_dated_and_ends_with_the_next_step(run: Run) -> None:
    done = run("plan", "north-freight", "--to", "confidential", "--as-of", "2026-10-15")
    assert done.code == 0
    assert "Plan to Confidential for North Freight" in done.out
    assert "reaches Confidential on" in done.err
    assert done.err.splitlines()[-1].startswith("Next: assess plan north-freight")


@pytest.mark.usefixtures("home")
def test_the_command_that_is_said_next_works(run: Run, home: Path) -> None:
    done = run("plan", "north-freight", "--to", "confidential", "--as-of", "2026-10-15")
    words = done.err.splitlines()[-1].removeprefix("Next: assess ").split()
    assert run(*words).code == 0
    assert (home / "plan.html").is_file()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".md", ".json"])
def test_every_format_is_written(run: Run, home: Path, suffix: str) -> None:
    out = home / f"plan{suffix}"
    assert run("plan", "north-freight", "--as-of", "2026-10-15", "--out", out).code == 0
    assert out.stat().st_size > 1000


@pytest.mark.usefixtures("home")
def test_stdout_is_json_and_nothing_else(run: Run) -> None:
    data = run("plan", "north-freight", "--format", "json", "--as-of", "2026-10-15").data
    assert data["in_reach"] is True
    assert data["days"] == sum(step["days"] for step in data["steps"])


@pytest.mark.usefixtures("home")
def test_ones_own_days_change_the_plan(run: Run, home: Path) -> None:
    words = ("plan", "north-freight", "--format", "json", "--as-of", "2026-10-15")
    before = run(*words).data
    longest = max(before["steps"], key=lambda step: step["days"])
    effort = home / "effort.csv"
    effort.write_text(f"question,days\n{longest['question']},0\n", encoding="utf-8")
    after = run(*words, "--effort", effort).data
    assert after["days"] <= before["days"] - longest["days"] < before["days"]


@pytest.mark.usefixtures("home")
def test_all_partners_stand_in_one_table_by_id(run: Run) -> None:
    rows = run("plan", "--all", "--format", "json", "--as-of", "2026-10-15").data
    states = {row["partner"]: (row["state"], row["days"]) for row in rows}
    assert list(states) == ["acme-books", "north-freight"]
    assert states["acme-books"] == ("reached", 0)
    one = run("plan", "north-freight", "--format", "json", "--as-of", "2026-10-15").data
    assert states["north-freight"] == ("planned", one["days"])


@pytest.mark.usefixtures("home")
def test_an_unknown_tier_names_those_there_are(run: Run) -> None:
    done = run("plan", "north-freight", "--to", "secret")
    assert done.code == 2
    assert "confidential" in done.err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("words", [(), ("north-freight", "--all"), ("--all", "--out", "x.md")])
def test_one_partner_or_all_but_a_file_only_of_one(run: Run, words: tuple[str, ...]) -> None:
    assert run("plan", *words).code == 2


@pytest.mark.usefixtures("home")
def test_a_wrong_ending_is_refused_before_any_work(run: Run) -> None:
    done = run("plan", "nobody-there", "--out", "plan.exe")
    assert "plan.format" in done.err
