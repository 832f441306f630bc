"""The policy: what counts how much, what each tier needs, and what follows from the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from questionnaires.documents import Document
from questionnaires.model import PRINCIPLES, Question, Questionnaire, Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem
from questionnaires.profiles import VOCABULARY

SCHEMA = Path(__file__).parent / "schema" / "policy.schema.json"

Severity = Literal["low", "moderate", "high", "critical"]

SEVERITIES: tuple[Severity, ...] = ("low", "moderate", "high", "critical")
"""Words for how much a finding matters, least first."""

RECOMMENDATIONS = ("approve", "approve with conditions", "remediate", "restrict", "suspend")
"""What we advise, best outcome first."""

Aggregation = Literal["pooled", "arithmetic", "geometric", "minimum"]
"""How the overall score comes from the principles; see `scoring.aggregation`."""

ASSURANCES = ("self-attested", "documented", "verified")
"""What backs an answer, least first; its position is its number in every table."""

MUST_HAVES = "must-haves"
"""Stands for all of them in a list of controls."""

EXPOSURE_FIELDS = ("data_classes", "access", "criticality")


@dataclass(frozen=True, slots=True)
class Conditional:
    """How a tier may be held for a while by a partner that lacks some of its needs.

    It needs an overall score of `overall` per cent, no finding worse than `open_up_to`, every
    control of `closed` (question ids, or MUST_HAVES) fully met, and a plan on record; the tier
    lapses `lapses_after` days after the day of that plan.
    """

    overall: int
    open_up_to: Severity
    closed: tuple[str, ...]
    lapses_after: int


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of data access and what a partner needs to hold it.

    `coverage`, `overall` and `floors` (over PRINCIPLES) are whole per cent; every applicable
    must-have needs `must_have_points` thousandths. `assurance` is the least one, an index into
    ASSURANCES, by question id or MUST_HAVES. The needs of lower tiers come on top.
    """

    id: str
    title: str
    allows: str
    coverage: int
    overall: int
    floors: tuple[int, int, int, int, int]
    must_have_points: int
    assurance: tuple[tuple[str, int], ...] = ()
    conditional: Conditional | None = None


@dataclass(frozen=True)
class Policy:
    """One version of a policy. Tiers run from least to most access.

    `exposure` maps a profile field and value to the index of the tier that it requires;
    `severity` is the least loss of moderate, high and critical, in thousandths of weight;
    `hysteresis` is what a score may fall short of a tier held before, in whole per cent, and
    `contradicted_up_to` the highest tier while an answer is contradicted.
    """

    reference: Reference
    title: str
    principle_weights: tuple[int, ...]
    must_have_factor: int
    points: dict[str, int]
    tiers: tuple[Tier, ...]
    exposure: dict[str, dict[str, int]]
    severity: tuple[int, ...]
    due_days: dict[str, int]
    conditions_from: Severity
    remediate_up_to: int
    restrict_up_to: int
    aggregation: Aggregation = "pooled"
    hysteresis: int = 0
    contradicted_up_to: int = 0

    def weight(self, question: Question) -> int:
        """Return what a question weighs under this policy."""
        return question.weight * (self.must_have_factor if question.must_have else 1)

    def level_points(self, question: Question) -> tuple[int, ...]:
        """Return the points of a question's levels, best first, in thousandths."""
        return tuple(self.points.get(level.id, level.points) for level in question.answer.levels)

    def severity_of(self, loss: int) -> Severity:
        """Return the word for a loss (weight x missing points); bands are half-open."""
        return SEVERITIES[sum(loss >= least for least in self.severity)]


def build_policy(document: Document) -> Policy:
    """Turn a checked policy file into a Policy.

    Raises InvalidDocumentError with every breach of the rules that the schema cannot say.
    """
    data = document.data
    names = [tier["id"] for tier in data["tiers"]]
    problems = [
        Problem(Place(str(document.path), path=path), "policy.rule", message, hint)
        for rule in (_weights, _tiers, _exposure, _severity, _recommendation)
        for path, message, hint in rule(data, names)
    ]
    if problems:
        raise InvalidDocumentError(sorted(problems))
    advice = data["recommendation"]
    return Policy(
        reference=document.reference,
        title=data["title"],
        principle_weights=_by_principle(data["weights"]["principles"]),
        must_have_factor=data["weights"]["must_have_factor"],
        points=dict(data["points"]),
        tiers=tuple(_tier(tier) for tier in data["tiers"]),
        exposure={
            field: {value: names.index(tier) for value, tier in data["exposure"][field].items()}
            for field in EXPOSURE_FIELDS
        },
        severity=tuple(data["severity"][word] for word in SEVERITIES[1:]),
        due_days=dict(data["due_days"]),
        conditions_from=advice["conditions_from"],
        remediate_up_to=advice["remediate_up_to"],
        restrict_up_to=advice["restrict_up_to"],
        aggregation=data.get("aggregation", "pooled"),
        hysteresis=data.get("hysteresis", 0),
        contradicted_up_to=names.index(data.get("contradicted_up_to", names[0])),
    )


