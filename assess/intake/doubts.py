"""What in a returned file a person has to decide, and what may be decided: plain, picklable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from assess.intake.cells import Cell
from questionnaires.problems import Problem

Kind: TypeAlias = Literal["choice", "number", "date", "list", "text"]
"""What may be typed beside the choices: nothing, a number, a date, several choices, any text."""


class Edit(NamedTuple):
    """One cell as a person decides it; the value "" leaves it blank for good.

    Where `cell` is a range (`D5:D8`), the merge over it is undone.
    """

    sheet: str
    cell: str
    value: Cell


class Choice(NamedTuple):
    """One of the things that may be chosen, and what choosing it changes in the file."""

    text: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing in doubt: where it stands, what was read, and what may be made of it.

    `problems` are those that deciding it settles; `subject` is the word that their codes begin
    with, or "row". `question` is a question's id, `text` what is asked; both may be "". `read` is
    what stands there, as text, and `given` an answer in the partner's own words, which are kept
    beside what it is taken for. What is typed goes into the cell `into`, with the edits `along`.
    `comment` is the cell that a comment is added to, "" for none.
    """

    problems: tuple[Problem, ...]
    subject: str
    sheet: str
    cell: str
    question: str
    text: str
    read: str
    suggestion: str
    kind: Kind
    choices: tuple[Choice, ...]
    into: str = ""
    along: tuple[Edit, ...] = ()
    comment: str = ""
    given: str = ""

    @property
    def where(self) -> str:
        """The place as people say it."""
        return f"{self.sheet}!{self.cell}"


def fingerprint(doubts: Iterable[Doubt]) -> str:
    """Return what tells whether a file is in doubt about the same things as before."""
    seen = [(each.sheet, each.cell, each.kind, each.choices, each.into) for each in doubts]
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def uncovered(problems: Iterable[Problem], doubts: Sequence[Doubt]) -> list[Problem]:
    """Return the problems that no decision about a cell or a row settles."""
    settled = {problem for doubt in doubts for problem in doubt.problems}
    return [problem for problem in problems if problem not in settled]
