"""The native policy: which published method scores a questionnaire, and with what figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questionnaires.documents import Document
from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem
from scoring.native import (
    compliance,
    cutback,
    deductions,
    indicator_levels,
    samm,
    xccdf,
    yes_share,
)
from scoring.native.result import Given, Native, Rules

SCHEMA = Path(__file__).parents[1] / "schema" / "native.schema.json"

Checked = Callable[[dict[str, Any]], Iterator[tuple[str, str, str]]]
"""Yields what the schema cannot say and a file breaks: JSON path, message, hint."""

METHODS: dict[str, tuple[Checked, Callable[[dict[str, Any]], Rules]]] = {
    "compliance": (compliance.broken, compliance.read),
    "cutback": (cutback.broken, cutback.read),
    "deductions": (deductions.broken, deductions.read),
    "indicator-levels": (indicator_levels.broken, indicator_levels.read),
    "samm": (samm.broken, samm.read),
    "xccdf": (xccdf.broken, xccdf.read),
    "yes-share": (yes_share.broken, yes_share.read),
}
"""By the name a policy gives its method: what checks its rules, what reads them."""


@dataclass(frozen=True, slots=True)
class NativePolicy:
    """One questionnaire's own scoring, named as the questionnaire is: `hecvat@4.1.4`.

    `title` is what people call the score; `source` says whose method it is and where it stands;
    `method` is the module that computes it.
    """

    reference: Reference
    title: str
    description: str
    source: str
    method: str
    rules: Rules


def build_native(document: Document) -> NativePolicy:
    """Turn a checked file into a NativePolicy.

    Raises InvalidDocumentError with every breach of the rules that the schema cannot say.
    """
    data = document.data
    check, read = METHODS[data["method"]]
    problems = [
        Problem(Place(str(document.path), path=f"$.rules{path}"), "native.rule", message, hint)
        for path, message, hint in check(data["rules"])
    ]
    if problems:
        raise InvalidDocumentError(sorted(problems))
    return NativePolicy(
        reference=document.reference,
        title=data["title"],
        description=data["description"],
        source=data["source"],
        method=data["method"],
        rules=read(data["rules"]),
    )


def native_scores(policy: NativePolicy, given: Given) -> Native:
    """Score a filled questionnaire by its author's own method, exactly."""
    return policy.rules.scores(given, policy.reference, policy.title)
