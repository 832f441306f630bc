"""What may be made of a filled-in answer that its row denies, or confirms in unclear words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.intake.cells import cell_position
from assess.intake.doubting.answers import doubted_answer
from assess.intake.doubting.ground import Ground, Spot, shown
from assess.intake.doubts import Choice, Doubt, Edit
from assess.intake.responses import ANSWER
from assess.workbook_format import CONFIRM, CONFIRMED
from questionnaires.problems import Problem

CODES = frozenset({"answer.denied", "answer.unclear-confirmation"})


def doubted_confirmation(problem: Problem, ground: Ground) -> Iterator[Doubt]:
    """Yield what is to be decided: the answer of the row, which counts as confirmed from then on.

    What was filled in are not the partner's own words, so none are kept as such.
    """
    sheet, cell = problem.place.sheet, problem.place.cell
    number = cell_position(cell)[0] + 1
    for target, row in ground.reader.found.rows.items():
        if row.sheet.name == sheet and row.number == number:
            doubt = doubted_answer(problem, Spot(target, row, ANSWER), ground)
            confirm = Edit(sheet, cell, CONFIRMED)
            yield replace(
                doubt,
                read=f"{doubt.read} ({CONFIRM}: {shown(ground.value(problem.place))})",
                suggestion="",
                choices=tuple(Choice(each.text, (*each.edits, confirm)) for each in doubt.choices),
                along=(*doubt.along, confirm),
                given="",
            )
