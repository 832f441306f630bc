"""The table of responses: one row for every question of every submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from assess.store import StoredSubmission
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import Question, Questionnaire, Reference
from questionnaires.outline import with_texts

if TYPE_CHECKING:
    import numpy.typing as npt

Value: TypeAlias = str | bool | date | None

STATES = {
    states.UNANSWERED: "unanswered",
    states.NA_CLAIMED: "not_applicable_claimed",
    states.NA_ACCEPTED: "not_applicable_accepted",
    states.OUT_OF_SCOPE: "out_of_scope",
    states.NOTED: "noted",
}
"""Words for the codes that are no level; a level is `answered`."""

COLUMNS = (
    "partner",
    "name",
    "period",
    "questionnaire",
    "section",
    "question",
    "text",
    "element",
    "must_have",
    "state",
    "level",
    "level_given",
    "answer",
    "value",
    "comment",
    "evidence",
    "evidence_date",
    "cell",
    "carried_from",
    "source",
    "imported_on",
    "file",
    "file_sha256",
    "questionnaire_sha256",
)

DAYS = ("evidence_date", "imported_on")


def responses_table(
    stored: Sequence[StoredSubmission], questionnaires: Mapping[Reference, Questionnaire]
) -> pd.DataFrame:
    """Return one row a question and submission, sorted by partner, period and question's place.

    What was not answered has its row too, so that `state` (answered, noted, unanswered,
    not_applicable_claimed, not_applicable_accepted, out_of_scope) can be counted. The state
    comes from `codes` and the profile; out of scope stands above an answer, which is shown all
    the same. `level` is what counts, an assessor's decision included, and `level_given` what the
    answer was judged as by itself. KeyError for a questionnaire that is not given.
    """
    scoped = _scoped(stored, questionnaires)
    ordered = sorted(stored, key=lambda each: (each.submission.partner, each.submission.period))
    rows = [
        row
        for each in ordered
        for row in _rows(each, _shown(each, questionnaires), scoped[each.sequence])
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in DAYS:
        table[column] = pd.to_datetime(table[column], format="%Y-%m-%d").astype("datetime64[s]")
    return table.astype({"must_have": bool})


def _shown(
    stored: StoredSubmission, questionnaires: Mapping[Reference, Questionnaire]
) -> Questionnaire:
    submission = stored.submission
    return with_texts(questionnaires[submission.questionnaire], dict(submission.texts))


def _scoped(
    stored: Sequence[StoredSubmission], questionnaires: Mapping[Reference, Questionnaire]
) -> dict[int, npt.NDArray[np.int8]]:
    """Return the codes of each submission, by sequence, with what is out of scope marked."""
    groups: dict[Reference, list[StoredSubmission]] = {}
    for each in stored:
        groups.setdefault(each.submission.questionnaire, []).append(each)
    found: dict[int, npt.NDArray[np.int8]] = {}
    for reference, group in groups.items():
        codes = np.frombuffer(b"".join(each.codes for each in group), dtype=np.int8)
        table = tabulate([each.profile for each in group])
        matrix = scope(questionnaires[reference], table, codes.reshape(len(group), -1))
        found |= {each.sequence: row for each, row in zip(group, matrix, strict=True)}
    return found


def _rows(
    stored: StoredSubmission, questionnaire: Questionnaire, codes: npt.NDArray[np.int8]
) -> Iterator[tuple[Value, ...]]:
    submission = stored.submission
    given = {response.question: response for response in submission.responses}
    before = (
        submission.partner,
        stored.profile.name,
        submission.period,
        str(submission.questionnaire),
    )
    after = (
        stored.imported_on,
        submission.file,
        submission.file_sha256,
        submission.questionnaire.sha256,
    )
    for question, code in zip(questionnaire.questions, codes.tolist(), strict=True):
        response = given.get(question.id) or Response(question.id, states.UNANSWERED)
        yield (*before, *_asked(question), *_answered(question, response, code), *after)


def _asked(question: Question) -> tuple[Value, ...]:
    return question.section, question.id, question.text, question.element, question.must_have


def _level(question: Question, code: int) -> str:
    return question.answer.levels[code].text if code >= 0 else ""


def _answered(question: Question, response: Response, code: Any) -> tuple[Value, ...]:
    return (
        STATES.get(code, "answered"),
        _level(question, code),
        _level(question, response.code),
        response.answer,
        response.value,
        response.comment,
        response.evidence,
        response.evidence_date or None,
        response.cell,
        response.carried_from,
        response.source,
    )
