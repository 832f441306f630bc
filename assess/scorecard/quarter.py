"""What a scorecard is made from: one quarter of the whole portfolio, as the pipeline fills it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assess.submission import Response
from questionnaires.profiles import PARTNER_ID, Profile
from scoring.policy import Policy
from scoring.results import Assessment


@dataclass(frozen=True)
class Quarter:
    """Everything the scorecard of one period shows; the order of its parts changes nothing.

    `profiles` are all partners, whether they answered or not; `assessments` are this period's,
    all under `policy`; `history` has those of earlier periods, by period. `issued` are the ids
    of the partners that were sent a workbook for this period; `responses` (question id to
    response) and `files` (SHA-256 of the returned file) are by partner id.
    """

    period: str
    as_of: date
    policy: Policy
    profiles: Sequence[Profile]
    assessments: Sequence[Assessment]
    history: Mapping[str, Sequence[Assessment]] = field(default_factory=dict)
    issued: Collection[str] = ()
    responses: Mapping[str, Mapping[str, Response]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def check_quarter(quarter: Quarter) -> None:
    """Hold a quarter to what a scorecard rests on.

    Raises ValueError for an id that cannot name a page, for a partner that stands twice, and
    for an assessment of another period or under another policy.
    """
    profiles = [profile.id for profile in quarter.profiles]
    assessed = [assessment.profile.id for assessment in quarter.assessments]
    for partner in [*profiles, *assessed]:
        if not PARTNER_ID.fullmatch(partner):
            message = f"{partner!r} is not a partner id: use a-z, 0-9, dot, dash and underscore"
            raise ValueError(message)
    for ids in (profiles, assessed):
        twice = sorted(partner for partner, count in Counter(ids).items() if count > 1)
        if twice:
            message = f"the same partner stands twice: {', '.join(twice)}"
            raise ValueError(message)
    for assessment in quarter.assessments:
        found = (assessment.period, assessment.policy.reference)
        if found != (quarter.period, quarter.policy.reference):
            message = f"{assessment.profile.id} is assessed for {found[0]} under {found[1]}"
            raise ValueError(message)
