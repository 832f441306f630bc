"""The tree beneath a tier: from the overall score to principle, section and question.

It holds the decisive scores, on which the tier rests: what is unanswered or only claimed not
applicable takes its share and earns nothing. Every sum in it is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import BEST, PRINCIPLES, Question, Section
from scoring.aggregation import aggregate
from scoring.compiled import Model
from scoring.contributions import ADDS_UP
from scoring.findings import OPEN_STATES
from scoring.policy import Aggregation


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one question brings to one principle, in per cent of that principle's 100.

    `code` is the scoped code; `points` are thousandths, 0 where nothing is held.
    """

    question: Question
    code: int
    points: int
    earned: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class Branch:
    """What one section brings to one principle: the sum of its questions."""

    section: Section
    leaves: tuple[Leaf, ...]

    @property
    def earned(self) -> Fraction:
        """What its questions bring, in per cent of the principle's 100."""
        return sum((leaf.earned for leaf in self.leaves), Fraction())

    @property
    def possible(self) -> Fraction:
        """What its questions could bring."""
        return sum((leaf.possible for leaf in self.leaves), Fraction())


@dataclass(frozen=True, slots=True)
class Limb:
    """One principle: its score is the sum of its branches, None where nothing in it counts.

    `share` is its part of the overall score, of 1: a factor where that is a sum, an exponent in a
    geometric mean, None under the minimum, which takes no shares. `brings` is share x score, None
    where the overall score is no sum. Shares add up to 1, and what is brought to that score.
    """

    principle: str
    score: Fraction | None
    share: Fraction | None
    brings: Fraction | None
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The overall score in exact per cent, how the principles make it, and the principles."""

    method: Aggregation
    overall: Fraction | None
    limbs: tuple[Limb, ...]


def tree(model: Model, codes: Sequence[int]) -> Tree:
    """Return the tree of one partner's scoped codes, one a question."""
    counted = [
        index
        for index, code in enumerate(codes)
        if model.questionnaire.questions[index].scored and (code >= 0 or code in OPEN_STATES)
    ]
    totals = [int(model.weights[counted, k].sum()) for k in range(len(PRINCIPLES))]
    branches = [
        _branches(model, codes, [i for i in counted if model.weights[i, k]], k)
        for k in range(len(PRINCIPLES))
    ]
    scores = [
        sum((branch.earned for branch in found), Fraction()) if total else None
        for found, total in zip(branches, totals, strict=True)
    ]
    shares = _shares(model, totals)
    limbs = tuple(
        _limb(model, *parts) for parts in zip(PRINCIPLES, scores, shares, branches, strict=True)
    )
    return Tree(model.policy.aggregation, _overall(model, limbs), limbs)


def gains(model: Model, codes: Sequence[int], index: int) -> tuple[tuple[int, Fraction], ...]:
    """Return what each better level of a question adds to the decisive overall score.

    Pairs of a level's index, best first, and exact per cent, all other answers as they are; under
    a geometric mean as exact as that is. Nothing for what does not count.
    """
    code, levels = codes[index], model.points[index]
    question, now = model.questionnaire.questions[index], tree(model, codes).overall
    if not question.scored or now is None or (code < 0 and code not in OPEN_STATES):
        return ()
    better = range(len(levels) if code < 0 else code)
    found = []
    for level in better:
        after = tree(model, [*codes[:index], level, *codes[index + 1 :]]).overall
        found.append((level, (after or Fraction()) - now))
    return tuple(found)


def _branches(model: Model, codes: Sequence[int], counted: Sequence[int], k: int) -> list[Branch]:
    total = int(model.weights[counted, k].sum())
    leaves: dict[str, list[Leaf]] = {}
    for index in counted:
        question, code = model.questionnaire.questions[index], codes[index]
        possible = Fraction(100 * int(model.weights[index, k]), total)
        points = model.points[index][code] if code >= 0 else 0
        leaf = Leaf(question, code, points, possible * points / BEST, possible)
        leaves.setdefault(question.section, []).append(leaf)
    return [
        Branch(section, tuple(leaves[section.id]))
        for section in model.questionnaire.sections
        if section.id in leaves
    ]


def _shares(model: Model, totals: Sequence[int]) -> list[Fraction | None]:
    """Return each principle's share of the overall score; None where it has none."""
    policy = model.policy
    if policy.aggregation == "minimum":
        return [None] * len(totals)
    pooled = policy.aggregation == "pooled"
    parts = [
        weight * total if pooled else weight * bool(total)
        for weight, total in zip(policy.principle_weights, totals, strict=True)
    ]
    whole = sum(parts)
    return [Fraction(part, whole) if part else None for part in parts]


def _limb(
    model: Model,
    principle: str,
    score: Fraction | None,
    share: Fraction | None,
    branches: list[Branch],
) -> Limb:
    sums = model.policy.aggregation in ADDS_UP and score is not None and share is not None
    brings = score * share if sums and score is not None and share is not None else None
    return Limb(principle, score, share, brings, tuple(branches))


def _overall(model: Model, limbs: Sequence[Limb]) -> Fraction | None:
    policy = model.policy
    if policy.aggregation != "pooled":
        scores = [limb.score for limb in limbs]
        return aggregate(policy.aggregation, scores, policy.principle_weights)
    brought = [limb.brings for limb in limbs if limb.brings is not None]
    return sum(brought, Fraction()) if brought else None
