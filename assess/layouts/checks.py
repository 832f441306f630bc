"""Whether a layout and the questionnaire that it reads fit each other."""

from __future__ import annotations

from assess.layouts.model import NOT_APPLICABLE, Layout
from questionnaires.model import Questionnaire
from questionnaires.problems import InvalidDocumentError, Place, Problem


def check_levels(layout: Layout, questionnaire: Questionnaire) -> None:
    """Hold that every level which a layout names is one of some question.

    Raises InvalidDocumentError with each that is none.
    """
    known = {level.id for question in questionnaire.questions for level in question.answer.levels}
    lists = () if layout.lists is None else layout.lists.levels
    named = {
        "$.columns.marks": [level for level, _ in layout.marks if level != NOT_APPLICABLE],
        "$.answers.levels": [level for level, _ in layout.levels],
        "$.answers.lists.lists.levels": [level for level, _ in lists],
    }
    hint = f"use {', '.join(sorted(known))}" if known else "its questions take free text only"
    problems = [
        Problem(
            Place(str(layout.reference), path=f"{path}.{level}"),
            "layout.unknown-level",
            f"no question of {questionnaire.reference} has the level `{level}`",
            hint,
        )
        for path, levels in named.items()
        for level in levels
        if level not in known
    ]
    if problems:
        raise InvalidDocumentError(problems)
