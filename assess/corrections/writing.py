"""Writing correction workbooks for the files of a batch that were rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from assess.corrections.plan import Plan
from assess.corrections.workbook import correction_bytes
from assess.intake.doubting import MOST
from assess.intake.doubts import uncovered
from assess.intake.outcome import Outcome
from assess.issue.files import place
from assess.overtaken import newest_answers
from assess.store import load_partners
from assess.workspace import Workspace
from questionnaires.library import load_questionnaire
from questionnaires.problems import Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Written:
    """One correction workbook: where it is, for which returned file, how much is in doubt.

    Not `new` is one that stood there before, with other content: it may hold decisions.
    """

    path: Path
    outcome: Outcome
    new: bool

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON-ready data."""
        return {
            "file": self.outcome.file,
            "sha256": self.outcome.file_sha256,
            "correction": str(self.path),
            "doubts": len(self.outcome.doubts),
            "new": self.new,
        }


Corrected: TypeAlias = tuple[list[Written], list[Problem]]
"""The workbooks that were written, and why other files have none."""


def write_corrections(
    workspace: Workspace, engine: Engine, rejected: Iterable[Outcome], folder: Path, as_of: dt.date
) -> Corrected:
    """Write `<partner>-<period>-<hash>.xlsx` into a folder for each rejected file.

    A file whose problems are not all of cells or rows gets none, and a problem says why. What
    stands there already is never written over. Raises OSError where the folder cannot be made.
    """
    written: dict[str, Written] = {}
    problems: list[Problem] = []
    names = {profile.id: profile.name for profile in load_partners(engine)}
    for outcome in rejected:
        reason = _not_to_correct(outcome)
        if reason is None and outcome.file_sha256 not in written:
            plan = _plan(workspace, engine, outcome, names.get(outcome.partner, ""), as_of)
            result = _placed(plan, folder)
            if isinstance(result, Written):
                written[outcome.file_sha256] = result
            else:
                reason = result
        problems += [reason] if reason else []
    return list(written.values()), problems


def _plan(
    workspace: Workspace, engine: Engine, outcome: Outcome, name: str, as_of: dt.date
) -> Plan:
    assert outcome.questionnaire is not None  # noqa: S101 - known wherever there are doubts
    reference = outcome.questionnaire
    stands = newest_answers(engine, outcome.partner, outcome.period, reference.id)
    return Plan(
        outcome=outcome,
        reference=reference,
        questionnaire=load_questionnaire(str(reference), workspace.questionnaires),
        partner_name=name,
        counted_then=stands.submission.file_sha256 if stands else "",
        as_of=as_of,
    )


def _placed(plan: Plan, folder: Path) -> Written | Problem:
    path = folder / plan.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Written(path, plan.outcome, new=place(correction_bytes(plan), path))
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        hint = "check the folder and its space"
        return Problem(Place(str(path)), "correction.unwritable", message, hint)


def _not_to_correct(outcome: Outcome) -> Problem | None:
    """Return why a rejected file gets no correction workbook, None where it gets one."""
    where = Place(outcome.file)
    if outcome.problems and all(each.code.startswith("correction.") for each in outcome.problems):
        message = "this is a correction workbook itself"
        hint = "settle its problems in it, and import it again"
        return Problem(where, "correction.unfinished", message, hint)
    if len(outcome.problems) > MOST:
        message = f"{len(outcome.problems)} problems are too many to correct one by one"
        hint = "ask the partner to answer in the workbook that was sent"
        return Problem(where, "correction.too-many", message, hint)
    rest = uncovered(outcome.problems, outcome.doubts)
    if rest:
        message = f"nothing to correct cell by cell: {rest[0].message}"
        return Problem(where, "correction.not-of-cells", message, rest[0].hint)
    return None
