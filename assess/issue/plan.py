"""Which row of the questions sheet holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assess.carrying import Prefill
from assess.issue.pending import Pending
from assess.wordings import wording
from assess.workbook_format import QUESTIONS_SHEET
from questionnaires.model import Question, Questionnaire, Section
from questionnaires.profiles import ENGLISH

HEADER_ROW = 3
"""Row of the column names; the title and the progress stand above it."""

ANSWER, COMMENT, REFERENCE, EVIDENCE_DATE = "D", "E", "F", "G"
"""Columns the partner fills in, by the letters that formulas and validations use."""

SINCE_LAST, CONFIRMATION = "H", "I"
"""Columns that only a prefilled sheet has."""


@dataclass(frozen=True, slots=True)
class Block:
    """One question's rows: its own, then one an option; `when` says on which answers it hangs."""

    question: Question
    row: int
    when: Pending | None = None

    @property
    def last_row(self) -> int:
        """The row of the last option, or the question's own."""
        return self.row + len(self.question.answer.options)

    @property
    def answers(self) -> str:
        """The cells that answer the question, as an absolute range."""
        first = f"${ANSWER}${self.row}"
        return first if self.row == self.last_row else f"{first}:${ANSWER}${self.last_row}"


@dataclass(frozen=True)
class Plan:
    """The questions sheet before it is written: section headings and blocks, by row.

    `prefill` is None for a blank one, which serves every partner with the same questions in the
    same language.
    """

    questionnaire: Questionnaire
    headings: tuple[tuple[int, Section], ...]
    blocks: tuple[Block, ...]
    prefill: Prefill | None = None
    language: str = ENGLISH

    @cached_property
    def by_id(self) -> dict[str, Block]:
        """The block of each question id."""
        return {block.question.id: block for block in self.blocks}

    def say(self, english: str, /, **values: object) -> str:
        """Return what the workbook says, in its language."""
        return wording(self.language, english, **values)

    @property
    def questions_sheet(self) -> str:
        """The name of the questions sheet."""
        return self.say(QUESTIONS_SHEET)

    @property
    def last_row(self) -> int:
        """The last row in use."""
        return self.blocks[-1].last_row

    @property
    def last_column(self) -> str:
        """The last column in use."""
        return EVIDENCE_DATE if self.prefill is None else CONFIRMATION

    @property
    def to_confirm(self) -> list[Block]:
        """The blocks that are filled with a carried answer."""
        carried = self.prefill.carried if self.prefill else {}
        return [block for block in self.blocks if block.question.id in carried]

    @property
    def must_haves(self) -> int:
        """How many of the questions are must-haves."""
        return sum(block.question.must_have for block in self.blocks)


def lay_out(
    questionnaire: Questionnaire, asked: frozenset[str], whens: Mapping[str, Pending]
) -> Plan:
    """Place the asked questions, section by section, each section under its heading."""
    headings: list[tuple[int, Section]] = []
    blocks: list[Block] = []
    row = HEADER_ROW + 1
    for section in questionnaire.sections:
        questions = [
            question
            for question in questionnaire.questions
            if question.section == section.id and question.id in asked
        ]
        if not questions:
            continue
        headings.append((row, section))
        row += 1
        for question in questions:
            blocks.append(Block(question, row, whens.get(question.id)))
            row = blocks[-1].last_row + 1
    return Plan(questionnaire, tuple(headings), tuple(blocks))
