"""Promises of an import of many files: the same for any number of jobs, and nothing done twice."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assess.batch import Imported
from assess.batch.rejected import entry_names
from assess.cli.importing import shown_name
from assess.intake import limits
from assess.store import evidence, save_partners
from questionnaires.profiles import Profile
from tests import hostile
from tests.batch_case import (
    ANSWERS,
    AS_OF,
    PARTNERS,
    WRONG,
    answered,
    codes,
    imports,
    mailed,
    opened,
    statuses,
    stored,
    zipped,
)
from tests.foreign_case import rows, workbook
from tests.program import Run, runner

ROOT = Path(__file__).parents[1]
DAY = ("--as-of", "2026-10-05")
KEYS = [
    *("file", "sha256", "status", "partner", "period", "questionnaire", "layout", "corrects"),
    *("native", "counts", "problems", "notices"),
]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with what people send: workbooks, a zip, e-mail, a table that is none of ours."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for partner in PARTNERS[:8]:
        (folder / f"{partner}.xlsx").write_bytes(answered(partner))
    (folder / "p02-again.xlsx").write_bytes(answered("p02", {"trial.mfa": "No"}))
    (folder / "p03-wrong.xlsx").write_bytes(answered("p03", WRONG))
    (folder / "more.zip").write_bytes(zipped({"in/p08.xlsx": answered("p08"), "a.pdf": b"%PDF"}))
    (folder / "mail.eml").write_bytes(mailed(("p09.xlsx", answered("p09"))).as_bytes())
    (folder / "copy.xlsx").write_bytes(answered("p04"))
    (folder / "stranger.xlsx").write_bytes(answered("stranger"))
    return folder


def as_json(results: list[Imported]) -> str:
    return json.dumps([result.as_dict() for result in results])


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_the_number_of_jobs_changes_no_byte(tmp_path: Path, inbox: Path) -> None:
    told, kept = set(), []
    for jobs in (1, 2, 5):
        folder = tmp_path / f"jobs-{jobs}"
        results, found = imports(folder, [inbox], jobs=jobs)
        told.add(as_json(results) + str(found.passed_over))
        kept.append((files_in(folder / "evidence"), files_in(folder / "rejected"), stored(folder)))
    assert len(told) == 1
    assert kept[0] == kept[1] == kept[2]


def test_what_people_send_is_taken_out_of_zip_and_mail(tmp_path: Path, inbox: Path) -> None:
    results, found = imports(tmp_path / "home", [inbox], jobs=2)
    assert statuses(results) == {
        "copy.xlsx": "imported",
        "p09.xlsx": "imported",
        "p08.xlsx": "imported",
        "p00.xlsx": "imported",
        "p01.xlsx": "imported",
        "p02-again.xlsx": "imported",
        "p02.xlsx": "supersedes",
        "p03-wrong.xlsx": "rejected",
        "p03.xlsx": "imported",
        "p04.xlsx": "unchanged",
        "p05.xlsx": "imported",
        "p06.xlsx": "imported",
        "p07.xlsx": "imported",
        "stranger.xlsx": "rejected",
    }
    assert [notice.place.file for notice in found.passed_over] == [
        str(inbox / "more.zip" / "a.pdf")
    ]
    assert [result.outcome.file for result in results if "p08" in result.outcome.file] == [
        str(inbox / "more.zip" / "in" / "p08.xlsx")
    ]


def test_the_bytes_that_came_are_the_evidence_and_not_the_archive(
    tmp_path: Path, inbox: Path
) -> None:
    imports(tmp_path, [inbox / "more.zip"])
    data = answered("p08")
    sha256 = hashlib.sha256(data).hexdigest()
    assert files_in(tmp_path / "evidence") == {f"{sha256[:2]}/{sha256}.xlsx": data}
    assert stored(tmp_path) == {"p08": sha256}


def test_a_file_that_is_stored_is_not_read_again_and_told_as_before(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = imports(tmp_path, [inbox / "p00.xlsx"])
    monkeypatch.setattr("assess.batch.importing.reader", unreadable)
    again, _ = imports(tmp_path, [inbox / "p00.xlsx"])
    assert [result.status for result in again] == ["unchanged"]
    assert again[0].as_dict() == first[0].as_dict() | {"status": "unchanged"}


def unreadable(*_: object) -> object:
    """Stand for a reader that must not be asked."""
    raise AssertionError


@pytest.mark.parametrize("asked", [{"partner": "p01"}, {"period": "2026Q2"}])
def test_a_stored_file_is_read_again_for_another_partner_or_period(
    tmp_path: Path, inbox: Path, asked: dict[str, Any]
) -> None:
    imports(tmp_path, [inbox / "p00.xlsx"])
    [again], _ = imports(tmp_path, [inbox / "p00.xlsx"], **asked)
    assert again.outcome.problems or again.outcome.notices or again.status == "unchanged"
    assert not (asked.get("partner") and again.status != "rejected")


def test_a_dry_run_tells_what_would_be_and_keeps_nothing(tmp_path: Path, inbox: Path) -> None:
    dry, _ = imports(tmp_path, [inbox], dry_run=True)
    assert not (tmp_path / "evidence").exists()
    assert not (tmp_path / "rejected").exists()
    assert stored(tmp_path) == {}
    done, _ = imports(tmp_path, [inbox])
    assert statuses(dry) == statuses(done)


def test_remarks_know_what_came_earlier_in_the_batch(tmp_path: Path, inbox: Path) -> None:
    (inbox / "p02-again.xlsx").write_bytes(answered("p02", ANSWERS | {"trial.hosted": "Yes"}))
    results, _ = imports(tmp_path, [inbox], jobs=3)
    [second] = [each for each in results if each.outcome.file.endswith("p02.xlsx")]
    noticed = {notice.code for notice in second.outcome.notices}
    assert noticed >= {"file.second-in-batch", "file.fewer-answers"}


# What is taken, and what is not.


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("dry_run", [True, False])
def test_an_empty_file_never_takes_the_place_of_answers(
    tmp_path: Path, jobs: int, *, dry_run: bool
) -> None:
    files: dict[str, dict[str, object]] = {"a-blank": {}, "b-full": {**ANSWERS}, "c-blank": {}}
    paths = [tmp_path / f"{name}.xlsx" for name in files]
    for path, answers in zip(paths, files.values(), strict=True):
        path.write_bytes(answered("p01", answers, note=path.name))
    results, _ = imports(tmp_path / "home", paths, jobs=jobs, dry_run=dry_run)
    assert [each.status for each in results] == ["imported", "supersedes", "rejected"]
    assert [each.code for each in results[0].outcome.notices] == ["file.nothing-answered"]
    assert codes(results) == ["file.nothing-answered"]
    assert "b-full.xlsx, which has 2 answers" in results[2].outcome.problems[0].message


@pytest.mark.parametrize("again", [{"partner": "p02"}, {"partner": "p01", "period": "2026Q2"}])
def test_a_file_that_names_nobody_is_one_partners_only(
    tmp_path: Path, again: dict[str, Any]
) -> None:
    path = tmp_path / "caiq.xlsx"
    path.write_bytes(workbook({"CAIQ": rows(["Yes", "No"] * 100)}))
    imports(tmp_path / "home", [path], partner="p01", period="2026Q3")
    asked: dict[str, Any] = {"period": "2026Q3", **again}
    results, _ = imports(tmp_path / "home", [path], **asked)
    assert codes(results) == (["file.another-partners"] if again["partner"] == "p02" else [])
    assert all("p01, 2026Q3" in each.message for each in results[0].outcome.problems)


def test_an_answer_that_another_leaves_no_room_for_is_told_at_its_cell(tmp_path: Path) -> None:
    notices = {}
    for gate in ("Yes", "No"):
        path = tmp_path / f"{gate}.xlsx"
        path.write_bytes(answered("p01", {"trial.gate": gate, "trial.hosted": "Yes"}))
        [result], _ = imports(tmp_path / gate, [path])
        notices[gate] = [(each.code, each.place.cell[:1]) for each in result.outcome.notices]
    assert notices == {"Yes": [], "No": [("answer.out-of-scope", "D")]}


def test_a_copy_is_not_called_a_rival(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(answered("p01"))
    results, _ = imports(tmp_path / "home", [tmp_path / "a.xlsx", tmp_path / "b.xlsx"])
    assert [each.status for each in results] == ["imported", "unchanged"]
    assert results[1].outcome.notices == ()


def test_a_file_in_a_container_is_shown_with_its_place_there() -> None:
    assert shown_name("in/all.mbox/0002/a.xlsx", Path("in/all.mbox")) == "all.mbox/0002/a.xlsx"
    assert shown_name("in/a.xlsx", Path("in/a.xlsx")) == "a.xlsx"


# Rejected files.


def test_a_rejected_file_lies_in_the_folder_with_its_reasons(tmp_path: Path, inbox: Path) -> None:
    [result], _ = imports(tmp_path, [inbox / "p03-wrong.xlsx"])
    copy, reasons = entry_names(result.outcome)
    assert sorted(files_in(tmp_path / "rejected")) == [copy, reasons]
    assert copy.startswith("p03-wrong-")
    assert (tmp_path / "rejected" / copy).read_bytes() == answered("p03", WRONG)
    text = (tmp_path / "rejected" / reasons).read_text(encoding="utf-8")
    assert all(str(problem) in text for problem in result.outcome.problems)
    assert "D6" in text


def test_the_bytes_of_a_rejected_file_are_evidence_too(tmp_path: Path, inbox: Path) -> None:
    [result], _ = imports(tmp_path, [inbox / "p03-wrong.xlsx"])
    kept = evidence.evidence_path(tmp_path / "evidence", result.outcome.file_sha256, "a.xlsx")
    assert kept.read_bytes() == answered("p03", WRONG)
    assert not kept.stat().st_mode & 0o222


def test_an_entry_is_cleared_when_the_same_bytes_are_imported(tmp_path: Path, inbox: Path) -> None:
    (inbox / "copy of it.xlsx").write_bytes(answered("stranger"))
    imports(tmp_path, [inbox])
    before = files_in(tmp_path / "rejected")
    assert len(before) == 6
    with opened(tmp_path) as (_, engine):
        save_partners(engine, [Profile("stranger", "Stranger", kind="services")], AS_OF)
    imports(tmp_path, [inbox / "stranger.xlsx"])
    assert [name for name in files_in(tmp_path / "rejected") if "p03" not in name] == []


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "CON", "a" * 300, "é🚀\x1b[2J\n", "a/b\\c", "-rf", "x.txt"]
)
def test_an_entry_has_a_safe_name_whatever_the_original_is_called(
    tmp_path: Path, name: str
) -> None:
    archive = tmp_path / "in.zip"
    archive.write_bytes(zipped({f"{name}.xlsx": answered("p03", WRONG)}))
    imports(tmp_path / "home", [archive])
    names = files_in(tmp_path / "home" / "rejected")
    assert len(names) == 2
    assert all(each.isprintable() and not each.startswith((".", "-")) for each in names)
    assert all(len(each.encode()) < 255 and "/" not in each for each in names)


def test_two_files_of_one_name_have_an_entry_each(tmp_path: Path) -> None:
    data = {f"{n}/a.xlsx": answered(f"p{n:02}", WRONG) for n in range(2)}
    (tmp_path / "in.zip").write_bytes(zipped(data))
    imports(tmp_path, [tmp_path / "in.zip"])
    assert len(files_in(tmp_path / "rejected")) == 4


# Files that cannot be read.


def test_good_files_between_bad_ones_are_all_imported(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    bad = {
        "b-empty.xlsx": b"",
        "d-junk.xlsx": b"\x00\xff" * 500,
        "f-cut.xlsx": answered("p05")[:2000],
        "h-bomb.zip": zipped({"a.xlsx": bytes(limits.RATIO_FROM + 1)}),
        "j-nested.zip": zipped({"a.zip": zipped({"b.xlsx": answered("p06")})}),
        "l-nothing.eml": mailed().as_bytes(),
    }
    good = {f"{letter}.xlsx": answered(f"p0{n}") for n, letter in enumerate("acegik")}
    for name, data in (bad | good).items():
        (folder / name).write_bytes(data)
    results, _ = imports(tmp_path, [folder], jobs=2)
    assert sorted(stored(tmp_path)) == PARTNERS[:6]
    assert [result.status for result in results].count("imported") == 6
    told = codes(results)
    assert told[0] == "file.empty"
    assert told[3:] == ["file.too-large", "file.nested", "file.no-workbook"]


@pytest.mark.slow
def test_good_files_between_hostile_ones_are_all_imported(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, (name, (make, _)) in enumerate(hostile.TRAPS.items()):
        (folder / f"{number:03}-{name}.xlsx").write_bytes(make())
        partner = PARTNERS[number % len(PARTNERS)]
        (folder / f"{number:03}-{partner}.xlsx").write_bytes(answered(partner))
    results, _ = imports(tmp_path / "home", [folder], jobs=2)
    assert sorted(stored(tmp_path / "home")) == PARTNERS
    told = {each.outcome.file: each.status for each in results}
    good = [status for name, status in told.items() if name[-8:-5] in PARTNERS]
    assert good == ["imported"] * len(PARTNERS) + ["unchanged"] * (len(good) - len(PARTNERS))
    assert all(each.outcome.problems for each in results if each.status == "rejected")


def test_a_file_beyond_the_limit_is_refused_and_nothing_of_it_kept(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    [result], _ = imports(tmp_path, [inbox / "p00.xlsx"])
    assert codes([result]) == ["file.too-large"]
    assert result.outcome.file_sha256 == ""
    assert not (tmp_path / "evidence").exists()


def test_an_archive_beyond_the_limit_is_refused(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (inbox / "more.zip").stat().st_size
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", size)
    assert codes(imports(tmp_path, [inbox / "more.zip"])[0]) == []
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", size - 1)
    assert codes(imports(tmp_path, [inbox / "more.zip"])[0]) == ["file.too-large"]


def test_an_archive_larger_than_a_workbook_may_be_is_opened(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped({f"p0{n}.xlsx": answered(f"p0{n}") for n in range(4)})
    (inbox / "many.zip").write_bytes(data)
    monkeypatch.setattr(limits, "FILE_BYTES", len(data) - 1)
    results, _ = imports(tmp_path, [inbox / "many.zip"])
    assert [result.status for result in results] == ["imported"] * 4


def test_a_broken_library_rejects_the_files_that_need_it_and_says_why(
    tmp_path: Path, inbox: Path
) -> None:
    with opened(tmp_path):
        broken = tmp_path / "questionnaires" / "intake-trial" / "1.0.0.json"
        broken.write_text(broken.read_text("utf-8").replace('"1.0.0"', '"1.0.1"'), "utf-8")
    [result], _ = imports(tmp_path, [inbox / "p00.xlsx"])
    assert codes([result]) == ["document.identity"]


# The command.


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    with opened(tmp_path):
        monkeypatch.setenv("ASSESS_WORKSPACE", str(tmp_path))
        monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def test_the_report_for_machines_has_these_keys(run: Run, inbox: Path) -> None:
    done = run("import", inbox / "p00.xlsx", inbox / "more.zip", "--format", "json", *DAY)
    assert done.code == 0, done.err
    assert list(done.data) == ["files", "summary", "passed_over", "dry_run"]
    assert [list(each) for each in done.data["files"]] == [KEYS, KEYS]
    counted = {"questions", "answered", "not_applicable", "blank", "absent", "problems"}
    assert set(done.data["files"][0]["counts"]) == counted
    assert done.data["summary"]["imported"] == 2


@pytest.mark.usefixtures("inbox")
def test_a_quoted_pattern_a_zip_and_mail_are_imported_by_one_command(run: Run) -> None:
    done = run("import", "inbox/p0[01].*", "inbox/*.zip", "inbox/*.eml", "--jobs", 2, *DAY)
    assert done.code == 0, done.err
    assert "4 imported" in done.err
    assert "passed over" in done.err


def test_the_way_on_names_the_folder_and_the_command(run: Run, inbox: Path) -> None:
    done = run("import", inbox / "p03-wrong.xlsx", *DAY)
    assert done.code == 3
    assert "rejected, each file with its reasons beside it" in done.err
    assert "p03-wrong.xlsx --fix" in done.err


def test_no_folder_is_named_where_nothing_was_put_there(
    run: Run, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    done = run("import", inbox / "p00.xlsx", *DAY)
    assert done.code == 3
    assert "1 rejected." in done.err
    assert "reasons beside it" not in done.err


@pytest.mark.parametrize("words", [("--jobs", "0"), ("--jobs", "many"), ("--period", "2026")])
def test_a_wrong_option_is_a_matter_of_usage(run: Run, inbox: Path, words: tuple[str, str]) -> None:
    assert run("import", inbox, *words, *DAY).code == 2


# Crashes.


def program(folder: Path, inbox: Path, jobs: int = 2) -> subprocess.Popen[str]:
    words = ["import", str(inbox), "--workspace", str(folder), "--as-of", "2026-10-05"]
    command = [sys.executable, "-c", "from assess.cli import main; main()", *words]
    return subprocess.Popen(
        [*command, "--jobs", str(jobs), "--format", "json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """Many files of twenty partners and several quarters, some of them in a zip."""
    folder = tmp_path / "flood"
    folder.mkdir()
    files = {
        f"{partner}-{period}.xlsx": answered(partner, period=period)
        for partner in PARTNERS
        for period in ("2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
    }
    names = sorted(files)
    for name in names[:60]:
        (folder / name).write_bytes(files[name])
    (folder / "z.zip").write_bytes(zipped({name: files[name] for name in names[60:]}))
    return folder


@pytest.mark.slow
def test_a_killed_import_goes_on_without_doing_anything_twice(tmp_path: Path, flood: Path) -> None:
    folder, whole = tmp_path / "killed", tmp_path / "whole"
    for each in (folder, whole):
        with opened(each):
            pass
    killed = 0
    for tenths in (8, 9, 10, 11, 12, 14):
        process = program(folder, flood)
        try:
            process.communicate(timeout=tenths / 10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += 1
        for sha256 in stored(folder).values():
            kept = evidence.evidence_path(folder / "evidence", sha256, "a.xlsx")
            assert hashlib.sha256(kept.read_bytes()).hexdigest() == sha256
    assert killed
    done = json.loads(program(folder, flood).communicate()[0])
    again = json.loads(program(whole, flood).communicate()[0])
    assert len(done["files"]) == len(again["files"]) == 100
    assert done["summary"]["rejected"] == 0
    assert stored(folder) == stored(whole)
    assert set(files_in(folder / "evidence")) >= set(files_in(whole / "evidence"))
    once_more = json.loads(program(folder, flood).communicate()[0])
    assert once_more["summary"]["unchanged"] == 100


@pytest.mark.slow
def test_an_interrupt_stops_cleanly_says_so_and_can_go_on(tmp_path: Path, flood: Path) -> None:
    with opened(tmp_path / "home"):
        pass
    slow = flood / "p00-2025Q3.xlsx"
    slow.write_bytes(slow.read_bytes())
    process = program(tmp_path / "home", flood, jobs=1)
    while not list((tmp_path / "home").glob("evidence/*")) and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "The same command goes on" in err
    assert "Traceback" not in err
    done = json.loads(program(tmp_path / "home", flood).communicate()[0])
    assert len(done["files"]) == 100
