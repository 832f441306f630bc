"""What may be made of a doubtful answer, by the type of its question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.correction_format import LEAVE_BLANK
from assess.intake.cells import Cell, fold, is_blank
from assess.intake.doubting.ground import Ground, Spot, given_text, shown
from assess.intake.doubting.seats import seat_of
from assess.intake.doubting.ticks import doubted_tick, is_held, ticks_below
from assess.intake.doubts import Choice, Doubt, Edit, Kind
from assess.intake.misplaced import text_of_note
from assess.intake.names import Asked
from assess.intake.responses import ANSWER, COMMENT
from assess.intake.rows import Row
from assess.intake.suggesting import either, readings, words_instead
from assess.workbook_format import LIST_SEPARATOR, NO_OPTION, NOT_APPLICABLE
from questionnaires.problems import Problem

_KINDS: dict[str, Kind] = {"number": "number", "date": "date", "multi": "list", "text": "text"}
"""What may be typed in answer to a question, by its type; nothing to one of choice."""

_TELLING = {"answer.several", "answer.unclear-tick", "answer.misplaced-mark"}
"""Problems whose message says all there is; nothing is nearer than anything else."""


def doubted_answer(problem: Problem, spot: Spot, ground: Ground) -> Doubt:
    """Return what is to be decided about the answer in a row, or the tick in an option's."""
    asked = ground.asked(spot.target)
    seat = seat_of(spot.row, ground)
    if spot.target[1] >= 0:
        return doubted_tick(problem, spot, ground, seat)
    below = ticks_below(spot.target[0], ground)
    cleared = tuple(Edit(row.sheet.name, row.cell(ANSWER), "") for row in below.values())
    seat = replace(seat, along=(*seat.along, *cleared))
    means = _means(problem, spot, ground)
    offered = _offered(asked, means)
    texts = dict.fromkeys((*offered, *_lists(asked, spot.row, below), LEAVE_BLANK))
    choices = [seat.choice(text) for text in texts if seat.offers(text)]
    if below and not any(map(is_held, below.values())):
        choices.append(Choice(NO_OPTION, (Edit(seat.sheet, seat.into, ""),)))
    return Doubt(
        problems=(problem,),
        subject="answer",
        sheet=spot.row.sheet.name,
        cell=problem.place.cell,
        question=asked.question.id,
        text=ground.text(spot.target),
        read=shown(spot.row.values[ANSWER]),
        suggestion=either(means),
        kind=_KINDS.get(asked.question.answer.type, "choice"),
        choices=tuple(choices),
        into=seat.into,
        along=seat.along,
        comment=spot.row.cell(COMMENT),
        given=given_text(spot.row.values[ANSWER]),
    )


def _offered(asked: Asked, means: tuple[str, ...]) -> Iterator[str]:
    """Yield what may be chosen; of a number or a date, what it can mean, and no band of levels."""
    answer = asked.question.answer
    if answer.type in {"number", "date"}:
        yield from means
        yield from words_instead(answer)
    elif answer.type != "text":
        yield from (choice.text for choice in asked.choices)
    if asked.question.na_allowed:
        yield NOT_APPLICABLE


def _lists(asked: Asked, row: Row, below: dict[int, Row]) -> Iterator[str]:
    """Yield what a multi-choice question's own cell lists, and what is ticked below it."""
    options = asked.question.answer.options
    own = row.values[ANSWER]
    entries = own.replace("\n", ";").split(";") if isinstance(own, str) and options else ()
    named = {asked.options.get(fold(entry)) for entry in entries} - {None}
    ticked = {option for option, below_row in below.items() if is_held(below_row)}
    for chosen in (named, ticked):
        texts = [each for position, each in enumerate(options) if position in chosen]
        for kept in (texts, [each for each in texts if not each.exclusive]):
            if len(kept) > 1:
                yield LIST_SEPARATOR.join(each.text for each in kept)


def _means(problem: Problem, spot: Spot, ground: Ground) -> tuple[str, ...]:
    if problem.code in _TELLING:
        return ()
    asked, setting = ground.asked(spot.target), ground.reader.setting(spot.row)
    means = (readings(asked, each, setting) for each in _said(spot, ground))
    return next(filter(None, means), ())


def _said(spot: Spot, ground: Ground) -> Iterator[Cell]:
    """Yield where an answer may stand: in its cell, or where that is blank, elsewhere."""
    row = spot.row
    yield row.values[ANSWER]
    if is_blank(row.values[ANSWER]):
        yield row.values[COMMENT]
        yield from map(text_of_note, ground.reader.found.notes.get(spot.target, ()))
        cells = row.sheet.grid[row.number - 1]
        yield from (cells[column] for column in ground.reader.found.beside[row.sheet.name])
