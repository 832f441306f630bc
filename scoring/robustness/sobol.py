"""Sobol indices by sampling: which of several independent inputs an output varies with.

With f at two samples A and B of n rows, and at A with column i taken from B:

    first_i = 1 - mean((f(B) - f(A_i))^2) / 2V      the share of i by itself
    total_i =     mean((f(A) - f(A_i))^2) / 2V      with all that it does together with others

V is the variance of f over both samples. Source: Jansen, Computer Physics Communications 117
(1999); Saltelli et al., Computer Physics Communications 181 (2010), table 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Indices:
    """Of k inputs, the first-order and the total index, and the standard error of either; (k,).

    All are 0 where the output does not vary.
    """

    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats


def sobol(output: Callable[[Floats], Floats], one: Floats, other: Floats) -> Indices:
    """Estimate the indices of the inputs of `output`, which takes (n, k) and returns (n,).

    `one` and `other`, (n, k), are independent samples of the inputs.
    """
    inputs = one.shape[1]
    found = np.zeros((4, inputs))
    at_one, at_other = output(one), output(other)
    middle = np.concatenate([at_one, at_other]).mean()
    spread = ((at_one - middle) ** 2 + (at_other - middle) ** 2) / 2
    variance = spread.mean()
    if variance > 0:
        for column in range(inputs):
            mixed = one.copy()
            mixed[:, column] = other[:, column]
            moved = output(mixed)
            for place, start in enumerate((at_other, at_one)):
                apart = (start - moved) ** 2 / 2
                share = apart.mean() / variance
                # A ratio of two means: its error by the first order of their deviations.
                error = (apart - share * spread).std() / (variance * np.sqrt(len(apart)))
                found[place, column] = 1 - share if start is at_other else share
                found[place + 2, column] = error
    return Indices(found[0], found[1], found[2], found[3])
