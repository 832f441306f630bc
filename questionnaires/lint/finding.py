"""What a rule yields, and the texts of a question that the rules read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from questionnaires.model import Level, Option, Question

Found: TypeAlias = Iterator[tuple[str, str, str, str]]
"""What a rule yields for a question: path below it, code, message, hint."""

FoundAnywhere: TypeAlias = Iterator[tuple[int | None, str, str, str, str]]
"""The same for all questions together, with the question's index; None for the whole file."""


def texts_of(question: Question) -> Iterator[tuple[str, str]]:
    """Yield every text of a question that a partner acts on, each after its path."""
    yield ".text", question.text
    yield ".guidance", question.guidance
    entries: tuple[Level | Option, ...] = (*question.answer.levels, *question.answer.options)
    for entry in entries:
        yield ".answer", entry.text
    yield ".evidence", question.evidence
    yield ".remediation.text", question.remediation.text
