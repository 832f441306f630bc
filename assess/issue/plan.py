"""Which row of which sheet holds what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from assess.carrying import Prefill
from assess.deriving import Derived
from assess.issue.pending import Pending, stands
from assess.submission import Response
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

FROM_YOUR = "From your {name}"
"""The sheet of what another questionnaire of the partner answers."""

NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
NAME_LENGTH = 15
"""What no sheet's name may hold, and how much of a questionnaire's name fits into one."""


@dataclass(frozen=True, slots=True)
class Block:
    """One question's rows: its own, then one an option; `when` says on which answers it hangs.

    `tab` is the place of its sheet among the plan's.
    """

    question: Question
    row: int
    when: Pending | None = None
    tab: int = 0

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
class Tab:
    """One sheet of questions: section headings and blocks, by row.

    `filled` are the answers that it comes with; `extra` the columns that it has after the
    partner's own. `derived` is None for the questions sheet itself.
    """

    headings: tuple[tuple[int, Section], ...]
    blocks: tuple[Block, ...]
    filled: Mapping[str, Response] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    derived: Derived | None = None

    @property
    def last_row(self) -> int:
        """The last row in use."""
        return self.blocks[-1].last_row

    @property
    def last_column(self) -> str:
        """The last column in use."""
        return self.extra[-1] if self.extra else EVIDENCE_DATE

    @property
    def to_confirm(self) -> list[Block]:
        """The blocks that come with an answer."""
        return [block for block in self.blocks if block.question.id in self.filled]

    @property
    def must_haves(self) -> int:
        """How many of the questions are must-haves."""
        return sum(block.question.must_have for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions a workbook asks, given what it is filled with, and how they stand.

    `carried` come with an answer to our own form, `derived` with one to another questionnaire.
    """

    asked: int
    carried: int
    derived: int

    @property
    def left(self) -> int:
        """How many are to be answered yet."""
        return self.asked - self.carried - self.derived


@dataclass(frozen=True)
class Plan:
    """The sheets of questions before they are written.

    `prefill` is None for a blank workbook, which serves every partner with the same questions in
    the same language.
    """

    questionnaire: Questionnaire
    tabs: tuple[Tab, ...]
    prefill: Prefill | None = None
    language: str = ENGLISH

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all sheets."""
        return tuple(chain.from_iterable(tab.blocks for tab in self.tabs))

    @cached_property
    def by_id(self) -> dict[str, Block]:
        """The block of each question id."""
        return {block.question.id: block for block in self.blocks}

    def say(self, english: str, /, **values: object) -> str:
        """Return what the workbook says, in its language."""
        return wording(self.language, english, **values)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets, in order."""
        names: list[str] = []
        for tab in self.tabs:
            called = (
                tab.derived.name.translate(NOT_IN_NAMES)[:NAME_LENGTH].strip()
                if tab.derived
                else ""
            )
            name = self.say(FROM_YOUR, name=called) if tab.derived else self.say(QUESTIONS_SHEET)
            names.append(name if name not in names else f"{name} {len(names)}")
        return tuple(names)

    @property
    def to_confirm(self) -> list[Block]:
        """The blocks that come with an answer."""
        return list(chain.from_iterable(tab.to_confirm for tab in self.tabs))

    @cached_property
    def tally(self) -> Tally:
        """How many questions are asked, as the answers that are filled in have it."""
        whens = {block.question.id: block.when for block in self.blocks if block.when}
        levels = {key: each.code for tab in self.tabs for key, each in tab.filled.items()}

        def count(blocks: Iterable[Block]) -> int:
            return sum(not block.when or stands(block.when, levels, whens) for block in blocks)

        own = [tab.to_confirm for tab in self.tabs if not tab.derived]
        derived = [tab.to_confirm for tab in self.tabs if tab.derived]
        counts = (self.blocks, chain.from_iterable(own), chain.from_iterable(derived))
        return Tally(*map(count, counts))

    @property
    def must_haves(self) -> int:
        """How many of the questions are must-haves."""
        return sum(tab.must_haves for tab in self.tabs)


def lay_out(
    questionnaire: Questionnaire, asked: frozenset[str], whens: Mapping[str, Pending]
) -> Plan:
    """Place the asked questions on one sheet, section by section, each under its heading."""
    return Plan(questionnaire, (_tab(questionnaire, asked, whens, 0),))


def filled_with(plan: Plan, prefill: Prefill) -> Plan:
    """Return the plan of a prefilled workbook: what is derived stands on sheets of its own."""
    questionnaire, whens = plan.questionnaire, {}
    for block in plan.blocks:
        if block.when is not None:
            whens[block.question.id] = block.when
    left = frozenset(plan.by_id)
    derived = []
    for each in prefill.derived:
        here = left & each.answers.keys()
        if here:
            derived.append((each, here))
            left -= here
    tabs = []
    if left:
        tab = _tab(questionnaire, left, whens, 0)
        tabs.append(replace(tab, filled=prefill.carried, extra=_extra(prefill, left)))
    for each, here in derived:
        tab = _tab(questionnaire, here, whens, len(tabs))
        extra = (SINCE_LAST, CONFIRMATION)
        tabs.append(replace(tab, filled=each.answers, extra=extra, derived=each))
    return Plan(questionnaire, tuple(tabs), prefill, plan.language)


def _extra(prefill: Prefill, left: frozenset[str]) -> tuple[str, ...]:
    """Return the columns that the questions sheet needs: not those that would stay empty."""
    if prefill.period:
        return SINCE_LAST, CONFIRMATION
    bears = any(not left.isdisjoint(each.bearing) for each in prefill.derived)
    return (SINCE_LAST,) if bears else ()


def _tab(
    questionnaire: Questionnaire, asked: frozenset[str], whens: Mapping[str, Pending], tab: int
) -> Tab:
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
            blocks.append(Block(question, row, whens.get(question.id), tab))
            row = blocks[-1].last_row + 1
    return Tab(tuple(headings), tuple(blocks))
