"""Which sheet and column holds which part of a questionnaire: the one list both ways go by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from questionnaires.model import ELEMENTS, PRINCIPLES

Kind: TypeAlias = Literal["text", "number", "truth", "lines", "condition"]

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and where its value stands in the data.

    `path` leads from the row's object to the value. `choices` is a closed vocabulary, and
    `span` the whole numbers a cell takes.
    """

    heading: str
    path: tuple[str, ...]
    width: int
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet; `owner` heads the first column, which names what a row belongs to.

    One that is `optional` may be missing, as it is in workbooks from before there was any.
    """

    sheet: str
    columns: tuple[Column, ...]
    owner: str = ""
    optional: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings from the left."""
        own = tuple(column.heading for column in self.columns)
        return (self.owner, *own) if self.owner else own


_SYNONYMS = Column("Synonyms", ("synonyms",), 30, "lines")
_LEVEL = (
    Column("ID", ("id",), 18, required=True),
    Column("Text", ("text",), 50, required=True),
    Column("Points", ("points",), 9, "number", required=True, span=(0, 1000)),
    Column("At most", ("at_most",), 9, "number"),
    Column("At least", ("at_least",), 9, "number"),
    _SYNONYMS,
)

ABOUT = Table(
    "Questionnaire",
    (
        Column("ID", ("id",), 24, required=True),
        Column("Version", ("version",), 10, required=True),
        Column("Title", ("title",), 36, required=True),
        Column("Description", ("description",), 80, required=True),
        Column("Published", ("published",), 13, required=True),
    ),
)
SECTIONS = Table(
    "Sections",
    (
        Column("ID", ("id",), 24, required=True),
        Column("Title", ("title",), 40, required=True),
        Column("Intro", ("intro",), 90),
    ),
)
SCALES = Table("Scales", _LEVEL, "Scale")
CONSISTENCY = Table(
    "Consistency",
    (
        Column("ID", ("id",), 30, required=True),
        Column("Answers", ("answers",), 70, "condition", required=True),
        Column("Why", ("why",), 80, required=True),
    ),
    optional=True,
)
QUESTIONS = Table(
    "Questions",
    (
        Column("ID", ("id",), 28, required=True),
        Column("Section", ("section",), 14, required=True),
        Column("Text", ("text",), 44, required=True),
        Column("Guidance", ("guidance",), 44, required=True),
        Column("Why", ("why",), 36, required=True),
        Column(
            "Answer",
            ("answer", "type"),
            9,
            required=True,
            choices=("choice", "multi", "number", "date", "text"),
        ),
        Column("Scale", ("answer", "scale"), 16),
        Column(
            "Unit",
            ("answer", "unit"),
            9,
            choices=("hours", "days", "percent", "count", "years", "euro"),
        ),
        Column("Minimum", ("answer", "minimum"), 10, "number"),
        Column("Maximum", ("answer", "maximum"), 10, "number"),
        Column("Weight", ("weight",), 8, "number", required=True, span=(0, 10)),
        *(
            Column(each.capitalize(), ("principles", each), 15, "number", span=(0, 100))
            for each in PRINCIPLES
        ),
        Column("Element", ("element",), 24, required=True, choices=ELEMENTS),
        Column("Must-have", ("must_have",), 11, "truth", choices=(YES, NO)),
        Column("N/A allowed", ("na_allowed",), 11, "truth", choices=(YES, NO)),
        Column("Applies if", ("applies_if",), 44, "condition"),
        Column("Evidence", ("evidence",), 36, required=True),
        Column("Remediation", ("remediation", "text"), 44, required=True),
        Column(
            "Effort",
            ("remediation", "effort"),
            9,
            required=True,
            choices=("low", "medium", "high"),
        ),
        Column("Days", ("remediation", "days"), 7, "number", required=True, span=(1, 365)),
    ),
)
OPTIONS = Table(
    "Options",
    (
        Column("ID", ("id",), 18, required=True),
        Column("Text", ("text",), 50, required=True),
        _SYNONYMS,
        Column("Exclusive", ("exclusive",), 10, "truth", choices=(YES, NO)),
    ),
    "Question",
)
LEVELS = Table("Levels", _LEVEL, "Question")
REFERENCES = Table(
    "References",
    (
        Column("Framework", ("framework",), 20, required=True),
        Column("Identifier", ("identifier",), 24, required=True),
    ),
    "Question",
)

TABLES = (ABOUT, SECTIONS, SCALES, QUESTIONS, LEVELS, OPTIONS, REFERENCES, CONSISTENCY)
