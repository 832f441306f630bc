"""Who would move, were another policy to judge what is on record: asked before it is adopted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assess.backing import Backing, Record, back, holding, load_record, reached
from assess.periods import previous
from assess.pipeline import answers_of
from assess.workspace import Workspace
from scoring.assessment import Outcome, basis_of, judge, missed_needs
from scoring.compiled import Model, compile_model
from scoring.policy import RECOMMENDATIONS, Policy
from scoring.reasons import marks
from scoring.results import NeedResult
from scoring.standing import NONE

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assess.store import Portfolio

Direction = Literal["up", "down", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one policy makes of a partner; tiers and recommendation by id, None for none."""

    required: str
    achieved: str | None
    marks: tuple[str, ...]
    meets: bool
    recommendation: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A partner that would have another tier.

    `decided_by` are the needs that make the difference: where it falls, those of the new policy
    that keep it from the next tier; where it rises, those of the old one that did. A `direction`
    is other where the two policies' tiers do not have the same names.
    """

    partner: str
    name: str
    before: Verdict
    after: Verdict
    direction: Direction
    decided_by: tuple[NeedResult, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A period under two policies: the verdict of each partner under both, and who would move."""

    period: str
    old: Policy
    new: Policy
    verdicts: tuple[tuple[Verdict, Verdict], ...]
    moves: tuple[Move, ...]

    def tiers(self) -> Counter[tuple[str | None, str | None]]:
        """Return how many partners have which tier before and after."""
        return Counter((before.achieved, after.achieved) for before, after in self.verdicts)

    def recommendations(self) -> tuple[Counter[str | None], Counter[str | None]]:
        """Return how many partners have which recommendation, before and after."""
        before, after = ([pair[side].recommendation for pair in self.verdicts] for side in (0, 1))
        return Counter(before), Counter(after)

    def meeting(self) -> tuple[int, int]:
        """Return how many partners achieve the tier required of them, before and after."""
        before, after = (sum(pair[side].meets for pair in self.verdicts) for side in (0, 1))
        return before, after


def what_if(
    workspace: Workspace, engine: Engine, period: str, as_of: date, old: Policy, new: Policy
) -> WhatIf:
    """Judge a period by two policies, all else being the same, and tell who would move.

    Raises InvalidDocumentError where a policy does not fit a questionnaire that was answered.
    """
    record = load_record(engine)
    held = [_held(workspace, engine, record, period, policy) for policy in (old, new)]
    verdicts: list[tuple[Verdict, Verdict]] = []
    moves: list[Move] = []
    for questionnaire, chosen in answers_of(workspace, engine, period):
        beside = back(record, questionnaire, chosen, period, as_of)
        models = [compile_model(questionnaire, policy) for policy in (old, new)]
        sides = [
            Side(model, _judge(model, chosen, holding(beside, chosen.partners, before)), as_of)
            for model, before in zip(models, held, strict=True)
        ]
        pairs = list(zip(*(_verdicts(side) for side in sides), strict=True))
        verdicts += pairs
        moves += _moves(sides, chosen, pairs)
    moves.sort(key=lambda move: (move.direction != "down", move.direction, move.partner))
    return WhatIf(period, old, new, tuple(verdicts), tuple(moves))


@dataclass(frozen=True, slots=True)
class Side:
    """A portfolio as one policy judges it on a day."""

    model: Model
    outcome: Outcome
    as_of: date

    @property
    def tiers(self) -> list[str]:
        """The ids of the policy's tiers."""
        return [tier.id for tier in self.model.policy.tiers]


def _held(
    workspace: Workspace, engine: Engine, record: Record, period: str, policy: Policy
) -> dict[str, int]:
    """Return what each partner held before, where the policy asks for it."""
    if not policy.hysteresis:
        return {}
    before = previous(period)
    return reached(record, answers_of(workspace, engine, before), before, policy)


def _judge(model: Model, chosen: Portfolio, backing: Backing) -> Outcome:
    return judge(model, chosen.profiles, chosen.codes, backing.standing)


def _verdicts(side: Side) -> Iterator[Verdict]:
    outcome, names = side.outcome, side.tiers
    columns = (outcome.required, outcome.achieved, outcome.recommendation)
    for row, (required, achieved, advice) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        yield Verdict(
            required=names[required],
            achieved=None if achieved == NONE else names[achieved],
            marks=marks(basis_of(side.model, outcome, row, side.as_of)),
            meets=achieved >= required,
            recommendation=None if advice == NONE else RECOMMENDATIONS[advice],
        )


def _moves(
    sides: Sequence[Side], chosen: Portfolio, pairs: Sequence[tuple[Verdict, Verdict]]
) -> Iterator[Move]:
    old, new = sides
    for row, (before, after) in enumerate(pairs):
        if before.achieved == after.achieved:
            continue
        direction = _direction(sides, row)
        side = old if direction == "up" else new
        above = int(side.outcome.achieved[row]) + 1
        missed = missed_needs(side.model, side.outcome, row, above)
        profile = chosen.profiles[row]
        yield Move(profile.id, profile.name, before, after, direction, missed)


def _direction(sides: Sequence[Side], row: int) -> Direction:
    old, new = sides
    if old.tiers != new.tiers:
        return "other"
    return "up" if new.outcome.achieved[row] > old.outcome.achieved[row] else "down"
