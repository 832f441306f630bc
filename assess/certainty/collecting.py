"""From assessments to how sure their tiers are: the portfolio is judged again, as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from questionnaires.model import PRINCIPLES
from scoring.aggregation import overall_score
from scoring.assessment import Outcome, judge
from scoring.needs import decisive_scores
from scoring.policy import Tier
from scoring.results import Assessment
from scoring.robustness.backing import only_backed
from scoring.robustness.decisive import OneLevel, one_level
from scoring.robustness.ranks import Ranks, ranks
from scoring.robustness.stability import stability
from scoring.standing import NONE, Standing


@dataclass(frozen=True, slots=True)
class Decisive:
    """One answer that decides: the tier (None for none) were it one level worse or better."""

    question: str
    direction: Literal["worse", "better"]
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure the tier of an assessment is.

    `tier` is the one whose needs are met as they stand, None for none; in `draws` weightings it
    is the `same`, `higher` or `lower`, and `tiers` says how often each came out, none first.
    `decisive` are the answers that alone would change it, those that would lower it first.
    `backed` is the decisive overall score in exact per cent if what is only self-attested were
    at its worst, and `backed_tier` the tier then.
    """

    assessment: Assessment
    tier: Tier | None
    draws: int
    same: int
    higher: int
    lower: int
    tiers: tuple[tuple[Tier | None, int], ...]
    decisive: tuple[Decisive, ...]
    backed: Fraction | None
    backed_tier: Tier | None

    @property
    def answers(self) -> tuple[str, ...]:
        """The questions whose answers decide, each once."""
        return tuple(dict.fromkeys(each.question for each in self.decisive))


def how_sure(assessments: Sequence[Assessment]) -> list[Certainty]:
    """Return how sure each tier is, in the order given; all are under one policy."""
    found: dict[int, Certainty] = {}
    for places, outcome in _outcomes(assessments):
        group = [assessments[place] for place in places]
        found.update(zip(places, _certainties(group, outcome), strict=True))
    return [found[place] for place in range(len(assessments))]


def rank_partners(assessments: Sequence[Assessment]) -> tuple[list[Assessment], Ranks]:
    """Rank partners; returns them in the order of the ranks' arrays."""
    groups = list(_outcomes(assessments))
    order = [assessments[place] for places, _ in groups for place in places]
    return order, ranks(order[0].policy, [outcome for _, outcome in groups])


def _outcomes(assessments: Sequence[Assessment]) -> Iterator[tuple[list[int], Outcome]]:
    """Judge the assessments once more, those of one questionnaire version together."""
    groups: dict[str, list[int]] = {}
    for place, found in enumerate(assessments):
        groups.setdefault(str(found.questionnaire.reference), []).append(place)
    for places in groups.values():
        group = [assessments[place] for place in places]
        nothing = np.full(len(group), NONE, dtype=np.int64)
        standing = Standing(
            np.array([found.assurance for found in group], dtype=np.int8),
            np.array([found.contradicted for found in group], dtype=np.bool_),
            nothing,
            nothing,
        )
        codes = np.array([found.codes for found in group], dtype=np.int8)
        profiles = [found.profile for found in group]
        yield places, judge(group[0].model, profiles, codes, standing)


def _certainties(group: Sequence[Assessment], outcome: Outcome) -> Iterator[Certainty]:
    model, policy = group[0].model, group[0].policy
    tiers: list[Tier | None] = [*policy.tiers, None]  # so that -1 is none
    stable = stability(policy, outcome)
    moved = one_level(model, outcome)
    backed = only_backed(model, [found.profile for found in group], outcome)
    for row, found in enumerate(group):
        counts = stable.counts[row].tolist()
        yield Certainty(
            assessment=found,
            tier=tiers[int(outcome.how.plain[row])],
            draws=stable.draws,
            same=int(stable.same[row]),
            higher=int(stable.higher[row]),
            lower=int(stable.lower[row]),
            tiers=tuple(zip([None, *policy.tiers], counts, strict=True)),
            decisive=tuple(_decisive(found, moved, row, int(outcome.how.plain[row]))),
            backed=_decisive_score(found, backed, row),
            backed_tier=tiers[int(backed.how.plain[row])],
        )


def _decisive(found: Assessment, moved: OneLevel, row: int, now: int) -> Iterator[Decisive]:
    tiers: list[Tier | None] = [*found.policy.tiers, None]
    ways: tuple[tuple[Literal["worse", "better"], np.ndarray[tuple[int], np.dtype[np.int8]]], ...]
    ways = (("worse", moved.worse[row]), ("better", moved.better[row]))
    for direction, reached in ways:
        for column in np.flatnonzero(reached != now):
            question = found.questionnaire.questions[column].id
            yield Decisive(question, direction, tiers[int(reached[column])])


def _decisive_score(found: Assessment, outcome: Outcome, row: int) -> Fraction | None:
    """Return the decisive overall score of one row of an outcome."""
    earned = outcome.sums.earned[row, : 1 + len(PRINCIPLES)].tolist()
    whole = outcome.sums.decisive[row, : 1 + len(PRINCIPLES)].tolist()
    pooled, *principles = decisive_scores(earned, whole)
    return overall_score(found.policy, pooled, principles)
