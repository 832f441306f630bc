"""The rule that no question is asked twice in other words."""

from __future__ import annotations

import re

from questionnaires.lint import vocabulary
from questionnaires.lint.finding import FoundAnywhere
from questionnaires.model import Question, Questionnaire

_PART = re.compile(r"[\w%]+(?:[-.][\w%]+)*")


def asked_once(questionnaire: Questionnaire) -> FoundAnywhere:
    """Hold that no two questions share nearly all words that say what they are about."""
    said = [_content(question) for question in questionnaire.questions]
    for later, question in enumerate(questionnaire.questions):
        for earlier in range(later):
            if _alike(said[earlier], said[later]):
                other = questionnaire.questions[earlier]
                message = f"{question.id}: asks nearly what {other.id} asks"
                hint = "keep one of them, or say in both what tells them apart"
                yield later, ".text", "lint.near-duplicate", message, hint


def _content(question: Question) -> frozenset[str]:
    parts = _PART.findall(question.text.casefold())
    return frozenset(_stem(part) for part in parts if part not in vocabulary.STOPWORDS)


def _stem(word: str) -> str:
    """Cut an English ending, so that `encrypt`, `encrypts` and `encrypted` are one word."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    part, whole = vocabulary.ALIKE
    return bool(first) and len(first & second) * whole >= len(first | second) * part
