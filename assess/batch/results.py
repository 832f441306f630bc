"""A file that was read, and what became of it in the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.batch.inbox import Item
from assess.intake.outcome import Outcome, with_problems
from questionnaires.problems import InputError


@dataclass(frozen=True, slots=True)
class Read:
    """A file and what reading it came to; `known` where it was stored before, and not read."""

    item: Item
    outcome: Outcome
    known: bool = False

    @property
    def is_new(self) -> bool:
        """Tell whether there is something to store."""
        return self.outcome.submission is not None and not self.known

    @property
    def key(self) -> tuple[str, str]:
        """The partner and the period of the file."""
        return self.outcome.partner, self.outcome.period

    @property
    def is_correction(self) -> bool:
        """Tell whether the file is, or says it is, a correction of another one."""
        said = any(each.code.startswith("correction.") for each in self.outcome.problems)
        return not self.known and (said or bool(self.outcome.completes))

    def refused(self, error: InputError | None) -> Read:
        """Return the file rejected for an error; as it is where there is none."""
        if error is None:
            return self
        return replace(self, outcome=with_problems(self.outcome, error.problems), known=False)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file: `imported`, `supersedes`, `unchanged` or `rejected`.

    `supersedes` means that it took the place of an earlier file of the partner and period.
    `path` is the file on disk that it stood in.
    """

    status: str
    outcome: Outcome
    path: Path

    @property
    def is_set_aside(self) -> bool:
        """Tell whether a copy lies in the folder of rejected files.

        A file whose bytes cannot be had has none, and a correction workbook stays where it is
        filled in.
        """
        outcome = self.outcome
        return not (outcome.submission or outcome.completes) and outcome.file_sha256 != ""

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data; the README lists the keys."""
        outcome = self.outcome
        submission = outcome.submission
        return {
            "file": outcome.file,
            "sha256": outcome.file_sha256,
            "status": self.status,
            "partner": outcome.partner or None,
            "period": outcome.period or None,
            "questionnaire": submission.questionnaire.as_dict() if submission else None,
            "layout": (submission.layout or None) if submission else None,
            "corrects": (submission.corrects or None) if submission else None,
            "native": outcome.native,
            "counts": outcome.counts,
            "problems": [problem.as_dict() for problem in outcome.problems],
            "notices": [notice.as_dict() for notice in outcome.notices],
        }
