"""Answers that stand elsewhere than in the answer cell, while that is blank.

In the comment, in a comment that hangs at a cell, over the guidance, in a column without a
header. Each is a problem at the blank cell: it is not unanswered, and what is read elsewhere
might be meant otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assess.intake.cells import Cell, RefusedError, cell_name, fold, is_blank, quoted
from assess.intake.choices import TICKED
from assess.intake.judge import Setting, judge
from assess.intake.names import LONGEST_NAME, Asked, Names, says_not_applicable
from assess.intake.notes import apart
from assess.intake.rows import FIELDS, Found, Row
from assess.intake.surroundings import Note
from questionnaires import codes

_ANSWER, _COMMENT = FIELDS.index("answer"), FIELDS.index("comment")
_AUTHOR = re.compile(r"[^\n:]{1,60}:\n")
"""How Excel begins a comment at a cell: with who wrote it."""

SettingOf = Callable[[Row], Setting]
Misplaced = tuple[tuple[int, int], Row, RefusedError]


def find_misplaced(
    found: Found, names: Names, blank: Iterable[tuple[int, int]], setting_of: SettingOf
) -> Iterator[Misplaced]:
    """Yield each of the blank answers, by question and option, that stands elsewhere.

    With it its row, which may be a copy of the one that was filed, and why it is refused.
    """
    copies: dict[tuple[int, int], list[Row]] = {}
    for key, row in found.repeats:
        copies.setdefault(key, []).append(row)
    for key in blank:
        notes = found.notes.get(key, ())
        for row in (found.rows[key], *copies.get(key, ())):
            error = _elsewhere(found, row, (names.asked[key[0]], key[1]), notes, setting_of)
            if error is not None and row.cell(_ANSWER) not in row.sheet.settled:
                yield key, row, error


def text_of_note(note: Note) -> str:
    """Return what a comment at a cell says, without the name of who wrote it."""
    author = _AUTHOR.match(note.text)
    return note.text[author.end() if author else 0 :].strip()


def _elsewhere(
    found: Found,
    row: Row,
    whose: tuple[Asked, int],
    notes: Sequence[Note],
    setting_of: SettingOf,
) -> RefusedError | None:
    asked, option = whose
    comment = row.values[_COMMENT]
    if comment != "" and _answers(asked, comment, option, setting_of(row)):
        return _refusal("in-comment", f"its comment {row.cell(_COMMENT)}", comment)
    for note in notes:
        text = text_of_note(note)
        if _answers(asked, text, option, setting_of(row)):
            return _refusal("in-cell-comment", f"the comment that hangs at {note.cell}", text)
    for column in found.beside[row.sheet.name]:
        value = row.sheet.grid[row.number - 1][column]
        if _is_short(value) and _names(asked, value, option):
            where = cell_name(row.number - 1, column)
            return _refusal("beside", f"{where} beside it", value)
    return None


def _refusal(code: str, where: str, said: Cell) -> RefusedError:
    message = f"the answer is blank, and {where} says {quoted(said)}"
    return RefusedError(message, code, "if that is the answer, move it to this cell")


def _is_short(value: Cell) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME


def _names(asked: Asked, value: Cell, option: int) -> bool:
    """Tell whether a text is an answer's name, or a tick in an option's row."""
    name = fold(value) if isinstance(value, str) else ""
    return name in TICKED if option >= 0 else name in asked.levels


def _answers(asked: Asked, value: Cell, option: int, setting: Setting) -> bool:
    """Tell whether a text would be taken for the answer, were it in the answer cell."""
    if is_blank(value) or asked.question.answer.type == "text":
        return False
    if option >= 0:
        return _names(asked, value, option)
    if says_not_applicable(asked, value):
        return True
    parts = apart(asked, value, setting.as_of)
    try:
        code, _ = judge(asked, parts[0] if parts else value, {}, "given", setting)
    except RefusedError:
        return False
    return code >= 0 or code == codes.NA_CLAIMED
