"""Importing returned files: each is taken whole or not at all, and the batch goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.intake.files import read_file
from assess.intake.reading import Outcome
from assess.store import keep_evidence, load_partners, save_submission, stored_hashes
from assess.submission import Submission
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file: `imported`, `superseded`, `unchanged` or `rejected`.

    `superseded` means that it took the place of an earlier file of the partner and period.
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

    def library(questionnaire: str, version: str) -> Questionnaire:
        return load_questionnaire(f"{questionnaire}@{version}", workspace.questionnaires)

    for path in files:
        outcome, data = read_file(path, library, as_of, partner)
        outcome = _known_partner(outcome, profiles)
        submission = outcome.submission
        if submission is None:
            yield Imported("rejected", outcome)
        elif dry_run:
            yield Imported(_would_be(engine, submission), outcome)
        else:
            keep_evidence(workspace.evidence, data, path.name)
            questionnaire = library(submission.questionnaire.id, submission.questionnaire.version)
            codes = code_vector(questionnaire, submission)
            profile = profiles[submission.partner]
            yield Imported(save_submission(engine, submission, profile, codes, as_of), outcome)


def code_vector(questionnaire: Questionnaire, submission: Submission) -> bytes:
    """Return the code of every question in the questionnaire's order, as int8 bytes."""
    codes = [states.UNANSWERED] * len(questionnaire.questions)
    for response in submission.responses:
        codes[questionnaire.positions[response.question]] = response.code
    return bytes(code % 256 for code in codes)


def _known_partner(outcome: Outcome, profiles: dict[str, Profile]) -> Outcome:
    partner = outcome.partner
    if outcome.submission is None or partner in profiles:
        return outcome
    message = f"there is no partner {partner}"
    hint = f"add it: assess partner add {partner} --name NAME --kind KIND"
    problem = Problem(Place(outcome.file), "partner.unknown", message, hint)
    counts = outcome.counts | {"problems": outcome.counts["problems"] + 1}
    return replace(outcome, submission=None, problems=(*outcome.problems, problem), counts=counts)


def _would_be(engine: Engine, submission: Submission) -> str:
    stored = stored_hashes(engine, submission.partner, submission.period)
    if submission.file_sha256 in stored:
        return "unchanged"
    return "superseded" if stored else "imported"
