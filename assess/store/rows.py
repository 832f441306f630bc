"""A submission as a row of the store, and back."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from assess.submission import Response, Submission
from questionnaires.model import Reference
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

FIELDS = Response._fields

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""The words of questions, by id."""

SEPARATOR = "\x7f"
"""Stands between joined texts: a control character that nobody types, one byte in JSON."""

_encode = json.JSONEncoder(ensure_ascii=False).encode
_profile_values = attrgetter(*Profile.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What is saved of one returned file.

    `codes` is the int8 code of every question in the questionnaire's order, as bytes;
    `profile` is the partner's on the day of the import; `counts` are those of reading it, and
    `native` the scores by its questionnaire's own method, as JSON-ready data. `properties` are
    those of the file as a document (`intake.formats.properties`).
    """

    submission: Submission
    profile: Profile
    codes: bytes
    counts: dict[str, int] | None = None
    native: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One saved file. `profile` is the snapshot that the partner's answers are judged under.

    `counts`, `native` and `properties` are as in NewSubmission; None where the file was saved
    without them.
    """

    submission: Submission
    profile: Profile
    codes: bytes
    sequence: int
    imported_on: date
    counts: dict[str, int] | None = None
    native: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


def as_row(new: NewSubmission, on: date) -> dict[str, Any]:
    """Return the row to insert."""
    submission = new.submission
    return {
        "partner": submission.partner,
        "period": submission.period,
        "questionnaire_id": submission.questionnaire.id,
        "questionnaire_version": submission.questionnaire.version,
        "questionnaire_sha256": submission.questionnaire.sha256,
        "file": printable(submission.file),
        "file_sha256": submission.file_sha256,
        "issue": printable(submission.issue),
        "imported_on": on,
        # What JSON makes of this equals `Profile.as_dict`, which costs four times as much.
        "profile": dict(
            zip(Profile.__dataclass_fields__, _profile_values(new.profile), strict=True)
        ),
        "codes": new.codes,
        "responses": pack_responses(submission.responses),
        "layout": submission.layout,
        "texts": pack_texts(submission.texts),
        "counts": new.counts,
        "native": new.native,
        "corrects": submission.corrects,
        "properties": new.properties,
    }


def from_row(row: RowMapping) -> StoredSubmission:
    """Rebuild a submission from its row."""
    submission = Submission(
        partner=row["partner"],
        period=row["period"],
        questionnaire=reference(row),
        file=row["file"],
        file_sha256=row["file_sha256"],
        responses=unpack_responses(row["responses"]),
        issue=row["issue"],
        layout=row["layout"],
        texts=unpack_texts(row["texts"]),
        corrects=row["corrects"],
    )
    return StoredSubmission(
        submission=submission,
        profile=Profile.from_dict(row["profile"]),
        codes=row["codes"],
        sequence=row["sequence"],
        imported_on=row["imported_on"],
        counts=row["counts"],
        native=row["native"],
        properties=row["properties"],
    )


def reference(row: RowMapping) -> Reference:
    """Return which questionnaire a row answers."""
    return Reference(
        row["questionnaire_id"], row["questionnaire_version"], row["questionnaire_sha256"]
    )


def pack_responses(responses: tuple[Response, ...]) -> bytes:
    """Return responses as JSON in UTF-8: one entry a field, left out where blank throughout.

    The texts of a field are joined by SEPARATOR, for a store is mostly busy with writing JSON
    strings; they are a list where one of them holds that character. Codes are hexadecimal.
    """
    columns = dict(zip(FIELDS, zip(*responses, strict=True), strict=False))
    packed: dict[str, Any] = {"code": array("b", columns.pop("code", ())).tobytes().hex()}
    for field, column in columns.items():
        if any(column):
            joined = SEPARATOR.join(column)
            whole = joined.count(SEPARATOR) == len(column) - 1
            packed[field] = joined if whole else column
    # A text of a strange file may hold half a surrogate pair, which UTF-8 proper refuses.
    return _encode(packed).encode("utf-8", "surrogatepass")


def unpack_responses(packed: bytes) -> tuple[Response, ...]:
    """Rebuild responses from `pack_responses` data."""
    data = json.loads(packed.decode("utf-8", "surrogatepass"))
    codes = array("b", bytes.fromhex(data.pop("code")))
    blank = [""] * len(codes)
    columns = {
        field: column.split(SEPARATOR) if isinstance(column, str) else column
        for field, column in data.items()
    } | {"code": codes}
    ordered = (columns.get(field, blank) for field in FIELDS)
    return tuple(map(Response._make, zip(*ordered, strict=True)))


def pack_texts(texts: Texts) -> bytes | None:
    """Return a file's own words as JSON in UTF-8; None where it has none."""
    return _encode(dict(texts)).encode("utf-8", "surrogatepass") if texts else None


def unpack_texts(packed: bytes | None) -> Texts:
    """Rebuild a file's own words from `pack_texts` data."""
    return (
        () if packed is None else tuple(json.loads(packed.decode("utf-8", "surrogatepass")).items())
    )


def printable(text: str) -> str:
    r"""Return text that every database takes: bytes of a file name that are no text as `\udc..`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", r"\0")
