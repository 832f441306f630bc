"""Returned files in the store: saving them, and reading what counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Engine, Select, func, insert, select

from assess.store.partners import unknown_partner
from assess.store.rows import NewSubmission, StoredSubmission, as_row, from_row
from assess.store.tables import partners, submissions
from assess.store.transactions import writing
from assess.submission import Submission
from questionnaires.problems import InputError
from questionnaires.profiles import Profile

Outcome: TypeAlias = Literal["imported", "supersedes", "unchanged"]
"""What saving a file did: the first of its partner and period, one that supersedes an earlier
one, or bytes that were there already."""

CHUNK = 500
"""Submissions handled at once: bounded memory, and few enough values for one query."""

Key: TypeAlias = tuple[str, str]
"""Partner and period."""


def save_submission(
    engine: Engine, submission: Submission, profile: Profile, codes: bytes, on: date
) -> Outcome:
    """Save one returned file; see `save_submissions`."""
    return save_submissions(engine, [NewSubmission(submission, profile, codes)], on)[0]


def save_submissions(engine: Engine, batch: Sequence[NewSubmission], on: date) -> list[Outcome]:
    """Save returned files in the order given, all or none, and say what became of each.

    The newest file of a partner and period counts and the earlier ones stay. Bytes that were
    saved before for that partner and period change nothing, even where another file came
    between. Raises InputError, saving nothing, where a partner is not in the store.
    """
    outcomes: list[Outcome] = []
    with writing(engine) as connection:
        for start in range(0, len(batch), CHUNK):
            outcomes += _save_chunk(connection, batch[start : start + CHUNK], on)
    return outcomes


def load_submissions(
    engine: Engine, period: str | None = None, partner: str | None = None
) -> list[StoredSubmission]:
    """Return what counts: the newest file of each partner and period, sorted by both."""
    query = select(submissions).where(submissions.c.sequence.in_(newest(period, partner)))
    return sorted(_load(engine, query), key=_key)


def history(engine: Engine, partner: str, period: str) -> list[StoredSubmission]:
    """Return every file of a partner and period, oldest first; the last is the one that counts."""
    query = select(submissions).where(
        submissions.c.partner == partner, submissions.c.period == period
    )
    return sorted(_load(engine, query), key=lambda stored: stored.sequence)


def periods(engine: Engine, partner: str | None = None) -> list[str]:
    """Return every period for which something was returned, by anyone or one, oldest first."""
    query = select(submissions.c.period).distinct()
    if partner is not None:
        query = query.where(submissions.c.partner == partner)
    with engine.connect() as connection:
        return sorted(connection.execute(query).scalars())


def stored_hashes(engine: Engine, partner: str, period: str) -> set[str]:
    """Return the hashes of every file saved for a partner and period."""
    query = select(submissions.c.file_sha256).where(
        submissions.c.partner == partner, submissions.c.period == period
    )
    with engine.connect() as connection:
        return set(connection.execute(query).scalars())


def newest(period: str | None = None, partner: str | None = None) -> Select[tuple[int]]:
    """Return the query for the sequence numbers that count."""
    query = select(func.max(submissions.c.sequence))
    if period is not None:
        query = query.where(submissions.c.period == period)
    if partner is not None:
        query = query.where(submissions.c.partner == partner)
    return query.group_by(submissions.c.partner, submissions.c.period)


def _key(stored: StoredSubmission) -> Key:
    # Sorted here, as a database sorts text by a locale of its own.
    return stored.submission.partner, stored.submission.period


def _load(engine: Engine, query: Select[Any]) -> list[StoredSubmission]:
    with engine.connect() as connection:
        return [from_row(row) for row in connection.execute(query).mappings()]


def _save_chunk(connection: Connection, batch: Sequence[NewSubmission], on: date) -> list[Outcome]:
    _check_partners(connection, batch)
    seen = _seen(connection, batch)
    rows: list[dict[str, Any]] = []
    outcomes: list[Outcome] = []
    for new in batch:
        hashes = seen.setdefault((new.submission.partner, new.submission.period), set())
        if new.submission.file_sha256 in hashes:
            outcomes.append("unchanged")
            continue
        outcomes.append("supersedes" if hashes else "imported")
        hashes.add(new.submission.file_sha256)
        rows.append(as_row(new, on))
    if rows:
        connection.execute(insert(submissions), rows)
    return outcomes


def _check_partners(connection: Connection, batch: Sequence[NewSubmission]) -> None:
    wanted = sorted({new.submission.partner for new in batch})
    query = select(partners.c.id).where(partners.c.id.in_(wanted))
    known = set(connection.execute(query).scalars())
    problems = [
        unknown_partner(new.submission.partner, new.submission.file)
        for new in batch
        if new.submission.partner not in known
    ]
    if problems:
        raise InputError(problems)


def _seen(connection: Connection, batch: Sequence[NewSubmission]) -> dict[Key, set[str]]:
    """Return the hashes of the files already saved, by partner and period."""
    query = select(submissions.c.partner, submissions.c.period, submissions.c.file_sha256).where(
        submissions.c.partner.in_(sorted({new.submission.partner for new in batch})),
        submissions.c.period.in_(sorted({new.submission.period for new in batch})),
    )
    seen: dict[Key, set[str]] = {}
    for partner, period, sha256 in connection.execute(query):
        seen.setdefault((partner, period), set()).add(sha256)
    return seen
