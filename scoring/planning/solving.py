"""Choosing the steps: a mixed-integer programme, solved to proven optimality.

One 0/1 variable x a step; at most one step a question. With the sums of the assessment fixed
(an open question counts as not met already, so no improvement changes a divisor):

    minimise    sum of days x
    coverage    100 (answered + sum of newly answered) >= need (asked + sum of claims answered)
    score k     earned[k] + sum of weight[q, k] gained x >= 10 need decisive[k]
    must-haves  each one short of its points: some step of it that reaches them

For the aggregations, with s_p the score of a principle and w_p its weight:

    arithmetic  sum of w_p s_p >= need W                 linear
    minimum     s_p >= need for each p                   linear
    geometric   sum of w_p log s_p >= W log need         by cuts: log lies below its tangents, so
                every tangent gives a linear condition that no solution breaks; one is added at
                each point found that is not there yet, until one is

All data are integers; HiGHS (scipy.optimize.milp) works in floating point, so what it finds is
judged by the engine, exactly, and a solution that the engine does not accept is cut off and
sought again. Fewest days first, then fewest steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

NODES = 10_000
"""Nodes of the search tree after which it is given up: one partner takes some tens."""

CLEARLY = 1e-5
"""What a broken condition, scaled, lacks at least: ten times the solver's tolerance."""

ROUNDS = 200
"""Cuts after which the search is given up; a handful is usual."""


@dataclass(frozen=True, slots=True)
class Row:
    """One condition: the sum of coefficients of the chosen steps is at least `least`."""

    coefficients: Floats
    least: float


Refine = Callable[[Sequence[int]], Row | None]
"""Given a choice of steps, returns a condition that it breaks; None where it does what is asked."""


class UndecidedError(Exception):
    """The solver came to no proven end, and no plan is better than a guess."""


def choose(
    days: Sequence[int], groups: Sequence[Sequence[int]], rows: Sequence[Row], refine: Refine
) -> list[int] | None:
    """Return the cheapest choice of steps, by position, or None where there is none.

    At most one of each group is chosen. Raises UndecidedError where optimality is not proven.
    """
    conditions = list(rows)
    for _ in range(ROUNDS):
        found = _solve(days, groups, conditions)
        if found is None:
            return None
        broken = refine(found)
        if broken is None:
            return found
        conditions.append(broken)
    message = f"no plan was proven after {ROUNDS} cuts"
    raise UndecidedError(message)


def cut_off(chosen: Sequence[int], size: int) -> Row:
    """Return the condition that a choice, taken as a whole, is not made again."""
    coefficients = np.ones(size)
    coefficients[list(chosen)] = -1
    return Row(coefficients, 1 - len(chosen))


def is_broken(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether a choice breaks a condition by more than the solver lets pass."""
    scaled = _scaled(row)
    return float(scaled.coefficients[list(chosen)].sum()) < scaled.least - CLEARLY


def _solve(
    days: Sequence[int], groups: Sequence[Sequence[int]], rows: Sequence[Row]
) -> list[int] | None:
    """Return the choice with the fewest days, and of those with the fewest steps.

    One after the other: as one weighted sum, the search takes ten times as long (measured).
    """
    if not days:
        return [] if all(row.least <= 0 for row in rows) else None
    size = len(days)
    once = np.zeros((len(groups), size))
    for row, group in enumerate(groups):
        once[row, list(group)] = 1
    scaled = [_scaled(row) for row in rows]
    asked = np.array([row.coefficients for row in scaled]).reshape(len(scaled), size)
    least = np.array([row.least for row in scaled])
    constraints = [LinearConstraint(once, -np.inf, 1), LinearConstraint(asked, least, np.inf)]
    cost = np.array(days, dtype=np.float64)
    fewest = _minimise(cost, constraints)
    if fewest is None:
        return None
    no_more = LinearConstraint(cost[np.newaxis, :], -np.inf, sum(days[each] for each in fewest))
    shortest = _minimise(np.ones(size), [*constraints, no_more])
    return fewest if shortest is None else shortest


def _minimise(cost: Floats, constraints: Sequence[LinearConstraint]) -> list[int] | None:
    """Return the positions chosen at the least cost, in whole numbers; None if there are none."""
    result = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"mip_rel_gap": 0.0, "node_limit": NODES},
    )
    if result.status == _INFEASIBLE:
        return None
    # Costs are whole numbers, so a bound within one of what was found proves it.
    if result.x is None or result.mip_dual_bound <= result.fun - 1 + CLEARLY:
        message = f"the solver stopped: {result.message}"
        raise UndecidedError(message)
    return [position for position, value in enumerate(result.x) if value > 1 / 2]


_INFEASIBLE = 2
"""scipy's status for a programme without solution."""


def _scaled(row: Row) -> Row:
    """Bring a condition to a size at which the solver's tolerances are small beside a unit.

    Whole numbers are divided by their common divisor, and the bound rounded up: that loses
    no choice, and stays exact.
    """
    if not row.coefficients.any():
        return row
    whole = np.rint(row.coefficients)
    if np.array_equal(whole, row.coefficients):
        divisor = int(np.gcd.reduce(np.abs(whole).astype(np.int64)))
        return Row(whole / divisor, ceil(Fraction(row.least) / divisor))
    largest = float(np.abs(row.coefficients).max())
    return Row(row.coefficients / largest, row.least / largest)
