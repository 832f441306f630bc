"""The reasons for a tier and a recommendation, in words a partner manager understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from questionnaires.profiles import Profile
from scoring.needs import unbacked
from scoring.policy import ASSURANCES, MUST_HAVES, SEVERITIES, Tier
from scoring.results import Assessment, Basis, Coverage, NeedResult

ACCESS_WORDS = {
    "none": "has no access to our systems",
    "portal": "uses a portal of ours",
    "api": "uses an API of ours",
    "network": "has access to our network",
    "on-site": "works on our sites",
    "hosts-data": "hosts our data",
}
CRITICALITY_WORDS = {
    "low": "is of low criticality",
    "moderate": "is of moderate criticality",
    "high": "is of high criticality",
    "critical": "is of critical criticality",
}
DATA_WORDS = {"special-category": "special-category personal", "design-ip": "design and IP"}

UNKNOWN_WORDS = {
    "data_classes": (
        "The profile does not say which data classes are shared; until it does, the most "
        "demanding counts."
    ),
    "access": (
        "The profile does not say which access the partner has; until it does, the most "
        "demanding counts."
    ),
    "criticality": (
        "The profile does not say how critical the partner is; until it does, the most "
        "demanding counts."
    ),
}

SHORT = {
    "remediate": (
        "Remediate: {short} of what is required; access may stay while the gaps are closed by "
        "their due dates."
    ),
    "restrict": (
        "Restrict: {short} of what is required; limit the partner to {allowed} until the gaps "
        "are closed."
    ),
    "suspend": "Suspend: {short} of what is required; stop sharing data until the gaps are closed.",
}
"""What each recommendation says where posture falls short."""

NAMED = 3
"""How many controls a reason names before it counts the rest."""


class Say(Protocol):
    """Says an English text, its `{fields}` filled in by name, in some language."""

    def __call__(self, english: str, /, **values: object) -> str:
        """Return what is said."""
        ...


def in_english(english: str, /, **values: object) -> str:
    """Say a text as it stands."""
    return english.format(**values) if values else english


def reasons(found: Assessment, *, say: Say = in_english) -> tuple[str, ...]:
    """Return every reason, in order: what is required, what is achieved, what follows."""
    return (
        *_exposure(found, say),
        *_posture(found, say),
        *_open_answers(found.coverage, say),
        *_advice(found, say),
    )


def marks(basis: Basis, *, say: Say = in_english) -> tuple[str, ...]:
    """Return what stands beside an achieved tier, wherever one is shown: how sure, how long."""
    found = []
    if basis.kept:
        found.append(say("kept"))
    if basis.conditional_until:
        found.append(say("conditional until {day}", day=basis.conditional_until.isoformat()))
    if basis.provisional:
        found.append(say("provisional"))
    return tuple(found)


def with_marks(title: str, basis: Basis, *, say: Say = in_english) -> str:
    """Return what an achieved tier is called, with the marks that belong beside it."""
    beside = marks(basis, say=say)
    return f"{title} ({', '.join(beside)})" if beside else title


def _exposure(found: Assessment, say: Say) -> Iterator[str]:
    profile, title = found.profile, say(found.required.title)
    required = found.policy.tiers.index(found.required)

    def decisive(field: str) -> list[str]:
        tiers = found.policy.exposure[field]
        return [value for value in _held(profile, field) if tiers[value] == required]

    data = [say(DATA_WORDS.get(value, value)) for value in decisive("data_classes")]
    causes = [
        *([say("receives {data} data", data=_listed(data, say))] if data else []),
        *(say(ACCESS_WORDS[value]) for value in decisive("access")),
        *(say(CRITICALITY_WORDS[value]) for value in decisive("criticality")),
    ]
    if causes:
        listed = _listed(causes, say)
        yield say("{tier} is required: the partner {causes}.", tier=title, causes=listed)
    else:
        yield say("{tier} is required.", tier=title)
    for field, text in UNKNOWN_WORDS.items():
        if not _held(profile, field):
            yield say(text)
    wished = {tier.id: tier.title for tier in found.policy.tiers}.get(profile.requested_tier)
    if wished:
        yield say("The partner has asked for {tier}.", tier=say(wished))


def _posture(found: Assessment, say: Say) -> Iterator[str]:
    if not found.coverage.answered:
        yield say("No tier is reached: nothing is answered.")
        return
    if found.achieved is None:
        yield say("No tier is reached.")
    else:
        yield _how_reached(found, found.achieved, say)
    tiers = found.policy.tiers
    achieved = -1 if found.achieved is None else tiers.index(found.achieved)
    for short in _unmet(found, achieved, say):
        yield say("Still open: {shortfall}.", shortfall=short)
    for short in _unmet(found, achieved + 1, say):
        following = say(tiers[achieved + 1].title)
        yield say("{tier} is not reached: {shortfall}.", tier=following, shortfall=short)
    if found.basis.provisional:
        yield say("The tier is provisional: what is still open can change it.")


def _unmet(found: Assessment, tier: int, say: Say) -> Iterator[str]:
    for need in found.needs:
        if need.tier == tier and not need.met:
            yield _shortfall(found, need, say)


def _how_reached(found: Assessment, achieved: Tier, say: Say) -> str:
    basis, title = found.basis, say(achieved.title)
    if basis.conditional_until:
        text = (
            "{tier} is held on conditions until {day}, by the plan on record; after that day it "
            "falls back by itself."
        )
        return say(text, tier=title, day=basis.conditional_until.isoformat())
    if basis.kept:
        text = (
            "{tier} is kept for one quarter: it was reached in the quarter before, and each score "
            "is short of it by no more than {points}."
        )
        return say(text, tier=title, points=found.policy.hysteresis)
    return say("{tier} is reached: all of its needs are met.", tier=title)


def _shortfall(found: Assessment, need: NeedResult, say: Say) -> str:
    if need.kind == "must-haves":
        weak = [f for f in found.findings if f.question.must_have and f.points < need.needed]
        short = [finding.question.id for finding in weak]
        text = (
            "{count} must-have control falls short ({names})"
            if len(short) == 1
            else "{count} must-have controls fall short ({names})"
        )
        return say(text, count=len(short), names=_named(short, say))
    if need.kind == "settled":
        text = (
            "{count} answer is contradicted"
            if need.held == 1
            else "{count} answers are contradicted"
        )
        return say(text, count=int(need.held or 0))
    if need.kind == "assurance":
        return _assurance_short(found, need, say)
    return _score_short(need, say)


def _assurance_short(found: Assessment, need: NeedResult, say: Say) -> str:
    wanted = say(ASSURANCES[need.needed])
    if need.column != MUST_HAVES:
        text = "the answer to {control} needs to be {assurance}"
        return say(text, control=need.column, assurance=wanted)
    codes, assurance = (np.array(row, dtype=np.int8) for row in (found.codes, found.assurance))
    short = unbacked(found.model, codes, assurance, need.column, need.needed)
    text = (
        "the answer to {count} must-have control needs to be {assurance} ({names})"
        if len(short) == 1
        else "the answers to {count} must-have controls need to be {assurance} ({names})"
    )
    return say(text, count=len(short), assurance=wanted, names=_named(short, say))


def _score_short(need: NeedResult, say: Say) -> str:
    # A figure just below what is needed may round to it: the comparison is exact all the same.
    just = need.held is not None and need.held >= need.needed
    held = say("{figure} %" if need.kind == "coverage" else "{figure}", figure=_figure(need, say))
    if need.held is None:
        held = say("none" if need.kind == "coverage" else "no score")
    held = say("just under {figure}", figure=held) if just else held
    if need.kind == "coverage":
        text = "{held} of the questions are answered, {needed} % is needed"
        return say(text, held=held, needed=need.needed)
    what = say("the overall score" if need.column == "overall" else need.column)
    return say("{score} is {held}, {needed} is needed", score=what, held=held, needed=need.needed)


def _named(short: Sequence[str], say: Say) -> str:
    names = ", ".join(short[:NAMED])
    if len(short) > NAMED:
        names = say("{names} and {count} more", names=names, count=len(short) - NAMED)
    return names


def _figure(need: NeedResult, say: Say) -> str:
    whole, tenth = f"{need.held or 0:.1f}".split(".")
    return say("{whole}.{tenth}", whole=whole, tenth=tenth)


def _open_answers(coverage: Coverage, say: Say) -> Iterator[str]:
    if coverage.unanswered:
        text = (
            "{count} question is not answered, which counts as not met for the tier."
            if coverage.unanswered == 1
            else "{count} questions are not answered, which counts as not met for the tier."
        )
        yield say(text, count=coverage.unanswered)
    if coverage.claimed:
        text = (
            "{count} control is claimed not applicable, which counts as not met for the tier "
            "until an assessor accepts it."
            if coverage.claimed == 1
            else "{count} controls are claimed not applicable, which counts as not met for the "
            "tier until an assessor accepts it."
        )
        yield say(text, count=coverage.claimed)


def _advice(found: Assessment, say: Say) -> Iterator[str]:
    tiers = found.policy.tiers
    achieved = -1 if found.achieved is None else tiers.index(found.achieved)
    apart = tiers.index(found.required) - achieved
    if found.recommendation is None:
        yield say("No recommendation: no question applies, so a person has to decide.")
    elif apart <= 0:
        yield _approval(found, say)
    else:
        text = "posture is {count} tier short" if apart == 1 else "posture is {count} tiers short"
        allowed = say(found.achieved.allows if found.achieved else "no data of ours")
        yield say(SHORT[found.recommendation], short=say(text, count=apart), allowed=allowed)


def _approval(found: Assessment, say: Say) -> str:
    least = SEVERITIES.index(found.policy.conditions_from)
    serious = sum(SEVERITIES.index(finding.severity) >= least for finding in found.findings)
    if not serious:
        return say("Approve: posture meets what the relationship requires.")
    text = (
        "Approve with conditions: {count} finding of {severity} severity or worse."
        if serious == 1
        else "Approve with conditions: {count} findings of {severity} severity or worse."
    )
    return say(text, count=serious, severity=say(found.policy.conditions_from))


def _held(profile: Profile, field: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(profile, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _listed(parts: Sequence[str], say: Say) -> str:
    if len(parts) == 1:
        return parts[0]
    return say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])
