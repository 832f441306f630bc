"""A whole period as matrices, without building a single response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Engine, RowMapping, select

from assess.store.rows import Texts, reference, unpack_texts
from assess.store.submissions import newest
from assess.store.tables import submissions
from questionnaires.model import Reference
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    import numpy.typing as npt

COLUMNS = [
    submissions.c[name]
    for name in (
        "partner",
        "questionnaire_id",
        "questionnaire_version",
        "questionnaire_sha256",
        "file_sha256",
        "profile",
        "codes",
        "texts",
    )
]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The partners that answered one questionnaire version in a period, sorted by id.

    `codes` is int8, partners x questions, read-only; `profiles` are the snapshots and
    `file_sha256` the returned files, one a partner; `texts` are the questions in a file's own
    words, empty for our own form.
    """

    questionnaire: Reference
    partners: tuple[str, ...]
    profiles: tuple[Profile, ...]
    file_sha256: tuple[str, ...]
    codes: npt.NDArray[np.int8]
    texts: tuple[Texts, ...]


def load_portfolio(engine: Engine, period: str) -> list[Portfolio]:
    """Return what counts in a period, one portfolio a questionnaire version, sorted by it."""
    query = select(*COLUMNS).where(submissions.c.sequence.in_(newest(period)))
    groups: dict[Reference, list[RowMapping]] = {}
    with engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    # Sorted here, as a database sorts text by a locale of its own.
    for row in sorted(rows, key=lambda each: each["partner"]):
        groups.setdefault(reference(row), []).append(row)
    ordered = sorted(groups, key=lambda found: (found.id, found.version, found.sha256))
    return [_portfolio(found, groups[found]) for found in ordered]


def _portfolio(found: Reference, rows: list[RowMapping]) -> Portfolio:
    blobs: list[Any] = [row["codes"] for row in rows]
    if len({len(blob) for blob in blobs}) > 1:
        message = f"code vectors of different lengths for {found}"
        raise ValueError(message)
    return Portfolio(
        questionnaire=found,
        partners=tuple(row["partner"] for row in rows),
        profiles=tuple(Profile.from_dict(row["profile"]) for row in rows),
        file_sha256=tuple(row["file_sha256"] for row in rows),
        codes=np.frombuffer(b"".join(blobs), dtype=np.int8).reshape(len(rows), -1),
        texts=tuple(unpack_texts(row["texts"]) for row in rows),
    )
