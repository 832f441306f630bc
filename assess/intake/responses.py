"""From a question's rows to its response, or to the problems of its cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assess.intake.cells import Cell, RefusedError, is_blank, text_of
from assess.intake.choices import is_ticked
from assess.intake.dates import read_date
from assess.intake.judge import Setting, judge
from assess.intake.names import Asked, Names
from assess.intake.rows import FIELDS, Found, Row
from assess.intake.unseen import shown_as_percent
from assess.submission import Response
from questionnaires import codes
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
        if isinstance(value, str):
            return "" if is_blank(value) else value
        try:
            return text_of(value)
        except RefusedError as error:
            self.refuse(row, part, error)
            return ""


def read_responses(reader: Reader, names: Names) -> list[Response]:
    """Return the responses of all questions with something in their rows, in question order.

    What cannot be used is recorded among the problems of `reader.found`.
    """
    options: dict[int, dict[int, Row]] = {}
    for (index, option), row in reader.found.rows.items():
        if option >= 0 and row.given:
            options.setdefault(index, {})[option] = row
    responses = []
    for index, asked in enumerate(names.asked):
        own = reader.found.rows.get((index, -1))
        below = options.get(index)
        if below is not None or (own is not None and own.given):
            responses.append(_response(reader, asked, own, below or {}))
    return responses


def _response(reader: Reader, asked: Asked, own: Row | None, below: dict[int, Row]) -> Response:
    main = own if own is not None else below[min(below)]
    answer: Cell = "" if own is None else own.values[ANSWER]
    comment = _joined(reader, asked, own, below, COMMENT)
    try:
        code, value = _judged(reader, asked, main, answer, _ticks(reader, below), comment)
    except RefusedError as error:
        reader.refuse(main, ANSWER, error)
        code, value = codes.UNANSWERED, ""
    return Response(
        question=asked.question.id,
        code=code,
        answer=_as_given(answer) or value,
        value=value,
        comment=comment,
        evidence=_joined(reader, asked, own, below, EVIDENCE),
        evidence_date=_evidence_date(reader, own, below),
        cell=main.cell(ANSWER),
    )


def _judged(
    reader: Reader, asked: Asked, main: Row, answer: Cell, ticks: dict[int, bool] | None, said: str
) -> tuple[int, str]:
    if ticks is None:  # a tick was refused: judging the others would only mislead
        return codes.UNANSWERED, ""

    def percent_format() -> bool:
        return shown_as_percent(reader.data, main.sheet.name, main.cell(ANSWER))

    setting = Setting(reader.as_of, reader.period_end, percent_format)
    return judge(asked, answer, ticks, said, setting)


def _ticks(reader: Reader, below: dict[int, Row]) -> dict[int, bool] | None:
    """Return which option rows say yes and which no, None where one says neither."""
    ticks = {}
    refused = False
    for option, row in sorted(below.items()):
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
    for option, row in sorted(below.items()):
        text = reader.text(row, part)
        if text:
            texts.append(f"{asked.question.answer.options[option].text}: {text}")
    return texts[0] if len(texts) == 1 else "\n".join(text for text in texts if text)


def _evidence_date(reader: Reader, own: Row | None, below: dict[int, Row]) -> str:
    for _, row in sorted(below.items()):
        if not is_blank(row.values[EVIDENCE_DATE]):
            hint = "move it to the question's own row"
            error = RefusedError("a date stands in the row of an option", "misplaced", hint)
            reader.refuse(row, EVIDENCE_DATE, error)
    if own is None or is_blank(own.values[EVIDENCE_DATE]):
        return ""
    try:
        return read_date(own.values[EVIDENCE_DATE], reader.as_of).isoformat()
    except RefusedError as error:
        reader.refuse(own, EVIDENCE_DATE, error)
        return ""


def _as_given(answer: Cell) -> str:
    try:
        return "" if is_blank(answer) else text_of(answer)
    except RefusedError:
        return ""
