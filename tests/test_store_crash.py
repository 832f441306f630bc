"""What the store promises when a process is killed, or when two write at once."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from assess.store import keep_evidence, load_submissions
from tests.store_case import CODES, file_bytes, opened

FILES = 150
ROOT = Path(__file__).resolve().parents[1]


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store_case", str(folder), str(FILES)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def outcomes(process: subprocess.Popen[str]) -> list[str]:
    said, _ = process.communicate(timeout=120)
    return [line.split()[1] for line in said.splitlines()]


def check_whole(folder: Path) -> set[str]:
    """Hold that every stored file is whole and its evidence there; return the partners."""
    with opened(folder) as store:
        with store.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        stored = load_submissions(store)
    for each in stored:
        sha256 = each.submission.file_sha256
        kept = folder / "evidence" / sha256[:2] / f"{sha256}.xlsx"
        number = int(each.submission.partner[1:])
        assert kept.read_bytes() == file_bytes(number)
        assert each.submission.responses[-1].answer == f"file {number}"
        assert each.codes == CODES
    return {each.submission.partner for each in stored}


@pytest.mark.slow
def test_a_killed_import_loses_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    seeded = random.Random(2)
    done: set[str] = set()
    for _ in range(6):
        process = start(tmp_path)
        assert process.stdout is not None
        told = set()
        for _ in range(seeded.randrange(1, FILES // 2)):
            told.add(f"p{process.stdout.readline().split()[0]}")
        try:
            process.wait(seeded.random() / 100)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        found = check_whole(tmp_path)
        assert done | told <= found, "what was told to be in is in"
        done = found
    assert len(done) < FILES, "the import was killed too late to show anything"
    outcomes(start(tmp_path))
    assert len(check_whole(tmp_path)) == FILES


@pytest.mark.slow
def test_two_processes_that_import_the_same_files_take_each_once(tmp_path: Path) -> None:
    both = [start(tmp_path), start(tmp_path)]
    said = [outcomes(process) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    each_file = [sorted(pair) for pair in zip(*said, strict=True)]
    assert each_file == [["imported", "unchanged"]] * FILES
    assert len(check_whole(tmp_path)) == FILES


def test_what_a_crash_leaves_of_a_kept_file_does_not_stand_in_the_way(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"answers").hexdigest()
    (tmp_path / sha256[:2]).mkdir()
    (tmp_path / sha256[:2] / ".0.partial").write_bytes(b"ans")
    assert keep_evidence(tmp_path, b"answers", "a.csv").read_bytes() == b"answers"
