"""A questionnaire, a policy and partners to test with: raw, as the oracle reads them, and built."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from questionnaires import codes as states
from questionnaires import reading
from questionnaires.checks import check
from questionnaires.documents import Document
from questionnaires.model import Questionnaire, Reference
from questionnaires.profiles import Profile
from scoring.assessment import Outcome, judge
from scoring.compiled import Model, compile_model
from scoring.policy import Policy, build_policy
from scoring.standing import Standing
from tests import oracle

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]

Raw = dict[str, Any]
Answers = dict[str, str]

ROOT = Path(__file__).resolve().parents[1]
STANDARD = ROOT / "scoring/policies/standard/1.0.0.json"
SCALE = ("yes", "partially", "planned", "no")
CODES = {
    oracle.UNANSWERED: states.UNANSWERED,
    oracle.CLAIMED: states.NA_CLAIMED,
    oracle.ACCEPTED: states.NA_ACCEPTED,
    oracle.NOTED: states.NOTED,
}


@dataclass(frozen=True)
class World:
    """A questionnaire, a policy and partners with their answers, raw as the oracle reads them."""

    questionnaire: Raw
    policy: Raw
    profiles: tuple[Profile, ...]
    answers: tuple[Answers, ...]
    beside: tuple[oracle.Beside, ...] = ()

    def model(self) -> Model:
        """Return the compiled questionnaire and policy."""
        return compile_model(build(self.questionnaire), policy_of(self.policy))

    def codes(self) -> Codes:
        """Return the code matrix of all partners."""
        return encode(self.questionnaire, self.answers)

    def outcome(self) -> Outcome:
        """Return what the engine makes of all partners."""
        return judge(self.model(), self.profiles, self.codes(), self.standing())

    def only(self, rows: Sequence[int]) -> World:
        """Return the same world with some of its partners, by position."""
        return replace(
            self,
            profiles=tuple(self.profiles[row] for row in rows),
            answers=tuple(self.answers[row] for row in rows),
            beside=tuple(self.beside[row] for row in rows) if self.beside else (),
        )

    def standing(self) -> Standing | None:
        """Return what is known beside the answers; None where the world says nothing of it."""
        if not self.beside:
            return None
        names = [question["id"] for question in self.questionnaire["questions"]]
        tiers = [tier["id"] for tier in self.policy["tiers"]]
        rows = self.beside
        return Standing(
            np.array([[b.assurance.get(n, 0) for n in names] for b in rows], dtype=np.int8),
            np.array([[n in b.contradicted for n in names] for b in rows], dtype=np.bool_),
            np.array([-1 if b.held is None else tiers.index(b.held) for b in rows]),
            np.array([-1 if b.plan_age is None else b.plan_age for b in rows]),
        )

    def answering(self, partner: int, question: str, answer: str) -> World:
        """Return the same world in which one partner gives another answer to one question."""
        changed = list(self.answers)
        changed[partner] = {**changed[partner], question: answer}
        return replace(self, answers=tuple(changed))


def build(raw: Raw) -> Questionnaire:
    """Build a questionnaire without a file, past the schema but not past the checks."""
    problems: list[Any] = []
    document = Document(Reference(raw["id"], raw["version"], "0" * 64), raw, Path("made.json"))
    built = reading._build(document, problems)
    assert problems + check(built, "made.json") == []
    return built


def policy_of(raw: Raw) -> Policy:
    """Build a policy without a file, past the schema but not past the rules."""
    return build_policy(
        Document(Reference(raw["id"], raw["version"], "0" * 64), raw, Path("made.json"))
    )


def standard_policy() -> Raw:
    """Return a fresh copy of the standard policy's JSON."""
    return copy.deepcopy(_standard())


@cache
def _standard() -> Raw:
    raw: Raw = json.loads(STANDARD.read_text(encoding="utf-8"))
    return raw


def encode(questionnaire: Raw, answers: Sequence[Mapping[str, str]]) -> Codes:
    """Turn answers by level id into the engine's code matrix."""
    columns = [
        (
            question["id"],
            CODES | {name: i for i, name in enumerate(level_ids(questionnaire, question))},
        )
        for question in questionnaire["questions"]
    ]
    return np.array(
        [[codes[row.get(name, oracle.UNANSWERED)] for name, codes in columns] for row in answers],
        dtype=np.int8,
    ).reshape(len(answers), len(columns))


def level_ids(questionnaire: Raw, question: Raw) -> list[str]:
    """Return the ids of a raw question's levels, best first; none for free text."""
    answer = question["answer"]
    levels = questionnaire["scales"][answer["scale"]] if "scale" in answer else answer.get("levels")
    return [level["id"] for level in levels or ()]


# --- one question -----------------------------------------------------------------------------


def question(name: str, answer: Raw | None = None, **changes: Any) -> Raw:
    """Return a raw question that passes every check; `answer` is yes/partially/planned/no."""
    return {
        "id": name,
        "section": "main",
        "text": "Is it so?",
        "guidance": "Look.",
        "why": "It matters.",
        "answer": answer or {"type": "choice", "scale": "implementation"},
        "weight": 1,
        "principles": {"confidentiality": 100},
        "element": "security-standards",
        "evidence": "A record.",
        "remediation": {"text": "Do it.", "effort": "low", "days": 1},
        **changes,
    }


def questionnaire(*questions: Raw, points: Sequence[int] = (1000, 500, 100, 0)) -> Raw:
    """Return a raw questionnaire of these questions, with the scale `implementation`."""
    scale = [
        {"id": name, "text": name, "points": each} for name, each in zip(SCALE, points, strict=True)
    ]
    return {
        "id": "made",
        "version": "1.0.0",
        "title": "Made for a test",
        "description": "Made for a test.",
        "published": "2026-01-01",
        "scales": {"implementation": scale},
        "sections": [{"id": "main", "title": "Main"}],
        "questions": list(questions),
    }
