"""Timing: the best of several rounds, both sides of a ratio in turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def best(*sides: Callable[[], Any], rounds: int = 5) -> list[float]:
    """Return each side's best seconds over the rounds; the sides run in turn in every round."""
    seconds = [float("inf")] * len(sides)
    for _ in range(rounds):
        for index, side in enumerate(sides):
            start = time.perf_counter()
            side()
            seconds[index] = min(seconds[index], time.perf_counter() - start)
    return seconds
