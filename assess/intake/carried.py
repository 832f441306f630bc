"""Which answers of a prefilled workbook still stand as filled in: not confirmed, not changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assess.intake.cells import RefusedError, cell_name
from assess.intake.choices import is_ticked
from assess.intake.header import column_of
from assess.intake.meta import Filled
from assess.intake.names import Names
from assess.intake.rows import Found, Row
from assess.submission import Response
from assess.workbook_format import CONFIRM, CONFIRMED, fingerprint
from questionnaires.problems import Place, Problem


def mark_carried(
    responses: Sequence[Response | None],
    filled: Mapping[str, Filled],
    names: Names,
    found: Found,
) -> list[Response | None]:
    """Return the responses, each unconfirmed one with the period and source it came from.

    `filled` holds what was filled in, by question id. An answer is the partner's own where it
    differs from that, or where its row says so under `Confirm`. Notices in `found` tell how
    many remain unconfirmed.
    """
    marked = [
        _marked(each, filled[each.question])
        if each is not None and _still_carried(each, filled, names, found)
        else each
        for each in responses
    ]
    remaining = Counter(
        (each.carried_from, each.source.partition(" ")[0])
        for each in marked
        if each and each.carried_from
    )
    found.notices += [_unconfirmed(found.file, *item) for item in sorted(remaining.items())]
    return marked


def _marked(response: Response, filled: Filled) -> Response:
    return response._replace(carried_from=filled.period, source=filled.source)


def _still_carried(
    response: Response, filled: Mapping[str, Filled], names: Names, found: Found
) -> bool:
    if response.question not in filled:
        return False
    if fingerprint(response.value) != filled[response.question].fingerprint:
        return False
    position = names.questionnaire.positions[response.question]
    row = found.rows.get((position, -1))
    return row is None or not _confirmed(row, found)


def _confirmed(row: Row, found: Found) -> bool:
    column = column_of(row.sheet, CONFIRM)
    if column is None:
        return False
    try:
        return is_ticked(row.sheet.grid[row.number - 1][column])
    except RefusedError:
        place = Place(found.file, row.sheet.name, cell_name(row.number - 1, column))
        message = f"what stands under “{CONFIRM}” does not confirm the answer"
        hint = f"write {CONFIRMED} where the answer is still true, and leave it blank else"
        found.notices.append(Problem(place, "answer.unclear-confirmation", message, hint))
        return False


def _unconfirmed(file: str, origin: tuple[str, str], count: int) -> Problem:
    period, source = origin
    some = "1 answer was" if count == 1 else f"{count} answers were"
    how = f"derived from {source} of" if source else "carried over from"
    message = f"{some} {how} {period} and neither confirmed nor changed"
    marked = "derived" if source else "carried over"
    hint = f"they count, marked as {marked}; ask the partner to confirm or correct them"
    return Problem(Place(file), "answer.unconfirmed", message, hint)
