"""What the title of a column says of it, in the words that people use."""

from __future__ import annotations

import re

from assess.intake.cells import Cell, Fault, is_blank
from assess.intake.foreign.titles import LONGEST_TITLE, folded
from assess.intake.sheets import Sheet

ID, QUESTION, ANSWER, COMMENT = "id", "question", "answer", "comment"
EVIDENCE, OWNERSHIP = "evidence", "ownership"

ABOVE = 10
"""Rows above the first id among which a column's title is sought."""

MOST_WORDS = 10
"""Words of a title; more are a sentence that happens to hold one of them."""

_TITLES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    ID: (
        frozenset({"id", "qid", "question id", "ref", "reference", "no", "number", "#", "nr"}),
        frozenset({"id", "qid", "no", "number", "ref", "#", "nr"}),
    ),
    QUESTION: (
        frozenset({"question", "questions", "requirement", "control", "frage", "pregunta"}),
        frozenset({"question", "questions", "requirement", "control", "statement"}),
    ),
    ANSWER: (
        frozenset(
            {"answer", "answers", "response", "responses", "your answer", "yes/no", "antwort"}
        )
        | frozenset({"vendor answer", "vendor response", "your response", "respuesta", "reply"}),
        frozenset({"answer", "answers", "response", "responses", "antwort", "respuesta", "reply"})
        | frozenset({"status", "compliance", "maturity"}),
    ),
    COMMENT: (
        frozenset({"comment", "comments", "note", "notes", "remarks", "additional information"})
        | frozenset({"explanation", "details", "kommentar", "comentario", "rationale"}),
        frozenset({"comment", "comments", "note", "notes", "remarks", "explanation", "details"})
        | frozenset({"description", "justification", "rationale"}),
    ),
    EVIDENCE: (
        frozenset({"evidence", "attachment", "attachments", "nachweis", "evidencia"}),
        frozenset({"evidence", "attachment", "attachments", "supporting"}),
    ),
    OWNERSHIP: (
        frozenset({"ownership", "owner", "control ownership", "responsibility"}),
        frozenset({"ownership", "owner"}),
    ),
}
"""Of each kind: the titles that say so, and the words that hint at it in a longer title."""

_ABOUT = frozenset({"id", "date", "type", "compliant", "guidance", "score", "weight", "default"})
_WORD = re.compile(r"[^\W_]+|#")


def says(kind: str, title: str) -> float:
    """Return how clearly a title names a kind: 1 for its very name, 0 for not at all."""
    name = folded(title[:LONGEST_TITLE]).replace("_", " ").strip(" :*?.")
    exact, hints = _TITLES[kind]
    if name in exact:
        return 1.0
    words = _WORD.findall(name)
    if not hints.intersection(words) or len(words) > MOST_WORDS:
        return 0.0
    # "Answer ID" and "Date of answer" are about an answer, and not it.
    return 0.4 if kind != ID and not _ABOUT.isdisjoint(words) else 0.7


def is_nothing(value: Cell) -> bool:
    """Tell whether a cell shows nothing that could be looked at."""
    return value == "" or isinstance(value, Fault) or is_blank(value)


def headings(sheet: Sheet, ids: dict[int, str]) -> list[tuple[str, int]]:
    """Return the title and its row of each column: the nearest above the ids, else one among them.

    Where sections have headers of their own, the first of them may stand below some questions.
    """
    first = min(ids)
    return [
        _above(sheet, column, first) or _among(sheet, column, ids) or ("", -1)
        for column in range(len(sheet.grid[0]))
    ]


def _above(sheet: Sheet, column: int, first: int) -> tuple[str, int] | None:
    for row in range(first - 1, max(first - ABOVE, 0) - 1, -1):
        value = sheet.grid[row][column]
        if not is_nothing(value):
            is_title = isinstance(value, str) and len(value) <= LONGEST_TITLE
            return (" ".join(str(value).split()), row) if is_title else None
    return None


def _among(sheet: Sheet, column: int, ids: dict[int, str]) -> tuple[str, int] | None:
    for row in range(min(ids), len(sheet.grid)):
        value = sheet.grid[row][column]
        if row not in ids and isinstance(value, str) and any(says(kind, value) for kind in _TITLES):
            return " ".join(value.split()), row
    return None
