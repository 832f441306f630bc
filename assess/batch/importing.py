"""Importing returned files: a window of them is read ahead, and settled in order."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assess.batch.inbox import Item
from assess.batch.known import Known
from assess.batch.results import Imported, Read
from assess.batch.settling import Settling
from assess.intake.outcome import Outcome
from assess.store import issued_to, keep_evidence, load_partners
from assess.workers.pool import Readers
from assess.workers.reading import Settings, reader
from assess.workspace import Workspace
from questionnaires.problems import InputError

if TYPE_CHECKING:
    from sqlalchemy import Engine

Result = TypeVar("Result")

AHEAD = 200
"""Files that may be read before the first of them is settled."""

HELD_BYTES = 50_000_000
"""Bytes of files that are held at once while they wait, and again while they are settled."""

CHUNK = 50
"""Files that are settled together, in one transaction."""

WRITERS = 8
"""Files that are written through to the disk at once, which takes hardly longer than for one."""

PATIENCE = 0.3
"""Seconds to wait for the next file before what is there is settled."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an import is asked to do.

    `partner` and `period` are those of a file that does not name its own; `jobs` is how many
    processes read. With `dry_run` everything is read and judged, and nothing kept.
    """

    as_of: date
    partner: str = ""
    period: str = ""
    jobs: int = 1
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file that is being read and kept."""

    item: Item
    sha256: str
    outcome: Future[Outcome]
    kept: Future[InputError | None]
    known: bool = False


def import_files(
    workspace: Workspace, engine: Engine, items: Iterable[Item], asked: Asked
) -> Iterator[Imported]:
    """Read and store returned files, and yield what became of each, in the order given.

    Corrections come after all others, as the files that they complete may be among these. The
    results are the same for any number of jobs. The bytes of every file, also of one that is
    rejected, are on the disk before its row is written or anything is said of it. Bytes that are
    stored already are not read again, unless for another partner or period: what an interrupted
    run has done is not done twice.
    """
    settling = Settling(workspace, engine, asked.as_of, dry_run=asked.dry_run)
    known = Known(engine, asked.partner, asked.period)
    folder = None if asked.dry_run else workspace.evidence
    settings = _settings(workspace, engine, asked)
    with ThreadPoolExecutor(WRITERS) as disk, Readers(asked.jobs, reader, settings) as readers:

        def begin(item: Item) -> _Begun:
            kept = disk.submit(_keep, folder, item)
            if item.refusal:
                return _Begun(item, "", _done(item.refusal), kept)
            sha256 = hashlib.sha256(item.data).hexdigest()
            if outcome := known.outcome(item.name, sha256):
                return _Begun(item, sha256, _done(outcome), kept, known=True)
            return _Begun(item, sha256, readers.read(item.name, item.data), kept)

        corrections: list[Item] = []
        for chunk in _chunks(_without_corrections(_in_order(items, begin), corrections)):
            yield from settling.settle(chunk)
        # Read once more, now that every file of this batch is among the evidence.
        for chunk in _chunks(_in_order(corrections, begin)):
            yield from settling.settle(chunk)


def _settings(workspace: Workspace, engine: Engine, asked: Asked) -> Settings:
    names = {each.id: each.name for each in load_partners(engine)} if asked.partner else {}
    return Settings(
        questionnaires=workspace.questionnaires,
        as_of=asked.as_of,
        partner=asked.partner,
        period=asked.period,
        issued=issued_to(engine, asked.partner) if asked.partner else (),
        layouts=workspace.layouts,
        evidence=workspace.evidence,
        partner_name=names.get(asked.partner, ""),
    )


def _keep(folder: Path | None, item: Item) -> InputError | None:
    """Keep the bytes of a file as evidence; return what is wrong with those kept before."""
    if folder is None or item.refusal:
        return None
    try:
        keep_evidence(folder, item.data, item.name)
    except InputError as error:
        return error
    return None


def _done(result: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def _in_order(items: Iterable[Item], begin: Callable[[Item], _Begun]) -> Iterator[Read | None]:
    """Yield the files in order while others are read; None where one has to be waited for."""
    begun: deque[_Begun] = deque()
    held = 0
    for item in items:
        begun.append(begin(item))
        held += len(item.data)
        while begun and (begun[0].outcome.done() or len(begun) > AHEAD or held > HELD_BYTES):
            yield from _waited_for(begun[0])
            held -= len(begun.popleft().item.data)
    while begun:
        yield from _waited_for(begun.popleft())


def _without_corrections(
    files: Iterable[Read | None], corrections: list[Item]
) -> Iterator[Read | None]:
    """Yield the files that are no corrections; gather those, as many as may be held."""
    held = 0
    for file in files:
        if file is not None and file.is_correction and held <= HELD_BYTES:
            held += len(file.item.data)
            corrections.append(file.item)
        else:
            yield file


def _waited_for(begun: _Begun) -> Iterator[Read | None]:
    while True:
        try:
            outcome = begun.outcome.result(PATIENCE)
        except TimeoutError:
            yield None
        else:
            # The hash is set here, as a reader that died could not tell it.
            read = Read(begun.item, replace(outcome, file_sha256=begun.sha256), begun.known)
            yield read.refused(begun.kept.result())
            return


def _chunks(files: Iterable[Read | None]) -> Iterator[list[Read]]:
    """Group files that are settled together: none waits for one that is not read yet.

    No two of a group are for the same partner and period, since what is remarked on a file
    depends on what was stored before.
    """
    chunk: list[Read] = []
    for file in files:
        if file is None or _is_full(chunk, file):
            if chunk:
                yield chunk
            chunk = []
        if file is not None:
            chunk.append(file)
    if chunk:
        yield chunk


def _is_full(chunk: list[Read], following: Read) -> bool:
    held = sum(len(each.item.data) for each in chunk)
    if len(chunk) == CHUNK or held > HELD_BYTES:
        return True
    return following.is_new and any(each.key == following.key for each in chunk if each.is_new)
