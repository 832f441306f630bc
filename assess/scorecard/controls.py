"""The controls that fall short across partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assess.scorecard.states import COUNTED, answered
from questionnaires.library import version_key
from questionnaires.model import BEST, Question
from questionnaires.outline import without_texts
from scoring.results import Assessment
from scoring.rounding import tenths


@dataclass(frozen=True)
class Control:
    """One control over all partners it applies to; `loss` is weight x missing points, summed.

    `counts` has how many partners are in each counted state, `weight` what the question weighs
    in its newest version.
    """

    questionnaire: str
    question: Question
    weight: int
    counts: dict[str, int]
    loss: int

    @property
    def applicable(self) -> int:
        """How many partners the control applies to."""
        return sum(self.counts.values())

    @property
    def short(self) -> int:
        """How many of them do not fully meet it."""
        return self.applicable - self.counts["met"]

    @property
    def short_share(self) -> int:
        """The share of them in tenths of a per cent."""
        return tenths(BEST * self.short, self.applicable) or 0


def weakest_controls(assessments: Iterable[Assessment]) -> tuple[Control, ...]:
    """Return every control that somebody falls short of, where the portfolio loses most first."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    losses: Counter[tuple[str, str]] = Counter()
    newest: dict[tuple[str, str], tuple[tuple[int, ...], Question, int]] = {}
    for assessment in assessments:
        reference = assessment.questionnaire.reference
        for item in answered(assessment):
            if not item.counts:
                continue
            key = (reference.id, item.question.id)
            weight = assessment.policy.weight(item.question)
            counts.setdefault(key, Counter())[item.state] += 1
            losses[key] += weight * (BEST - item.points)
            version = version_key(reference.version)
            if key not in newest or newest[key][0] < version:
                # A file's own words belong to its partner, and this is about all of them.
                asked = without_texts(item.question, assessment.questionnaire)
                newest[key] = (version, asked, weight)
    found = [
        Control(
            key[0],
            newest[key][1],
            newest[key][2],
            {state: states[state] for state in COUNTED},
            losses[key],
        )
        for key, states in counts.items()
    ]
    short = [control for control in found if control.short]
    return tuple(sorted(short, key=lambda c: (-c.loss, c.questionnaire, c.question.id)))
