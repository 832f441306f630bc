"""What backs each answer on a day: self-attested, documented or verified.

    verified     an independent report or certificate, or our own check, is on the register in date
    documented   a document is, or evidence came with the answer, with a date not more than
                 IN_DATE_FOR days old; or an observation, as old at most, agrees with the answer
    self-attested  everything else

An observation looks at a part from outside, so it never verifies. A plan backs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assess.evidence.covering import covered
from assess.store import Registered
from questionnaires.model import Questionnaire
from scoring.policy import ASSURANCES
from scoring.results import Lapsed

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.int8]
    Days = npt.NDArray[np.int64]

IN_DATE_FOR = 365
"""Days for which evidence counts that names no last day: reports and certificates are yearly."""

GRADE = {
    "document": ASSURANCES.index("documented"),
    "report": ASSURANCES.index("verified"),
    "certificate": ASSURANCES.index("verified"),
    "review": ASSURANCES.index("verified"),
}
"""What evidence on the register gives the answers that it covers, by its kind."""

Dated: TypeAlias = Iterable[tuple[str, str, str]]
"""Partner, question and ISO date of evidence that came with an answer."""


@dataclass(frozen=True, slots=True)
class Grades:
    """Of n partners and q questions, (n, q), an index into ASSURANCES; and what has lapsed."""

    matrix: Matrix
    lapsed: tuple[tuple[Lapsed, ...], ...]


def last_day_of(entry: Registered) -> date:
    """Return the last day on which evidence counts."""
    made = entry.evidence
    last = made.expires_on or made.issued_on + timedelta(days=IN_DATE_FOR)
    return min(last, entry.closing.closed_on - timedelta(days=1)) if entry.closing else last


def graded(
    questionnaire: Questionnaire,
    codes: Matrix,
    rows: dict[str, int],
    facts: tuple[Sequence[Registered], Dated],
    as_of: date,
) -> Grades:
    """Return what backs the answers of the partners whose row is given, on a day.

    `codes` are scoped; `facts` are the register and the dated evidence, of anybody. Only answers
    are told to be backed by less than they were.
    """
    register, dated = facts
    days = _days(questionnaire, rows, dated)
    age = as_of.toordinal() - days
    given = (days > 0) & (age >= 0)
    matrix = (given & (age <= IN_DATE_FOR)).astype(np.int8)
    entries = [each for each in register if each.evidence.partner in rows]
    begun = [each for each in entries if each.evidence.issued_on <= as_of]
    over = [each for each in begun if last_day_of(each) < as_of]
    reach = _Reach(questionnaire, rows)
    for entry in begun:
        if last_day_of(entry) >= as_of:
            row, columns, grade = reach.of(entry)
            matrix[row, columns] = np.maximum(matrix[row, columns], grade)
    lapsed: list[list[Lapsed]] = [[] for _ in rows]
    _registered_lapses(reach, over, (matrix, codes), lapsed)
    stale = given & (age > IN_DATE_FOR) & (matrix == 0) & (codes >= 0)
    for row in np.flatnonzero(stale.any(axis=1)).tolist():
        lapsed[row] += _stale(questionnaire, days[row], np.flatnonzero(stale[row]))
    return Grades(matrix, tuple(tuple(sorted(each, key=_order)) for each in lapsed))


def _days(questionnaire: Questionnaire, rows: dict[str, int], dated: Dated) -> Days:
    days = np.zeros((len(rows), len(questionnaire.questions)), dtype=np.int64)
    known: dict[str, int] = {}
    for partner, question, day in dated:
        row, column = rows.get(partner), questionnaire.positions.get(question)
        if row is not None and column is not None:
            if day not in known:
                known[day] = date.fromisoformat(day).toordinal()
            days[row, column] = known[day]
    return days


@dataclass(frozen=True)
class _Reach:
    """Where evidence reaches, worked out once for all that covers the same."""

    questionnaire: Questionnaire
    rows: dict[str, int]
    known: dict[tuple[str, ...], Days] = field(default_factory=dict)

    def of(self, entry: Registered) -> tuple[int, Days, int]:
        """Return the row and the columns of the answers that it covers, and what it gives them."""
        made = entry.evidence
        covers = made.covers if made.kind in GRADE else ()
        if covers not in self.known:
            found = covered(self.questionnaire, covers)
            self.known[covers] = np.array(found, dtype=np.int64)
        return self.rows[made.partner], self.known[covers], GRADE.get(made.kind, 0)


def _registered_lapses(
    reach: _Reach,
    over: Sequence[Registered],
    answers: tuple[Matrix, Matrix],
    lapsed: list[list[Lapsed]],
) -> None:
    """Tell of each answer the newest evidence that would give it more if it were in date."""
    matrix, codes = answers
    untold = codes >= 0
    for entry in sorted(over, key=lambda each: (last_day_of(each), each.number), reverse=True):
        row, columns, grade = reach.of(entry)
        fallen = columns[(matrix[row, columns] < grade) & untold[row, columns]]
        untold[row, fallen] = False
        if fallen.size:
            questions = reach.questionnaire.questions
            ids = tuple(questions[column].id for column in fallen.tolist())
            lapsed[row].append(Lapsed(_named(entry), last_day_of(entry), ids))


def _named(entry: Registered) -> str:
    made = entry.evidence
    return f"{made.title} ({made.reference})" if made.reference else made.title


def _stale(questionnaire: Questionnaire, days: Days, columns: Days) -> Iterator[Lapsed]:
    """Tell what came with answers and is too old, what is of one day together."""
    found: dict[int, list[str]] = {}
    for column in columns.tolist():
        found.setdefault(int(days[column]), []).append(questionnaire.questions[column].id)
    for day, ids in found.items():
        last = date.fromordinal(day) + timedelta(days=IN_DATE_FOR)
        yield Lapsed(GIVEN, last, tuple(ids))


GIVEN = "evidence that came with the answer"


def _order(lapsed: Lapsed) -> tuple[date, str, tuple[str, ...]]:
    return lapsed.on, lapsed.what, lapsed.questions
