"""One partner's result as every report reads it: types only, nothing is computed from files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from questionnaires.model import BEST, Question, Questionnaire
from questionnaires.profiles import Profile
from scoring.aggregation import aggregate
from scoring.compiled import Model
from scoring.policy import Aggregation, Policy, Severity, Tier
from scoring.reviewed import AsAnswered, Decided, Disputed
from scoring.rounding import nearest, shown

Figure = Literal["value", "low", "high", "decisive"]
"""The figures of a score."""

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

    def exact(self, figure: Figure = "value") -> Fraction | None:
        """Return a figure in exact per cent."""
        earned, possible = self.earned, self.answered
        if figure != "value":
            possible += self.unanswered
        if figure == "high":
            earned += BEST * self.unanswered
        if figure == "decisive":
            possible += self.claimed
        return Fraction(earned, 10 * possible) if possible else None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The overall score of a policy that does not pool: its figures come from the principles'.

    The same four figures as a Score has; `parts` are the principles' over PRINCIPLES.
    """

    method: Aggregation
    weights: tuple[int, ...]
    parts: tuple[Score, ...]

    @property
    def answered(self) -> int:
        """Weight of what is answered, over the principles."""
        return sum(part.answered for part in self.parts)

    @property
    def unanswered(self) -> int:
        """Weight of what is unanswered, over the principles."""
        return sum(part.unanswered for part in self.parts)

    @property
    def claimed(self) -> int:
        """Weight of what is claimed not applicable, over the principles."""
        return sum(part.claimed for part in self.parts)

    @property
    def value(self) -> float | None:
        """The score over what is answered."""
        return nearest(self.exact("value"))

    @property
    def low(self) -> float | None:
        """The score if everything unanswered were at its worst."""
        return nearest(self.exact("low"))

    @property
    def high(self) -> float | None:
        """The score if everything unanswered were at its best."""
        return nearest(self.exact("high"))

    @property
    def decisive(self) -> float | None:
        """The score that the tier rests on."""
        return nearest(self.exact("decisive"))

    def exact(self, figure: Figure = "value") -> Fraction | None:
        """Return a figure in exact per cent; a geometric mean as `aggregation` defines it."""
        return aggregate(self.method, [part.exact(figure) for part in self.parts], self.weights)


AnyScore: TypeAlias = Score | Aggregate
"""A score, wherever its figures come from."""


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

    `kind`, `column` and `needed` are as in `needs.Need`. `held` is per cent rounded for display,
    for must-haves the fewest points that one of them has, for assurance the least that one of
    the answers has, for settled how many answers are contradicted; `met` is exact.
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
    score, in per cent: over all findings the gains add up to 100 minus that score, exactly. Under
    a geometric mean or the minimum, which are no sums, it is what it adds to the arithmetic mean.
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
    its score and the `possible` to 100, exactly. There is no overall one where that score is a
    geometric mean or a minimum.
    """

    question: Question
    given: str
    points: int
    weight: int
    earned: dict[str, Fraction]
    possible: dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Basis:
    """What an achieved tier rests on.

    `plain` is the tier whose needs are met as they stand; the achieved one may be higher, `kept`
    by hysteresis or held on conditions until `conditional_until`, its last day. It is
    `provisional` while what is unanswered or only claimed could still change it.
    """

    plain: Tier | None
    kept: bool
    conditional_until: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An answer that something else speaks against: what was seen, or another answer.

    `given` is the level claimed; `text`, with its `fields` filled in by name, says what speaks
    against it, and `on` the day it was seen, None for other answers, whose question ids are
    `others`. `key` is its identity: it changes with the answer and with what speaks against it,
    so that a decision about the one says nothing of another.
    """

    question: str
    given: str
    text: str
    fields: tuple[tuple[str, str], ...]
    on: date | None
    others: tuple[str, ...]
    key: str

    @property
    def by(self) -> str:
        """What speaks against the answer, in English."""
        return self.text.format(**dict(self.fields))


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Evidence that is out of date, or closed, and without which answers are backed by less.

    `what` names it, `on` is its last day, and `questions` are the ids of those answers.
    """

    what: str
    on: date
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """One partner's result for a period; `scores` has a Score for each of compiled.COLUMNS.

    `achieved` and `recommendation` are None where there is none. `codes` are the scoped codes,
    one a question; findings come in the order in which to act on them. Where each point of a
    score came from, `contributions(assessment.model, assessment.codes)` tells.

    `basis` says what the achieved tier rests on, and `assurance` (an index into ASSURANCES) and
    `contradicted` what stands beside each answer; `contradictions` and `lapsed` tell it in words.

    `decisions` are what assessors decided and is in the codes; `as_answered` is the result without
    them, None where there are none; `disputes` are the partner's own, with their answers.
    """

    profile: Profile
    period: str
    model: Model = field(repr=False)
    codes: tuple[int, ...]
    scores: dict[str, AnyScore]
    coverage: Coverage
    required: Tier
    achieved: Tier | None
    recommendation: str | None
    reasons: tuple[str, ...]
    needs: tuple[NeedResult, ...]
    findings: tuple[Finding, ...]
    basis: Basis
    assurance: tuple[int, ...] = field(repr=False)
    contradicted: tuple[bool, ...] = field(repr=False)
    contradictions: tuple[Contradiction, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    decisions: tuple[Decided, ...] = ()
    as_answered: AsAnswered | None = None
    disputes: tuple[Disputed, ...] = ()

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire version that was answered."""
        return self.model.questionnaire

    @property
    def policy(self) -> Policy:
        """The policy version that judged."""
        return self.model.policy
