"""Where on a sheet the columns of a layout are, and which question each row belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from assess.intake.cells import Cell, Fault, is_blank, text_of
from assess.intake.foreign.columns import Header, find_header
from assess.intake.foreign.titles import Titles, folded
from assess.intake.ids import ids_meant
from assess.intake.names import Names
from assess.intake.sheets import Sheet
from assess.layouts import LONGEST_ID, Column, Ids, Layout

ID, QUESTION, ANSWER, EVIDENCE, PARENT = "id", "question", "answer", "evidence", "parent"
MARK, COMMENT = "mark ", "comment "
"""Begin the names of columns of which there are several."""


NEEDED = frozenset({ID, ANSWER, PARENT})
"""Columns without which nothing can be read; the columns of marks are needed, too."""


class Keyed(NamedTuple):
    """A row, counted from 0, whose id cell holds an id, and its question; None for no known one."""

    row: int
    id: str
    question: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet with the columns of a layout: where its header begins, and each by what it is.

    Rows and columns are counted from 0. `marks` are the columns under which marks stand, with
    their level's id, `comments` those that make up the comment, with their label; `twice` are
    columns whose title stands over a second one.
    """

    sheet: Sheet
    header: int
    columns: dict[str, int]
    marks: tuple[tuple[int, str], ...]
    comments: tuple[tuple[int, str], ...]
    twice: dict[str, int]
    rows: tuple[Keyed, ...]

    @property
    def answers(self) -> tuple[int, ...]:
        """The columns in which answers stand."""
        marked = tuple(column for column, _ in self.marks)
        return marked or (self.columns[ANSWER],)

    @property
    def partners(self) -> tuple[int, ...]:
        """The columns that the partner fills in."""
        evidence = (self.columns[EVIDENCE],) if EVIDENCE in self.columns else ()
        return (*self.answers, *(column for column, _ in self.comments), *evidence)


def wanted_columns(layout: Layout) -> dict[str, Column]:
    """Return the columns of a layout by what they are."""
    single = {
        ID: Column(layout.ids.titles),
        QUESTION: layout.question,
        ANSWER: layout.answer,
        EVIDENCE: layout.evidence,
        PARENT: layout.ids.under,
    }
    several = {MARK + level: column for level, column in layout.marks}
    several |= {f"{COMMENT}{at}": column for at, column in enumerate(layout.comments)}
    return {name: column for name, column in single.items() if column is not None} | several


def place(sheet: Sheet, titles: Titles, layout: Layout, names: Names) -> Placed | None:
    """Find a layout's columns on a sheet; None where one that it cannot do without is missing."""
    wanted = wanted_columns(layout)
    needed = [name for name in wanted if name in NEEDED or name.startswith(MARK)]
    header = find_header(titles, wanted, needed, layout.header_rows)
    columns = None if header is None else _columns(sheet, header, wanted, layout.ids, names)
    if header is None or columns is None or not columns.keys() >= set(needed):
        return None
    marks = [(columns[MARK + level], level) for level, _ in layout.marks]
    comments = [
        (columns[f"{COMMENT}{at}"], column.label)
        for at, column in enumerate(layout.comments)
        if f"{COMMENT}{at}" in columns
    ]
    return Placed(
        sheet=sheet,
        header=header.row,
        columns=columns,
        marks=tuple(marks),
        comments=tuple(comments),
        twice=header.twice,
        rows=tuple(_keyed(sheet, columns, layout.ids, names)),
    )


def known_ids(sheet: Sheet, ids: Ids, names: Names) -> set[str]:
    """Return the questionnaire's ids that stand in that column of a sheet which has most."""
    column = _column_of_ids(sheet, ids, names)
    texts = () if column is None else (id_text(row[column], ids) for row in sheet.grid)
    return {text for text in texts if text in names.rows}


def id_text(key: Cell, ids: Ids, parent: str = "") -> str:
    """Return what stands in an id cell, folded and repaired; "" for what can be no id."""
    if key == "" or isinstance(key, (Fault, bool)):
        return ""
    text = text_of(key)
    if len(text) > LONGEST_ID:
        return ""
    name = _repaired(text, ids)
    return _repaired(parent, ids) + ids.joined_by.casefold() + name if parent and name else name


def _repaired(text: str, ids: Ids) -> str:
    name = folded(text)
    for old, new in ids.replace:
        name = name.replace(old.casefold(), new.casefold())
    return name


def _columns(
    sheet: Sheet, header: Header, wanted: dict[str, Column], ids: Ids, names: Names
) -> dict[str, int] | None:
    """Return every column there is: by title, by its ids, or by where it stands beside them."""
    columns = dict(header.columns)
    key = columns.get(ID, _column_of_ids(sheet, ids, names))
    if key is None:
        return None
    columns[ID] = key
    beside = {name: key + column.offset for name, column in wanted.items() if column.offset}
    width = len(sheet.grid[0])
    return columns | {name: at for name, at in beside.items() if 0 <= at < width}


def _column_of_ids(sheet: Sheet, ids: Ids, names: Names) -> int | None:
    """Return the column in which most ids of the questionnaire stand, the leftmost of equals."""
    found = Counter(
        column
        for row in sheet.grid
        for column, key in enumerate(row)
        if key != "" and isinstance(key, str) and id_text(key, ids) in names.rows
    )
    return max(sorted(found), key=lambda column: found[column]) if found else None


def _keyed(sheet: Sheet, columns: dict[str, int], ids: Ids, names: Names) -> Iterator[Keyed]:
    """Yield the rows whose id cell holds an id, under the parent that was named last."""
    key_at, parent_at = columns[ID], columns.get(PARENT)
    parent = ""
    for number, row in enumerate(sheet.grid):
        if parent_at is not None:
            above = row[parent_at]
            parent = parent if is_blank(above) or isinstance(above, Fault) else text_of(above)
        key = row[key_at]
        if key == "" or (parent_at is not None and not parent):
            continue
        name = id_text(key, ids, parent)
        question = _question(key, name, names)
        if question is not None or ids.pattern.fullmatch(name):
            yield Keyed(number, name, question)


def _question(key: Cell, name: str, names: Names) -> int | None:
    """Return which question an id names, also where a spreadsheet made it a number or a day."""
    target = names.rows.get(name)
    if target is None and name and not isinstance(key, str):
        meant = ids_meant(key, names)
        target = names.rows.get(meant[0]) if len(meant) == 1 else None
    return None if target is None else target[0]
