"""Filling the next workbooks with what partners answered before, and counting what carries over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.carrying import Prefill, carry, nothing_carried, prefill, with_derived
from assess.deriving import Derived, derive
from assess.intake.turns import may_turn
from assess.periods import last_day
from assess.pipeline import questionnaire_of
from assess.store import StoredSubmission, load_newest, load_submissions, periods
from assess.submission import Submission
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.crosswalk import Crosswalk, load_crosswalks
from questionnaires.maps import load_migration
from questionnaires.migration import Migration
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import Place, Problem, UnknownNameError

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Carries:
    """How many of a partner's answers in a period would carry over."""

    partner: str
    period: str
    answered: int
    carries: int


def prefills(
    workspace: Workspace,
    engine: Engine,
    questionnaire: Questionnaire,
    partners: Collection[str],
    period: str,
) -> tuple[dict[str, Prefill], list[Problem]]:
    """Return what the workbooks of a period are filled with, by partner, and what cannot be.

    Of each partner the newest earlier answers to any version of the questionnaire count and,
    where they leave a question open, what its newest answers to other questionnaires, of this
    period or before, say by a crosswalk; a partner without any is left out. A version from which
    no migration map or crosswalk leads to this one is a notice. Raises InputError where the file
    of a version is not the one that was answered.
    """
    earlier = _newest_before(engine, questionnaire.reference.id, partners, period)
    references = dict.fromkeys(each.submission.questionnaire for each in earlier.values())
    migrations = {each: _migration(workspace, each, questionnaire) for each in references}
    found: dict[str, Prefill] = {}
    blank: Counter[Reference] = Counter()
    for partner, stored in earlier.items():
        submission = stored.submission
        migration = migrations[submission.questionnaire]
        if migration is None:
            blank[submission.questionnaire] += 1
        else:
            given = submission.responses
            found[partner] = prefill(migration, given, submission.period, period)
    notices = [_no_map(old, questionnaire.reference, blank[old]) for old in blank]
    derived, uncrossed = _derived(workspace, engine, questionnaire, partners, period)
    for partner, each in derived.items():
        filled = with_derived(found.get(partner) or nothing_carried(questionnaire, period), each)
        if filled.derived:
            found[partner] = filled
    return found, notices + uncrossed


def _derived(
    workspace: Workspace,
    engine: Engine,
    questionnaire: Questionnaire,
    partners: Collection[str],
    period: str,
) -> tuple[dict[str, list[Derived]], list[Problem]]:
    """Return what other questionnaires of each partner answer, newest first, and what cannot."""
    folders = workspace.crosswalks, workspace.questionnaires
    crosswalks = load_crosswalks(questionnaire, *folders) if partners else []
    leading = {each.source.reference: each for each in crosswalks}
    found: dict[str, list[Derived]] = defaultdict(list)
    uncrossed: Counter[Reference] = Counter()
    for name in sorted({reference.id for reference in leading}):
        for stored in load_newest(engine, name, period):
            submission = stored.submission
            if submission.partner not in partners:
                continue
            crosswalk = _crosswalk(workspace, submission.questionnaire, leading)
            if crosswalk is None:
                uncrossed[submission.questionnaire] += 1
            else:
                taken_back = _qualified(submission)
                found[submission.partner].append(derive(crosswalk, submission, taken_back))
    for each in found.values():
        each.sort(key=lambda derived: derived.period, reverse=True)
    notices = [_no_crosswalk(old, questionnaire.reference, uncrossed[old]) for old in uncrossed]
    return found, notices


def _qualified(submission: Submission) -> frozenset[str]:
    """Return the questions whose comment may take back some of what their answer says."""
    day = last_day(submission.period)
    return frozenset(each.question for each in submission.responses if may_turn(each.comment, day))


def _crosswalk(
    workspace: Workspace, old: Reference, leading: Mapping[Reference, Crosswalk]
) -> Crosswalk | None:
    try:
        return leading.get(questionnaire_of(workspace, old).reference)
    except UnknownNameError:
        return None


def count_carries(engine: Engine, migration: Migration) -> list[Carries]:
    """Count, for each partner that answered the earlier version in the newest period."""
    known = periods(engine)
    stored = load_submissions(engine, known[-1]) if known else []
    return [
        Carries(
            each.submission.partner,
            each.submission.period,
            sum(response.code != states.UNANSWERED for response in each.submission.responses),
            len(carry(migration, each.submission.responses, each.submission.period)),
        )
        for each in stored
        if each.submission.questionnaire == migration.old.reference
    ]


def _newest_before(
    engine: Engine, questionnaire: str, partners: Collection[str], period: str
) -> dict[str, StoredSubmission]:
    """Go back quarter by quarter until every partner is found."""
    found: dict[str, StoredSubmission] = {}
    wanted = set(partners)
    for each in reversed([known for known in periods(engine) if known < period]):
        if wanted <= found.keys():
            break
        for stored in load_submissions(engine, each):
            submission = stored.submission
            if submission.partner in wanted and submission.questionnaire.id == questionnaire:
                found.setdefault(submission.partner, stored)
    return found


def _migration(workspace: Workspace, old: Reference, new: Questionnaire) -> Migration | None:
    try:
        questionnaire_of(workspace, old)
        return load_migration(str(old), str(new.reference), workspace.questionnaires)
    except UnknownNameError:
        return None


def _no_map(old: Reference, new: Reference, count: int) -> Problem:
    message = f"no migration map leads from {old} to {new}: {count} workbooks are not prefilled"
    hint = f"draft one: assess questionnaire migrate {old} {new} --draft FILE"
    return Problem(Place(), "issue.no-migration", message, hint)


def _no_crosswalk(old: Reference, new: Reference, count: int) -> Problem:
    message = f"no crosswalk leads from {old} to {new}: {count} workbooks are not prefilled from it"
    hint = f"write one as {old.id}-{new.id}/1.0.0.json in the workspace's folder crosswalks"
    return Problem(Place(), "issue.no-crosswalk", message, hint)
