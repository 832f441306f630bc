"""Returned files in the store: saving them, and reading what counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Engine, Select, case, func, insert, or_, select

from assess.store.partners import unknown_partner
from assess.store.rows import NewSubmission, StoredSubmission, as_row, from_row
from assess.store.tables import partners, submissions
from assess.store.transactions import writing
from assess.submission import Submission
from questionnaires.problems import InputError
from questionnaires.profiles import Profile

Outcome: TypeAlias = Literal["imported", "supersedes", "unchanged"]
"""What saving a file did: the first answers of its partner and period to that questionnaire, some
that supersede earlier ones, or bytes that were there already."""

CHUNK = 500
"""Submissions handled at once: bounded memory, and few enough values for one query."""

Key: TypeAlias = tuple[str, str]
"""Partner and period."""

Saved: TypeAlias = dict[str, str]
"""The questionnaire (its id) that each saved file of a partner and period answers, by hash."""


def save_submission(
    engine: Engine, submission: Submission, profile: Profile, codes: bytes, on: date
) -> Outcome:
    """Save one returned file; see `save_submissions`."""
    return save_submissions(engine, [NewSubmission(submission, profile, codes)], on)[0]


def save_submissions(engine: Engine, batch: Sequence[NewSubmission], on: date) -> list[Outcome]:
    """Save returned files in the order given, all or none, and say what became of each.

    All files stay; which one counts, `newest` says. Bytes that were saved before for that partner
    and period change nothing, even where another file came between. Raises InputError, saving
    nothing, where a partner is not in the store.
    """
    outcomes: list[Outcome] = []
    with writing(engine) as connection:
        for start in range(0, len(batch), CHUNK):
            outcomes += _save_chunk(connection, batch[start : start + CHUNK], on)
    return outcomes


def load_submissions(
    engine: Engine, period: str | None = None, partner: str | None = None
) -> list[StoredSubmission]:
    """Return what counts: one file of each partner and period (see `newest`), sorted by both."""
    query = select(submissions).where(submissions.c.sequence.in_(newest(period, partner)))
    return sorted(_load(engine, query), key=_key)


def history(engine: Engine, partner: str, period: str) -> list[StoredSubmission]:
    """Return every file of a partner and period, oldest first; which counts, `newest` says."""
    query = select(submissions).where(
        submissions.c.partner == partner, submissions.c.period == period
    )
    return sorted(_load(engine, query), key=lambda stored: stored.sequence)


def load_newest(engine: Engine, questionnaire_id: str, up_to_period: str) -> list[StoredSubmission]:
    """Return the newest answers of each partner to a questionnaire, any version, sorted by partner.

    Of the periods up to the one given, the latest with such answers counts, and in it the file
    that came last; whether the partner has also answered our own form is no matter.
    """
    table = submissions.c
    query = select(table.partner, table.period, table.sequence).where(
        table.questionnaire_id == questionnaire_id, table.period <= up_to_period
    )
    with engine.connect() as connection:
        rows = sorted(tuple(row) for row in connection.execute(query))
    last = list({partner: sequence for partner, _, sequence in rows}.values())
    parts = [last[start : start + CHUNK] for start in range(0, len(last), CHUNK)]
    found = [_load(engine, select(submissions).where(table.sequence.in_(part))) for part in parts]
    return [stored for part in found for stored in sorted(part, key=_key)]


def stored_by_hash(engine: Engine, sha256: str) -> list[StoredSubmission]:
    """Return every submission that was saved from these bytes, sorted by partner and period."""
    query = select(submissions).where(submissions.c.file_sha256 == sha256)
    return sorted(_load(engine, query), key=_key)


def stored_for_others(engine: Engine, submission: Submission) -> list[Key]:
    """Return for whom else a file's bytes are saved, or those that it corrects, sorted."""
    table = submissions.c
    hashes = {submission.file_sha256, submission.corrects} - {""}
    query = select(table.partner, table.period).where(
        table.partner != submission.partner,
        or_(table.file_sha256.in_(hashes), table.corrects.in_(hashes)),
    )
    with engine.connect() as connection:
        return sorted({(partner, period) for partner, period in connection.execute(query)})


def would_be(engine: Engine, submission: Submission) -> Outcome:
    """Return what saving a file would do."""
    key = (submission.partner, submission.period)
    with engine.connect() as connection:
        return _outcome(submission, _saved(connection, [submission]).get(key, {}))


def periods(engine: Engine, partner: str | None = None) -> list[str]:
    """Return every period for which something was returned, by anyone or one, oldest first."""
    query = select(submissions.c.period).distinct()
    if partner is not None:
        query = query.where(submissions.c.partner == partner)
    with engine.connect() as connection:
        return sorted(connection.execute(query).scalars())


def all_hashes(engine: Engine) -> set[str]:
    """Return the hashes of every file that is saved, for whomever."""
    with engine.connect() as connection:
        return set(connection.execute(select(submissions.c.file_sha256)).scalars())


def completed(engine: Engine) -> dict[str, str]:
    """Return the hash of the newest correction that completes a returned file, by that one's."""
    table = submissions.c
    query = select(table.corrects, table.file_sha256).where(table.corrects != "")
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(table.sequence))
        return {row.corrects: row.file_sha256 for row in rows}


def all_keys(engine: Engine) -> set[Key]:
    """Return every partner and period that a file is saved for."""
    query = select(submissions.c.partner, submissions.c.period).distinct()
    with engine.connect() as connection:
        return {(partner, period) for partner, period in connection.execute(query)}


def newest(period: str | None = None, partner: str | None = None) -> Select[tuple[int]]:
    """Return the query for the sequence numbers that count, one a partner and period.

    The newest answers to our own form count; where there are none, those to another
    questionnaire, for whoever sends a CAIQ beside our form did not take the form back.
    """
    sequence = submissions.c.sequence
    own = func.max(case((submissions.c.layout == "", sequence)))
    query = select(func.coalesce(own, func.max(sequence)))
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
    seen = _saved(connection, [new.submission for new in batch])
    rows: list[dict[str, Any]] = []
    outcomes: list[Outcome] = []
    for new in batch:
        submission = new.submission
        saved = seen.setdefault((submission.partner, submission.period), {})
        outcomes.append(_outcome(submission, saved))
        if outcomes[-1] != "unchanged":
            saved[submission.file_sha256] = submission.questionnaire.id
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


def _outcome(submission: Submission, saved: Saved) -> Outcome:
    if submission.file_sha256 in saved:
        return "unchanged"
    return "supersedes" if submission.questionnaire.id in saved.values() else "imported"


def _saved(connection: Connection, batch: Sequence[Submission]) -> dict[Key, Saved]:
    """Return the files already saved, by partner and period."""
    table = submissions.c
    query = select(table.partner, table.period, table.file_sha256, table.questionnaire_id).where(
        table.partner.in_(sorted({submission.partner for submission in batch})),
        table.period.in_(sorted({submission.period for submission in batch})),
    )
    found: dict[Key, Saved] = {}
    for partner, period, sha256, questionnaire in connection.execute(query):
        found.setdefault((partner, period), {})[sha256] = questionnaire
    return found
