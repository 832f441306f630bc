"""What may be made of a doubtful comment, evidence or evidence date."""

from __future__ import annotations

from collections.abc import Iterator

from assess.correction_format import LEAVE_BLANK
from assess.intake.cells import RefusedError, is_blank
from assess.intake.dates import read_date
from assess.intake.doubting.ground import Ground, Spot, shown
from assess.intake.doubts import Choice, Doubt, Edit, Kind
from assess.intake.responses import EVIDENCE_DATE
from assess.intake.rows import FIELDS
from assess.intake.suggesting import either, possible_days
from questionnaires.problems import Problem

_KINDS: dict[str, Kind] = {"evidence-date": "date"}


def doubted_detail(problem: Problem, spot: Spot, ground: Ground) -> Doubt:
    """Return what is to be decided about one of the cells beside an answer."""
    sheet, cell, value = spot.row.sheet.name, problem.place.cell, spot.row.values[spot.part]
    blank = Choice(LEAVE_BLANK, (Edit(sheet, cell, ""),))
    misplaced = problem.code == "evidence-date.misplaced"
    dated = spot.part == EVIDENCE_DATE and not misplaced
    days = possible_days(value, ground.reader.as_of) if dated else ()
    offered = [Choice(day, (Edit(sheet, cell, day),)) for day in days]
    return Doubt(
        problems=(problem,),
        subject=FIELDS[spot.part],
        sheet=sheet,
        cell=cell,
        question=ground.row_id(spot.target),
        text=ground.text(spot.target),
        read=shown(value),
        suggestion=either(days),
        kind="choice" if misplaced else _KINDS.get(FIELDS[spot.part], "text"),
        choices=(*(_moved(spot, ground) if misplaced else offered), blank),
        into=cell,
    )


def _moved(spot: Spot, ground: Ground) -> Iterator[Choice]:
    """Yield the choice to give the date of an option's row to the question, where that has none."""
    own = ground.reader.found.rows.get((spot.target[0], -1))
    if own is None or not is_blank(own.values[EVIDENCE_DATE]):
        return
    value = spot.row.values[EVIDENCE_DATE]
    try:
        day = read_date(value, ground.reader.as_of)
    except RefusedError:
        return
    here = Edit(spot.row.sheet.name, spot.row.cell(EVIDENCE_DATE), "")
    there = Edit(own.sheet.name, own.cell(EVIDENCE_DATE), day)
    yield Choice(f"{day} for the whole question", (there, here))
