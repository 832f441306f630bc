"""From a question's rows to its response, or to the problems of its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from assess.intake.cells import Cell, RefusedError, is_blank, quoted, text_of
from assess.intake.choices import is_ticked
from assess.intake.dates import read_date
from assess.intake.judge import Setting, judge
from assess.intake.misplaced import find_misplaced, text_of_note
from assess.intake.names import Asked, Names
from assess.intake.notes import apart
from assess.intake.rows import FIELDS, Found, Row
from assess.submission import Response
from questionnaires import codes
from questionnaires.problems import Place, Problem

ANSWER, COMMENT, EVIDENCE, EVIDENCE_DATE = range(4)
"""Positions in FIELDS."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What turning rows into responses needs: the rows found, and two days."""

    found: Found
    as_of: dt.date
    period_end: dt.date

    def refuse(self, row: Row, part: int, error: RefusedError) -> None:
        """Record why a cell cannot be used."""
        code = f"{FIELDS[part]}.{error.code}"
        place = self.found.place(row, part)
        self.found.problems.append(Problem(place, code, error.message, error.hint))

    def text(self, row: Row, part: int) -> str:
        """Return the text of a cell, unchanged, or record why there is none."""
        value = row.values[part]
        if value == "" or is_blank(value):
            return ""
        if isinstance(value, str):
            return value
        try:
            return text_of(value)
        except RefusedError as error:
            self.refuse(row, part, error)
            return ""

    def date(self, row: Row, part: int) -> str:
        """Return the ISO date in a cell, "" for none, or record why there is none."""
        value = row.values[part]
        if value == "" or is_blank(value):
            return ""
        try:
            return read_date(value, self.as_of).isoformat()
        except RefusedError as error:
            self.refuse(row, part, error)
            return ""

    def setting(self, row: Row) -> Setting:
        """Return what judging a row's answer needs beyond its cells."""

        def percent_format() -> bool:
            return row.sheet.percent(row.cell(ANSWER))

        return Setting(self.as_of, self.period_end, percent_format)

    def answer(
        self, row: Row, asked: Asked, own: Cell, ticks: dict[int, bool], comment: str
    ) -> tuple[int, str] | None:
        """Judge an answer, or record why it cannot be used and return None."""
        try:
            return judge(asked, own, ticks, comment, self.setting(row))
        except RefusedError as error:
            self.refuse(row, ANSWER, error)
            return None

    def without_note(self, row: Row, asked: Asked, answer: Cell) -> tuple[Cell, str]:
        """Return an answer apart from the note in its cell, and tell of the note."""
        parts = apart(asked, answer, self.as_of)
        if parts is None:
            return answer, ""
        said, note = parts
        if note:
            message = f"read as {quoted(said)}; {quoted(note)} behind it is kept as the comment"
            place = self.found.place(row, ANSWER)
            self.found.notices.append(Problem(place, "answer.note", message))
        return said, note

    def hanging(self, key: tuple[int, int]) -> str:
        """Return the comments that hang at cells of a row, and tell that they are kept."""
        texts = []
        for note in self.found.notes.get(key, ()):
            text = text_of_note(note)
            if text and text not in texts:
                message = f"the comment at the cell, {quoted(text)}, is kept as the question's"
                place = Place(self.found.file, note.sheet, note.cell)
                self.found.notices.append(Problem(place, "answer.cell-comment", message))
                texts.append(text)
        return "\n".join(texts)


def read_responses(reader: Reader, names: Names) -> list[Response | None]:
    """Return the responses of all questions with something in their rows, in question order.

    None stands for a question whose answer cannot be used; this, and whatever else is wrong,
    is recorded among the problems of `reader.found`.
    """
    found = reader.found
    options: dict[int, dict[int, Row]] = {}
    ticked = [
        (key, row)
        for key, row in found.rows.items()
        if key[1] >= 0 and (row.given or key in found.notes)
    ]
    for (index, option), row in sorted(ticked, key=itemgetter(0)):
        options.setdefault(index, {})[option] = row
    responses: dict[int, Response | None] = {}
    for index, asked in enumerate(names.asked):
        own = found.rows.get((index, -1))
        if index in options:
            responses[index] = _from_options(reader, index, asked, options[index])
        elif own is not None and (own.given or (index, -1) in found.notes):
            responses[index] = _from_row(reader, index, asked, own)
    for (index, _), row, error in find_misplaced(
        found, names, _blank(found, responses), reader.setting
    ):
        reader.refuse(row, ANSWER, error)
        responses[index] = None
    return [responses[index] for index in sorted(responses)]


