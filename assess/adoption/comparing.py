"""What differs between two policies, and which way each difference moves a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assess.adoption.settings import ABSENT, clause_of, is_text, settings, strictness
from assess.policies import read_policy
from questionnaires.documents import Document
from questionnaires.model import Reference

Way = Literal["stricter", "looser", "either way", "words"]

WAYS: tuple[Way, ...] = ("stricter", "looser", "either way", "words")
"""What a difference asks: more, less, more of some and less of others, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that differs; a value is ABSENT where a policy has no such setting."""

    setting: str
    before: Any
    after: Any
    way: Way


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies and every setting that differs, in the order of the files."""

    old: Reference
    new: Reference
    differences: tuple[Difference, ...]

    @property
    def counts(self) -> dict[Way, int]:
        """How many differences go which way."""
        found = Counter(each.way for each in self.differences)
        return {way: found[way] for way in WAYS}

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON-ready data."""
        return {
            "old": self.old.as_dict(),
            "new": self.new.as_dict(),
            "counts": self.counts,
            "differences": [
                {
                    "setting": each.setting,
                    "before": None if each.before is ABSENT else each.before,
                    "after": None if each.after is ABSENT else each.after,
                    "way": each.way,
                }
                for each in self.differences
            ],
        }


def compare_policies(old: str, new: str, folders: Sequence[Path]) -> Comparison:
    """Compare two policies, each an `id@version`, a bare id for its newest, or a file's name.

    Raises UnknownNameError or InvalidDocumentError where one of them cannot be used.
    """
    return comparison(read_policy(old, folders)[1], read_policy(new, folders)[1])


def comparison(old: Document, new: Document) -> Comparison:
    """Compare two checked policy files."""
    before, after = settings(old.data), settings(new.data)
    tiers = [[tier["id"] for tier in each.data["tiers"]] for each in (old, new)]
    names = [name for name in {**after, **before} if before.get(name) != after.get(name)]
    # What stands in a clause that came or went goes the way of the clause.
    clauses = [clause_of(tier) for tier in tiers[1] if clause_of(tier) in names]
    found = []
    for name in names:
        deciding = next((clause for clause in clauses if name.startswith(f"{clause}.")), name)
        way = _way(deciding, _pair(deciding, before, after), tiers)
        found.append(Difference(name, *_pair(name, before, after), way))
    return Comparison(old.reference, new.reference, tuple(found))


def _pair(name: str, *sides: dict[str, Any]) -> tuple[Any, Any]:
    before, after = (side.get(name, ABSENT) for side in sides)
    return before, after


def _way(name: str, pair: tuple[Any, Any], tiers: Sequence[Sequence[str]]) -> Way:
    if is_text(name):
        return "words"
    rank = strictness(name)
    # Where tiers came or went, a tier's place in the list no longer means the same.
    if rank is None or tiers[0] != tiers[1]:
        return "either way"
    try:
        then, now = (rank(value, each) for value, each in zip(pair, tiers, strict=True))
    except ValueError:  # one of the two has no place in the order, such as a pooled score
        return "either way"
    if then == now:
        return "either way"
    return "stricter" if now > then else "looser"
