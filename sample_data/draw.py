"""The generator's only source of chance: the same names always draw the same lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

SEED = "partner-posture sample 1"

T = TypeVar("T")


def share(*names: str) -> float:
    """Return a number from 0 up to 1 that depends on nothing but the names and the seed."""
    # random() is the one method that Python promises to keep reproducible.
    return random.Random(":".join((SEED, *names))).random()  # noqa: S311 - no secret


def pick(choices: Sequence[T], *names: str) -> T:
    """Return the choice that the names draw."""
    return choices[int(share(*names) * len(choices))]


def mixed(items: Sequence[T], *names: str) -> list[T]:
    """Return the items in the order that the names draw."""
    order = sorted(range(len(items)), key=lambda index: share(*names, str(index)))
    return [items[index] for index in order]
