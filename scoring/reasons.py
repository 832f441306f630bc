"""The reasons for a tier and a recommendation, in words a partner manager understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
DATA_WORDS = {"special-category": "special-category personal", "design-ip": "design and IP"}

UNKNOWN_WORDS = {
    "data_classes": "which data classes are shared",
    "access": "which access the partner has",
    "criticality": "how critical the partner is",
}

NAMED = 3
"""How many controls a reason names before it counts the rest."""


def reasons(
    policy: Policy,
    profile: Profile,
    tiers: tuple[int, int, str | None],
    needs: Sequence[NeedResult],
    findings: Sequence[Finding],
    coverage: Coverage,
) -> tuple[str, ...]:
    """Return every reason, in order: what is required, what is achieved, what follows.

    `tiers` is the required tier, the achieved one (-1 for none), and the recommendation.
    """
    required, achieved, advice = tiers
    return (
        *_exposure(policy, profile, required),
        *_posture(policy, achieved, needs, findings, coverage),
        *_open_answers(coverage),
        *_advice(policy, required, achieved, advice, findings),
    )


def _exposure(policy: Policy, profile: Profile, required: int) -> Iterator[str]:
    title = policy.tiers[required].title

    def decisive(field: str) -> list[str]:
        tiers = policy.exposure[field]
        return [value for value in _held(profile, field) if tiers[value] == required]

    data = [DATA_WORDS.get(value, value) for value in decisive("data_classes")]
    causes = [
        *([f"receives {_listed(data)} data"] if data else []),
        *(ACCESS_WORDS[value] for value in decisive("access")),
        *(f"is of {value} criticality" for value in decisive("criticality")),
    ]
    if causes:
        yield f"{title} is required: the partner {_listed(causes)}."
    else:
        yield f"{title} is required."
    for field, words in UNKNOWN_WORDS.items():
        if not _held(profile, field):
            yield f"The profile does not say {words}; until it does, the most demanding counts."
    wished = {tier.id: tier.title for tier in policy.tiers}.get(profile.requested_tier)
    if wished:
        yield f"The partner has asked for {wished}."


def _posture(
    policy: Policy,
    achieved: int,
    needs: Sequence[NeedResult],
    findings: Sequence[Finding],
    coverage: Coverage,
) -> Iterator[str]:
    if not coverage.answered:
        yield "No tier is reached: nothing is answered."
        return
    if achieved >= 0:
        yield f"{policy.tiers[achieved].title} is reached: all of its needs are met."
    else:
        yield "No tier is reached."
    if achieved + 1 < len(policy.tiers):
        following = policy.tiers[achieved + 1].title
        for need in needs:
            if need.tier == achieved + 1 and not need.met:
                yield f"{following} is not reached: {_shortfall(need, findings)}."


def _shortfall(need: NeedResult, findings: Sequence[Finding]) -> str:
    if need.kind == "must-haves":
        short = [f for f in findings if f.question.must_have and f.points < need.needed]
        names = [finding.question.id for finding in short[:NAMED]]
        more = f" and {len(short) - NAMED} more" if len(short) > NAMED else ""
        controls = "must-have control falls" if len(short) == 1 else "must-have controls fall"
        return f"{len(short)} {controls} short ({', '.join(names)}{more})"
    # A figure just below what is needed may round to it: the comparison is exact all the same.
    just = "just under " if need.held is not None and need.held >= need.needed else ""
    if need.kind == "coverage":
        held = _percent(need.held)
        return f"{just}{held} of the questions are answered, {need.needed} % is needed"
    what = "the overall score" if need.column == "overall" else need.column
    held = "no score" if need.held is None else f"{need.held:.1f}"
    return f"{what} is {just}{held}, {need.needed} is needed"


def _open_answers(coverage: Coverage) -> Iterator[str]:
    if coverage.unanswered:
        count = _counted(coverage.unanswered, "question is", "questions are")
        yield f"{count} not answered, which counts as not met for the tier."
    if coverage.claimed:
        count = _counted(coverage.claimed, "control is", "controls are")
        yield (
            f"{count} claimed not applicable, which counts as not met for the tier "
            "until an assessor accepts it."
        )


def _advice(
    policy: Policy, required: int, achieved: int, advice: str | None, findings: Sequence[Finding]
) -> Iterator[str]:
    if advice is None:
        yield "No recommendation: no question applies, so a person has to decide."
        return
    if achieved >= required:
        least = SEVERITIES.index(policy.conditions_from)
        serious = [f for f in findings if SEVERITIES.index(f.severity) >= least]
        if serious:
            count = _counted(len(serious), "finding", "findings")
            yield f"Approve with conditions: {count} of {policy.conditions_from} severity or worse."
        else:
            yield "Approve: posture meets what the relationship requires."
        return
    short = _counted(required - achieved, "tier", "tiers")
    consequence = {
        "remediate": "access may stay while the gaps are closed by their due dates",
        "restrict": f"limit the partner to {_allowed(policy, achieved)} until the gaps are closed",
        "suspend": "stop sharing data until the gaps are closed",
    }[advice]
    yield f"{advice.capitalize()}: posture is {short} short of what is required; {consequence}."


def _allowed(policy: Policy, achieved: int) -> str:
    return policy.tiers[achieved].allows if achieved >= 0 else "no data of ours"


def _held(profile: Profile, field: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(profile, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f} %"
