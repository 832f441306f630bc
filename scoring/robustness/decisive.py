"""Which single answers decide a tier, for a whole portfolio.

An answer is decisive if the tier would be another one had it been one level worse, or one level
better; all else stays as it is. One level moves the points of one question and nothing else: a
question that others depend on weighs 0, so the scope stays, and so does the weight in it. So
every such case is one more row of sums, and the needs of the tiers are judged as always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST, PRINCIPLES
from scoring.assessment import Outcome
from scoring.compiled import Model
from scoring.engine import Sums
from scoring.needs import needs
from scoring.tiers import highest

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]

BLOCK = 64
"""Partners tried at once: each has a row for every answer that can move."""


@dataclass(frozen=True, slots=True)
class OneLevel:
    """The tiers of n partners if one of q answers were a level worse, or a level better; (n, q).

    Indexes, -1 for none. An answer that cannot move, or does not count, leaves the tier as it is;
    an open question counts as its worst level, and is tried one level better.
    """

    worse: Codes
    better: Codes


def one_level(model: Model, outcome: Outcome) -> OneLevel:
    """Try every answer of a portfolio one level worse and one level better.

    About the tier whose needs are met as they stand, without hysteresis or conditions.
    """
    size = len(model.points)
    now = np.repeat(outcome.how.plain.astype(np.int8)[:, np.newaxis], size, axis=1)
    worse, better = now.copy(), now.copy()
    for start in range(0, len(now), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(now)))
        for tiers, step in ((worse, 1), (better, -1)):
            for rows, columns, codes in _moves(model, outcome.codes[block], step):
                tiers[block[rows], columns] = _tiers(model, outcome, block[rows], columns, codes)
    return OneLevel(worse, better)


def _moves(model: Model, codes: Codes, step: int) -> Iterator[tuple[Integers, Integers, Codes]]:
    """Yield who can move which answer, and to which level; nothing where nobody can."""
    last = np.array([len(levels) - 1 for levels in model.points], dtype=np.int8)
    is_open = (codes == states.UNANSWERED) | (codes == states.NA_CLAIMED)
    level = np.where(is_open, last, codes) + np.int8(step)
    counts = (is_open | (codes >= 0)) & (model.weights[:, -1] > 0)
    rows, columns = np.nonzero(counts & (level >= 0) & (level <= last))
    if rows.size:
        yield rows, columns, level[rows, columns]


def _tiers(
    model: Model, outcome: Outcome, rows: Integers, columns: Integers, levels: Codes
) -> Integers:
    """Judge cases: of each partner in `rows`, the question in `columns` at another level."""
    codes, before = outcome.codes[rows], outcome.codes[rows, columns]
    codes[np.arange(len(rows)), columns] = levels
    sums = _moved(model, outcome, rows, columns, (before, levels))
    judged = needs(model, sums, codes, outcome.standing.of(rows))
    return highest(sums.counts[:, 0] > 0, judged, [need.met for need in judged])


def _moved(
    model: Model,
    outcome: Outcome,
    rows: Integers,
    columns: Integers,
    levels: tuple[Codes, Codes],
) -> Sums:
    """Return the sums of the cases, of the columns that decide a tier: overall and principles."""
    before, after = levels
    points = _points(model)
    gained = points[columns, after] - np.where(before >= 0, points[columns, before], 0)
    weights = np.column_stack([model.overall, model.weights[:, : len(PRINCIPLES)]])
    kept = slice(0, weights.shape[1])
    decisive = outcome.sums.decisive[rows, kept]
    counts = outcome.sums.counts[rows]
    for place, state in enumerate((states.UNANSWERED, states.NA_CLAIMED), start=1):
        counts[:, 0] += before == state
        counts[:, place] -= before == state
    return Sums(
        earned=outcome.sums.earned[rows, kept] + gained[:, np.newaxis] * weights[columns],
        answered=decisive,
        unanswered=np.zeros_like(decisive),
        claimed=np.zeros_like(decisive),
        counts=counts,
        must_have=_weakest(model, outcome.codes, rows, columns, points[columns, after]),
    )


def _weakest(
    model: Model, codes: Codes, rows: Integers, columns: Integers, reached: Integers
) -> Integers:
    """Return the fewest points of a must-have, the moved answer having those it `reached`."""
    if not model.must_haves.size:
        return np.full(len(rows), BEST, dtype=np.int64)
    first, last = int(rows[0]), int(rows[-1]) + 1
    given = codes[first:last, model.must_haves]
    held = _points(model)[model.must_haves, np.maximum(given, 0)]
    held[(given == states.UNANSWERED) | (given == states.NA_CLAIMED)] = 0
    held[given < states.NA_CLAIMED] = BEST
    two = np.sort(np.column_stack([held, np.full(len(held), BEST)]), axis=1)[:, :2]
    weakest = held.argmin(axis=1)
    place = np.full(len(model.points), -1)
    place[model.must_haves] = np.arange(len(model.must_haves))
    moved, row = place[columns], rows - first
    others = np.where(moved == weakest[row], two[row, 1], two[row, 0])
    weakest_now: Integers = np.where(moved >= 0, np.minimum(others, reached), two[row, 0])
    return weakest_now


def _points(model: Model) -> Integers:
    """Return points by question and level, as a table that is 0 where there is no level."""
    table = np.zeros((len(model.points), max(map(len, model.points))), dtype=np.int64)
    for row, levels in enumerate(model.points):
        table[row, : len(levels)] = levels
    return table
