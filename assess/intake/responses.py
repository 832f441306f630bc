"""From a question's rows to its response, or to the problems of its cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import itemgetter

from assess.intake.cells import Cell, RefusedError, is_blank, text_of
from assess.intake.choices import is_ticked
from assess.intake.dates import read_date
from assess.intake.formats.unseen import shown_as_percent
from assess.intake.judge import Setting, judge
from assess.intake.names import Asked, Names
from assess.intake.rows import FIELDS, Found, Row
from assess.submission import Response
from questionnaires.problems import Problem

ANSWER, COMMENT, EVIDENCE, EVIDENCE_DATE = range(4)
"""Positions in FIELDS."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What turning rows into responses needs: the rows found, the file's bytes, two days."""

    found: Found
    data: bytes
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

    def answer(
        self, row: Row, asked: Asked, own: Cell, ticks: dict[int, bool], comment: str
    ) -> tuple[int, str] | None:
        """Judge an answer, or record why it cannot be used and return None."""

        def percent_format() -> bool:
            return shown_as_percent(self.data, row.sheet.name, row.cell(ANSWER))

        setting = Setting(self.as_of, self.period_end, percent_format)
        try:
            return judge(asked, own, ticks, comment, setting)
        except RefusedError as error:
            self.refuse(row, ANSWER, error)
            return None


def read_responses(reader: Reader, names: Names) -> list[Response | None]:
    """Return the responses of all questions with something in their rows, in question order.

    None stands for a question whose answer cannot be used; this, and whatever else is wrong,
    is recorded among the problems of `reader.found`.
    """
    options: dict[int, dict[int, Row]] = {}
    ticked = [(key, row) for key, row in reader.found.rows.items() if key[1] >= 0 and row.given]
    for (index, option), row in sorted(ticked, key=itemgetter(0)):
        options.setdefault(index, {})[option] = row
    responses: list[Response | None] = []
    for index, asked in enumerate(names.asked):
        own = reader.found.rows.get((index, -1))
        if index in options:
            responses.append(_from_options(reader, asked, own, options[index]))
        elif own is not None and own.given:
            responses.append(_from_row(reader, asked, own))
    return responses


def _from_row(reader: Reader, asked: Asked, row: Row) -> Response | None:
    answer = row.values[ANSWER]
    comment = reader.text(row, COMMENT)
    evidence = reader.text(row, EVIDENCE)
    evidence_date = reader.date(row, EVIDENCE_DATE)
    judged = asked.listed.get(answer) if isinstance(answer, str) else None
    if judged is None:
        judged = reader.answer(row, asked, answer, {}, comment)
    if judged is None:
        return None
    return Response(
        question=asked.question.id,
        code=judged[0],
        answer="" if is_blank(answer) else text_of(answer),
        value=judged[1],
        comment=comment,
        evidence=evidence,
        evidence_date=evidence_date,
        cell=row.cell(ANSWER),
    )


def _from_options(
    reader: Reader, asked: Asked, own: Row | None, below: dict[int, Row]
) -> Response | None:
    """Read a multi-choice question with something in the rows of its options."""
    main = own if own is not None else next(iter(below.values()))
    answer: Cell = "" if own is None else own.values[ANSWER]
    comment = _joined(reader, asked, own, below, COMMENT)
    evidence = _joined(reader, asked, own, below, EVIDENCE)
    evidence_date = "" if own is None else reader.date(own, EVIDENCE_DATE)
    _refuse_dates(reader, below)
    ticks = _ticks(reader, below)
    judged = None if ticks is None else reader.answer(main, asked, answer, ticks, comment)
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


def _joined(reader: Reader, asked: Asked, own: Row | None, below: dict[int, Row], part: int) -> str:
    """Return a question's comment or evidence; what stands in an option's row is named."""
    texts = [] if own is None else [reader.text(own, part)]
    for option, row in below.items():
        text = reader.text(row, part)
        if text:
            texts.append(f"{asked.question.answer.options[option].text}: {text}")
    return "\n".join(text for text in texts if text)


def _refuse_dates(reader: Reader, below: dict[int, Row]) -> None:
    for row in below.values():
        if not is_blank(row.values[EVIDENCE_DATE]):
            message = "a date stands in the row of an option"
            hint = "move it to the question's own row"
            reader.refuse(row, EVIDENCE_DATE, RefusedError(message, "misplaced", hint))
