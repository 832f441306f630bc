"""Every rule, and how a questionnaire is held to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from questionnaires.documents import json_path
from questionnaires.lint import (
    consistency,
    levels,
    reachability,
    references,
    repetition,
    weighing,
    wording,
)
from questionnaires.lint.accepted import read_accepted
from questionnaires.lint.finding import Found, FoundAnywhere
from questionnaires.model import Question, Questionnaire
from questionnaires.outline import in_outline
from questionnaires.problems import Place, Problem

QUESTION_RULES: tuple[Callable[[Question], Found], ...] = (
    wording.one_question,
    wording.nothing_vague,
    wording.easy_to_read,
    levels.measured,
    levels.apart,
    weighing.evidence_named,
    weighing.shares_matter,
    references.references_exist,
)

WHOLE_RULES: tuple[Callable[[Questionnaire], FoundAnywhere], ...] = (
    weighing.weight_spread,
    repetition.asked_once,
    reachability.asked_of_someone,
    consistency.rules_catch_claims,
)

OUTLINE_WHOLE: tuple[Callable[[Questionnaire], FoundAnywhere], ...] = (
    reachability.asked_of_someone,
)

OUTLINE_RULES: tuple[Callable[[Question], Found], ...] = (
    weighing.shares_matter,
    references.references_exist,
)
"""What an outline is held to: the rest is about words, and about weights that an author chose."""

SHARED_LEVELS = ("lint.no-measure", "lint.level-gap", "lint.level-words")
"""Remarks on levels, which are made once where many questions share a scale."""


def lint(questionnaire: Questionnaire, file: Path) -> list[Problem]:
    """Return every remark on a sound questionnaire, in the order of its questions.

    Those that `lint/<version>.json` beside the file lets stand are left out; an entry there
    that fits no remark is a remark itself. Raises InvalidDocumentError where it cannot be read.
    """
    accepted = read_accepted(file)
    kept, fitting = [], set()
    for index, path, code, message, hint in _found(questionnaire):
        name = "" if index is None else questionnaire.questions[index].id
        if (code, name) in accepted:
            fitting.add((code, name))
            continue
        base = "$" if index is None else json_path(["questions", index])
        kept.append((index or 0, Problem(Place(str(file), path=base + path), code, message, hint)))
    kept.sort(key=lambda each: each[0])
    remarks = [problem for _, problem in kept]
    if questionnaire.outline_of:
        remarks = in_outline(remarks, questionnaire)
    return remarks + list(_idle(accepted, fitting, file))


def _found(questionnaire: Questionnaire) -> FoundAnywhere:
    scales: set[tuple[object, ...]] = set()
    rules = OUTLINE_RULES if questionnaire.outline_of else QUESTION_RULES
    for index, question in enumerate(questionnaire.questions):
        for rule in rules:
            for path, code, message, hint in rule(question):
                if code in SHARED_LEVELS and (code, question.answer.levels) in scales:
                    continue
                yield index, path, code, message, hint
        scales |= {(code, question.answer.levels) for code in SHARED_LEVELS}
    for whole_rule in OUTLINE_WHOLE if questionnaire.outline_of else WHOLE_RULES:
        yield from whole_rule(questionnaire)


def _idle(
    accepted: list[tuple[str, str]], fitting: set[tuple[str, str]], file: Path
) -> Iterator[Problem]:
    for code, name in accepted:
        if (code, name) not in fitting:
            message = f"{name or 'the questionnaire'}: nothing to accept for {code}"
            place = Place(str(file.parent / "lint" / file.name))
            yield Problem(place, "lint.accepted-idle", message, "remove the entry")
