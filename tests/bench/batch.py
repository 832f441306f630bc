"""Importing a folder of returned workbooks, opening HECVAT, and what a reading process weighs."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl

from assess.batch import Asked, Inbox, import_files
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.store import open_store, save_partners
from assess.workbook_format import issue_id
from assess.workers.child import Child
from assess.workers.pool import Readers, cores
from assess.workers.reading import Settings, context_of, reader
from assess.workspace import Workspace, create_workspace
from questionnaires.library import SHIPPED
from questionnaires.model import Questionnaire
from tests.bench import subjects
from tests.bench.clock import best
from tests.bench.intake import fill
from tests.bench.weighing import weighing_reader
from tests.conftest import SHARED
from tests.hostile import TRAPS

FILES = 1000
PERIOD, AS_OF = "2026Q3", dt.date(2026, 10, 1)
THEIRS = """
import sys, time
import pandas
begun = time.perf_counter()
for path in sys.argv[1:]:
    pandas.read_excel(path, sheet_name="Questions", engine="openpyxl")
print(time.perf_counter() - begun)
"""


def measure(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare imports, from the folder to the store, with loops that only read the files."""
    asked = subjects.questionnaire(folder, conditions=False)
    files = _returned(folder / "returned", asked)
    homes = (_home(folder / f"home-{number}", folder / "plain.json") for number in range(9))
    every, one, two = best(*(_importing(files, homes, jobs) for jobs in (cores(), 1, 2)), rounds=2)
    for safe, setting in ((True, "with defusedxml, no lxml"), (False, "without either")):
        what = f"pandas.read_excel(openpyxl, {setting}) loop ÷ import of {FILES:,} workbooks"
        yield what, _theirs(files, safe=safe) / every, ">=", 10
    what = f"one reading process ÷ two, importing {FILES:,} workbooks; the store shares the cores"
    yield what, one / two, ">=", 1.2
    one, two = best(*(_reading(files, folder, jobs) for jobs in (1, 2)), rounds=2)
    yield f"one reading process ÷ two, {FILES:,} workbooks", one / two, ">=", 1.6
    yield from _foreign()
    what = "MB at most in a process that reads one file of the corpus"
    yield what, max(map(_weight, _corpus())), "<=", 300


def _returned(folder: Path, asked: Questionnaire) -> list[Path]:
    """Write filled workbooks of many partners: one filled by openpyxl, the rest by their ids."""
    partners = subjects.profiles(FILES)
    issued, _ = write_workbooks(asked, partners[:1], PERIOD, folder)
    first = issued[0].path
    fill(first)
    with zipfile.ZipFile(first) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sha256 = asked.reference.sha256
    old = [partners[0].id, issue_id(sha256, partners[0].id, PERIOD), partners[0].name]
    for partner in partners[1:]:
        new = [partner.id, issue_id(sha256, partner.id, PERIOD), partner.name]
        with zipfile.ZipFile(folder / f"{partner.id}.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, _replaced(part, old, new))
    return sorted(folder.iterdir())


def _replaced(part: bytes, old: list[str], new: list[str]) -> bytes:
    for before, after in zip(old, new, strict=True):
        part = part.replace(f">{before}<".encode(), f">{after}<".encode())
    return part


def _home(home: Path, questionnaire: Path) -> Workspace:
    library = home / "questionnaires" / "bench"
    library.mkdir(parents=True)
    shutil.copy(questionnaire, library / "1.0.0.json")
    workspace = create_workspace(home, "bench@1.0.0", "standard@1.0.0")
    engine = open_store(workspace.database_url)
    save_partners(engine, subjects.profiles(FILES), AS_OF)
    engine.dispose()
    return workspace


def _importing(files: list[Path], homes: Iterator[Workspace], jobs: int) -> Callable[[], Any]:
    """Return an import into one new workspace after the other, each made before it is timed."""
    ready = [next(homes) for _ in range(2)]

    def run() -> None:
        engine = open_store(ready[-1].database_url)
        results = list(import_files(ready.pop(), engine, Inbox(files), Asked(AS_OF, jobs=jobs)))
        engine.dispose()
        assert [result.status for result in results] == ["imported"] * FILES

    return run


def _reading(files: list[Path], folder: Path, jobs: int) -> Callable[[], Any]:
    workspace = Workspace(folder / "home-0", "bench@1.0.0", "standard@1.0.0", "assess.db")

    def run() -> None:
        with Readers(jobs, reader, Settings(workspace.questionnaires, AS_OF)) as readers:
            for future in [readers.read(path.name, path.read_bytes()) for path in files]:
                assert future.result().submission is not None

    return run


def _theirs(files: list[Path], *, safe: bool) -> float:
    command = [sys.executable, "-c", THEIRS, *map(str, files)]
    environment = {**os.environ, "OPENPYXL_DEFUSEDXML": str(safe), "OPENPYXL_LXML": "False"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _foreign() -> Iterator[tuple[str, float, str, float]]:
    path = SHARED / "workbooks" / "hecvat-02-mixed.xlsx"
    if not path.is_file():
        return
    data = path.read_bytes()
    context = context_of(_settings())

    def ours() -> None:
        outcome = read_workbook(path.name, data, context)
        assert outcome.counts["answered"] > 100

    theirs, mine = best(lambda: openpyxl.load_workbook(path), ours, rounds=3)
    what = "openpyxl.load_workbook (defusedxml, no lxml) ÷ reading HECVAT, its scores included"
    yield what, theirs / mine, ">=", 20


def _settings() -> Settings:
    return Settings((SHIPPED,), AS_OF, partner="acme", period=PERIOD)


def _corpus() -> Iterator[tuple[str, bytes]]:
    """Yield every hostile file that the tests make, and the shared workbooks."""
    for name, (make, _) in TRAPS.items():
        yield name, make()
    for path in sorted((SHARED / "workbooks").rglob("*.xlsx")):
        yield path.name, path.read_bytes()


def _weight(file: tuple[str, bytes]) -> float:
    child = Child(weighing_reader, _settings())
    try:
        return float(child.ask(file))
    finally:
        child.stop(gently=True)
