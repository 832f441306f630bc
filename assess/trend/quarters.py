"""Partners from one quarter to a later one, each with its change and the split of it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assess.periods import last_day
from assess.pipeline import Scored, in_own_words, judged
from assess.store import periods
from assess.workspace import Workspace
from questionnaires.maps import load_migration
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, Place, Problem, UnknownNameError
from scoring.change import Change, Side, changes, same_questions
from scoring.policy import Policy
from scoring.results import Assessment

if TYPE_CHECKING:
    import numpy.typing as npt
    from sqlalchemy import Engine

    Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Judged:
    """One partner in one quarter. `given` are its codes, accepted claims marked, not scoped."""

    scored: Scored
    given: Codes

    @property
    def assessment(self) -> Assessment:
        """What the quarter came to."""
        return self.scored.assessment


@dataclass(frozen=True, slots=True)
class Step:
    """One partner from the quarter before to the quarter after.

    A side is None where it did not answer; without both there is no change. `carried` leads
    from the earlier to the later id of each question whose answers mean the same.
    """

    partner: str
    before: Judged | None
    after: Judged | None
    change: Change | None
    carried: Mapping[str, str]


Policies: TypeAlias = tuple[Policy, Policy]
"""The policy that judges the earlier quarters, and the one that judges the last."""


def choose_periods(
    engine: Engine, wanted: tuple[str, str], partner: str | None = None
) -> list[str]:
    """Return the periods with responses between two, both included, oldest first.

    "" is the oldest or the newest there is: of one partner, or of all. Raises InputError where a
    period that is named has no responses, or where there are not two, or for a partner not one.
    """
    known = periods(engine, partner)
    missing = [each for each in wanted if each and each not in known]
    if missing:
        hint = f"there are some for {', '.join(known) or 'no quarter yet'}"
        _refuse(f"no responses for {', '.join(missing)}", hint)
    first, last = wanted
    found = [each for each in known if first <= each <= (last or each)]
    if len(found) < (1 if partner else 2):
        whose = f" of {partner}" if partner else ""
        hint = "import an earlier quarter, or name two with --from and --to, the earlier first"
        _refuse(f"too few quarters{whose} to compare: {', '.join(found) or 'none'}", hint)
    return found


def portfolio_steps(
    workspace: Workspace, engine: Engine, quarters: tuple[str, str], policies: Policies
) -> list[Step]:
    """Return everyone who answered in either of two quarters, sorted by partner."""
    before, after = (
        _judged_in(workspace, engine, period, policy)
        for period, policy in zip(quarters, policies, strict=True)
    )
    return _steps(workspace, before, after)


def partner_steps(
    workspace: Workspace,
    engine: Engine,
    partner: str,
    quarters: Sequence[str],
    policies: Policies,
) -> list[Step]:
    """Return one partner's steps to each of its quarters; the first comes from nowhere."""
    judged = [
        _judged_in(workspace, engine, period, policies[period == quarters[-1]], partners={partner})
        for period in quarters
    ]
    steps = [_steps(workspace, before, after) for before, after in pairwise([{}, *judged])]
    return [step for found in steps for step in found]


def _judged_in(
    workspace: Workspace,
    engine: Engine,
    period: str,
    policy: Policy,
    partners: Container[str] | None = None,
) -> dict[str, Judged]:
    """Return what everyone answered and what it came to, by partner."""
    found: dict[str, Judged] = {}
    # A trend shows no due dates, so it needs no day but the period's own.
    day = last_day(period)
    for chosen, backing, results in judged(workspace, engine, period, day, policy, partners):
        rows = zip(results, chosen.file_sha256, chosen.codes, chosen.texts, strict=True)
        for row, (assessment, sha256, given, texts) in enumerate(rows):
            beside = backing.beside(assessment, row)
            scored = Scored(in_own_words(beside, dict(texts)), sha256)
            found[assessment.profile.id] = Judged(scored, given)
    return found


def _steps(
    workspace: Workspace, before: Mapping[str, Judged], after: Mapping[str, Judged]
) -> list[Step]:
    changed = {step.partner: step for step in _changed(workspace, before, after)}
    return [
        changed.get(partner) or Step(partner, before.get(partner), after.get(partner), None, {})
        for partner in sorted({*before, *after})
    ]


def _changed(
    workspace: Workspace, before: Mapping[str, Judged], after: Mapping[str, Judged]
) -> Iterator[Step]:
    """Yield the partners that answered in both quarters, those with the same versions together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for partner in sorted(set(before) & set(after)):
        asked = (_questionnaire(before[partner]), _questionnaire(after[partner]))
        groups.setdefault((str(asked[0].reference), str(asked[1].reference)), []).append(partner)
    for partners in groups.values():
        old, new = ([quarter[each] for each in partners] for quarter in (before, after))
        carried = comparable(workspace, _questionnaire(old[0]), _questionnaire(new[0]))
        found = changes(_side(old), _side(new), carried)
        for partner, change in zip(partners, found, strict=True):
            yield Step(partner, before[partner], after[partner], change, carried)


def comparable(workspace: Workspace, old: Questionnaire, new: Questionnaire) -> Mapping[str, str]:
    """Return the questions whose answers mean the same: as the maps say, else those that look so.

    No map leads back, nor to a version that has none.
    """
    try:
        names = str(old.reference), str(new.reference)
        return load_migration(*names, workspace.questionnaires).comparable
    except UnknownNameError:
        return same_questions(old, new)


def _side(quarter: Sequence[Judged]) -> Side:
    return Side(
        questionnaire=_questionnaire(quarter[0]),
        policy=quarter[0].assessment.policy,
        profiles=[each.assessment.profile for each in quarter],
        codes=np.stack([each.given for each in quarter]),
    )


def _questionnaire(judged: Judged) -> Questionnaire:
    return judged.assessment.questionnaire


def _refuse(message: str, hint: str) -> None:
    raise InputError([Problem(Place(), "trend.quarters", message, hint)])
