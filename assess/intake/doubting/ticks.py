"""What may be made of a doubtful tick in the row of an option."""

from __future__ import annotations

from assess.correction_format import LEAVE_BLANK
from assess.intake.cells import RefusedError, is_blank
from assess.intake.choices import is_ticked
from assess.intake.doubting.ground import Ground, Spot, shown
from assess.intake.doubting.seats import Seat
from assess.intake.doubts import Choice, Doubt, Edit
from assess.intake.responses import ANSWER
from assess.intake.rows import Row
from assess.workbook_format import TICK
from questionnaires.problems import Problem


def doubted_tick(problem: Problem, spot: Spot, ground: Ground, seat: Seat) -> Doubt:
    """Return what is to be decided about a tick: whether the option holds.

    Where the question's own row is gone, a problem of all its ticks stands here as well.
    """
    below = ticks_below(spot.target[0], ground)
    apart = problem.code == "answer.exclusive-option"
    choices = [seat.choice(TICK), seat.choice(LEAVE_BLANK)]
    return Doubt(
        problems=(problem,),
        subject="answer",
        sheet=problem.place.sheet,
        cell=problem.place.cell,
        question=ground.row_id(spot.target),
        text=ground.text(spot.target),
        read=shown(spot.row.values[ANSWER]),
        suggestion="",
        kind="choice",
        choices=tuple(_one_or_others(spot, ground, below) if apart else choices),
        into=seat.into,
    )


def ticks_below(question: int, ground: Ground) -> dict[int, Row]:
    """Return the rows of a question's options in which an answer stands, by option."""
    rows = ground.reader.found.rows.items()
    return {
        option: row
        for (index, option), row in sorted(rows, key=lambda item: item[0])
        if index == question and option >= 0 and not is_blank(row.values[ANSWER])
    }


def is_held(row: Row) -> bool:
    """Tell whether an option is ticked beyond doubt."""
    try:
        return is_ticked(row.values[ANSWER])
    except RefusedError:
        return False


def _one_or_others(spot: Spot, ground: Ground, below: dict[int, Row]) -> list[Choice]:
    """Return the choices between an option that stands alone and the ones ticked beside it."""
    options = ground.asked(spot.target).question.answer.options
    ticked = [option for option, row in below.items() if is_held(row)]
    alone = [option for option in ticked if options[option].exclusive]
    others = [option for option in ticked if not options[option].exclusive]
    return [
        Choice(
            "only “" + "”, “".join(options[each].text for each in kept) + "”",
            tuple(
                Edit(below[option].sheet.name, below[option].cell(ANSWER), "")
                for option in ticked
                if option not in kept
            ),
        )
        for kept in (*([each] for each in alone), others)
        if kept
    ]
