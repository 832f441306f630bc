"""What is left of a tier if only what is backed by evidence counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from questionnaires.profiles import Profile
from scoring.assessment import Outcome, judge
from scoring.compiled import Model

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]


def only_backed(model: Model, profiles: Sequence[Profile], outcome: Outcome) -> Outcome:
    """Judge a portfolio again as if every answer that is only self-attested were at its worst.

    What remains is what documents and independent parties say: a lower bound, exact, for the
    score and for the tier. A gate, which weighs nothing, keeps its answer: the scope stays.
    """
    last = np.array([len(levels) - 1 for levels in model.points], dtype=np.int8)
    attested = (outcome.codes >= 0) & (outcome.standing.assurance == 0)
    attested &= model.weights[:, -1] > 0
    nothing: Integers = np.full(len(outcome.codes), -1, dtype=np.int64)
    standing = replace(outcome.standing, held=nothing, plan_age=nothing)
    return judge(model, profiles, np.where(attested, last, outcome.codes), standing)
