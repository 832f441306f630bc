"""Who moved since the last quarter, which way, and what moved them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.scorecard.portfolio import Row, difference
from assess.scorecard.states import Answered, answered
from questionnaires.model import PRINCIPLES
from scoring.change import ids_stay
from scoring.reasons import with_marks
from scoring.results import Assessment
from scoring.rounding import tenths


@dataclass(frozen=True)
class ControlMove:
    """One control whose answer is worth more or less than a quarter ago; `effect` weighs it."""

    question: str
    text: str
    before: str
    now: str
    effect: int


@dataclass(frozen=True)
class Move:
    """One partner whose tier or score changed; `direction` is 1 up, -1 down, by tier first.

    `tiers` is by how many the achieved one changed; `change`, `coverage` and `principles` are in
    tenths; `controls` have most effect first.
    """

    row: Row
    now: Assessment
    before: Assessment
    direction: int
    tiers: int
    change: int | None
    coverage: int
    principles: tuple[tuple[str, int], ...]
    controls: tuple[ControlMove, ...]

    @property
    def tier_change(self) -> str:
        """The achieved tier then and now, "" where it is the same."""
        then, now = (a.achieved.title if a.achieved else "none" for a in (self.before, self.now))
        return "" if then == now else f"{then} → {with_marks(now, self.now.basis)}"

    @property
    def advice_change(self) -> str:
        """The recommendation then and now, "" where it is the same."""
        then, now = (a.recommendation or "none" for a in (self.before, self.now))
        return "" if then == now else f"{then} → {now}"

    @property
    def version_change(self) -> str:
        """The questionnaire then and now, "" where it is the same."""
        then, now = (str(a.questionnaire.reference) for a in (self.before, self.now))
        return "" if then == now else f"{then} → {now}"

    def controls_that(self, sign: int) -> tuple[ControlMove, ...]:
        """Return the controls that went up (1) or down (-1), most effect first."""
        return tuple(control for control in self.controls if control.effect * sign > 0)


def movers(rows: Sequence[Row]) -> tuple[Move, ...]:
    """Return everyone who moved, from who lost most tiers to who gained most; then by score."""
    moves = [_move(row, row.now, row.before) for row in rows if row.now and row.before]
    moved = [move for move in moves if move.direction]
    return tuple(sorted(moved, key=lambda m: (m.tiers, m.change or 0, m.row.profile.id)))


def _move(row: Row, now: Assessment, before: Assessment) -> Move:
    changes = {p: difference(now.scores[p], before.scores[p]) for p in PRINCIPLES}
    shifted = [(principle, change) for principle, change in changes.items() if change]
    change, tiers = row.change, _rank(now) - _rank(before)
    return Move(
        row=row,
        now=now,
        before=before,
        direction=_sign(tiers) or _sign(change),
        tiers=tiers,
        change=change,
        coverage=_covered(now) - _covered(before),
        principles=tuple(sorted(shifted, key=lambda pair: -abs(pair[1]))),
        controls=_control_moves(now, before),
    )


def _sign(change: int | None) -> int:
    return 0 if not change else 1 if change > 0 else -1


def _rank(assessment: Assessment) -> int:
    """Return the achieved tier's place among the tiers of its own policy, -1 for none."""
    tiers = assessment.policy.tiers
    return -1 if assessment.achieved is None else tiers.index(assessment.achieved)


def _covered(assessment: Assessment) -> int:
    coverage = assessment.coverage
    share = tenths(1000 * coverage.answered, coverage.answered + coverage.unanswered)
    return 0 if share is None else share


def _control_moves(now: Assessment, before: Assessment) -> tuple[ControlMove, ...]:
    if not ids_stay(before.questionnaire, now.questionnaire):
        return ()
    earlier = {item.question.id: item for item in answered(before) if item.counts}
    moves = [
        _control_move(now, item, earlier[item.question.id])
        for item in answered(now)
        if item.counts and item.question.id in earlier
    ]
    moved = [move for move in moves if move.effect]
    return tuple(sorted(moved, key=lambda move: (-abs(move.effect), move.question)))


def _control_move(now: Assessment, item: Answered, earlier: Answered) -> ControlMove:
    effect = now.policy.weight(item.question) * (item.points - earlier.points)
    return ControlMove(item.question.id, item.question.text, earlier.words, item.words, effect)