def _blank(found: Found, responses: Mapping[int, Response | None]) -> Iterator[tuple[int, int]]:
    """Yield the questions and options whose answer cell says nothing."""
    for (index, option), row in found.rows.items():
        if option < 0:
            said = responses.get(index, _SILENT)
            if said is not None and said.code == codes.UNANSWERED:
                yield index, option
        elif is_blank(row.values[ANSWER]):
            yield index, option


_SILENT = Response("", codes.UNANSWERED)
"""Stands for the response to a question in whose row nothing is given."""


def _from_row(reader: Reader, index: int, asked: Asked, row: Row) -> Response | None:
    answer = row.values[ANSWER]
    comment = reader.text(row, COMMENT)
    evidence = reader.text(row, EVIDENCE)
    evidence_date = reader.date(row, EVIDENCE_DATE)
    judged = asked.listed.get(answer) if isinstance(answer, str) else None
    if reader.found.notes:
        comment = _lines(comment, reader.hanging((index, -1)))
    if judged is None:
        clear, note = reader.without_note(row, asked, answer)
        comment = _lines(note, comment) if note else comment
        judged = reader.answer(row, asked, clear, {}, comment)
    if judged is None:
        return None
    return Response(
        question=asked.question.id,
        code=judged[0],
        answer="" if judged[0] == codes.UNANSWERED else text_of(answer),
        value=judged[1],
        comment=comment,
        evidence=evidence,
        evidence_date=evidence_date,
        cell=row.cell(ANSWER),
    )


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _from_options(
    reader: Reader, index: int, asked: Asked, below: dict[int, Row]
) -> Response | None:
    """Read a multi-choice question with something in the rows of its options."""
    own = reader.found.rows.get((index, -1))
    main = own if own is not None else next(iter(below.values()))
    answer: Cell = "" if own is None else own.values[ANSWER]
    rows = below if own is None else {-1: own, **below}
    comment = _joined(reader, index, asked, rows, COMMENT)
    evidence = _joined(reader, index, asked, rows, EVIDENCE)
    evidence_date = "" if own is None else reader.date(own, EVIDENCE_DATE)
    _refuse_dates(reader, below)
    ticks = _ticks(reader, below)
    clear, note = reader.without_note(main, asked, answer)
    comment = _lines(note, comment)
    judged = None if ticks is None else reader.answer(main, asked, clear, ticks, comment)
    if judged is None:
        return None
    return Response(
        question=asked.question.id,
        code=judged[0],
        answer=judged[1] if is_blank(answer) else text_of(answer),
        value=judged[1],
        comment=comment,
        evidence=evidence,
        evidence_date=evidence_date,
        cell=main.cell(ANSWER),
    )


def _ticks(reader: Reader, below: dict[int, Row]) -> dict[int, bool] | None:
    """Return which option rows say yes and which no, None where one says neither."""
    ticks = {}
    refused = False
    for option, row in below.items():
        try:
            if not is_blank(row.values[ANSWER]):
                ticks[option] = is_ticked(row.values[ANSWER])
        except RefusedError as error:
            reader.refuse(row, ANSWER, error)
            refused = True
    return None if refused else ticks


def _joined(reader: Reader, index: int, asked: Asked, rows: dict[int, Row], part: int) -> str:
    """Return a question's comment or evidence; what stands in an option's row is named."""
    texts = []
    for option, row in rows.items():
        text = reader.text(row, part)
        if part == COMMENT and reader.found.notes:
            text = _lines(text, reader.hanging((index, option)))
        if text and option >= 0:
            text = f"{asked.question.answer.options[option].text}: {text}"
        texts.append(text)
    return _lines(*texts)


def _refuse_dates(reader: Reader, below: dict[int, Row]) -> None:
    for row in below.values():
        if not is_blank(row.values[EVIDENCE_DATE]):
            message = "a date stands in the row of an option"
            hint = "move it to the question's own row"
            reader.refuse(row, EVIDENCE_DATE, RefusedError(message, "misplaced", hint))
