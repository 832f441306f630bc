"""The scoring engine: from a code matrix to exact sums, for a whole portfolio at once.

For a partner p and a column k (a principle or a clause element), over the questions q that
count:

    earned[p, k]   = sum of  column_weight[q, k] x points(code[p, q])      (thousandths)
    possible[p, k] = sum of  column_weight[q, k]
    score          = earned / (10 x possible)   per cent

and likewise `possible` over the unanswered and over the claimed not applicable. A column's
weight is weight x share for a principle and weight for an element; the overall column is the
principles' columns added with the policy's principle weights. Every figure is an integer and
every sum stays below 2^53, so float64 products are exact and any order of adding is the same.

Derivation, worked example and second implementation: METHOD.md, tests/oracle.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST, ELEMENTS, PRINCIPLES, Questionnaire
from scoring.policy import Policy, check_fit

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

COLUMNS = ("overall", *PRINCIPLES, *ELEMENTS)
"""What the columns of every sum stand for."""

BLOCK = 512
"""Partners scored at once: the block and its look-ups stay in the processor's cache."""

EXACT = 2**53
"""Below this, float64 holds every integer."""

PLANES = ("earned", "answered", "unanswered", "claimed")
"""What is summed: points, and the weights of the three states a question in scope can be in."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Exact sums of n partners: arrays (n, len(COLUMNS)) in column weight, `earned` x 1000.

    `counts` is (n, 3): scored questions answered, unanswered, and claimed not applicable.
    `must_have` is (n,): the fewest points any must-have in scope has, BEST where there is none.
    `answered`, `unanswered` and `claimed` are the possible weight of the questions in each state.
    """

    earned: Integers
    answered: Integers
    unanswered: Integers
    claimed: Integers
    counts: Integers
    must_have: Integers

    @property
    def decisive(self) -> Integers:
        """Possible weight for the tier: what is unanswered or only claimed counts as not met."""
        return self.answered + self.unanswered + self.claimed


@dataclass(frozen=True, slots=True)
class Model:
    """A questionnaire under a policy, as tables for the engine.

    `weights` is (questions, columns + 1): principles, elements, and a 1 a scored question to
    count by. `words` are the packed look-up tables, see `_pack`.
    """

    questionnaire: Questionnaire
    policy: Policy
    points: tuple[tuple[int, ...], ...]
    weights: Floats
    words: tuple[Word, ...]
    must_haves: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Word:
    """Several planes in one look-up table: plane i of a sum starts at bit `shifts[i]`."""

    table: Floats
    planes: tuple[str, ...]
    shifts: tuple[int, ...]


def compile_model(questionnaire: Questionnaire, policy: Policy) -> Model:
    """Prepare a questionnaire for scoring under a policy.

    Raises InvalidDocumentError where the policy's points do not fit, or where the sums could
    leave the range in which they are exact (some thousand questions of the highest weight).
    """
    check_fit(policy, questionnaire)
    points = tuple(policy.level_points(question) for question in questionnaire.questions)
    weights = _column_weights(questionnaire, policy)
    must_haves = [i for i, question in enumerate(questionnaire.questions) if question.must_have]
    return Model(
        questionnaire=questionnaire,
        policy=policy,
        points=points,
        weights=weights,
        words=_pack(_planes(points, weights), int(weights.sum(axis=0).max())),
        must_haves=np.array(must_haves, dtype=np.intp),
    )


def score(model: Model, codes: Codes) -> Sums:
    """Score a scoped code matrix (partners x questions), exactly.

    `codes` comes from `questionnaires.applicability.scope`; a code that is no state and no
    level of its question raises ValueError, since it would earn another question's points.
    """
    codes = np.ascontiguousarray(codes, dtype=np.int8)
    _check_codes(model, codes)
    columns = model.weights.shape[1]
    totals = {plane: np.empty((len(codes), columns), dtype=np.int64) for plane in PLANES}
    width = model.words[0].table.size // len(model.points)
    base = np.arange(len(model.points), dtype=np.intp) * width - states.LOWEST
    index = np.empty((BLOCK, len(model.points)), dtype=np.intp)
    looked_up = np.empty(index.shape)
    for start in range(0, len(codes), BLOCK):
        block = codes[start : start + BLOCK]
        size = len(block)
        np.add(block, base, out=index[:size])
        for word in model.words:
            # Indexes are in range by _check_codes; "clip" only spares numpy a buffer.
            np.take(word.table, index[:size], out=looked_up[:size], mode="clip")
            _unpack(word, looked_up[:size] @ model.weights, totals, slice(start, start + size))
    return _as_sums(model, codes, totals)


