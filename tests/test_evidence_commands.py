"""Evidence and observations from end to end: real workspaces, commands, reports."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from assess.backing import load_record, reached
from assess.pipeline import answers_of
from assess.policies import load_policy
from assess.store import Review, open_store, save_review
from assess.workspace import open_workspace
from tests.program import Run, fill, runner

DAY = "2026-10-10"
PERIOD = ("--period", "2026Q3", "--as-of", DAY)
TLS = "encryption.in-transit"
WEAK = "partner,kind,result,subject,observed_on,source\nnorth,tls,weak-protocol,m.example,{},scan\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which one partner has given the best answers; the current folder."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    profile = ("--data", "internal", "--access", "portal", "--criticality", "high")
    words = ("partner", "add", "north", "--name", "North", "--kind", "logistics")
    assert run(*words, *profile, "--regions", "us").code == 0
    assert run("issue", "--out", "outbox", *PERIOD).code == 0
    workbook = tmp_path / "outbox" / "north-2026Q3.xlsx"
    fill(workbook, {})
    assert run("import", workbook, "--as-of", DAY).code == 0
    return tmp_path


def observed(run: Run, home: Path, text: str, as_of: str = DAY) -> str:
    (home / "seen.csv").write_text(text, "utf-8")
    done = run("observe", "seen.csv", "--as-of", as_of)
    assert done.code == 0, done.err
    return done.err


def tier(run: Run, *words: str) -> dict[str, object]:
    [result] = run("score", "--format", "json", *PERIOD, *words).data
    return {"contradictions": result["contradictions"], **result["tier"]}


def test_a_contradicted_answer_caps_the_tier_until_a_newer_look_settles_it(
    run: Run, home: Path
) -> None:
    assert tier(run)["achieved"] == "restricted"
    observed(run, home, WEAK.format("2026-10-01"))
    capped = tier(run)
    assert (capped["achieved"], capped["contradictions"]) == ("public", 1)
    observed(run, home, WEAK.format("2026-10-05").replace("weak-protocol", "strong"))
    assert tier(run)["achieved"] == "restricted"


def test_the_same_file_twice_changes_nothing(run: Run, home: Path) -> None:
    text = WEAK.format("2026-10-01")
    assert "1 observations, 0 known" in observed(run, home, text)
    before = run("score", "--format", "json", *PERIOD).out
    assert "0 observations, 1 known" in observed(run, home, text)
    assert run("score", "--format", "json", *PERIOD).out == before


def test_one_bad_row_keeps_the_whole_file_out(run: Run, home: Path) -> None:
    text = WEAK.format("2026-10-01") + "nobody,tls,strong,x,2026-10-01,scan\n"
    (home / "seen.csv").write_text(text, "utf-8")
    done = run("observe", "seen.csv", "--as-of", DAY)
    assert done.code == 3
    assert "seen.csv, line 3, partner" in done.err
    assert tier(run)["contradictions"] == 0


@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_a_contradiction_stands_in_every_gap_report(run: Run, home: Path, suffix: str) -> None:
    observed(run, home, WEAK.format("2026-10-01"))
    assert run("gaps", "north", "--out", f"gaps.{suffix}", *PERIOD).code == 0
    report = (home / f"gaps.{suffix}").read_text("utf-8")
    assert "TLS scan of m.example: a protocol older than TLS 1.2 is offered" in report
    assert "TLS scan of m.example" in run("gaps", "north", *PERIOD).out
    assert "TLS scan of m.example" in run("explain", "north", *PERIOD).out


def test_what_was_typed_into_an_observation_is_text_in_a_report(run: Run, home: Path) -> None:
    subject = "<script>alert(1)</script>=1+1"
    observed(run, home, WEAK.format("2026-10-01").replace("m.example", subject))
    run("gaps", "north", "--out", "gaps.html", *PERIOD)
    assert "<script>alert" not in (home / "gaps.html").read_text("utf-8")


def test_contradictions_are_exported_one_a_row(run: Run, home: Path) -> None:
    observed(run, home, WEAK.format("2026-10-01"))
    assert run("export", "contradictions", "--out", "c.csv", *PERIOD).code == 0
    with (home / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["partner"], row["question"], row["on"]) == ("north", TLS, "2026-10-01")


def test_a_decision_settles_the_contradiction_it_names_and_no_newer_one(
    run: Run, home: Path
) -> None:
    observed(run, home, WEAK.format("2026-10-01"))
    [found] = run("explain", "north", "--format", "json", *PERIOD).data["contradictions"]
    engine = open_store(f"sqlite:///{home / 'assess.db'}")
    decided = ("The host was shut down", "Assessor", date(2026, 10, 9))
    made = ("north", "2026Q3", "partner-security", TLS, "settle", found["key"], *decided)
    save_review(engine, Review(*made))  # type: ignore[arg-type]
    engine.dispose()
    assert tier(run)["contradictions"] == 0
    assert tier(run, "--as-of", "2026-10-08")["contradictions"] == 1
    observed(run, home, WEAK.format("2026-10-02"))
    assert tier(run)["contradictions"] == 1


@pytest.mark.usefixtures("home")
def test_an_expired_certificate_lowers_the_tier_on_the_day_and_says_so(run: Run) -> None:
    words = ("--kind", "certificate", "--covers", "*", "--on", "2026-01-01", "--by", "Security")
    added = ("evidence", "add", "north", *words, "--until", "2026-10-10", "--title", "Audit")
    assert run(*added, "--as-of", DAY).code == 0
    assured = ("--policy", "assured@1.0.0")
    assert tier(run, *assured)["achieved"] == "restricted"
    late = ("--as-of", "2026-10-11")
    assert tier(run, *assured, *late)["achieved"] == "internal"
    assert "2026-10-10" in run("gaps", "north", *PERIOD, *late).out
    told = run("explain", "north", "--format", "json", *PERIOD, *late).data["lapsed_evidence"]
    assert [(each["what"], each["expired_on"]) for each in told] == [("Audit", "2026-10-10")]


@pytest.mark.usefixtures("home")
def test_a_plan_on_record_starts_a_clock_that_runs_until_it_is_closed(run: Run) -> None:
    for on in ("2026-09-01", "2026-10-01"):
        words = ("--kind", "plan", "--on", on, "--by", "Security", "--as-of", DAY)
        assert run("evidence", "add", "north", *words).code == 0
    assured = ("--policy", "assured@1.0.0")
    basis = tier(run, *assured)["basis"]
    assert basis["conditional_until"] == "2027-02-28"  # type: ignore[index]
    closed = ("evidence", "close", "1", "--reason", "replaced", "--by", "Security")
    assert run(*closed, "--as-of", DAY).code == 0
    basis = tier(run, *assured)["basis"]
    assert basis["conditional_until"] == "2027-03-30"  # type: ignore[index]


def test_what_expires_soon_is_listed_soonest_first(run: Run, home: Path) -> None:
    rows = ["partner,kind,title,covers,issued_on,expires_on"]
    rows += [f"north,certificate,C{n},*,2026-01-01,{day}" for n, day in enumerate(
        ["2027-06-01", "2026-12-01", "2026-10-01"])]  # fmt: skip
    (home / "list.csv").write_text("\n".join(rows), "utf-8")
    taken = ("evidence", "import", "list.csv", "--by", "Security", "--as-of", DAY)
    assert "3 on the register" in run(*taken).err
    assert "0 on the register, 3 there" in run(*taken).err
    words = ("evidence", "list", "--expiring", "90", "--as-of", DAY, "--format", "json")
    assert [(each["title"], each["state"]) for each in run(*words).data] == [
        ("C2", "expired"),
        ("C1", "in date"),
    ]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--kind", "certificate", "--covers", "*", "--on", "2026-01-01"), "evidence.expiry"),
        (("--kind", "report", "--on", "2026-01-01"), "evidence.covers"),
        (("--kind", "report", "--covers", "no.such", "--on", "2026-01-01"), "evidence.covers"),
        (("--kind", "report", "--covers", "*", "--on", "2027-01-01"), "evidence.future"),
        (("--kind", "rumour", "--covers", "*", "--on", "2026-01-01"), "evidence.kind"),
    ],
)
def test_evidence_that_says_too_little_is_refused_with_the_reason(
    run: Run, words: tuple[str, ...], code: str
) -> None:
    done = run("evidence", "add", "north", *words, "--by", "Security", "--as-of", DAY)
    assert done.code == 3
    assert f"[{code}]" in done.err


def test_a_file_given_as_evidence_is_kept_by_its_hash(run: Run, home: Path) -> None:
    (home / "report.pdf").write_bytes(b"%PDF a report")
    words = ("--kind", "report", "--covers", "*", "--on", "2026-01-01", "--by", "Security")
    done = run("evidence", "add", "north", *words, "--file", "report.pdf", "--as-of", DAY)
    assert done.code == 0, done.err
    [entry] = json.loads(run("evidence", "list", "--format", "json", "--as-of", DAY).out)
    kept = home / "evidence" / entry["file_sha256"][:2] / f"{entry['file_sha256']}.bin"
    assert kept.read_bytes() == b"%PDF a report"


def test_contradictory_answers_of_one_workbook_are_told_with_both_answers(
    run: Run, home: Path
) -> None:
    workbook = home / "outbox" / "north-2026Q3.xlsx"
    fill(workbook, {"governance.training-date": "2020-01-01"})
    assert run("import", workbook, "--as-of", DAY).code == 0
    found = run("explain", "north", "--format", "json", *PERIOD).data["contradictions"]
    assert {(each["question"], *each["others"]) for each in found} == {
        ("governance.training", "governance.training-date"),
        ("governance.training-date", "governance.training"),
    }
    assert tier(run)["achieved"] == "public"


def test_what_a_quarter_reached_by_itself_leaves_out_what_was_held_on_conditions(
    run: Run, home: Path
) -> None:
    words = ("--kind", "plan", "--on", "2026-09-01", "--by", "Security", "--as-of", DAY)
    assert run("evidence", "add", "north", *words).code == 0
    assert tier(run, "--policy", "assured@1.0.0")["achieved"] == "confidential"
    policy = load_policy("assured@1.0.0")
    engine = open_store(f"sqlite:///{home / 'assess.db'}")
    answers = answers_of(open_workspace(home), engine, "2026Q3")
    found = reached(load_record(engine), answers, "2026Q3", policy)
    engine.dispose()
    assert {partner: policy.tiers[each].id for partner, each in found.items()} == {
        "north": "internal"
    }
