"""Which answers of a prefilled workbook still stand as filled in: not confirmed, not changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assess.intake.cells import RefusedError, cell_name
from assess.intake.choices import is_ticked
from assess.intake.names import Names
from assess.intake.rows import Found, Row, column_of
from assess.submission import Response
from assess.workbook_format import CONFIRM, CONFIRMED, fingerprint
from questionnaires.problems import Place, Problem


def mark_carried(
    responses: Sequence[Response | None],
    filled: Mapping[str, tuple[str, str]],
    names: Names,
    found: Found,
) -> list[Response | None]:
    """Return the responses, each unconfirmed one with the period it was carried from.

    `filled` holds period and fingerprint of what was filled in, by question id. An answer is
    the partner's own where it differs from that, or where its row says so under `Confirm`.
    Notices in `found` tell how many remain unconfirmed.
    """
    marked = [
        each._replace(carried_from=filled[each.question][0])
        if each is not None and _still_carried(each, filled, names, found)
        else each
        for each in responses
    ]
    remaining = Counter(each.carried_from for each in marked if each and each.carried_from)
    found.notices += [_unconfirmed(found.file, *item) for item in sorted(remaining.items())]
    return marked


def _still_carried(
    response: Response, filled: Mapping[str, tuple[str, str]], names: Names, found: Found
) -> bool:
    if response.question not in filled:
        return False
    if fingerprint(response.value) != filled[response.question][1]:
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


def _unconfirmed(file: str, period: str, count: int) -> Problem:
    some = "1 answer was" if count == 1 else f"{count} answers were"
    message = f"{some} carried over from {period} and neither confirmed nor changed"
    hint = "they count, marked as carried over; ask the partner to confirm or correct them"
    return Problem(Place(file), "answer.unconfirmed", message, hint)
