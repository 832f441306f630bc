"""One question's whole story: what was answered and where, what it counts, what would be better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assess.explanation.rulings import rulings
from assess.scorecard.states import Answered, answered
from assess.submission import Response
from questionnaires.problems import Place, Problem, UnknownNameError
from scoring.policy import ASSURANCES
from scoring.results import Assessment, Contradiction, Finding
from scoring.tree import Leaf, gains, tree


@dataclass(frozen=True, slots=True)
class Better:
    """A better level, its points in thousandths, and what it adds to the decisive overall score."""

    text: str
    points: int
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Story:
    """One question of one partner; `given` and `file` are None and "" where nothing was given.

    `leaves` are what it brings to each principle in which it counts, in per cent of its score;
    `rulings` are the decisions and disputes about it, in words.
    """

    item: Answered
    section: str
    given: Response | None
    file: str
    weight: int
    assurance: str
    leaves: Mapping[str, Leaf]
    better: tuple[Better, ...]
    finding: Finding | None
    contradictions: tuple[Contradiction, ...]
    rulings: tuple[str, ...]


def story(found: Assessment, question: str, given: Response | None, file: str) -> Story:
    """Return a question's story; raises UnknownNameError for one that was not asked."""
    asked = found.questionnaire
    if question not in asked.positions:
        message = f"{asked.reference} has no question {question}"
        hint = f"see assess questionnaire show {asked.reference}"
        raise UnknownNameError([Problem(Place(), "question.unknown", message, hint)])
    place = asked.positions[question]
    item = list(answered(found))[place]
    levels = item.question.answer.levels
    points = found.model.points[place]
    return Story(
        item=item,
        section=next(s.title for s in asked.sections if s.id == item.question.section),
        given=given,
        file=file,
        weight=found.policy.weight(item.question),
        assurance=ASSURANCES[found.assurance[place]] if found.codes[place] >= 0 else "",
        leaves={
            limb.principle: leaf
            for limb in tree(found.model, found.codes).limbs
            for branch in limb.branches
            for leaf in branch.leaves
            if leaf.question.id == question
        },
        better=tuple(
            Better(levels[level].text, points[level], gain)
            for level, gain in gains(found.model, found.codes, place)
        ),
        finding=next((f for f in found.findings if f.question.id == question), None),
        contradictions=tuple(c for c in found.contradictions if c.question == question),
        rulings=tuple(rulings(found, question)),
    )
