"""Decisions and disputes from end to end: what was computed stays beside what was decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaires.library import load_questionnaire
from tests.program import SHIPPED, Run, fill, runner

DAY = "2026-10-10"
PERIOD = ("--period", "2026Q3", "--as-of", DAY)
WHO = ("--reason", "Seen at the visit", "--by", "Assessor")
SCAN, TLS = "records.scan-signin", "encryption.in-transit"


def level(question: str, position: int) -> str:
    """Return the id of a level of a question; 0 is its best, -1 its worst."""
    return (
        load_questionnaire("partner-security", SHIPPED)
        .question(question)
        .answer.levels[position]
        .id
    )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one partner: best answers, one control claimed not applicable."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    profile = ("--data", "personal", "--access", "portal", "--criticality", "high")
    words = ("partner", "add", "north", "--name", "North", "--kind", "logistics")
    assert run(*words, *profile, "--regions", "us").code == 0
    assert run("issue", "--out", "outbox", *PERIOD).code == 0
    returned(run, tmp_path)
    return tmp_path


def returned(run: Run, home: Path, **answers: str) -> None:
    workbook = home / "outbox" / "north-2026Q3.xlsx"
    fill(workbook, {SCAN: "Not applicable", **answers})
    assert run("import", workbook, "--as-of", DAY).code == 0


def review(run: Run, decision: str, question: str, *words: str) -> None:
    done = run("review", decision, "north", question, *words, *WHO, *PERIOD)
    assert done.code == 0, done.err


def result(run: Run) -> dict[str, object]:
    [found] = run("score", "--format", "json", *PERIOD).data
    return dict(found)


@pytest.mark.usefixtures("home")
def test_an_override_lowers_the_score_and_the_answer_stays_beside_it(run: Run) -> None:
    before = result(run)
    review(run, "override", TLS, "--level", level(TLS, -1))
    after = result(run)
    assert after["overall"] < before["overall"]  # type: ignore[operator]
    assert after["as_answered"]["overall"] == before["overall"]  # type: ignore[index]
    assert after["counts"]["overridden"] == 1  # type: ignore[index]
    [told] = run("explain", "north", "--format", "json", *PERIOD).data["decisions"]
    assert (told["decision"], told["by"], told["on"]) == ("override", "Assessor", DAY)
    assert told["reason"] == "Seen at the visit"
    assert told["computed"] == told["given"] != told["decided"]


@pytest.mark.usefixtures("home")
def test_withdrawing_a_decision_restores_the_result_to_the_byte(run: Run) -> None:
    before = run("score", "--format", "json", *PERIOD).out
    review(run, "override", TLS, "--level", level(TLS, -1))
    assert run("score", "--format", "json", *PERIOD).out != before
    assert run("review", "withdraw", 1, *WHO, "--as-of", DAY).code == 0
    assert run("score", "--format", "json", *PERIOD).out == before
    again = run("review", "withdraw", 1, *WHO, "--as-of", DAY)
    assert (again.code, "[review.withdrawn]" in again.err) == (3, True)


@pytest.mark.usefixtures("home")
def test_a_refused_claim_counts_as_not_met_in_every_score(run: Run) -> None:
    before = result(run)
    review(run, "refuse-na", SCAN)
    after = result(run)
    assert after["overall"] < before["overall"]  # type: ignore[operator]
    assert after["tier"]["decisive"] == before["tier"]["decisive"]  # type: ignore[index]
    states = {each["decision"] for each in explained(run)["decisions"]}  # type: ignore[attr-defined]
    assert states == {"refuse-na"}
    assert "is refused, so it counts as not met" in report(run)


def explained(run: Run) -> dict[str, object]:
    return dict(run("explain", "north", "--format", "json", *PERIOD).data)


def report(run: Run, suffix: str = "md") -> str:
    assert run("gaps", "north", "--out", f"gaps.{suffix}", *PERIOD).code == 0
    return Path(f"gaps.{suffix}").read_text("utf-8")


@pytest.mark.usefixtures("home")
def test_a_compensating_control_counts_as_the_level_that_was_stated(run: Run) -> None:
    review(run, "refuse-na", SCAN)
    refused = result(run)["overall"]
    run("review", "withdraw", 1, *WHO, "--as-of", DAY)
    review(run, "compensate", SCAN, "--level", level(SCAN, 0))
    assert result(run)["overall"] > refused  # type: ignore[operator]
    assert "for a compensating control" in report(run)


def test_another_answer_later_is_not_covered_by_the_decision(run: Run, home: Path) -> None:
    review(run, "override", TLS, "--level", level(TLS, -1))
    later = load_questionnaire("partner-security", SHIPPED).question(TLS).answer.levels[1].text
    returned(run, home, **{TLS: later})
    assert explained(run)["decisions"] == []
    assert result(run)["as_answered"] is None


@pytest.mark.usefixtures("home")
def test_one_decision_at_a_time_stands_about_an_answer(run: Run) -> None:
    review(run, "override", TLS, "--level", level(TLS, -1))
    words = ("compensate", "north", TLS, "--level", level(TLS, -1), *WHO, *PERIOD)
    done = run("review", *words)
    assert (done.code, "[review.decided]" in done.err) == (3, True)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("override", "north", SCAN, "--level", "no-such"), "review.level"),
        (("override", "nobody", SCAN, "--level", "no"), "partner.unknown"),
        (("refuse-na", "north", "no.such"), "question.unknown"),
        (("settle", "north", SCAN), "review.no-contradiction"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(
    run: Run, words: tuple[str, ...], code: str
) -> None:
    done = run("review", *words, *WHO, *PERIOD)
    assert done.code in (2, 3)
    assert f"[{code}]" in done.err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_decisions_and_disputes_stand_in_every_gap_report_as_text(run: Run, suffix: str) -> None:
    by = ("--reason", "<script>alert(1)</script>", "--by", "=1+1 Assessor")
    assert (
        run("review", "override", "north", TLS, "--level", level(TLS, -1), *by, *PERIOD).code == 0
    )
    text = ("--text", "They were closed in May", "--by", "Their officer", "--on", DAY)
    assert run("dispute", "open", "north", TLS, *text, "--period", "2026Q3").code == 0
    written = report(run, suffix)
    assert "=1+1 Assessor" in written
    assert "They were closed in May" in written
    assert suffix != "html" or "<script>alert" not in written
    assert "As answered" in run("explain", "north", *PERIOD).out


@pytest.mark.usefixtures("home")
def test_a_dispute_and_its_one_answer_become_part_of_the_record(run: Run) -> None:
    text = ("--text", "We have no scanners", "--by", "Their officer", "--on", "2026-10-01")
    assert run("dispute", "open", "north", SCAN, *text, "--period", "2026Q3").code == 0
    ours = ("--outcome", "upheld", *WHO)
    early = run("dispute", "answer", 1, *ours, "--as-of", "2026-09-01")
    assert "[dispute.date]" in early.err
    assert run("dispute", "answer", 1, *ours, "--as-of", DAY).code == 0
    again = run("dispute", "answer", 1, *ours, "--as-of", DAY)
    assert "[dispute.answered]" in again.err
    [made] = run("review", "list", "north", "--format", "json").data["disputes"]
    assert (made["by"], made["on"], made["text"]) == (
        "Their officer",
        "2026-10-01",
        "We have no scanners",
    )
    assert made["answer"] == {
        "outcome": "upheld",
        "by": "Assessor",
        "on": DAY,
        "reason": "Seen at the visit",
    }


@pytest.mark.usefixtures("home")
def test_the_record_keeps_what_was_withdrawn_with_who_when_and_why(run: Run) -> None:
    review(run, "accept-na", SCAN)
    run("review", "withdraw", 1, "--reason", "Found one", "--by", "Other", "--as-of", DAY)
    [made] = run("review", "list", "north", "--format", "json").data["decisions"]
    assert (made["decision"], made["by"]) == ("accept-na", "Assessor")
    assert made["withdrawn"] == {"by": "Other", "on": DAY, "reason": "Found one"}


def test_settling_lets_the_tier_go_until_something_new_contradicts_the_answer(
    run: Run, home: Path
) -> None:
    weak = "partner,kind,result,subject,observed_on,source\nnorth,tls,weak-protocol,m,{},scan\n"
    (home / "seen.csv").write_text(weak.format("2026-10-01"), "utf-8")
    run("observe", "seen.csv", "--as-of", DAY)
    assert result(run)["contradictions"] == 1
    review(run, "settle", "encryption.in-transit")
    assert result(run)["contradictions"] == 0
    (home / "seen.csv").write_text(weak.format("2026-10-02"), "utf-8")
    run("observe", "seen.csv", "--as-of", DAY)
    assert result(run)["contradictions"] == 1
