"""What one partner's page shows beyond its assessment: answers by section, and its past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assess.scorecard.portfolio import Row
from assess.scorecard.states import Answered, answered
from assess.submission import Response
from scoring.results import Assessment, Finding

FIRST = 5
"""How many findings are told in full before the list of all."""


@dataclass(frozen=True)
class Item:
    """One question of the partner's, its state, and what the partner wrote (None: nothing)."""

    answered: Answered
    response: Response | None

    @property
    def said(self) -> str:
        """The answer in the partner's words, beside the level it was judged as."""
        given = self.response.answer if self.response else ""
        return "" if given.casefold() == self.answered.level.casefold() else given


@dataclass(frozen=True)
class Part:
    """One section of the questionnaire; `gaps` counts what weighs on the tier and is not met."""

    title: str
    items: tuple[Item, ...]

    @property
    def gaps(self) -> int:
        """How many of its questions fall short."""
        return sum(item.answered.counts and item.answered.state != "met" for item in self.items)


@dataclass(frozen=True)
class PartnerPage:
    """One partner's page; everything but `row` is empty where it has not answered."""

    row: Row
    parts: tuple[Part, ...] = ()
    must_haves: tuple[Answered, ...] = ()
    needed: Mapping[str, int] | None = None
    file: str = ""

    @property
    def results(self) -> tuple[Assessment, ...]:
        """Every result of the partner, oldest first."""
        return (*self.row.past, *((self.row.now,) if self.row.now else ()))

    @property
    def first(self) -> tuple[Finding, ...]:
        """The findings to act on first; of several that take the same step, the first."""
        steps: dict[str, Finding] = {}
        for finding in self.row.now.findings if self.row.now else ():
            steps.setdefault(finding.question.remediation.text, finding)
        return tuple(steps.values())[:FIRST]


def partner_page(row: Row, responses: Mapping[str, Response], file: str) -> PartnerPage:
    """Gather what a partner's page shows."""
    if row.now is None:
        return PartnerPage(row)
    items = list(answered(row.now))
    # "Not met" first: a partner manager looks for what is wrong.
    must = sorted(
        (item for item in items if item.question.must_have and item.counts),
        key=lambda item: item.points,
    )
    return PartnerPage(
        row=row,
        parts=tuple(_parts(row.now, items, responses)),
        must_haves=tuple(must),
        needed=_needed(row.now),
        file=file,
    )


def _parts(
    assessment: Assessment, items: list[Answered], responses: Mapping[str, Response]
) -> Iterator[Part]:
    by_section: dict[str, list[Item]] = {s.id: [] for s in assessment.questionnaire.sections}
    for item in items:
        response = responses.get(item.question.id)
        by_section[item.question.section].append(Item(item, response))
    for section in assessment.questionnaire.sections:
        if by_section[section.id]:
            yield Part(section.title, tuple(by_section[section.id]))


def _needed(assessment: Assessment) -> dict[str, int]:
    """Return the score that the required tier asks for, by column."""
    required = assessment.policy.tiers.index(assessment.required)
    needs = [need for need in assessment.needs if need.kind == "score" and need.tier <= required]
    return {
        column: max(need.needed for need in needs if need.column == column)
        for column in {need.column for need in needs}
    }
