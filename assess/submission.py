"""One returned file's responses, as intake reads them and the store keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from questionnaires import codes
from questionnaires.model import Reference


class Response(NamedTuple):
    """One partner's answer to one question, with where it stood.

    `code` is from `questionnaires.codes` (a level's index, or a state); `answer` is the cell's
    text as given, `value` what it was judged as (level text, number with unit, ISO date,
    options joined by "; ", or the free text). Evidence dates are ISO dates, "" where absent.
    `carried_from` is the period in which the answer was last given, where a workbook came
    prefilled with it and the partner neither confirmed nor changed it; "" for any other.
    `source` names what a carried answer was derived from, where that was another questionnaire
    (`caiq@4.0.3 AIS-01.1, CAIQv4.0.3!C12`); "" for any other.
    A tuple, since an import makes one for every answer there is.
    """

    question: str
    code: int
    answer: str = ""
    value: str = ""
    comment: str = ""
    evidence: str = ""
    evidence_date: str = ""
    cell: str = ""
    carried_from: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """The responses of one partner to one questionnaire version for one period.

    Only questions with something in their row have a response; the rest are unanswered.
    `file` is a name for people, `file_sha256` the identity of the bytes, and `issue` the id of
    the issued workbook ("" where the file did not name one).

    A file of another questionnaire than ours names the `layout` (`id@version`) that it was read
    by, and `texts` holds its own words of each question, by id, which we ship none of.
    `corrects` is the SHA-256 of the returned file that a correction workbook completes, else "".
    """

    partner: str
    period: str
    questionnaire: Reference
    file: str
    file_sha256: str
    responses: tuple[Response, ...]
    issue: str = ""
    layout: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    corrects: str = ""

    @property
    def answered(self) -> int:
        """How many questions are answered, those that are claimed not applicable included."""
        return sum(response.code != codes.UNANSWERED for response in self.responses)
