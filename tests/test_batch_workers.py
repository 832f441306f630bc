"""Promises of the processes that read: one that dies, hangs or fills up costs only its file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assess.intake import limits
from assess.intake.outcome import Outcome
from assess.workers.child import Child, LostError
from assess.workers.pool import Readers
from tests.batch_case import moody_reader

ROOT = Path(__file__).parents[1]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> float:
    monkeypatch.setattr(limits, "READ_SECONDS", 5)
    return 5


def message(outcome: Outcome) -> str:
    [problem] = outcome.problems
    assert problem.code == "file.too-hard"
    assert problem.hint
    return problem.message


def read_all(tmp_path: Path, names: list[str], jobs: int = 2) -> list[str]:
    with Readers(jobs, moody_reader, tmp_path) as readers:
        futures = [readers.read(name, b"1234") for name in names]
        return [message(future.result()) for future in futures]


def test_a_reader_that_dies_costs_only_its_file(tmp_path: Path) -> None:
    said = read_all(tmp_path, ["a", "dies", "b", "c"])
    assert said == ["read 4 bytes", "its reader died, most likely for want of memory", *said[2:]]
    assert set(said[2:]) == {"read 4 bytes"}


@pytest.mark.slow
def test_a_reader_that_hangs_is_ended_after_the_limit(tmp_path: Path, impatient: float) -> None:
    said = read_all(tmp_path, ["hangs", "a", "b"])
    late = f"reading it took longer than {impatient} seconds"
    assert said == [late, "read 4 bytes", "read 4 bytes"]


def test_a_new_reader_takes_over(tmp_path: Path) -> None:
    read_all(tmp_path, ["a", "dies", "b", "dies", "c"], jobs=1)
    assert len(list(tmp_path.iterdir())) == 3


def test_one_reader_reads_many_files(tmp_path: Path) -> None:
    read_all(tmp_path, list("abcdefgh"), jobs=1)
    assert len(list(tmp_path.iterdir())) == 1


def test_no_more_readers_are_started_than_there_are_files(tmp_path: Path) -> None:
    read_all(tmp_path, ["a"], jobs=8)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's memory")
def test_a_reader_that_takes_too_much_memory_costs_only_its_file(tmp_path: Path) -> None:
    said = read_all(tmp_path, ["fills", "a"])
    assert said == ["its reader died, most likely for want of memory", "read 4 bytes"]


def test_a_reader_killed_from_outside_costs_only_its_file(tmp_path: Path) -> None:
    with Readers(1, moody_reader, tmp_path) as readers:
        future = readers.read("hangs", b"")
        os.kill(_started(tmp_path), signal.SIGKILL)
        assert "died" in message(future.result())
        assert message(readers.read("a", b"12").result()) == "read 2 bytes"


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    read_all(tmp_path, ["a", "dies", "late"])
    assert not [each for each in tmp_path.iterdir() if _lives(int(each.name))]


def test_stopping_ends_a_reader_that_is_busy(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path)
    assert not [each for each in tmp_path.iterdir() if _lives(int(each.name))]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs the system's limit of time")
def test_a_busy_reader_ends_by_itself_when_nobody_is_left(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from assess.intake import limits; limits.READ_SECONDS = 5\n"
        "from assess.workers.pool import Readers; from tests.batch_case import moody_reader\n"
        f"with Readers(1, moody_reader, Path({str(tmp_path)!r})) as readers:\n"
        "    readers.read('spins', b'').result()\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    try:
        reading = _started(tmp_path)
    finally:
        asking.kill()
        asking.wait()
    deadline = time.monotonic() + 60
    while _lives(reading) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _lives(reading)


def test_an_interrupt_from_the_terminal_leaves_the_answer_to_who_asked(tmp_path: Path) -> None:
    child = Child(moody_reader, tmp_path)
    child.ask(("a", b""))
    [pid] = tmp_path.iterdir()
    os.kill(int(pid.name), signal.SIGINT)
    assert message(child.ask(("b", b"1"))) == "read 1 bytes"
    child.stop()


def test_what_a_reader_prints_never_gets_between_the_answers(
    capfd: pytest.CaptureFixture[str],
) -> None:
    child = Child(talkative)
    assert child.ask("b") == "b"
    child.stop(gently=True)
    assert capfd.readouterr() == ("", "")


def talkative():  # type: ignore[no-untyped-def]  # noqa: ANN201
    def answer(request: object) -> object:
        print("noise")  # noqa: T201
        print("noise", file=sys.stderr)  # noqa: T201
        os.write(1, b"noise")
        return request

    return answer


def test_a_file_too_large_for_the_memory_is_lost_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "READ_MEMORY", 150_000_000)
    child = Child(moody_reader, tmp_path)
    with pytest.raises(LostError):
        child.ask(("a", bytes(200_000_000)))
    child.stop()


def _interrupted(tmp_path: Path) -> None:
    with Readers(2, moody_reader, tmp_path) as readers:
        readers.read("hangs", b"")
        readers.read("hangs", b"")
        raise KeyboardInterrupt


def _started(folder: Path) -> int:
    """Wait for a reader to begin, and return its process."""
    deadline = time.monotonic() + 60
    while not (pids := list(folder.iterdir())):
        assert time.monotonic() < deadline, "no reader has begun"
        time.sleep(0.01)
    return int(pids[0].name)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
