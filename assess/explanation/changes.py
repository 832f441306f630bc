"""What changed for a partner since the quarter before it last answered, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assess.scorecard.states import answered
from assess.submission import Response
from assess.trend import Moves, Step, moves
from assess.trend.words import sentence
from scoring.policy import ASSURANCES
from scoring.reasons import with_marks
from scoring.results import Assessment

Direction = Literal["better", "worse", ""]

PROFILED = {
    "kind": "kind",
    "data_classes": "data shared",
    "access": "access",
    "criticality": "criticality",
    "regions": "regions",
    "stage": "stage",
    "requested_tier": "tier asked for",
}
"""What of a profile decides what is asked and required, in words."""


@dataclass(frozen=True, slots=True)
class Backed:
    """A question whose evidence changed: what backed the answer then and now, and the texts."""

    question: str
    before: str
    after: str
    evidence: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier quarter.

    `score` says the change and its four parts; `directions` whether an answer got better or
    worse, by question; `surroundings` what changed around the answers, a line each.
    """

    period: str
    tiers: tuple[str, str]
    score: str
    step: Step
    moves: Moves
    directions: Mapping[str, Direction]
    backed: tuple[Backed, ...]
    surroundings: tuple[str, ...]


def since(
    step: Step,
    found: Assessment,
    responses: tuple[Mapping[str, Response], Mapping[str, Response]],
) -> Since | None:
    """Return what changed in a step that ends with an assessment; None where it has no start.

    `responses` are the answers as given then and now, by question id. Evidence is as of the last
    day of the quarter then, and as of the assessment's day now.
    """
    if step.before is None or step.after is None or step.change is None:
        return None
    then = step.before.assessment
    return Since(
        period=then.period,
        tiers=(_tier(then), _tier(found)),
        score=sentence(step.change.splits["overall"]),
        step=step,
        moves=moves(step),
        directions=_directions(step, then, found),
        backed=tuple(_backed(step, then, found, responses)),
        surroundings=tuple(_surroundings(then, found)),
    )


def _tier(found: Assessment) -> str:
    return with_marks(found.achieved.title if found.achieved else "none", found.basis)


def _directions(step: Step, then: Assessment, now: Assessment) -> dict[str, Direction]:
    before = {item.question.id: item for item in answered(then)}
    told: dict[str, Direction] = {}
    origin = {new: old for old, new in step.carried.items()}
    for item in answered(now):
        old = before.get(origin.get(item.question.id, ""))
        if old is not None and old.counts and item.counts and old.points != item.points:
            told[item.question.id] = "better" if item.points > old.points else "worse"
    return told


def _backed(
    step: Step,
    then: Assessment,
    now: Assessment,
    responses: tuple[Mapping[str, Response], Mapping[str, Response]],
) -> Iterator[Backed]:
    for old, new in step.carried.items():
        at, to = then.questionnaire.positions[old], now.questionnaire.positions[new]
        words = [
            ASSURANCES[each.assurance[place]] if each.codes[place] >= 0 else ""
            for each, place in ((then, at), (now, to))
        ]
        texts = (_evidence(responses[0].get(old)), _evidence(responses[1].get(new)))
        if all(words) and (words[0] != words[1] or texts[0] != texts[1]):
            yield Backed(new, words[0], words[1], texts)


def _evidence(response: Response | None) -> str:
    if response is None:
        return ""
    dated = f" ({response.evidence_date})" if response.evidence_date else ""
    return f"{response.evidence}{dated}".strip()


def _surroundings(then: Assessment, now: Assessment) -> Iterator[str]:
    for name, old, new in (
        ("Questionnaire", then.questionnaire.reference, now.questionnaire.reference),
        ("Policy", then.policy.reference, now.policy.reference),
    ):
        if old != new:
            yield f"{name}: {old}, now {new}"
    for name, words in PROFILED.items():
        held = [_held(getattr(found.profile, name)) for found in (then, now)]
        if held[0] != held[1]:
            yield f"Profile, {words}: {held[0]}, now {held[1]}"
    if then.required.id != now.required.id:
        yield f"Required tier: {then.required.title}, now {now.required.title}"


def _held(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "unknown"
    return str(value) or "unknown"
