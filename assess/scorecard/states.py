"""The state of each question for one partner, in the words and order that people see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires import codes
from questionnaires.model import BEST, Question
from scoring.results import Assessment

COUNTED = ("met", "partly met", "not met", "unanswered", "not applicable, not accepted")
"""States in which a scored question weighs on the tier, best first."""

LEFT_OUT = ("not applicable, accepted", "out of scope")
"""States that leave every sum."""

NOTED = "noted, not scored"
"""The state of an answer that moves no score."""

OPEN = {
    codes.UNANSWERED: "unanswered",
    codes.NA_CLAIMED: "not applicable, not accepted",
    codes.NA_ACCEPTED: "not applicable, accepted",
    codes.OUT_OF_SCOPE: "out of scope",
    codes.NOTED: NOTED,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the state it is in; `points` are thousandths, 0 where nothing is held."""

    question: Question
    state: str
    level: str
    points: int

    @property
    def words(self) -> str:
        """The level reached, or the state where none is."""
        return self.level or self.state

    @property
    def counts(self) -> bool:
        """Whether the question weighs on the tier."""
        return self.question.scored and self.state in COUNTED


def answered(assessment: Assessment) -> Iterator[Answered]:
    """Yield every question in the order asked, with its state."""
    policy = assessment.policy
    for question, code in zip(assessment.questionnaire.questions, assessment.codes, strict=True):
        if code < 0:
            yield Answered(question, OPEN[code], "", 0)
            continue
        points = policy.level_points(question)[code]
        state = "met" if points == BEST else "partly met" if points else "not met"
        level = question.answer.levels[code].text
        yield Answered(question, state if question.scored else NOTED, level, points)


def state_counts(assessment: Assessment) -> dict[str, int]:
    """Count the scored questions in each state, every state named."""
    counts = Counter(item.state for item in answered(assessment) if item.question.scored)
    return {state: counts[state] for state in COUNTED + LEFT_OUT}
