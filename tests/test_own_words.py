"""A partner judged by another author's questionnaire: its own words are shown, to it alone."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

from assess.store import NewSubmission, open_store, save_partners, save_submissions
from assess.submission import Response, Submission
from assess.workspace import open_workspace
from questionnaires import codes
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from questionnaires.reading import read_questionnaire
from tests.outline_case import SECTION, outline, write
from tests.program import Run, runner

DAY = date(2026, 7, 1)
PERIOD = ("--period", "2026Q2", "--as-of", "2026-07-01")
NORTH, SOUTH = "Does the north look at it?", "Does the south look at it?"
PARTNERS = {"north": NORTH, "south": SOUTH}
GAP_FORMATS = (".md", ".html", ".json")


def stored(asked: Questionnaire, partner: str, words: dict[str, str]) -> NewSubmission:
    """Return a submission in which every question that can be is answered at its worst."""
    worst = {q.id: len(q.answer.levels) - 1 for q in asked.questions}
    responses = tuple(
        Response(name, codes.NOTED if code < 0 else code, "given", "given", cell="C3")
        for name, code in worst.items()
    )
    made = Submission(
        partner,
        "2026Q2",
        asked.reference,
        f"{partner}.xlsx",
        hashlib.sha256(partner.encode()).hexdigest(),
        responses,
        layout="made@1.0.0" if words else "",
        texts=tuple(words.items()),
    )
    given = bytes(response.code % 256 for response in responses)
    return NewSubmission(made, Profile(partner, partner.title(), "software"), given)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the program in a workspace of two partners judged by an outline, and one by our form."""
    made = runner(capsys, monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert made("init", ".").code == 0
    section = {**SECTION, "questions": ["A&A-01.1", "A&A-01.2", "A&A-02.1"]}
    asked = read_questionnaire(write(tmp_path / "questionnaires", outline(sections=[section])))
    ours = Path(__file__).parent / "data" / "gaps" / "1.0.0.json"
    own = read_questionnaire(ours)
    library = tmp_path / "questionnaires" / own.reference.id
    library.mkdir()
    (library / f"{own.reference.version}.json").write_bytes(ours.read_bytes())
    engine = open_store(open_workspace(tmp_path).database_url)
    batch = [stored(asked, name, {"A&A-01.1": words}) for name, words in PARTNERS.items()]
    batch.append(stored(own, "middle", {}))
    save_partners(engine, [new.profile for new in batch], DAY)
    save_submissions(engine, batch, DAY)
    engine.dispose()
    return made


@pytest.mark.parametrize("suffix", GAP_FORMATS)
def test_a_gap_report_shows_the_questions_as_the_partner_read_them(
    suffix: str, run: Run, tmp_path: Path
) -> None:
    assert run("gaps", "north", *PERIOD, "--out", f"gaps{suffix}").code == 0
    text = (tmp_path / f"gaps{suffix}").read_text("utf-8")
    assert NORTH in text
    assert SOUTH not in text
    assert "MADE question A" in text  # a question whose words the file did not have


def test_steps_that_close_several_gaps_are_told_once(run: Run, tmp_path: Path) -> None:
    assert run("gaps", "north", *PERIOD, "--out", "gaps.md").code == 0
    first = (tmp_path / "gaps.md").read_text("utf-8").split("## What to do first")[1]
    steps = [line for line in first.split("## ")[0].splitlines() if "As a start" in line]
    assert len(steps) == 1
    assert "and 2 more" in steps[0]


def test_words_of_one_partner_stand_on_its_page_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    assert run("scorecard", *PERIOD, "--out", "card").code == 0
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "card").rglob("*.html")}
    assert [name for name, text in pages.items() if NORTH in text] == ["north.html"]
    assert [name for name, text in pages.items() if SOUTH in text] == ["south.html"]
    assert "MADE question A" in pages["index.html"]


def test_exports_give_each_row_its_file_s_words(run: Run, tmp_path: Path) -> None:
    for table in ("responses", "findings"):
        assert run("export", table, "--out", f"{table}.csv").code == 0
        with (tmp_path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["question"] == "A&A-01.1"]
        assert {row["partner"]: row["text"] for row in rows} == PARTNERS


def test_a_portfolio_may_mix_questionnaires(run: Run) -> None:
    scores = run("score", *PERIOD, "--format", "json").data
    assert {each["partner"]: each["questionnaire"]["id"] for each in scores} == {
        "middle": "gaps",
        "north": "made",
        "south": "made",
    }
    said = run("score", *PERIOD).err
    assert "Judged by their made@1.0.0 answers: north, south." in said


def test_a_score_by_an_outline_is_explained_and_names_the_outline_s_hash(
    run: Run, tmp_path: Path
) -> None:
    told = run("explain", "north", *PERIOD, "--format", "json").data
    content = (tmp_path / "questionnaires/made/1.0.0.json").read_bytes()
    assert told["questionnaire"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert [part["question"] for part in told["contributions"]] == [
        "A&A-01.1",
        "A&A-01.2",
        "A&A-02.1",
    ]


# --- what an outline is refused for ------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("issue", "north", "--questionnaire", "made"),
        ("questionnaire", "export", "made", "--out", "made.xlsx"),
        ("questionnaire", "migrate", "caiq@3.0.1", "caiq@4.0.3", "--draft", "map.json"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_takes_words_is_refused_with_what_to_do_instead(
    words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run(*words)
    assert done.code == 3
    assert "has no texts of its own, so it cannot be" in done.err
    assert "outline.no-texts" in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_outlines_are_listed_shown_linted_and_compared(run: Run) -> None:
    listed = run("questionnaire", "list", "--format", "json").data
    assert {"caiq@3.0.1", "caiq@4.0.3", "hecvat@4.1.4"} <= {e["questionnaire"] for e in listed}
    assert "A&A-01.1" in run("questionnaire", "show", "made").out
    assert run("questionnaire", "lint", "caiq@4.0.3").code == 0
    compared = run("questionnaire", "diff", "caiq@3.0.1", "caiq@4.0.3", "--format", "json")
    assert compared.code in {0, 10}
    assert "MOS-01.1" in compared.out


def test_an_outline_of_a_customer_s_own_is_published_like_any_version(
    run: Run, tmp_path: Path
) -> None:
    draft = write(tmp_path / "drafts", outline(id="theirs"))
    done = run("questionnaire", "publish", draft)
    assert (done.code, done.err.count("theirs@1.0.0") > 0) == (0, True)