def check_fit(policy: Policy, questionnaire: Questionnaire) -> None:
    """Hold that a policy's points leave every question's levels in order, 1000 down to 0.

    Raises InvalidDocumentError naming each question whose levels it would turn round.
    """
    problems = []
    for question in questionnaire.questions:
        points = policy.level_points(question)
        given = [level.points for level in question.answer.levels]
        ends = [points[:1], points[-1:]] != [tuple(given[:1]), tuple(given[-1:])]
        if ends or any(later > earlier for earlier, later in pairwise(points)):
            message = f"under {policy.reference} the levels of {question.id} are worth {points}"
            hint = "`points` may only move levels between the best and the worst, and keep order"
            problems.append(Problem(Place(path="$.points"), "policy.points", message, hint))
    problems += _unknown_controls(policy, questionnaire)
    if problems:
        raise InvalidDocumentError(problems)


def _unknown_controls(policy: Policy, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Hold that every control a policy names is one of this questionnaire: a slip would pass."""
    for index, tier in enumerate(policy.tiers):
        closed = tier.conditional.closed if tier.conditional else ()
        named = [name for name, _ in tier.assurance] + list(closed)
        unknown = [n for n in named if n != MUST_HAVES and n not in questionnaire.positions]
        for name in unknown:
            message = f"{questionnaire.reference} has no control {name}, which {tier.id} names"
            hint = "correct the id, or judge this questionnaire by another policy"
            place = Place(path=f"$.tiers[{index}]")
            yield Problem(place, "policy.control", message, hint)


def _tier(data: dict[str, Any]) -> Tier:
    needs = data["needs"]
    return Tier(
        id=data["id"],
        title=data["title"],
        allows=data["allows"],
        coverage=needs["coverage"],
        overall=needs["overall"],
        floors=_by_principle(needs["principles"]),
        must_have_points=needs["must_have_points"],
        assurance=_assurance(needs.get("assurance", {})),
        conditional=_conditional(data.get("conditional")),
    )


def _assurance(data: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    wanted = dict(data.get("controls", {}))
    if "must_haves" in data:
        wanted[MUST_HAVES] = data["must_haves"]
    return tuple(sorted((name, ASSURANCES.index(word)) for name, word in wanted.items()))


def _conditional(data: dict[str, Any] | None) -> Conditional | None:
    if data is None:
        return None
    return Conditional(
        overall=data["overall"],
        open_up_to=data["open_up_to"],
        closed=tuple(data["closed"]),
        lapses_after=data["lapses_after"],
    )


def _by_principle(data: dict[str, int]) -> tuple[int, int, int, int, int]:
    first, second, third, fourth, fifth = (data[principle] for principle in PRINCIPLES)
    return first, second, third, fourth, fifth


Broken = Iterator[tuple[str, str, str]]
"""What a rule yields: JSON path, message, hint."""


def _weights(data: dict[str, Any], _names: list[str]) -> Broken:
    total = sum(data["weights"]["principles"].values())
    if total != 100:  # noqa: PLR2004 - per cent
        message = f"principle weights add to {total}, not 100"
        yield "$.weights.principles", message, "make the integers add to 100"


def _tiers(data: dict[str, Any], names: list[str]) -> Broken:
    if len(set(names)) < len(names):
        yield "$.tiers", "two tiers have the same id", "rename one"
    if data.get("contradicted_up_to", names[0]) not in names:
        message = f"there is no tier {data['contradicted_up_to']}"
        yield "$.contradicted_up_to", message, f"use {', '.join(names)}"
    for index, (lower, higher) in enumerate(pairwise(_tier(tier) for tier in data["tiers"]), 1):
        before = (lower.coverage, lower.overall, *lower.floors, lower.must_have_points)
        after = (higher.coverage, higher.overall, *higher.floors, higher.must_have_points)
        if any(b < a for a, b in zip(before, after, strict=True)):
            message = f"{higher.id} asks less than {lower.id} somewhere"
            yield f"$.tiers[{index}].needs", message, "a higher tier includes the lower one's needs"
        wanted = dict(higher.assurance)
        dropped = [name for name, least in lower.assurance if wanted.get(name, 0) < least]
        if dropped:
            message = f"{higher.id} needs less assurance of {', '.join(dropped)} than {lower.id}"
            yield f"$.tiers[{index}].needs", message, "a higher tier includes the lower one's needs"


def _exposure(data: dict[str, Any], names: list[str]) -> Broken:
    for field in EXPOSURE_FIELDS:
        given = data["exposure"][field]
        path = f"$.exposure.{field}"
        missing = [value for value in VOCABULARY[field] if value not in given]
        unknown = [value for value in given if value not in VOCABULARY[field]]
        if missing:
            yield path, f"no tier for {', '.join(missing)}", "say which tier each value requires"
        if unknown:
            yield path, f"unknown value {', '.join(unknown)}", "remove it or correct its spelling"
        for value, tier in given.items():
            if tier not in names:
                yield f"{path}.{value}", f"there is no tier {tier}", f"use {', '.join(names)}"


def _severity(data: dict[str, Any], _names: list[str]) -> Broken:
    bounds = [data["severity"][word] for word in SEVERITIES[1:]]
    if any(b <= a for a, b in pairwise(bounds)):
        yield "$.severity", "bounds do not rise", "moderate below high below critical"


def _recommendation(data: dict[str, Any], _names: list[str]) -> Broken:
    advice = data["recommendation"]
    if advice["restrict_up_to"] < advice["remediate_up_to"]:
        message = "restrict_up_to is below remediate_up_to"
        yield "$.recommendation", message, "restrict starts where remediate ends"
