"""The reasons for a tier and a recommendation, in words a partner manager understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from questionnaires.profiles import Profile
from scoring.policy import SEVERITIES, Policy
from scoring.results import Coverage, Finding, NeedResult

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


def reasons(  # noqa: PLR0913 - all that a reason may speak of
    policy: Policy,
    profile: Profile,
    tiers: tuple[int, int, str | None],
    needs: Sequence[NeedResult],
    findings: Sequence[Finding],
    coverage: Coverage,
    *,
    say: Say = in_english,
) -> tuple[str, ...]:
    """Return every reason, in order: what is required, what is achieved, what follows.

    `tiers` is the required tier, the achieved one (-1 for none), and the recommendation.
    """
    required, achieved, advice = tiers
    return (
        *_exposure(policy, profile, required, say),
        *_posture(policy, achieved, needs, findings, coverage, say),
        *_open_answers(coverage, say),
        *_advice(policy, required, achieved, advice, findings, say),
    )


def _exposure(policy: Policy, profile: Profile, required: int, say: Say) -> Iterator[str]:
    title = say(policy.tiers[required].title)

    def decisive(field: str) -> list[str]:
        tiers = policy.exposure[field]
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
    wished = {tier.id: tier.title for tier in policy.tiers}.get(profile.requested_tier)
    if wished:
        yield say("The partner has asked for {tier}.", tier=say(wished))


def _posture(
    policy: Policy,
    achieved: int,
    needs: Sequence[NeedResult],
    findings: Sequence[Finding],
    coverage: Coverage,
    say: Say,
) -> Iterator[str]:
    if not coverage.answered:
        yield say("No tier is reached: nothing is answered.")
        return
    if achieved >= 0:
        title = say(policy.tiers[achieved].title)
        yield say("{tier} is reached: all of its needs are met.", tier=title)
    else:
        yield say("No tier is reached.")
    if achieved + 1 < len(policy.tiers):
        following = say(policy.tiers[achieved + 1].title)
        for need in needs:
            if need.tier == achieved + 1 and not need.met:
                short = _shortfall(need, findings, say)
                yield say("{tier} is not reached: {shortfall}.", tier=following, shortfall=short)


def _shortfall(need: NeedResult, findings: Sequence[Finding], say: Say) -> str:
    if need.kind == "must-haves":
        return _must_haves_short(need, findings, say)
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


def _must_haves_short(need: NeedResult, findings: Sequence[Finding], say: Say) -> str:
    short = [f for f in findings if f.question.must_have and f.points < need.needed]
    names = ", ".join(finding.question.id for finding in short[:NAMED])
    if len(short) > NAMED:
        names = say("{names} and {count} more", names=names, count=len(short) - NAMED)
    text = (
        "{count} must-have control falls short ({names})"
        if len(short) == 1
        else "{count} must-have controls fall short ({names})"
    )
    return say(text, count=len(short), names=names)


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


def _advice(
    policy: Policy,
    required: int,
    achieved: int,
    advice: str | None,
    findings: Sequence[Finding],
    say: Say,
) -> Iterator[str]:
    if advice is None:
        yield say("No recommendation: no question applies, so a person has to decide.")
    elif achieved >= required:
        yield _approval(policy, findings, say)
    else:
        apart = required - achieved
        text = "posture is {count} tier short" if apart == 1 else "posture is {count} tiers short"
        allowed = say(policy.tiers[achieved].allows if achieved >= 0 else "no data of ours")
        yield say(SHORT[advice], short=say(text, count=apart), allowed=allowed)


def _approval(policy: Policy, findings: Sequence[Finding], say: Say) -> str:
    least = SEVERITIES.index(policy.conditions_from)
    serious = sum(SEVERITIES.index(finding.severity) >= least for finding in findings)
    if not serious:
        return say("Approve: posture meets what the relationship requires.")
    text = (
        "Approve with conditions: {count} finding of {severity} severity or worse."
        if serious == 1
        else "Approve with conditions: {count} findings of {severity} severity or worse."
    )
    return say(text, count=serious, severity=say(policy.conditions_from))


def _held(profile: Profile, field: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(profile, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _listed(parts: Sequence[str], say: Say) -> str:
    if len(parts) == 1:
        return parts[0]
    return say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])
