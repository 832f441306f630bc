"""A layout as intake sees it: where things stand in one kind of foreign workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questionnaires.model import Reference

NOT_APPLICABLE = "not-applicable"
"""Stands for it among the levels under which marks stand."""

OWNERSHIP = "Ownership"
"""What stands in a comment before who is responsible for the control."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its titles, or by how far right of another it stands.

    `label` is what its text is to be known by in a comment; "" where it needs none.
    """

    titles: tuple[str, ...] = ()
    offset: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Ids:
    """How ids are written: what one looks like, what to replace in it, and its parent's column.

    Without titles, the column is found by the ids in it.
    """

    titles: tuple[str, ...]
    pattern: re.Pattern[str]
    replace: tuple[tuple[str, str], ...] = ()
    under: Column | None = None
    joined_by: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a workbook lists the words of its answers.

    In one sheet the name of each question's list, by the question's id; in another the lists by
    name, and the column of each level's words by the level's id.
    """

    questions: str
    id: Column
    list_of: Column
    lists: str
    name: Column
    levels: tuple[tuple[str, Column], ...]


@dataclass(frozen=True, slots=True)
class Overrides:
    """Where an analyst overrides what answers are worth."""

    sheets: tuple[str, ...]
    id: Column
    compliance: Column
    importance: Column


@dataclass(frozen=True, slots=True)
class Scores:
    """Where one sheet shows scores; `keys` leads from what people call a section to its key."""

    sheet: str
    name: Column
    max: Column
    score: Column
    key: Column | None = None
    include: Column | None = None
    share: Column | None = None
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One version of a layout; `layout.schema.json` says what each part is for.

    `marks` and `levels` lead from a level's id to titles and to words. Names of sheets and
    titles may hold `*`.
    """

    reference: Reference
    title: str
    questionnaire: str
    needed_sheets: tuple[str, ...]
    known_ids: int
    read: tuple[str, ...]
    mirrors: tuple[str, ...]
    header_rows: int
    ids: Ids
    question: Column | None
    answer: Column | None
    marks: tuple[tuple[str, Column], ...]
    comments: tuple[Column, ...]
    evidence: Column | None
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    not_applicable: tuple[str, ...]
    lists: Lists | None
    formulas_mirror: bool
    pass_over: tuple[str, ...]
    overrides: Overrides | None
    scores: tuple[Scores, ...]
