"""A small outline of somebody else's questionnaire, to change and to read."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from questionnaires.model import Questionnaire
from questionnaires.reading import read_questionnaire

Raw = dict[str, Any]

SECTION: Raw = {
    "id": "A&A",
    "title": "Audit",
    "intro": "Whether somebody looks.",
    "principles": {"compliance": 60, "accountability": 40},
    "because": "Audits show that duties are met.",
    "element": "audit-rights",
    "why": "What nobody looks at is only believed.",
    "evidence": "A report.",
    "remediation": {"text": "Agree a date.", "effort": "high", "days": 90},
    "questions": ["A&A-01.1", {"id": "A&A-01.2", "weight": 8, "na_allowed": False}],
}

GATED: Raw = {
    **SECTION,
    "id": "COMP",
    "title": "Company",
    "principles": {"availability": 100},
    "applies_if": {"not": {"question": "GATE-01", "equals": "no"}},
    "questions": [{"id": "COMP-01", "answer": "no-yes"}, {"id": "COMP-02", "answer": "text"}],
}

GATE: Raw = {**SECTION, "id": "GATE", "questions": [{"id": "GATE-01", "weight": 0}]}

YES = {"id": "yes", "text": "Yes"}
NO = {"id": "no", "text": "No"}

OUTLINE: Raw = {
    "id": "made",
    "version": "1.0.0",
    "outline_of": "MADE",
    "title": "Made questionnaire",
    "description": "Made for a test.",
    "source": "Nobody.",
    "published": "2026-01-01",
    "scales": {
        "yes-no": [{**YES, "points": 1000}, {**NO, "points": 0}],
        "no-yes": [{**NO, "points": 1000}, {**YES, "points": 0}],
    },
    "answer": "yes-no",
    "weight": 4,
    "na_allowed": True,
    "sections": [GATE, SECTION, GATED],
}


def outline(**changes: Any) -> Raw:
    """Return a fresh outline with some keys changed."""
    return {**copy.deepcopy(OUTLINE), **copy.deepcopy(changes)}


def with_section(**changes: Any) -> Raw:
    """Return an outline whose second section is changed."""
    return outline(sections=[GATE, {**SECTION, **changes}, GATED])


def write(folder: Path, data: Raw) -> Path:
    """Write an outline to where a library in that folder has it."""
    path: Path = folder / data["id"] / f"{data['version']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), "utf-8")
    return path


def read(folder: Path, data: Raw) -> Questionnaire:
    """Read an outline as a library does."""
    return read_questionnaire(write(folder, data))
