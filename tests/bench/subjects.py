"""What the benchmark measures on: a questionnaire of 150 questions, partners, answers."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from questionnaires.model import ELEMENTS, Questionnaire
from questionnaires.profiles import ACCESS, CRITICALITY, DATA_CLASSES, KINDS, Profile
from questionnaires.reading import read_questionnaire

if TYPE_CHECKING:
    import numpy.typing as npt

QUESTIONS = 150
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"field": "kind", "in": ["software", "hosting"]},
    {"field": "data_classes", "in": ["personal", "health"]},
    {"any": [{"field": "access", "equals": "api"}, {"field": "criticality", "at_least": "high"}]},
)
LEVELS = [
    {"id": "yes", "text": "Yes", "points": 1000},
    {"id": "partially", "text": "Partially", "points": 500},
    {"id": "planned", "text": "Planned", "points": 100},
    {"id": "no", "text": "No", "points": 0},
]
NUMBER = {
    "type": "number",
    "unit": "hours",
    "minimum": 0,
    "maximum": 1000,
    "levels": [
        {"id": "day", "text": "Within 24 hours", "points": 1000, "at_most": 24},
        {"id": "late", "text": "Later", "points": 0},
    ],
}


def questionnaire(folder: Path, *, conditions: bool) -> Questionnaire:
    """Write and read a questionnaire in which every third question depends on the profile."""
    seeded = random.Random(150)
    path = folder / f"{'conditional' if conditions else 'plain'}.json"
    questions = [_question(index, seeded, conditions=conditions) for index in range(QUESTIONS)]
    data = {
        "id": "bench",
        "version": "1.0.0",
        "title": "Benchmark",
        "description": "Made by the benchmark.",
        "published": "2026-01-01",
        "sections": [{"id": "all", "title": "All"}],
        "questions": questions,
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    return read_questionnaire(path)


def _question(index: int, seeded: random.Random, *, conditions: bool) -> dict[str, Any]:
    shares = seeded.choice([(60, 20, 0, 0, 20), (0, 45, 25, 10, 20), (10, 0, 0, 55, 35)])
    names = ("confidentiality", "integrity", "availability", "compliance", "accountability")
    question: dict[str, Any] = {
        "id": f"all.question-{index:03}",
        "section": "all",
        "text": f"Is control number {index} in place on every system that holds our data?",
        "guidance": "Count the systems that hold a copy of our data, test systems included.",
        "why": "A benchmark needs text of the usual length.",
        "answer": NUMBER if index % 5 == 4 else {"type": "choice", "levels": LEVELS},
        "weight": seeded.randint(1, 10),
        "principles": dict(zip(names, shares, strict=True)),
        "element": seeded.choice(ELEMENTS),
        "must_have": index % 10 == 0,
        "na_allowed": index % 10 != 0,
        "evidence": "A configuration export.",
        "remediation": {"text": "Switch it on.", "effort": "low", "days": 3},
    }
    if conditions and index % 3 == 0:
        question["applies_if"] = seeded.choice(CONDITIONS)
    return question


def profiles(count: int) -> list[Profile]:
    """Make profiles that differ in all that conditions ask about."""
    seeded = random.Random(count)
    return [
        Profile(
            id=f"partner-{index:06}",
            name=f"Partner {index}",
            kind=seeded.choice(KINDS),
            data_classes=tuple(seeded.sample(DATA_CLASSES, 2)),
            access=(seeded.choice(ACCESS),),
            criticality=seeded.choice(CRITICALITY),
        )
        for index in range(count)
    ]


def codes(asked: Questionnaire, count: int) -> npt.NDArray[np.int8]:
    """Draw a code matrix: mostly answers, some unanswered, some claimed not applicable."""
    drawn = np.random.default_rng(count).choice(
        np.array([-2, -1, 0, 0, 0, 1, 2, 3], dtype=np.int8), (count, len(asked.questions))
    )
    last = np.array([len(q.answer.levels) - 1 for q in asked.questions], dtype=np.int8)
    allowed = np.array([q.na_allowed for q in asked.questions])
    drawn[(drawn == -2) & ~allowed] = -1
    capped: npt.NDArray[np.int8] = np.minimum(drawn, last)
    return capped
