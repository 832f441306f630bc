"""What a correction workbook holds and where, before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from assess.correction_format import FORMAT, check_of
from assess.corrections.texts import kept, one_line
from assess.intake.doubts import Doubt, fingerprint
from assess.intake.outcome import Outcome
from questionnaires.model import Questionnaire, Reference
from questionnaires.profiles import PARTNER_ID

HEADER_ROW = 5
"""Row of the column names; the title and the instructions stand above it."""

NUMBER, WHERE, QUESTION, READ, WRONG, SUGGESTED, USE, COMMENT = "ABCDEFGH"
"""The columns, by their letters."""

SHORT = 8
"""Characters of the returned file's hash that tell two files of a partner and period apart."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One correction workbook: of which file, for whom, and what is in doubt.

    `counted_then` is the SHA-256 of the file that counts now for the partner and period, or "".
    """

    outcome: Outcome
    reference: Reference
    questionnaire: Questionnaire
    partner_name: str
    counted_then: str
    as_of: dt.date

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is in doubt, a row each."""
        return self.outcome.doubts

    @property
    def last_row(self) -> int:
        """The last row in use."""
        return HEADER_ROW + len(self.doubts)

    @property
    def file(self) -> str:
        """What the returned file is called, without the folders it lay in."""
        return kept(one_line(PurePath(self.outcome.file).name))

    @property
    def name(self) -> str:
        """The workbook's own file name; of the returned file's only the hash is in it."""
        partner = self.outcome.partner
        safe = partner if PARTNER_ID.fullmatch(partner) else "partner"
        return f"{safe}-{self.outcome.period}-{self.outcome.file_sha256[:SHORT]}.xlsx"


def hidden_values(plan: Plan) -> Mapping[str, str]:
    """Return the hidden sheet's values by key."""
    values = {
        "format": FORMAT,
        "original": plan.outcome.file_sha256,
        "file": plan.file,
        "partner": plan.outcome.partner,
        "period": plan.outcome.period,
        "questionnaire": plan.reference.id,
        "version": plan.reference.version,
        "sha256": plan.reference.sha256,
        "as_of": plan.as_of.isoformat(),
        "doubts": fingerprint(plan.doubts),
        "counted_then": plan.counted_then,
    }
    return values | {"check": check_of(values)}
