"""Multi-choice answers: ticks in the option rows, or a list in the question's own cell."""

from __future__ import annotations

import re

from assess.intake.cells import Cell, RefusedError, fold, is_blank, quoted
from assess.intake.names import Asked, unknown
from assess.workbook_format import LIST_SEPARATOR, NO_OPTION

TICKED = frozenset(
    {"x", "✓", "✔", "✅", "☑", "☒", "yes", "y", "ja", "sí", "si", "1", "ticked", "checked"}
    | {"true", "wahr", "verdadero"}
)
UNTICKED = frozenset({"no", "n", "0", "☐", "nein", "false", "falsch", "falso"})
"""What an option row may say, folded; blank is not ticked either."""

_BETWEEN = re.compile(r"[;\r\n]")


def is_ticked(value: Cell) -> bool:
    """Tell whether an option row is ticked; RefusedError for what is neither yes nor no."""
    if is_blank(value):
        return False
    if isinstance(value, (bool, int, float)) and value in {0, 1}:
        return bool(value)
    mark = fold(value) if isinstance(value, str) else ""
    if mark in TICKED or mark in UNTICKED:
        return mark in TICKED
    message = f"{quoted(value)} does not say whether this option holds"
    raise RefusedError(message, "unclear-tick", "write x where it holds, and leave it blank else")


def listed(asked: Asked, value: Cell) -> set[int]:
    """Return the options that the question's own cell lists, by position.

    Entries stand apart by `;` or line breaks. Raises RefusedError for an unknown entry.
    """
    if not isinstance(value, str):
        raise unknown(asked, value)
    whole = asked.options.get(fold(value))
    if whole is not None:
        return {whole}
    found = set()
    for entry in _BETWEEN.split(value):
        if is_blank(entry):
            continue
        name = fold(entry.strip().removeprefix("-").removeprefix("•"))
        position = asked.options.get(name, asked.options.get(fold(entry)))
        if position is None:
            raise unknown(asked, entry)
        found.add(position)
    if not found:
        raise unknown(asked, value)
    return found


def chosen(asked: Asked, own: Cell, ticks: dict[int, bool]) -> tuple[int, str]:
    """Judge a multi-choice answer that says something: its level's index, and the options.

    `ticks` holds the option rows that say something, by option position.
    An exclusive option ("none of these") stands alone and counts as no option. Raises
    RefusedError where list and ticks differ, or where it does not stand alone.
    """
    ticked = {position for position, tick in ticks.items() if tick}
    denied = ticks.keys() - ticked
    options = ticked if is_blank(own) else listed(asked, own)
    if (ticked and options != ticked) or options & denied:
        message = "the list in this cell and the ticks below it differ"
        raise RefusedError(message, "list-and-ticks", "use one of them and clear the other")
    entries = asked.question.answer.options
    exclusive = [position for position in sorted(options) if entries[position].exclusive]
    if exclusive and len(options) > 1:
        message = f"“{entries[exclusive[0]].text}” is chosen together with others"
        raise RefusedError(message, "exclusive-option", "keep that one alone, or only the others")
    count = len(options) - len(exclusive)
    text = LIST_SEPARATOR.join(entries[position].text for position in sorted(options))
    return asked.question.answer.level_of(count), text or NO_OPTION
