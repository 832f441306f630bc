"""From the problems of our own form's cells and rows to what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from assess.intake.doubting.answers import doubted_answer
from assess.intake.doubting.confirmations import CODES as CONFIRMATIONS
from assess.intake.doubting.confirmations import doubted_confirmation
from assess.intake.doubting.details import doubted_detail
from assess.intake.doubting.ground import Ground
from assess.intake.doubting.merges import doubted_merge
from assess.intake.doubting.rows import doubted_stranger, doubted_twins
from assess.intake.doubting.tables import Table, our_tables
from assess.intake.doubts import Doubt
from assess.intake.names import Names
from assess.intake.outcome import in_order
from assess.intake.responses import ANSWER, Reader
from questionnaires.problems import Problem

__all__ = ["MOST", "Table", "doubts_of", "our_tables"]

MOST = 500
"""Problems beyond which nobody corrects a file cell by cell."""

OURS: Mapping[int, str] = MappingProxyType({})
"""Stands for the words of our own questionnaire."""

_STRANGERS = {"row.no-id", "row.unknown-id", "row.ambiguous-id"}


def doubts_of(
    reader: Reader, tables: Iterable[Table], names: Names, texts: Mapping[int, str] = OURS
) -> tuple[Doubt, ...]:
    """Return what is in doubt in a file that was read, in the order of its cells.

    `texts` are the questions' own words, by position, where the file has some. A problem that is
    not one of a cell or a row, such as a missing column, is in no doubt.
    """
    if not reader.found.problems or len(reader.found.problems) > MOST:
        return ()
    ground = Ground.of(reader, tables, names, texts)
    doubts: dict[tuple[bool, str, str], Doubt] = {}
    for problem in in_order(reader.found.problems):
        for doubt in _doubts(problem, ground):
            key = (doubt.subject == "row", doubt.sheet, doubt.cell)
            known = doubts.setdefault(key, doubt)
            if known is not doubt:
                doubts[key] = replace(known, problems=(*known.problems, *doubt.problems))
    return tuple(doubts.values())


def _doubts(problem: Problem, ground: Ground) -> Iterator[Doubt]:
    spot = ground.cells.get((problem.place.sheet, problem.place.cell))
    if problem.place.sheet not in ground.tables:
        return
    if problem.code in _STRANGERS:
        yield from doubted_stranger(problem, ground)
    elif problem.code == "row.duplicate":
        yield from doubted_twins(problem, ground)
    elif problem.code == "sheet.merged":
        yield from doubted_merge(problem, ground)
    elif problem.code in CONFIRMATIONS:
        yield from doubted_confirmation(problem, ground)
    elif spot is not None:
        doubted = doubted_answer if spot.part == ANSWER else doubted_detail
        yield doubted(problem, spot, ground)
