"""A workbook of another questionnaire, read by a layout: from its cells to a submission."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import PurePath

from assess.intake.cells import RefusedError
from assess.intake.doubting import doubts_of
from assess.intake.doubts import Doubt
from assess.intake.foreign.recognising import Recognised, recognise
from assess.intake.foreign.rows import gather_rows
from assess.intake.foreign.scores import score_natively
from assess.intake.foreign.tables import tables_of
from assess.intake.foreign.vocabulary import with_lists
from assess.intake.outcome import Context, Outcome, Received, in_order, rejected
from assess.intake.responses import Reader, read_responses
from assess.intake.rows import Found
from assess.intake.sheets import Book
from assess.intake.tally import absent, counts
from assess.layouts import newest_layouts
from assess.periods import last_day, period_of
from assess.submission import Response, Submission
from questionnaires.problems import Place, Problem
from scoring.native import Native


@dataclass(frozen=True, slots=True)
class Reading:
    """What a layout finds in a workbook, whoever it is of.

    `found` holds rows, problems and notices, `judged` the responses to rows that say something,
    None for one whose answer cannot be used; `texts` are the questions' own words, by id, and
    `doubts` what a correction workbook asks.
    """

    recognised: Recognised
    found: Found
    judged: list[Response | None]
    texts: tuple[tuple[str, str], ...]
    native: Native | None
    doubts: tuple[Doubt, ...]


def read_foreign(file: Received, book: Book, context: Context) -> Outcome | None:
    """Read an opened workbook by the layout that recognises it; None if none does.

    It is taken whole or not at all. The partner comes from the context, and the period, else the
    quarter of its day. InvalidDocumentError comes through where a layout is broken.
    """
    period = context.period or period_of(context.as_of)
    try:
        layouts = newest_layouts(context.layouts)
        recognised = recognise(book, layouts, context.questionnaire_of)
        if recognised is None:
            return None
        reading = read_by(recognised, file.name, book, context.as_of, last_day(period))
    except RefusedError as error:
        return replace(rejected(file, error), partner=context.partner, period=context.period)
    return _outcome(reading, file, context, period)


def read_by(
    recognised: Recognised, file: str, book: Book, as_of: dt.date, period_end: dt.date
) -> Reading:
    """Read a workbook where a layout says that things stand; `file` is what problems call it.

    Raises RefusedError where a sheet that it needs is missing or cannot be read.
    """
    names = with_lists(recognised.names, recognised.layout, book)
    recognised = replace(recognised, names=names)
    gathered = gather_rows(file, recognised)
    found = gathered.found
    reader = Reader(found, as_of, period_end)
    judged = read_responses(reader, names)
    native, notices = score_natively(recognised, found, book)
    found.notices += notices
    questions = names.questionnaire.questions
    return Reading(
        recognised=recognised,
        found=found,
        judged=[_with_sheet(response, found, names.questionnaire.positions) for response in judged],
        texts=tuple((questions[at].id, text) for at, text in sorted(gathered.texts.items())),
        native=native,
        doubts=doubts_of(reader, tables_of(recognised), names, gathered.texts),
    )


def _with_sheet(
    response: Response | None, found: Found, positions: dict[str, int]
) -> Response | None:
    """Name the sheet with an answer's cell: such a workbook has answers on several."""
    if response is None:
        return None
    row = found.rows[positions[response.question], -1]
    return response._replace(cell=f"{row.sheet.name}!{response.cell}")


def _outcome(reading: Reading, file: Received, context: Context, period: str) -> Outcome:
    questionnaire = reading.recognised.names.questionnaire
    found, judged = reading.found, reading.judged
    problems = [*found.problems, *_unfiled(file, context)]
    submission = Submission(
        partner=context.partner,
        period=period,
        questionnaire=questionnaire.reference,
        file=PurePath(file.name).name,
        file_sha256=file.sha256,
        responses=tuple(response for response in judged if response is not None),
        layout=str(reading.recognised.layout.reference),
        texts=reading.texts,
    )
    return Outcome(
        file=file.name,
        file_sha256=file.sha256,
        submission=None if problems else submission,
        problems=in_order(problems),
        notices=in_order([*found.notices, *_taken(reading, file, context, period)]),
        counts=counts(questionnaire, found, judged) | {"problems": len(problems)},
        partner=context.partner,
        period=period,
        absent=absent(questionnaire, found),
        doubts=reading.doubts,
        questionnaire=questionnaire.reference,
        native=None if reading.native is None else reading.native.as_dict(),
    )


def _unfiled(file: Received, context: Context) -> list[Problem]:
    if context.partner:
        return []
    message = "such a workbook does not say which partner it belongs to"
    return [Problem(Place(file.name), "file.no-partner", message, "import it with --partner ID")]


def _taken(reading: Reading, file: Received, context: Context, period: str) -> list[Problem]:
    """Say what the file was taken for."""
    layout = reading.recognised.layout
    message = f"read as {layout.questionnaire}, by the layout {layout.reference}"
    read = Problem(Place(file.name), "file.layout", message)
    if context.period:
        return [read]
    message = f"it names no quarter, so it counts for {period}"
    hint = "import it with --period QUARTER if it is another's"
    return [read, Problem(Place(file.name), "file.no-period", message, hint)]
