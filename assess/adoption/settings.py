"""A policy file as settings by name, and which way each one moves a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from scoring.policy import ASSURANCES, MUST_HAVES, SEVERITIES

Rank: TypeAlias = Callable[[Any, Sequence[str]], int]
"""How strict a value of a setting is, the policy's tiers given: the higher, the stricter."""

TEXTS = {"title", "description", "published", "allows"}
"""Settings that name or describe, and decide nothing."""

ABSENT = "–"
"""The value of a setting that a policy does not have."""


def settings(data: dict[str, Any]) -> dict[str, Any]:
    """Return every setting of a checked policy file by name, what it may leave out filled in.

    A name is the way through the file, tiers by their id and without the words that say nothing:
    `tiers.confidential.overall`.
    """
    rest = {key: value for key, value in data.items() if key not in {"id", "version", "tiers"}}
    found = {"aggregation": "pooled", "hysteresis": 0, "contradicted_up_to": data["tiers"][0]["id"]}
    found |= dict(_leaves(rest, ()))
    found["tiers"] = ", ".join(tier["id"] for tier in data["tiers"])
    for tier in data["tiers"]:
        found |= dict(_tier(tier))
    return found


def _tier(tier: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    needs = dict(tier["needs"])
    wanted = needs.pop("assurance", {})
    assured = {MUST_HAVES: wanted.get("must_haves", ASSURANCES[0]), **wanted.get("controls", {})}
    path = ("tiers", tier["id"])
    yield from _leaves({key: tier[key] for key in ("title", "allows")}, path)
    yield from _leaves(needs | {"assurance": assured}, path)
    clause = tier.get("conditional")
    yield clause_of(tier["id"]), "yes" if clause else "no"
    if clause:
        closed = {f"closed.{name}": "yes" for name in clause["closed"]}
        named = {key: value for key, value in clause.items() if key != "closed"}
        yield from _leaves(named | closed, (*path, "conditional"))


def clause_of(tier: str) -> str:
    """Return the setting that says whether a tier may be held on conditions."""
    return f"tiers.{tier}.conditional"


def _leaves(data: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, path if key == "principles" else (*path, key))
    else:
        yield ".".join(path), data


def strictness(name: str) -> Rank | None:
    """Return how strict the values of a setting are; None where it moves verdicts either way."""
    return next((rank for pattern, rank in RANKS if fnmatchcase(name, pattern)), None)


def is_text(name: str) -> bool:
    """Tell whether a setting only names or describes."""
    path = name.split(".")
    return path[-1] in TEXTS and (len(path) == 1 or (path[0], len(path)) == ("tiers", 3))


def _more(value: Any, _tiers: Sequence[str]) -> int:
    return int(value)


def _less(value: Any, _tiers: Sequence[str]) -> int:
    return -int(value)


def _tier_up(value: Any, tiers: Sequence[str]) -> int:
    return tiers.index(value)


def _tier_down(value: Any, tiers: Sequence[str]) -> int:
    return -tiers.index(value)


def _yes(value: Any, _tiers: Sequence[str]) -> int:
    return int(value == "yes")


def _no(value: Any, _tiers: Sequence[str]) -> int:
    return int(value != "yes")


def _assurance(value: Any, _tiers: Sequence[str]) -> int:
    return ASSURANCES.index(value) if value in ASSURANCES else 0


def _milder(value: Any, _tiers: Sequence[str]) -> int:
    return -SEVERITIES.index(value)


def _mean(value: Any, _tiers: Sequence[str]) -> int:
    return ("arithmetic", "geometric", "minimum").index(value)


RANKS: tuple[tuple[str, Rank], ...] = (
    ("weights.*", lambda _value, _tiers: 0),
    ("points.*", _less),
    ("aggregation", _mean),
    ("hysteresis", _less),
    ("contradicted_up_to", _tier_down),
    ("exposure.*", _tier_up),
    ("severity.*", _less),
    ("due_days.*", _less),
    ("recommendation.conditions_from", _milder),
    ("recommendation.*", _less),
    ("tiers.*.assurance.*", _assurance),
    ("tiers.*.conditional", _no),
    ("tiers.*.conditional.closed.*", _yes),
    ("tiers.*.conditional.open_up_to", _milder),
    ("tiers.*.conditional.lapses_after", _less),
    ("tiers.*", _more),
)
"""The first pattern that fits decides; weights have no direction, which a rank of 0 says."""
