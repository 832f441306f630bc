"""The portfolio of one quarter as every form of the scorecard reads it: rows, order, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assess.periods import previous
from assess.scorecard.quarter import Quarter
from questionnaires.applicability import tabulate
from questionnaires.profiles import Profile
from scoring.compiled import COLUMNS
from scoring.policy import RECOMMENDATIONS, SEVERITIES, Tier
from scoring.results import AnyScore, Assessment
from scoring.rounding import tenths
from scoring.tiers import required_tier

ADVICE_ORDER = (*reversed(RECOMMENDATIONS), None)
"""What needs a person soonest comes first; None is an answer from which nothing follows."""


@dataclass(frozen=True)
class Row:
    """One partner in this quarter; `now` is None where it has not answered.

    `past` are its earlier results, oldest first, and `before` the one of the last quarter.
    """

    profile: Profile
    required: Tier
    now: Assessment | None
    before: Assessment | None
    past: tuple[Assessment, ...]
    issued: bool

    @property
    def kind(self) -> str:
        """What the partner is, and which other questionnaire than ours it is judged by."""
        words = [self.profile.kind or "kind unknown"]
        if self.now and self.now.questionnaire.outline_of:
            words.append(self.now.questionnaire.outline_of)
        return " · ".join(words)

    @property
    def last_answered(self) -> str:
        """The newest earlier period with a result, "" where there is none."""
        return self.past[-1].period if self.past else ""

    @cached_property
    def change(self) -> int | None:
        """Change of the overall score since the last quarter in tenths, None where there is none.

        It is the difference of the two displayed scores, so that a reader can check it.
        """
        if self.now is None or self.before is None:
            return None
        return difference(self.now.scores["overall"], self.before.scores["overall"])

    @cached_property
    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity, worst first."""
        found = self.now.findings if self.now else ()
        counts: Counter[str] = Counter(finding.severity for finding in found)
        return {word: counts[word] for word in reversed(SEVERITIES)}

    @property
    def meets(self) -> bool:
        """Whether the achieved tier is at least the required one."""
        if self.now is None or self.now.achieved is None:
            return False
        tiers = self.now.policy.tiers
        return tiers.index(self.now.achieved) >= tiers.index(self.now.required)


@dataclass(frozen=True)
class Spread:
    """How one score is spread over the partners that have it; scores in tenths, by partner id."""

    column: str
    scores: tuple[tuple[Profile, int], ...]

    @property
    def median(self) -> int | None:
        """The middle score in tenths, None where nobody has one."""
        ordered = sorted(score for _, score in self.scores)
        middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
        return tenths(sum(middle), len(middle))

    @property
    def lowest(self) -> tuple[Profile, int] | None:
        """The partner with the lowest score."""
        return min(self.scores, key=lambda held: (held[1], held[0].id), default=None)


@dataclass(frozen=True)
class Portfolio:
    """All partners of a quarter: `answered` with most to attend to first, `silent` by id."""

    quarter: Quarter
    answered: tuple[Row, ...]
    silent: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every partner: first those that answered, then those that did not."""
        return self.answered + self.silent

    @property
    def meeting(self) -> int:
        """How many partners achieve the tier that their relationship requires."""
        return sum(row.meets for row in self.answered)

    @cached_property
    def advice(self) -> dict[str | None, int]:
        """How many partners get each recommendation, best first; None where there is none."""
        return advice_counts(row.now for row in self.answered if row.now)

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """The spread of every score, by column."""
        return {column: _spread(column, self.answered) for column in COLUMNS}

    @cached_property
    def tier_matrix(self) -> dict[tuple[str, str], int]:
        """How many partners have each pair of required and achieved tier ids ("" for none)."""
        assessed = [row.now for row in self.answered if row.now]
        return Counter((a.required.id, a.achieved.id if a.achieved else "") for a in assessed)


def build_portfolio(quarter: Quarter) -> Portfolio:
    """Put a checked quarter in order, whatever order it came in."""
    past = _past(quarter)
    now = {assessment.profile.id: assessment for assessment in quarter.assessments}
    profiles = {profile.id: profile for profile in quarter.profiles}
    profiles |= {partner: assessment.profile for partner, assessment in now.items()}
    ordered = [profiles[partner] for partner in sorted(profiles)]
    required = required_tier(quarter.policy, tabulate(ordered))
    rows = [
        Row(
            profile=profile,
            required=quarter.policy.tiers[int(tier)],
            now=now.get(profile.id),
            before=past.get(profile.id, {}).get(previous(quarter.period)),
            past=tuple(past.get(profile.id, {}).values()),
            issued=profile.id in quarter.issued,
        )
        for profile, tier in zip(ordered, required, strict=True)
    ]
    return Portfolio(
        quarter,
        tuple(sorted((row for row in rows if row.now), key=_attention)),
        tuple(row for row in rows if row.now is None),
    )


def advice_counts(assessments: Iterable[Assessment]) -> dict[str | None, int]:
    """Count recommendations, best first; None counts the partners without one."""
    counts = Counter(assessment.recommendation for assessment in assessments)
    return {advice: counts[advice] for advice in (*RECOMMENDATIONS, None)}


def score_tenths(score: AnyScore) -> int | None:
    """Return a score as displayed, in tenths of a per cent."""
    return None if score.value is None else round(10 * score.value)


def difference(now: AnyScore, before: AnyScore) -> int | None:
    """Return by how many tenths a displayed score changed, None where either is missing."""
    new, old = score_tenths(now), score_tenths(before)
    return None if new is None or old is None else new - old


def _past(quarter: Quarter) -> dict[str, dict[str, Assessment]]:
    past: dict[str, dict[str, Assessment]] = {}
    for period in sorted(period for period in quarter.history if period < quarter.period):
        for assessment in quarter.history[period]:
            past.setdefault(assessment.profile.id, {})[period] = assessment
    return past


def _attention(row: Row) -> tuple[int, int, str]:
    advice = row.now.recommendation if row.now else None
    score = score_tenths(row.now.scores["overall"]) if row.now else None
    return ADVICE_ORDER.index(advice), -1 if score is None else score, row.profile.id


def _spread(column: str, rows: Sequence[Row]) -> Spread:
    held = ((row.profile, score_tenths(row.now.scores[column])) for row in rows if row.now)
    known = [(profile, score) for profile, score in held if score is not None]
    return Spread(column, tuple(sorted(known, key=lambda pair: pair[0].id)))
