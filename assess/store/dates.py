"""The dates of the evidence that partners gave with their answers, of a whole period at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, select

from assess.store.rows import unpack_responses
from assess.store.submissions import CHUNK, newest
from assess.store.tables import submissions

DATED = b'"evidence_date"'
"""Stands in the packed responses of a file that has any date: most of a portfolio may have none."""


def dated_evidence(
    engine: Engine, period: str, partners: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield partner, question and ISO date of each evidence that was given with its date.

    Of the file of each partner that counts in the period.
    """
    query = select(submissions.c.partner, submissions.c.responses).where(
        submissions.c.sequence.in_(newest(period))
    )
    if len(partners) <= CHUNK:
        query = query.where(submissions.c.partner.in_(partners))
    with engine.connect() as connection:
        for partner, packed in connection.execute(query):
            if DATED in packed:
                for given in unpack_responses(packed):
                    if given.evidence_date and given.evidence:
                        yield partner, given.question, given.evidence_date
