"""Observations in the store: what others saw of a partner from outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Engine, insert, select

from assess.store.tables import observations
from assess.store.transactions import writing


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing seen of a partner: a `kind` with its `result`, or a `question` with a `level`.

    `subject` is what was looked at (a host, a repository, a certificate); the newest of a kind
    and subject counts. `source` is who or what looked, `detail` what it said.
    """

    partner: str
    kind: str
    result: str
    question: str
    level: str
    subject: str
    observed_on: date
    source: str
    detail: str

    @property
    def digest(self) -> str:
        """Its identity: the same thing seen on the same day, told in the same words."""
        said = asdict(self) | {"observed_on": self.observed_on.isoformat()}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


COLUMNS = [observations.c[name] for name in Observation.__dataclass_fields__]


def record_observations(
    engine: Engine, seen: Sequence[Observation], file: tuple[str, str], on: date
) -> int:
    """Save what a file (name, SHA-256) tells, and return how much of it is new."""
    with writing(engine) as connection:
        known = set(connection.execute(select(observations.c.digest)).scalars())
        new = {digest: each for each in seen if (digest := each.digest) not in known}
        if new:
            told = {"file": file[0], "file_sha256": file[1], "recorded_on": on}
            rows = [{**asdict(each), **told, "digest": digest} for digest, each in new.items()]
            connection.execute(insert(observations), rows)
    return len(new)


def load_observations(engine: Engine, partner: str | None = None) -> list[Observation]:
    """Return all observations, or one partner's, oldest first as seen, then as recorded."""
    query = select(*COLUMNS).order_by(observations.c.observed_on, observations.c.number)
    if partner is not None:
        query = query.where(observations.c.partner == partner)
    with engine.connect() as connection:
        return [Observation(*row) for row in connection.execute(query)]
