"""For the tests of the batch: a workspace, files in zips and e-mail, readers that misbehave."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.batch import Asked, Imported, Inbox, import_files
from assess.intake.outcome import Outcome
from assess.store import load_submissions, open_store, save_partners
from assess.workers.reading import too_hard
from assess.workspace import Workspace, create_workspace
from questionnaires.profiles import Profile
from tests.mistreated import returned

if TYPE_CHECKING:
    from sqlalchemy import Engine

AS_OF = dt.date(2026, 10, 5)
PARTNERS = [f"p{number:02}" for number in range(20)]
ANSWERS = {"trial.mfa": "Yes", "trial.gate": "No"}
WRONG = {"trial.mfa": "Perhaps"}
TRIAL_FILE = Path(__file__).parent / "data" / "intake-1.0.0.json"


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Workspace, Engine]]:
    """Make a workspace with the trial questionnaire and twenty partners, or open the store anew."""
    if not (folder / "assess.toml").exists():
        library = folder / "questionnaires" / "intake-trial"
        library.mkdir(parents=True)
        shutil.copy(TRIAL_FILE, library / "1.0.0.json")
        create_workspace(folder, "intake-trial@1.0.0", "standard@1.0.0")
    workspace = Workspace(folder, "intake-trial@1.0.0", "standard@1.0.0", "assess.db")
    engine = open_store(workspace.database_url)
    save_partners(engine, [Profile(name, name, kind="services") for name in PARTNERS], AS_OF)
    yield workspace, engine
    engine.dispose()


def answered(partner: str, answers: Mapping[str, object] = ANSWERS, **meta: str) -> bytes:
    """Return the bytes of a partner's workbook, the same each time."""
    return _answered(tuple(answers.items()), partner=partner, **meta)


@cache
def _answered(answers: tuple[tuple[str, object], ...], **meta: str) -> bytes:
    return returned(dict(answers), **meta)


def imports(
    folder: Path, paths: Sequence[Path], *, jobs: int = 1, **asked: Any
) -> tuple[list[Imported], Inbox]:
    """Import files into a workspace, made where there is none."""
    with opened(folder) as (workspace, engine):
        inbox = Inbox(paths)
        return list(import_files(workspace, engine, inbox, Asked(AS_OF, jobs=jobs, **asked))), inbox


def statuses(results: Iterable[Imported]) -> dict[str, str]:
    """Return what became of each file, by its name without folders."""
    return {result.outcome.file.rpartition("/")[2]: result.status for result in results}


def codes(results: Iterable[Imported]) -> list[str]:
    """Return the codes of all problems, in order."""
    return [problem.code for result in results for problem in result.outcome.problems]


def stored(folder: Path) -> dict[str, str]:
    """Return the hash of the file that counts for each partner."""
    with opened(folder) as (_, engine):
        found = [each.submission for each in load_submissions(engine)]
    return {each.partner: each.file_sha256 for each in found}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mailed(*attachments: tuple[str, bytes], text: str = "Here you are.") -> EmailMessage:
    """Return a message with files attached."""
    message = EmailMessage()
    message["From"] = "partner@example.org"
    message["To"] = "assessor@example.org"
    message["Subject"] = "Questionnaire"
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message


def mailbox(*messages: bytes) -> bytes:
    """Return an mbox of messages."""
    envelope = b"From partner@example.org Mon Oct  5 09:00:00 2026\n"
    return b"\n".join(envelope + message.rstrip(b"\n") + b"\n" for message in messages)


def moody_reader(pids: Path) -> Callable[[tuple[str, bytes]], Outcome]:
    """Return a reader that does what a file's name says, and writes down its process."""
    (pids / str(os.getpid())).touch()

    def read(request: tuple[str, bytes]) -> Outcome:
        name, data = request
        if "hangs" in name:
            time.sleep(60)
        if "spins" in name:
            while True:
                pass
        if "dies" in name:
            os.abort()
        if "fills" in name:
            return too_hard(name, str(len(bytearray(3_000_000_000))))
        if "late" in name:
            time.sleep(0.2)
        return too_hard(name, f"read {len(data)} bytes")

    return read
