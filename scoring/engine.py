"""The scoring engine: from a code matrix to exact sums, for a whole portfolio at once.

For a partner p and a column k (a principle or a clause element), over the questions q that are
answered:

    earned[p, k]   = sum of  weight[q, k] x points(code[p, q])      (points in thousandths)
    answered[p, k] = sum of  weight[q, k]
    score          = earned / (10 x answered)   per cent

and likewise the weight of the unanswered and of the claimed not applicable. A column's weight
is weight x share for a principle and weight for an element; the overall column is the
principles' columns added with the policy's principle weights. Every figure is an integer and
every sum stays below 2^53, so float64 products are exact and the order of adding is immaterial.

Derivation, worked example and second implementation: METHOD.md, tests/oracle.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST
from scoring.compiled import COLUMNS, PLANES, Model, Word

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

BLOCK = 512
"""Partners scored at once: the block and its look-ups stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Exact sums of n partners: arrays (n, len(COLUMNS)) of weight, `earned` times points.

    `answered`, `unanswered` and `claimed` are the weight of the questions in each state, and
    `counts`, (n, 3), their number. `must_have`, (n,), is the fewest points that any must-have in
    scope has, BEST where there is none.
    """

    earned: Integers
    answered: Integers
    unanswered: Integers
    claimed: Integers
    counts: Integers
    must_have: Integers

    @property
    def decisive(self) -> Integers:
        """Weight that decides the tier: what is unanswered or only claimed counts as not met."""
        return self.answered + self.unanswered + self.claimed


def score(model: Model, codes: Codes) -> Sums:
    """Score a scoped code matrix (partners x questions), exactly.

    `codes` comes from `questionnaires.applicability.scope`. A code that is neither a state nor
    a level of its question raises ValueError, since it would earn another question's points.
    """
    codes = np.ascontiguousarray(codes, dtype=np.int8)
    _check_codes(model, codes)
    # Column-major, so that what follows reads each column in one run.
    totals = {plane: np.empty((len(COLUMNS) + 1, len(codes)), dtype=np.int64) for plane in PLANES}
    must_have = np.full(len(codes), BEST, dtype=np.int64)
    narrow = np.empty((BLOCK, len(model.points)), dtype=np.int16)
    index = np.empty(narrow.shape, dtype=np.intp)
    looked_up = np.empty(narrow.shape)
    for start in range(0, len(codes), BLOCK):
        block = slice(start, min(start + BLOCK, len(codes)))
        size = block.stop - start
        np.add(codes[block], model.rows, out=narrow[:size])
        index[:size] = narrow[:size]
        for word in model.words:
            # Indexes are in range by _check_codes; "clip" only spares numpy a buffer.
            np.take(word.table, index[:size], out=looked_up[:size], mode="clip")
            _add_up(model, word, looked_up[:size], totals, block)
        if model.must_haves.size:
            reached = model.must_have_points[index[:size, model.must_haves]]
            must_have[block] = reached.min(axis=1)
    return Sums(
        **{plane: total[:-1].T for plane, total in totals.items()},
        counts=np.stack([totals[plane][-1] for plane in PLANES[1:]], axis=1),
        must_have=must_have,
    )


def _add_up(
    model: Model, word: Word, looked_up: Floats, totals: dict[str, Integers], block: slice
) -> None:
    """Sum one look-up by column, split the packed sums into their planes, and scale them back."""
    rest = (looked_up @ model.reduced).astype(np.int64).T
    mix = np.array(model.policy.principle_weights, dtype=np.int64)
    for plane, radix in zip(word.planes, word.radices, strict=True):
        higher = rest // radix
        scale = model.scale * (model.grain if plane == "earned" else 1)
        columns = (rest - higher * radix) * scale
        rest = higher
        totals[plane][1:, block] = columns
        totals[plane][0, block] = mix @ columns[: len(mix)]


def _check_codes(model: Model, codes: Codes) -> None:
    most = np.array([len(levels) for levels in model.points], dtype=np.int8)
    least = np.where(model.weights[:, -1] > 0, states.OUT_OF_SCOPE, states.NOTED)
    if codes.shape[1:] != most.shape:
        message = f"{len(most)} questions, but codes of shape {codes.shape}"
        raise ValueError(message)
    if len(codes) and ((codes.max(axis=0) >= most) | (codes.min(axis=0) < least)).any():
        message = "a code is neither a state nor a level of its question"
        raise ValueError(message)
