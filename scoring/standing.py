"""What is known of partners beyond their answers: assurance, contradictions, plans, the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Grades = npt.NDArray[np.int8]
    Flags = npt.NDArray[np.bool_]
    Integers = npt.NDArray[np.int64]

NONE = -1
"""No tier was held, or no plan is on record."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of n partners and q questions, what stands beside the answers on the day of assessment.

    `assurance`, (n, q), is what backs each answer, an index into `policy.ASSURANCES`, evidence
    out of date left out; `contradicted`, (n, q), tells which answers an open contradiction
    touches. `held`, (n,), is the tier that the quarter before reached by itself, and
    `plan_age`, (n,), how many days ago a plan was put on record; both NONE where there is none.
    """

    assurance: Grades
    contradicted: Flags
    held: Integers
    plan_age: Integers

    def of(self, rows: Integers) -> Standing:
        """Return the standing of some of the partners, by position."""
        return Standing(
            self.assurance[rows], self.contradicted[rows], self.held[rows], self.plan_age[rows]
        )


def unknown_standing(partners: int, questions: int) -> Standing:
    """Return the standing of partners of whom nothing is known: self-attested throughout."""
    return Standing(
        assurance=np.zeros((partners, questions), dtype=np.int8),
        contradicted=np.zeros((partners, questions), dtype=np.bool_),
        held=np.full(partners, NONE, dtype=np.int64),
        plan_age=np.full(partners, NONE, dtype=np.int64),
    )
