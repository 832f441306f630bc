"""Storing 10,000 submissions of 150 answers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert

from assess.store import NewSubmission, open_store, save_partners, save_submissions
from assess.submission import Response, Submission
from questionnaires.model import Reference
from questionnaires.profiles import Profile
from tests.bench import subjects
from tests.bench.clock import best

SUBMISSIONS = 10_000
ROWS = Table(
    "answers",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("partner", String(64), index=True),
    Column("period", String(6), index=True),
    *(Column(name, String) for name in Response._fields),
)


def measure(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare one row a submission with one row an answer, both by SQLAlchemy into SQLite."""
    partners = subjects.profiles(SUBMISSIONS)
    batch = [_submission(profile) for profile in partners]
    on = dt.date(2026, 10, 1)
    engine = open_store(f"sqlite:///{folder / 'assess.db'}")
    save_partners(engine, partners, on)
    rows_engine = create_engine(f"sqlite:///{folder / 'answers.db'}")
    ROWS.metadata.create_all(rows_engine)

    def theirs() -> None:
        with rows_engine.begin() as connection:
            for start in range(0, SUBMISSIONS, 500):
                connection.execute(insert(ROWS), _rows(batch[start : start + 500]))

    mine, plain = best(lambda: save_submissions(engine, batch, on), theirs, rounds=1)
    engine.dispose()
    rows_engine.dispose()
    what = f"one row an answer ÷ storing {SUBMISSIONS:,} submissions of {subjects.QUESTIONS}"
    yield what, plain / mine, ">=", 10


def _submission(profile: Profile) -> NewSubmission:
    responses = tuple(
        Response(f"all.question-{q:03}", 0, "Yes", "Yes", "As last quarter." if q % 3 else "")
        for q in range(subjects.QUESTIONS)
    )
    submission = Submission(
        partner=profile.id,
        period="2026Q3",
        questionnaire=Reference("bench", "1.0.0", "0" * 64),
        file=f"{profile.id}.xlsx",
        file_sha256=hashlib.sha256(profile.id.encode()).hexdigest(),
        responses=responses,
    )
    return NewSubmission(submission, profile, bytes(subjects.QUESTIONS))


def _rows(batch: list[NewSubmission]) -> list[dict[str, object]]:
    return [
        {"partner": new.submission.partner, "period": "2026Q3", **response._asdict()}
        for new in batch
        for response in new.submission.responses
    ]
