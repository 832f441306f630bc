"""What reading files takes, each in a process of its own: `python -m tests.measure_reading FILE…`.

Prints a line of JSON a file: its name, what became of it, seconds of processor time, and the most
memory in bytes that the process ever had.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from assess.intake.cells import RefusedError
from assess.intake.formats import open_book
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from tests.mistreated import TRIAL

_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""In which the operating system counts memory."""


class Measure(NamedTuple):
    """What reading one file took."""

    file: str
    became: str
    seconds: float
    memory: int


def measured(files: Iterable[Path]) -> list[Measure]:
    """Measure how files are read, in a fresh program."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.measure_reading", *map(str, files)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return [Measure(*json.loads(line)) for line in done.stdout.splitlines()]


def what_becomes_of(data: bytes) -> str:
    """Return "read", or the code of the first problem of a file, every sheet of it read."""
    refused = _refusal(data)
    if refused:
        return refused
    outcome = read(data)
    return "read" if outcome.submission is not None else outcome.problems[0].code


def _refusal(data: bytes) -> str:
    try:
        book = open_book(data)
        for sheet in book.sheets:
            book.read(sheet.name)
    except RefusedError as error:
        return error.code
    return ""


def read(data: bytes) -> Outcome:
    """Read a file as one that was returned, for the trial questionnaire."""
    context = Context(
        _questionnaire,
        dt.date(2026, 10, 5),
        partner="acme",
        period="2026Q3",
        issued=(("2026Q3", TRIAL.reference),),
    )
    return read_workbook("acme.xlsx", data, context)


def _questionnaire(questionnaire_id: str, version: str) -> Questionnaire:
    trial = TRIAL.reference
    if (questionnaire_id, version) == (trial.id, trial.version):
        return TRIAL
    return load_questionnaire(f"{questionnaire_id}@{version}")


def _measure(file: str) -> None:
    start = time.process_time()
    became = what_becomes_of(Path(file).read_bytes())
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
    sys.stdout.write(json.dumps(Measure(file, became, seconds, memory)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for each in sys.argv[1:]:
        child = os.fork()
        if not child:
            _measure(each)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write(json.dumps(Measure(each, f"died: {status}", 0, 0)) + "\n")
            sys.stdout.flush()
