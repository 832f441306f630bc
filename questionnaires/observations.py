"""What an outside finding says about answers: kinds of observations, by questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from questionnaires.documents import read_document
from questionnaires.model import Reference

SCHEMA = Path(__file__).parent / "schema" / "observations.schema.json"
SHIPPED = Path(__file__).parent / "observations"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a result says about a question: the ids of the levels it agrees with or excludes."""

    question: str
    confirms: frozenset[str]
    contradicts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a kind, in words; `least` is the Scorecard score from which it is this one."""

    id: str
    text: str
    meanings: tuple[Meaning, ...]
    least: int | None = None


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """A kind of outside finding and its results, by id; `scorecard` names the Scorecard check."""

    id: str
    title: str
    results: Mapping[str, Result]
    scorecard: str = ""


@dataclass(frozen=True, slots=True)
class ObservationKinds:
    """All kinds that say something about a questionnaire, by id."""

    reference: Reference
    kinds: Mapping[str, ObservationKind]


@cache
def load_kinds() -> tuple[ObservationKinds, ...]:
    """Return the newest kinds of each questionnaire, sorted by its id.

    Raises InvalidDocumentError for a file that breaks the schema.
    """
    newest: dict[str, Path] = {}
    for path in sorted(SHIPPED.glob("*/*.json"), key=_by_version):
        newest[path.parent.name] = path
    return tuple(read_kinds(newest[name]) for name in sorted(newest))


def read_kinds(path: Path) -> ObservationKinds:
    """Read one file of kinds; raises InvalidDocumentError for a breach of the schema."""
    document = read_document(path, SCHEMA)
    kinds = {each["id"]: _kind(each) for each in document.data["kinds"]}
    return ObservationKinds(document.reference, kinds)


def _by_version(path: Path) -> tuple[str, tuple[int, ...]]:
    return path.parent.name, tuple(int(part) for part in path.stem.split("."))


def _kind(data: dict[str, Any]) -> ObservationKind:
    results = {each["id"]: _result(each) for each in data["results"]}
    return ObservationKind(data["id"], data["title"], results, data.get("scorecard", ""))


def _result(data: dict[str, Any]) -> Result:
    meanings = tuple(
        Meaning(
            each["question"],
            frozenset(each.get("confirms", ())),
            frozenset(each.get("contradicts", ())),
        )
        for each in data["answers"]
    )
    return Result(data["id"], data["text"], meanings, data.get("from"))
