"""What a gap report says, whatever its format: built once, so that no two formats disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assess.gaps.beside import Contradicted, Ruled
from assess.wordings import wording
from questionnaires.model import Reference
from questionnaires.profiles import ENGLISH
from scoring.policy import Aggregation, Severity, Tier
from scoring.results import AnyScore, Basis, Coverage, FindingState, Lapsed
from scoring.reviewed import AsAnswered, Disputed

FIRST = 5
"""How many steps stand under what to do first."""

STATES: tuple[FindingState, ...] = (
    "not met",
    "partly met",
    "unanswered",
    "not applicable, not accepted",
)
"""States of a finding, in the order in which reports list them."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score beside what the required tier needs of it.

    `needed` is whole per cent; `met` compares the exact `score.decisive` with it, and is True
    where nothing counts and so nothing is held against the partner.
    """

    name: str
    score: AnyScore
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """One finding as a partner reads it, texts safe to print.

    `answer` is the cell as given ("" where blank), `level` what it was judged as ("" where it
    says the same, or was not judged); `source` is what an unconfirmed answer was derived from,
    another questionnaire; `carried_from` is the period of an answer that was carried
    over and not confirmed, else "". `gain` is points of 100 on the score the tier rests on.
    """

    number: int
    question: str
    section: str
    text: str
    must_have: bool
    state: FindingState
    severity: Severity
    answer: str
    level: str
    carried_from: str
    source: str
    comment: str
    evidence: str
    needed: str
    evidence_wanted: str
    why: str
    element: str
    action: str
    effort: str
    days: int
    due: date
    gain: Fraction
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """One partner's gap report: who and when, tiers, scores, what to do, and what it rests on.

    Texts are in `language`; states, severities, efforts and the recommendation are codes.

    `carried` counts the answers in scope that were carried over and not confirmed, `derived`
    those that follow from another questionnaire and were not confirmed. `certainty` says how
    sure the tier is ("" where nothing is answered).
    `achieved` and `recommendation` are None where there is none; `no_score` says why there is
    no score ("" where there is one); `gaps` are in the order in which to act on them. `basis`
    is what the achieved tier rests on; `aggregation` is the policy's.
    `contradictions` and `lapsed` are what speaks against answers, and evidence out of date;
    `decisions` are assessors', `as_answered` the result without them (None where there are none),
    and `disputes` the partner's own.
    """

    partner: str
    name: str
    period: str
    as_of: date
    required: Tier
    achieved: Tier | None
    recommendation: str | None
    reasons: tuple[str, ...]
    overall: ScoreLine
    principles: tuple[ScoreLine, ...]
    coverage: Coverage
    carried: int
    derived: int
    no_score: str
    gaps: tuple[Gap, ...]
    questionnaire: Reference
    policy: Reference
    method: str
    file_sha256: str
    aggregation: Aggregation
    basis: Basis
    language: str = ENGLISH
    certainty: str = ""
    contradictions: tuple[Contradicted, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    decisions: tuple[Ruled, ...] = ()
    as_answered: AsAnswered | None = None
    disputes: tuple[Disputed, ...] = ()

    def say(self, english: str, /, **values: object) -> str:
        """Return what the report says, in its language."""
        return wording(self.language, english, **values)

    @property
    def why(self) -> tuple[str, ...]:
        """Why the tier and the recommendation are what they are, and how sure the tier is."""
        return (*self.reasons, *([self.certainty] if self.certainty else []))

    @property
    def scores(self) -> tuple[ScoreLine, ...]:
        """The overall score, then the principles."""
        return (self.overall, *self.principles)

    @property
    def first(self) -> tuple[Gap, ...]:
        """What to do first; what closes several gaps is one step, told as the first of them."""
        steps: dict[str, list[Gap]] = {}
        for gap in self.gaps:
            steps.setdefault(gap.action, []).append(gap)
        return tuple(self._step(*gaps) for gaps in list(steps.values())[:FIRST])

    def _step(self, first: Gap, *more: Gap) -> Gap:
        if not more:
            return first
        text = "{names} and {count} more"
        return replace(
            first,
            question=self.say(text, names=first.question, count=len(more)),
            due=min(gap.due for gap in (first, *more)),
            gain=sum((gap.gain for gap in more), start=first.gain),
        )

    @property
    def severities(self) -> dict[Severity, int]:
        """How many gaps there are of each severity, worst first."""
        counts = Counter(gap.severity for gap in self.gaps)
        words: tuple[Severity, ...] = ("critical", "high", "moderate", "low")
        return {word: counts[word] for word in words}

    @property
    def states(self) -> dict[FindingState, int]:
        """How many gaps there are in each state."""
        counts = Counter(gap.state for gap in self.gaps)
        return {state: counts[state] for state in STATES}
