"""Which answers of a prefilled workbook still stand as filled in: not confirmed, not changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assess.intake.cells import Cell, cell_name, fold, is_blank
from assess.intake.choices import TICKED, UNTICKED
from assess.intake.header import column_of
from assess.intake.meta import Filled
from assess.intake.names import Names
from assess.intake.rows import Found
from assess.submission import Response
from assess.workbook_format import CONFIRM, CONFIRMED, fingerprint
from questionnaires.problems import Place, Problem

_STILL_TRUE = TICKED | {
    *("confirmed", "ok", "okay", "still true", "unchanged", "no change", "no changes"),
    *("bestätigt", "stimmt", "unverändert", "confirmado", "confirmada", "sin cambios"),
}
_WRONG = UNTICKED | {
    *("incorrect", "wrong", "not true", "not confirmed", "no longer", "no longer true"),
    *("stimmt nicht", "nicht bestätigt", "nicht mehr", "incorrecto", "incorrecta", "no confirmado"),
}


def mark_carried(
    responses: Sequence[Response | None],
    filled: Mapping[str, Filled],
    names: Names,
    found: Found,
) -> list[Response | None]:
    """Return the responses, each unconfirmed one with the period and source it came from.

    `filled` holds what was filled in, by question id. An answer is the partner's own where it
    differs from that, or where its row says so under `Confirm`. What denies an answer there that
    still stands as filled in, or is unclear, is a problem in `found`, and the response None.
    Notices tell how many remain unconfirmed.
    """
    marked = [each and _marked(each, filled, names, found) for each in responses]
    remaining = Counter(
        (each.carried_from, each.source.partition(" ")[0])
        for each in marked
        if each and each.carried_from
    )
    found.notices += [_unconfirmed(found.file, *item) for item in sorted(remaining.items())]
    return marked


def _marked(
    response: Response, filled: Mapping[str, Filled], names: Names, found: Found
) -> Response | None:
    known = filled.get(response.question)
    if known is None or fingerprint(response.value) != known.fingerprint:
        return response
    place, said = _confirmation(response.question, names, found)
    if is_blank(said):
        return response._replace(carried_from=known.period, source=known.source)
    if _means(said) in _STILL_TRUE:
        return response
    found.problems.append(_denied(place, said))
    return None


def _confirmation(question: str, names: Names, found: Found) -> tuple[Place, Cell]:
    """Return the cell under `Confirm` in a question's row; blank where there is none."""
    row = found.rows.get((names.questionnaire.positions[question], -1))
    column = None if row is None else column_of(row.sheet, CONFIRM)
    if row is None or column is None:
        return Place(found.file), ""
    place = Place(found.file, row.sheet.name, cell_name(row.number - 1, column))
    return place, row.sheet.grid[row.number - 1][column]


def _means(said: Cell) -> str:
    """Return what stands under `Confirm` as a word; spreadsheets make TRUE or 1 of some."""
    if isinstance(said, (bool, int, float)):
        return str(int(said)) if said in {0, 1} else ""
    return fold(said).strip(" .!") if isinstance(said, str) else ""


def _denied(place: Place, said: Cell) -> Problem:
    if _means(said) in _WRONG:
        message = "the answer filled in here is denied"
        hint = "correct the answer, or blank it, and clear this cell"
        return Problem(place, "answer.denied", message, hint)
    message = f"what stands under “{CONFIRM}” neither confirms nor denies the answer filled in here"
    hint = f"write {CONFIRMED} where it is still true; else correct it, or blank it, and clear this"
    return Problem(place, "answer.unclear-confirmation", message, hint)


def _unconfirmed(file: str, origin: tuple[str, str], count: int) -> Problem:
    period, source = origin
    some = "1 answer was" if count == 1 else f"{count} answers were"
    how = f"derived from {source} of" if source else "carried over from"
    message = f"{some} {how} {period} and neither confirmed nor changed"
    marked = "derived" if source else "carried over"
    hint = f"they count, marked as {marked}; ask the partner to confirm or correct them"
    return Problem(Place(file), "answer.unconfirmed", message, hint)
