"""Other weights that somebody reasonable might have chosen for the principles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

DRAWS = 1000
"""How many sets of weights are tried."""

SEED = 20080801
"""The same weights every time, for everybody: the month of the handbook that asks for it."""

CONCENTRATION = 100
"""How close to the policy's the weights stay: nine in ten times, a weight of 20 per cent lies
between 14 and 27, and one of 30 between 23 and 38."""

WHOLE = 10_000
"""What the weights of a draw add to: integers, so that sums and comparisons stay exact."""


GRAIN = 9
"""Decimals of a per cent in which scores are compared: closer ones are ties on every machine."""


def weight_draws(weights: Sequence[int], draws: int = DRAWS, seed: int = SEED) -> Integers:
    """Return sets of principle weights, (draws, principles), each adding to WHOLE.

    They follow a Dirichlet distribution whose mean is the policy's weights, on a grain of one in
    WHOLE: a principle that the policy weighs keeps at least that much, one that it does not
    weigh gets none. Rounding goes to the largest remainders.
    """
    mean = np.array(weights, dtype=np.float64) / sum(weights)
    given = np.flatnonzero(mean)
    drawn = random_source(seed).dirichlet(CONCENTRATION * mean[given], size=draws)
    scaled = drawn * (WHOLE - len(given))
    whole = 1 + np.floor(scaled).astype(np.int64)
    order = np.argsort(whole - scaled, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    whole += rank < (WHOLE - whole.sum(axis=1))[:, np.newaxis]
    found = np.zeros((draws, len(mean)), dtype=np.int64)
    found[:, given] = whole
    return found


def random_source(seed: int) -> np.random.RandomState:
    """Return a source of numbers that is the same for a seed, whatever the version of numpy.

    Only the stream of RandomState is frozen for good (NEP 19); what a generator of
    `default_rng` gives may change, and a published figure with it.
    """
    return np.random.RandomState(seed)  # the frozen one, on purpose
