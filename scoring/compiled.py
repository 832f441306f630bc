"""A questionnaire under a policy, as tables that the engine can run on.

A look-up is what costs most, so the four figures the engine adds up (points and the weight of
three states) are packed into as few float64 as hold them exactly. Weights and points are first
divided by their common divisors: smaller figures let more of them share a float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, prod
from typing import TYPE_CHECKING

import numpy as np

from questionnaires import codes as states
from questionnaires.model import BEST, ELEMENTS, PRINCIPLES, Questionnaire
from questionnaires.problems import InvalidDocumentError, Place, Problem
from scoring.policy import Policy, check_fit

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

COLUMNS = ("overall", *PRINCIPLES, *ELEMENTS)
"""What the columns of every sum stand for."""

EXACT = 2**53
"""Below this, float64 holds every integer, and so every sum of integers."""

PLANES = ("earned", "answered", "unanswered", "claimed")
"""What is summed: points, and the weight of the three states a question in scope can be in."""


@dataclass(frozen=True, slots=True)
class Word:
    """Several planes in one look-up table, as digits of one number, the first the lowest.

    `radices` are one more than each plane can add up to, so that a sum never carries over.
    """

    table: Floats
    planes: tuple[str, ...]
    radices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A questionnaire of q questions under a policy.

    `points` are by question and level. `weights` is (q, 12): principles, elements, and a 1 a
    scored question to count by; `overall` are the weights in the overall score. `reduced` is
    `weights` / `scale`, a divisor a column, and `grain` divides the points. Row
    `rows[q] + code` of `words` and `must_have_points` is what a code of question q stands for;
    `must_haves` are the positions of the must-haves.
    """

    questionnaire: Questionnaire
    policy: Policy
    points: tuple[tuple[int, ...], ...]
    weights: Integers
    overall: tuple[int, ...]
    reduced: Floats
    scale: Integers
    grain: int
    rows: npt.NDArray[np.int16]
    words: tuple[Word, ...]
    must_haves: npt.NDArray[np.intp]
    must_have_points: npt.NDArray[np.int16]


def compile_model(questionnaire: Questionnaire, policy: Policy) -> Model:
    """Prepare a questionnaire for scoring under a policy.

    Raises InvalidDocumentError where the policy's points do not fit the questions, or where
    the sums could leave the range in which they are exact (thousands of heavy questions).
    """
    check_fit(policy, questionnaire)
    points = tuple(policy.level_points(question) for question in questionnaire.questions)
    grain = gcd(*(each for levels in points for each in levels)) or 1
    weights = _weights(questionnaire, policy)
    scale = np.maximum(np.gcd.reduce(weights, axis=0), 1)
    reduced = weights // scale
    width = max(len(levels) for levels in points) - states.LOWEST
    heaviest = int(reduced.sum(axis=0).max())
    most = {plane: heaviest * (BEST // grain if plane == "earned" else 1) for plane in PLANES}
    if most["earned"] >= EXACT or len(points) * width > np.iinfo(np.int16).max:
        message = "too many or too heavy questions for exact sums"
        problem = Problem(Place(), "questionnaire.too-large", message, "split the questionnaire")
        raise InvalidDocumentError([problem])
    return Model(
        questionnaire=questionnaire,
        policy=policy,
        points=points,
        weights=weights,
        overall=tuple((weights[:, : len(PRINCIPLES)] @ policy.principle_weights).tolist()),
        reduced=reduced.astype(np.float64),
        scale=scale[:, np.newaxis],
        grain=grain,
        rows=(np.arange(len(points)) * width - states.LOWEST).astype(np.int16),
        words=_pack(_planes(points, grain, weights[:, -1], width), most),
        must_haves=np.flatnonzero([question.must_have for question in questionnaire.questions]),
        must_have_points=_must_have_points(points, width),
    )


def column_weights(model: Model) -> list[list[int]]:
    """Return, per question, its weight in each of COLUMNS and, last, 1 where it is scored."""
    whole: list[list[int]] = np.column_stack([model.overall, model.weights]).tolist()
    return whole


def _weights(questionnaire: Questionnaire, policy: Policy) -> Integers:
    rows = [
        [
            *(policy.weight(question) * share for share in question.shares),
            *(policy.weight(question) * (question.element == element) for element in ELEMENTS),
            int(question.scored),
        ]
        for question in questionnaire.questions
    ]
    return np.array(rows, dtype=np.int64)


def _planes(
    points: tuple[tuple[int, ...], ...], grain: int, scored: Integers, width: int
) -> dict[str, Floats]:
    """Build one look-up table a plane: a row a question, a column a code from LOWEST up."""
    tables = {plane: np.zeros((len(points), width)) for plane in PLANES}
    for row, levels in enumerate(points):
        if scored[row]:
            reached = slice(-states.LOWEST, len(levels) - states.LOWEST)
            tables["earned"][row, reached] = [each // grain for each in levels]
            tables["answered"][row, reached] = 1
            tables["unanswered"][row, states.UNANSWERED - states.LOWEST] = 1
            tables["claimed"][row, states.NA_CLAIMED - states.LOWEST] = 1
    return tables


def _pack(planes: dict[str, Floats], most: dict[str, int]) -> tuple[Word, ...]:
    """Put as many planes into a float64 as fit; `most` is what each can add up to."""
    words: list[Word] = []
    for plane, table in planes.items():
        radix = most[plane] + 1
        used = prod(words[-1].radices) if words else 1
        if words and used * radix <= EXACT:
            last = words.pop()
            packed = last.table + table.ravel() * used
            words.append(Word(packed, (*last.planes, plane), (*last.radices, radix)))
        else:
            words.append(Word(table.ravel(), (plane,), (radix,)))
    return tuple(words)


def _must_have_points(points: tuple[tuple[int, ...], ...], width: int) -> npt.NDArray[np.int16]:
    """Build the look-up table of must-haves: what leaves every sum cannot fall short."""
    table = np.full((len(points), width), BEST, dtype=np.int16)
    for row, levels in enumerate(points):
        table[row, -states.LOWEST : len(levels) - states.LOWEST] = levels
        table[row, [code - states.LOWEST for code in (states.UNANSWERED, states.NA_CLAIMED)]] = 0
    return table.ravel()