def _as_sums(model: Model, codes: Codes, totals: dict[str, Integers]) -> Sums:
    principles = len(PRINCIPLES)
    mix = np.array(model.policy.principle_weights, dtype=np.int64)
    sums = {
        plane: np.column_stack([total[:, :principles] @ mix, total[:, :-1]])
        for plane, total in totals.items()
    }
    counts = np.column_stack([totals[plane][:, -1] for plane in PLANES[1:]])
    return Sums(**sums, counts=counts, must_have=_fewest_points(model, codes))


def _column_weights(questionnaire: Questionnaire, policy: Policy) -> Floats:
    rows = [
        [
            *(policy.weight(question) * share for share in question.shares),
            *(policy.weight(question) * (question.element == element) for element in ELEMENTS),
            int(question.scored),
        ]
        for question in questionnaire.questions
    ]
    return np.array(rows, dtype=np.float64)


def _planes(points: tuple[tuple[int, ...], ...], weights: Floats) -> dict[str, Floats]:
    """Build one look-up table a plane: a row a question, a column a code from LOWEST up."""
    width = max(len(row) for row in points) - states.LOWEST
    tables = {plane: np.zeros((len(points), width)) for plane in PLANES}
    for row, levels in enumerate(points):
        if weights[row, -1]:
            reached = slice(-states.LOWEST, len(levels) - states.LOWEST)
            tables["earned"][row, reached] = levels
            tables["answered"][row, reached] = 1
            tables["unanswered"][row, states.UNANSWERED - states.LOWEST] = 1
            tables["claimed"][row, states.NA_CLAIMED - states.LOWEST] = 1
    return tables


def _pack(planes: dict[str, Floats], heaviest: int) -> tuple[Word, ...]:
    """Put as many planes into one float64 as fit exactly, since a look-up costs most.

    `heaviest` is the largest sum of a column's weights: what a plane of ones can add up to.
    """
    words: list[Word] = []
    for plane, table in planes.items():
        bits = (heaviest * (BEST if plane == "earned" else 1)).bit_length()
        if 2**bits > EXACT:
            message = "the questionnaire's weights are too large for exact sums"
            raise OverflowError(message)
        last = words[-1] if words else None
        used = last.shifts[-1] if last else 0
        if last is not None and 2 ** (used + bits) <= EXACT:
            packed = last.table + table.ravel() * 2.0**used
            words[-1] = Word(packed, (*last.planes, plane), (*last.shifts, used + bits))
        else:
            words.append(Word(table.ravel(), (plane,), (0, bits)))
    return tuple(words)


def _unpack(word: Word, sums: Floats, totals: dict[str, Integers], rows: slice) -> None:
    packed = sums.astype(np.int64)
    for plane, start, end in zip(word.planes, word.shifts, word.shifts[1:], strict=False):
        totals[plane][rows] = (packed >> start) & ((1 << (end - start)) - 1)


def _check_codes(model: Model, codes: Codes) -> None:
    most = np.array([len(levels) for levels in model.points], dtype=np.int8)
    least = np.where(model.weights[:, -1] > 0, states.OUT_OF_SCOPE, states.NOTED)
    if codes.shape[1:] != most.shape:
        message = f"{len(most)} questions, but codes of shape {codes.shape}"
        raise ValueError(message)
    if len(codes) and ((codes.max(axis=0) >= most) | (codes.min(axis=0) < least)).any():
        message = "a code is neither a state nor a level of its question"
        raise ValueError(message)


def _fewest_points(model: Model, codes: Codes) -> Integers:
    fewest = np.full(len(codes), BEST, dtype=np.int64)
    for column in model.must_haves:
        by_code = np.full(len(model.points[column]) - states.LOWEST, BEST, dtype=np.int64)
        by_code[-states.LOWEST :] = model.points[column]
        by_code[[states.UNANSWERED - states.LOWEST, states.NA_CLAIMED - states.LOWEST]] = 0
        np.minimum(fewest, by_code[codes[:, column] - states.LOWEST], out=fewest)
    return fewest
