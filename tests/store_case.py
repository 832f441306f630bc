"""Small submissions for the tests of the store, and a program that imports many of them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assess.store import keep_evidence, open_store, save_partners, save_submission
from assess.submission import Response, Submission
from questionnaires.model import Reference
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    from sqlalchemy import Engine

TRIAL = Reference("trial", "1.0.0", "a" * 64)
DAY = date(2026, 7, 1)
CODES = bytes([0, 1, 255, 254])


def profile(partner: str = "north-freight", kind: str = "logistics") -> Profile:
    return Profile(partner, "North Freight", kind, access=("portal", "api"), regions=("eu",))


def submission(
    content: str = "first", partner: str = "north-freight", period: str = "2026Q2", **values: object
) -> Submission:
    responses = (
        Response("trial.mfa", 0, "yes", "Yes", "all staff", "policy.pdf", "2026-01-31", "D5"),
        Response("trial.note", -5, content, content),
    )
    data = {
        "questionnaire": TRIAL,
        "file": f"{partner}.xlsx",
        "file_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "responses": responses,
        "issue": "i-1",
    }
    return Submission(partner=partner, period=period, **{**data, **values})  # type: ignore[arg-type]


def workspace_store(folder: Path) -> Engine:
    return open_store(f"sqlite:///{folder / 'assess.db'}")


def file_bytes(number: int) -> bytes:
    return f"workbook {number} ".encode() * 2000


@contextmanager
def opened(folder: Path) -> Iterator[Engine]:
    engine = workspace_store(folder)
    yield engine
    engine.dispose()


def import_all(folder: Path, count: int) -> None:
    """Keep and store `count` files, each as `assess import` does, telling of each on stdout."""
    engine = workspace_store(folder)
    save_partners(engine, [profile(f"p{number}") for number in range(count)], DAY)
    for number in range(count):
        data = file_bytes(number)
        keep_evidence(folder / "evidence", data, "answers.xlsx")
        made = submission(
            f"file {number}", f"p{number}", file_sha256=hashlib.sha256(data).hexdigest()
        )
        print(number, save_submission(engine, made, profile(f"p{number}"), CODES, DAY), flush=True)  # noqa: T201


if __name__ == "__main__":
    import_all(Path(sys.argv[1]), int(sys.argv[2]))
