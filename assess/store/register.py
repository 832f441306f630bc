"""The evidence register in the store: what backs a partner's answers, and until when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, get_args

from sqlalchemy import Connection, Engine, insert, select

from assess.store.tables import evidence, evidence_closings
from assess.store.transactions import writing

Kind = Literal["certificate", "report", "document", "review", "plan"]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a piece of evidence is: a `review` is our own check, a `plan` says what will be done."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence of a partner.

    `covers` are question ids, section ids, or a framework with or without one of its controls
    (`iso27001-2022`, `iso27001-2022 A.8.24`), or `*` for everything; a plan covers nothing.
    `expires_on` is its last day, None where it names none. `file` is the name of the file that
    came, kept by `file_sha256`; both "" where there is only a `reference`.
    """

    partner: str
    kind: Kind
    title: str
    covers: tuple[str, ...]
    issued_on: date
    expires_on: date | None
    reference: str
    file: str
    file_sha256: str
    recorded_by: str
    recorded_on: date

    @property
    def digest(self) -> str:
        """Its identity: who recorded it, when, and under which file name make no difference."""
        said = (
            self.partner,
            self.kind,
            self.title,
            sorted(self.covers),
            self.issued_on.isoformat(),
            self.expires_on.isoformat() if self.expires_on else "",
            self.reference,
            self.file_sha256,
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a piece of evidence no longer counts from a day on: withdrawn, replaced, plan done."""

    closed_on: date
    reason: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A piece of evidence with its number in the register, and its closing, if any."""

    number: int
    evidence: Evidence
    closing: Closing | None = None


FIELDS = tuple(Evidence.__dataclass_fields__)
COLUMNS = [evidence.c[name] for name in ("number", *FIELDS)]
CLOSING = [evidence_closings.c[name] for name in Closing.__dataclass_fields__]


def record_evidence(engine: Engine, entries: Sequence[Evidence]) -> int:
    """Add evidence to the register and return how much of it is new; none is ever changed."""
    with writing(engine) as connection:
        known = set(connection.execute(select(evidence.c.digest)).scalars())
        new = {each.digest: each for each in entries if each.digest not in known}
        if new:
            rows = [_row(each, digest) for digest, each in new.items()]
            connection.execute(insert(evidence), rows)
    return len(new)


def load_register(engine: Engine, partner: str | None = None) -> list[Registered]:
    """Return all evidence on the register, or one partner's, in the order it was recorded."""
    query = (
        select(*COLUMNS, *CLOSING)
        .select_from(evidence.outerjoin(evidence_closings))
        .order_by(evidence.c.number)
    )
    if partner is not None:
        query = query.where(evidence.c.partner == partner)
    with engine.connect() as connection:
        return [_registered(tuple(row)) for row in connection.execute(query)]


def close_evidence(engine: Engine, number: int, closing: Closing) -> bool:
    """Let a piece of evidence count no longer from a day on; False where it is closed already."""
    with writing(engine) as connection:
        if _is_closed(connection, number):
            return False
        connection.execute(insert(evidence_closings), {"evidence": number, **asdict(closing)})
    return True


def _is_closed(connection: Connection, number: int) -> bool:
    query = select(evidence_closings.c.number).where(evidence_closings.c.evidence == number)
    return connection.execute(query).first() is not None


def _row(each: Evidence, digest: str) -> dict[str, object]:
    return {**asdict(each), "covers": list(each.covers), "digest": digest}


def _registered(row: tuple[object, ...]) -> Registered:
    number, *values = row
    told, closing = values[: len(FIELDS)], values[len(FIELDS) :]
    fields = dict(zip(FIELDS, told, strict=True))
    fields["covers"] = tuple(fields["covers"])  # type: ignore[arg-type] # JSON gives a list
    return Registered(
        number,  # type: ignore[arg-type] # the columns are in this order
        Evidence(**fields),  # type: ignore[arg-type]
        Closing(*closing) if closing[0] else None,  # type: ignore[arg-type]
    )
