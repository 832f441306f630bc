"""A signal: what makes a returned file worth a second look. Never an accusation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Strength: TypeAlias = Literal["weak", "moderate", "strong"]

STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak")
"""How unlikely it is that a signal has no cause worth knowing, in the order of every list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One place in the partner's file that a signal rests on, and what stands there."""

    question: str
    cell: str
    said: str


@dataclass(frozen=True, slots=True)
class Signal:
    """What was seen of one partner; `rule` is the id of the rule that says why and what to ask."""

    partner: str
    rule: str
    strength: Strength
    says: str
    facts: tuple[Fact, ...] = ()
