"""The questionnaire as the rest of the toolkit sees it: immutable, checked, ready to use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from questionnaires.conditions import AnswerTest, Condition

PRINCIPLES = ("confidentiality", "integrity", "availability", "compliance", "accountability")
"""The five principles of a Data Security Clause, in the order of every table."""

ELEMENTS = (
    "data-types",
    "security-standards",
    "partner-responsibilities",
    "audit-rights",
    "incident-response",
    "termination",
)
"""The six elements of a Data Security Clause, in the order of every table."""

BEST = 1000
"""Points of a fully met control; points are integers, in thousandths."""

Effort = Literal["low", "medium", "high"]
AnswerType = Literal["choice", "multi", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The identity of a published file: `id@version` and the SHA-256 of its bytes."""

    id: str
    version: str
    sha256: str

    def __str__(self) -> str:
        """Write the reference as people type it."""
        return f"{self.id}@{self.version}"

    def as_dict(self) -> dict[str, str]:
        """Return the reference as JSON-ready data."""
        return {"id": self.id, "version": self.version, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Level:
    """One judged outcome of a question, worth `points` (0–1000).

    Levels are listed best first, and their position is the code that the store and the
    engine use. `bound` is the last value (number, age in days, or count of options) that
    still reaches this level; the worst level has none and takes everything else.
    """

    id: str
    text: str
    points: int
    synonyms: tuple[str, ...] = ()
    bound: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a multi-choice question; an exclusive one ("none of these") stands alone."""

    id: str
    text: str
    synonyms: tuple[str, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question accepts, and the levels its answers are judged to.

    `lower_is_better` says on which side of a level's bound its values lie: at most (hours
    until a breach is reported, age of a report) or at least (share of laptops, options
    ticked). Free text has no levels and earns nothing.
    """

    type: AnswerType
    levels: tuple[Level, ...] = ()
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    lower_is_better: bool = False

    def level_of(self, value: Decimal | int) -> int:
        """Return the index of the level that a number, an age in days or a count reaches.

        Bands are half-open, so there is neither gap nor overlap between them.
        """
        for index, level in enumerate(self.levels):
            if level.bound is None:
                return index
            if (value <= level.bound) if self.lower_is_better else (value >= level.bound):
                return index
        message = "the worst level must have no bound"
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Remediation:
    """What a partner does to meet a control: first step, effort, and usual days of work."""

    text: str
    effort: Effort
    days: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one control.

    `weight` is 0 (unscored) to 10; `shares` are integers over PRINCIPLES that add to 100;
    `applies_if` is None where the question applies to every partner.
    """

    id: str
    section: str
    text: str
    guidance: str
    why: str
    answer: Answer
    weight: int
    shares: tuple[int, int, int, int, int]
    element: str
    must_have: bool
    na_allowed: bool
    evidence: str
    remediation: Remediation
    applies_if: Condition | None = None
    references: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def scored(self) -> bool:
        """Whether answers to this question move a score."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that groups questions, in the order they are asked."""

    id: str
    title: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class ConsistencyRule:
    """Answers to several questions that cannot all be true at once, and why."""

    id: str
    why: str
    answers: tuple[AnswerTest, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One version of a questionnaire, frozen once published.

    `outline_of` is what people call another author's questionnaire (`CAIQ`) of which only the
    structure is held here, "" where the words are ours. `consistency` are rules about answers
    that contradict each other.
    """

    reference: Reference
    title: str
    description: str
    published: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    outline_of: str = ""
    consistency: tuple[ConsistencyRule, ...] = ()

    @cached_property
    def positions(self) -> dict[str, int]:
        """Column of each question id in every code matrix."""
        return {question.id: index for index, question in enumerate(self.questions)}

    def question(self, question_id: str) -> Question:
        """Return a question by id; KeyError if there is none."""
        return self.questions[self.positions[question_id]]
