"""Rules about what counts how much, and what backs it."""

from __future__ import annotations

import re

from questionnaires.lint import vocabulary
from questionnaires.lint.finding import Found, FoundAnywhere
from questionnaires.model import PRINCIPLES, Question, Questionnaire

_PART = re.compile(r"[\w/]+")


def evidence_named(question: Question) -> Found:
    """Hold that a must-have, which decides on access, names what would show it."""
    said = [part.casefold() for part in _PART.findall(question.evidence)]
    telling = [part for part in said if part not in vocabulary.PLACEHOLDERS]
    if question.must_have and len(telling) < vocabulary.FEWEST_EVIDENCE_WORDS:
        message = f"{question.id}: a must-have without evidence that would show it"
        hint = "name a document, a record or a screenshot"
        yield ".evidence", "lint.must-have-evidence", message, hint


def shares_matter(question: Question) -> Found:
    """Hold that no principle is served by a share too small to move its score."""
    for principle, share in zip(PRINCIPLES, question.shares, strict=True):
        if 0 < share < vocabulary.SMALLEST_SHARE:
            message = f"{question.id}: a share of {share} for {principle} moves nothing"
            hint = f"give it {vocabulary.SMALLEST_SHARE} or more, or nothing"
            yield ".principles", "lint.small-share", message, hint


def weight_spread(questionnaire: Questionnaire) -> FoundAnywhere:
    """Hold that neither one principle nor one question decides nearly everything."""
    questions = questionnaire.questions
    total = sum(question.weight for question in questions)
    for index, principle in enumerate(PRINCIPLES):
        carried = sum(question.weight * question.shares[index] for question in questions)
        if carried > vocabulary.LARGEST_PRINCIPLE * total:
            message = f"{principle} carries {carried // total} % of all weight"
            hint = f"spread it, so that none carries over {vocabulary.LARGEST_PRINCIPLE} %"
            yield None, ".questions", "lint.one-principle", message, hint
    if sum(question.scored for question in questions) < vocabulary.MANY:
        return
    for index, question in enumerate(questions):
        if question.weight * 100 > vocabulary.LARGEST_QUESTION * total:
            message = f"{question.id}: carries {question.weight * 100 // total} % of all weight"
            yield index, ".weight", "lint.one-question", message, "lower its weight"
