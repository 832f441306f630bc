"""What becomes of files that were read: their bytes are kept, then the store takes them, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from assess.batch.refusing import (
    Earlier,
    earlier,
    nothing_answered,
    of_another_partner,
    stored_earlier,
)
from assess.batch.rejected import Rejected
from assess.batch.results import Imported, Read
from assess.intake.outcome import Outcome
from assess.overtaken import overtaken
from assess.remarks import counted, with_remarks
from assess.store import (
    NewSubmission,
    StoredSubmission,
    all_keys,
    history,
    load_partners,
    load_submissions,
    save_submissions,
    unknown_partner,
    would_be,
)
from assess.submission import Submission
from assess.workspace import Workspace
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import InputError
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    from sqlalchemy import Engine

Rivals: TypeAlias = tuple[str, str, str]
"""Partner, period and questionnaire: of two files that have these in common one counts."""


class Settling:
    """Settles files in the order in which they come; keeps nothing in a dry run."""

    def __init__(self, workspace: Workspace, engine: Engine, as_of: date, *, dry_run: bool) -> None:
        self._workspace, self._engine, self._as_of = workspace, engine, as_of
        self._dry_run = dry_run
        self._profiles = {profile.id: profile for profile in load_partners(engine)}
        self._rejected = Rejected(workspace.rejected)
        self._came: dict[Rivals, dict[str, str]] = {}
        self._stored = all_keys(engine)
        self._would_be_stored: dict[tuple[str, str], list[Earlier]] = {}
        self._questionnaires: dict[Reference, Questionnaire] = {}

    def settle(self, files: Sequence[Read]) -> list[Imported]:
        """Settle files, each of another partner or period, and return what became of them.

        Their rows are written in one transaction: wherever the program stops, a file is in or
        out.
        """
        done = self._saved([self._judged(each) for each in files])
        if not self._dry_run:
            for file, each in zip(files, done, strict=True):
                self._file_away(each, file.item.data)
        return done

    def _judged(self, file: Read) -> Read:
        """Return a file with the remarks on it, or rejected where it cannot be stored."""
        submission = file.outcome.submission
        if submission is not None and file.known:
            self._first(submission, file.outcome.file)
            return file
        try:
            if submission is not None:
                return self._remarked(file, submission)
        except InputError as error:
            file = file.refused(error)
        return replace(file, outcome=self._counted(file.outcome))

    def _remarked(self, file: Read, submission: Submission) -> Read:
        """Return a file with the remarks on it; raises InputError where it is not taken."""
        outcome = file.outcome
        asked = self._asked(submission.questionnaire)
        profile = self._profile(submission.partner, outcome.file)
        problem = (
            overtaken(outcome, self._engine)
            or of_another_partner(outcome, submission, self._engine)
            or nothing_answered(outcome, submission, self._before(file, submission))
        )
        if problem:
            raise InputError([problem])
        # Not before it is known to be taken: a file that is refused is nobody's earlier one.
        first = self._first(submission, outcome.file)
        remarked = with_remarks(outcome, asked, profile, self._beside(file), first)
        return replace(file, outcome=remarked)

    def _first(self, submission: Submission, file: str) -> str:
        """Return the first file of this batch that a file rivals; itself where it is a copy."""
        came = self._came.setdefault(_rivals(submission), {})
        if submission.file_sha256 in came:
            return file
        came[submission.file_sha256] = file
        return next(iter(came.values()))

    def _counted(self, outcome: Outcome) -> Outcome:
        """Return a rejected file's outcome that counts only what its partner has to answer."""
        if not outcome.questionnaire or outcome.partner not in self._profiles:
            return outcome
        try:
            asked = self._asked(outcome.questionnaire)
        except InputError:
            return outcome
        return counted(outcome, asked, self._profiles[outcome.partner])

    def _before(self, file: Read, submission: Submission) -> list[Earlier]:
        """Return what came for the partner and period of an empty file so far, oldest first."""
        if submission.answered:
            return []
        stored = history(self._engine, *file.key) if file.key in self._stored else []
        return [*map(stored_earlier, stored), *self._would_be_stored.get(file.key, ())]

    def _beside(self, file: Read) -> list[StoredSubmission]:
        """Return what counts for the partner and period so far; nothing is asked for nothing."""
        if file.key not in self._stored:
            return []
        return load_submissions(self._engine, file.outcome.period, file.outcome.partner)

    def _saved(self, files: list[Read]) -> list[Imported]:
        new = [each.outcome for each in files if each.is_new]
        try:
            statuses = iter(self._told(new) if self._dry_run else self._save(new))
        except InputError as error:
            return self._saved([each.refused(error) if each.is_new else each for each in files])
        return [
            Imported(
                next(statuses) if each.is_new else "unchanged" if each.known else "rejected",
                each.outcome,
                each.item.path,
            )
            for each in files
        ]

    def _save(self, new: list[Outcome]) -> Sequence[str]:
        batch = [
            NewSubmission(
                submission,
                self._profile(submission.partner, outcome.file),
                code_vector(self._asked(submission.questionnaire), submission),
                outcome.counts,
                outcome.native,
                outcome.properties,
            )
            for outcome in new
            if (submission := outcome.submission)
        ]
        self._stored.update((each.submission.partner, each.submission.period) for each in batch)
        return save_submissions(self._engine, batch, self._as_of) if batch else []

    def _told(self, new: list[Outcome]) -> Iterator[str]:
        """Tell what saving would do, as if what came before in this batch had been saved."""
        for outcome in new:
            if submission := outcome.submission:
                key = (submission.partner, submission.period)
                before = self._would_be_stored.setdefault(key, [])
                this = earlier(submission)
                status = would_be(self._engine, submission)
                alike = [each for each in before if each.questionnaire == this.questionnaire]
                if status == "imported" and alike:
                    status = "supersedes"
                if this.sha256 in {each.sha256 for each in before}:
                    status = "unchanged"
                before.append(this)
                yield status

    def _profile(self, partner: str, file: str) -> Profile:
        if partner not in self._profiles:
            raise InputError([unknown_partner(partner, file)])
        return self._profiles[partner]

    def _asked(self, reference: Reference) -> Questionnaire:
        if reference not in self._questionnaires:
            folders = self._workspace.questionnaires
            self._questionnaires[reference] = load_questionnaire(str(reference), folders)
        return self._questionnaires[reference]

    def _file_away(self, done: Imported, data: bytes) -> None:
        """Put a rejected file where people look for it, and take away what is settled."""
        if submission := done.outcome.submission:
            for sha256 in (submission.file_sha256, submission.corrects, *done.outcome.completes):
                self._rejected.settle(sha256)
        elif done.is_set_aside:
            self._rejected.add(done.outcome, data)


def code_vector(questionnaire: Questionnaire, submission: Submission) -> bytes:
    """Return the code of every question in the questionnaire's order, as int8 bytes."""
    codes = [states.UNANSWERED] * len(questionnaire.questions)
    for response in submission.responses:
        codes[questionnaire.positions[response.question]] = response.code
    return bytes(code % 256 for code in codes)


def _rivals(submission: Submission) -> Rivals:
    return submission.partner, submission.period, submission.questionnaire.id
