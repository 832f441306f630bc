"""The watch: the versioned file of what signals are raised at, with a reason for every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires.documents import read_document
from questionnaires.model import Reference

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "watch.schema.json"
PUBLISHED = FOLDER / "watch" / "1.0.0.json"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of signal: why it is one, its usual harmless cause, and what to ask the partner."""

    id: str
    title: str
    why: str
    harmless: str
    ask: str
    limits: Mapping[str, int]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Watch:
    """One version of all rules, by id, in the order of the file."""

    reference: Reference
    rules: Mapping[str, Rule]


def load_watch() -> Watch:
    """Load the watch that this program comes with; InvalidDocumentError where it is broken."""
    document = read_document(PUBLISHED, SCHEMA)
    rules = {}
    for told in document.data["rules"]:
        values = {name: each["value"] for name, each in told["thresholds"].items()}
        rules[told["id"]] = Rule(
            **{key: told[key] for key in ("id", "title", "why", "harmless", "ask")},
            limits={name: value for name, value in values.items() if isinstance(value, int)},
            names=frozenset(
                each for value in values.values() if isinstance(value, list) for each in value
            ),
        )
    return Watch(document.reference, rules)
