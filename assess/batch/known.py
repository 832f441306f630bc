"""Files that are stored already, so that they need not be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.intake.outcome import Outcome
from assess.store import StoredSubmission, all_hashes, completed, stored_by_hash
from questionnaires.problems import Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Known:
    """What the store held when an import began; what the import adds is not known to it.

    So the results do not depend on how far the storing has come when a file's turn is.
    """

    def __init__(self, engine: Engine, partner: str, period: str) -> None:
        self._engine, self._partner, self._period = engine, partner, period
        self._hashes = all_hashes(engine)
        self._completed = completed(engine)

    def outcome(self, name: str, sha256: str) -> Outcome | None:
        """Return what reading a file came to when it was stored; None where it has to be read.

        That is so where it is not stored, where it is stored for several partners or periods, or
        only for others than those asked for, and where the store does not know what was counted.
        """
        stands = self._completed.get(sha256, sha256)
        if stands not in self._hashes:
            return None
        found = [each for each in stored_by_hash(self._engine, stands) if self._is_asked_for(each)]
        if len(found) != 1 or (counts := found[0].counts) is None:
            return None
        [stored] = found
        return Outcome(
            file=name,
            file_sha256=sha256,
            submission=stored.submission,
            problems=(),
            notices=_told(name, stored) if stands != sha256 else (),
            counts=counts,
            partner=stored.submission.partner,
            period=stored.submission.period,
            native=stored.native,
        )

    def _is_asked_for(self, stored: StoredSubmission) -> bool:
        submission = stored.submission
        return self._partner in {"", submission.partner} and self._period in {"", submission.period}


def _told(file: str, stored: StoredSubmission) -> tuple[Problem]:
    """Tell that a returned file was completed by a correction workbook."""
    message = f"this file was completed by the correction {stored.submission.file}"
    hint = "to decide otherwise, change that workbook and import it again"
    return (Problem(Place(file), "file.completed", message, hint),)
