"""One partner's result as every report reads it: types only, nothing is computed from files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from questionnaires.model import BEST, Question, Questionnaire
from questionnaires.profiles import Profile
from scoring.compiled import Model
from scoring.policy import Policy, Severity, Tier
from scoring.rounding import shown

FindingState = Literal["not met", "partly met", "unanswered", "not applicable, not accepted"]


@dataclass(frozen=True, slots=True)
class Score:
    """One score as an exact ratio: earned / (10 x answered) per cent, with its bounds.

    `value` is over what is answered; `low` and `high` take everything unanswered at its worst
    and at its best; `decisive`, which the tier rests on, also takes claimed N/A as not met.
    All four are rounded for display, None where nothing counts.
    """

    earned: int
    answered: int
    unanswered: int
    claimed: int

    @property
    def value(self) -> float | None:
        """The score over what is answered."""
        return shown(self.earned, self.answered)

    @property
    def low(self) -> float | None:
        """The score if everything unanswered were at its worst."""
        return shown(self.earned, self.answered + self.unanswered)

    @property
    def high(self) -> float | None:
        """The score if everything unanswered were at its best."""
        return shown(self.earned + BEST * self.unanswered, self.answered + self.unanswered)

    @property
    def decisive(self) -> float | None:
        """The score that the tier rests on."""
        return shown(self.earned, self.answered + self.unanswered + self.claimed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many scored questions are in which state; `percent` is answered / applicable."""

    answered: int
    unanswered: int
    claimed: int
    accepted: int
    out_of_scope: int

    @property
    def percent(self) -> float | None:
        """Share of the applicable questions that are answered, None where there are none."""
        return shown(BEST * self.answered, self.answered + self.unanswered)


@dataclass(frozen=True, slots=True)
class NeedResult:
    """One condition of a tier for one partner: what is needed, what is held, whether it is met.

    `kind` is coverage, score or must-haves, `column` names the score; `held` is per cent rounded
    for display, or for must-haves the fewest points that one of them has; `met` is exact.
    """

    tier: int
    kind: str
    column: str
    needed: int
    held: float | None
    met: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """An applicable control that is not fully met.

    `given` is the level reached ("" where unanswered), `needed` the best level; `points` of 1000;
    `loss` is weight x missing points; `gain` is what closing it adds to the decisive overall
    score, in per cent: over all findings the gains add up to 100 minus that score, exactly.
    """

    question: Question
    state: FindingState
    given: str
    needed: str
    points: int
    loss: int
    severity: Severity
    gain: Fraction
    due: date

    @property
    def gain_per_day(self) -> Fraction:
        """What a day of the usual effort adds to the decisive overall score, in per cent."""
        return self.gain / self.question.remediation.days


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one answered question brings to each score, in per cent of that score's 100.

    `earned` and `possible` are by column; over all questions the `earned` of a column add up to
    its score and the `possible` to 100, exactly.
    """

    question: Question
    given: str
    points: int
    weight: int
    earned: dict[str, Fraction]
    possible: dict[str, Fraction]


@dataclass(frozen=True)
class Assessment:
    """One partner's result for a period; `scores` has a Score for each of compiled.COLUMNS.

    `achieved` and `recommendation` are None where there is none. `codes` are the scoped codes,
    one a question; findings come in the order in which to act on them. Where each point of a
    score came from, `contributions(assessment.model, assessment.codes)` tells.
    """

    profile: Profile
    period: str
    model: Model = field(repr=False)
    codes: tuple[int, ...]
    scores: dict[str, Score]
    coverage: Coverage
    required: Tier
    achieved: Tier | None
    recommendation: str | None
    reasons: tuple[str, ...]
    needs: tuple[NeedResult, ...]
    findings: tuple[Finding, ...]

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire version that was answered."""
        return self.model.questionnaire

    @property
    def policy(self) -> Policy:
        """The policy version that judged."""
        return self.model.policy
