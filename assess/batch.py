"""Importing returned files: each is taken whole or not at all, and the batch goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.intake.files import read_file
from assess.intake.outcome import Context, Outcome, unread
from assess.remarks import with_remarks
from assess.store import (
    keep_evidence,
    load_partners,
    save_submission,
    stored_hashes,
    unknown_partner,
)
from assess.submission import Submission
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, Problem
from questionnaires.profiles import Profile
from questionnaires.translation import in_any_language

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file: `imported`, `supersedes`, `unchanged` or `rejected`.

    `supersedes` means that it took the place of an earlier file of the partner and period.
    """

    status: str
    outcome: Outcome

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        outcome = self.outcome
        return {
            "file": outcome.file,
            "sha256": outcome.file_sha256,
            "status": self.status,
            "partner": outcome.partner or None,
            "period": outcome.period or None,
            "questionnaire": (
                outcome.submission.questionnaire.as_dict() if outcome.submission else None
            ),
            "counts": outcome.counts,
            "problems": [problem.as_dict() for problem in outcome.problems],
            "notices": [notice.as_dict() for notice in outcome.notices],
        }


def import_files(
    workspace: Workspace,
    engine: Engine,
    files: Iterable[Path],
    as_of: date,
    partner: str | None = None,
    *,
    dry_run: bool = False,
) -> Iterator[Imported]:
    """Read and store returned files one by one, yielding what became of each.

    A file's bytes are kept as evidence before its row is written, and a row is written in one
    transaction: wherever the program stops, a file is in or out, and the next run goes on.
    With `dry_run` everything is read and judged, and nothing kept.
    """
    profiles = {profile.id: profile for profile in load_partners(engine)}

    @cache
    def library(questionnaire: str, version: str) -> Questionnaire:
        name = f"{questionnaire}@{version}"
        folders = workspace.questionnaires
        return in_any_language(load_questionnaire(name, folders), folders)

    context = Context(library, as_of, partner or "")
    first: dict[tuple[str, str], str] = {}
    for path in files:
        outcome, data = _read(path, context)
        outcome = _known_partner(outcome, profiles)
        submission = outcome.submission
        if submission is None:
            yield Imported("rejected", outcome)
            continue
        key = (submission.partner, submission.period)
        asked = load_questionnaire(str(submission.questionnaire), workspace.questionnaires)
        profile = profiles[submission.partner]
        earlier = first.setdefault(key, outcome.file)
        outcome = with_remarks(outcome, asked, profile, engine, earlier)
        if dry_run:
            yield Imported(_would_be(engine, submission), outcome)
            continue
        try:
            keep_evidence(workspace.evidence, data, path.name)
            codes = code_vector(asked, submission)
            yield Imported(save_submission(engine, submission, profile, codes, as_of), outcome)
        except InputError as error:
            yield Imported("rejected", _rejected(outcome, error.problems))


def _read(path: Path, context: Context) -> tuple[Outcome, bytes]:
    try:
        return read_file(path, context)
    except InputError as error:
        # The library itself is broken: this file cannot be judged, others may.
        return _rejected(unread(str(path)), error.problems), b""


def code_vector(questionnaire: Questionnaire, submission: Submission) -> bytes:
    """Return the code of every question in the questionnaire's order, as int8 bytes."""
    codes = [states.UNANSWERED] * len(questionnaire.questions)
    for response in submission.responses:
        codes[questionnaire.positions[response.question]] = response.code
    return bytes(code % 256 for code in codes)


def _known_partner(outcome: Outcome, profiles: dict[str, Profile]) -> Outcome:
    if outcome.submission is None or outcome.partner in profiles:
        return outcome
    return _rejected(outcome, [unknown_partner(outcome.partner, outcome.file)])


def _rejected(outcome: Outcome, problems: Sequence[Problem]) -> Outcome:
    counts = outcome.counts | {"problems": outcome.counts["problems"] + len(problems)}
    found = (*outcome.problems, *problems)
    return replace(outcome, submission=None, problems=found, counts=counts)


def _would_be(engine: Engine, submission: Submission) -> str:
    stored = stored_hashes(engine, submission.partner, submission.period)
    if submission.file_sha256 in stored:
        return "unchanged"
    return "supersedes" if stored else "imported"
