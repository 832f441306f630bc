"""Each change as a person reads it: which questions, which part, what it was and what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assess.versions.comparing import Comparison, Version
from questionnaires.condition_words import in_words
from questionnaires.difference import Change
from questionnaires.wording import Piece, changed_words

FIRST = "the first place"

NOTHING = "nothing"

KEPT = 6
"""Words that are shown on either side of what changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change in words; `pieces` is what stayed, went and came, as one run of text."""

    change: Change
    before: str
    after: str
    pieces: tuple[Piece, ...]


def rows(comparison: Comparison) -> list[Row]:
    """Return every change as a row, in the order of the changes."""
    return [_row(change, comparison) for change in comparison.found.changes]


def in_line(row: Row) -> str:
    """Write a change in plain text: `5 → 6`, or the words that went [-so-] and came {+so+}."""
    if any(piece.mark == "same" for piece in row.pieces):
        return "".join(_marked(piece) for piece in row.pieces)
    if not (row.change.old and row.change.new) and row.change.questions:
        return row.before or row.after
    step = "\n→ " if "\n" in row.before + row.after else " → "
    return f"{row.before or NOTHING}{step}{row.after or NOTHING}"


def _marked(piece: Piece) -> str:
    bare = piece.text.strip()
    before, _, after = piece.text.partition(bare) if bare else (piece.text, "", "")
    if piece.mark != "same":
        marked = f"[-{bare}-]" if piece.mark == "removed" else f"{{+{bare}+}}"
        return f"{before}{marked}{after}"
    words = bare.split()
    if len(words) <= 2 * KEPT + 1:
        return piece.text
    return f"{before}{' '.join(words[:KEPT])} … {' '.join(words[-KEPT:])}{after}"


def _row(change: Change, comparison: Comparison) -> Row:
    before = _text(change, change.old, change.before, comparison.old)
    after = _text(change, change.new, change.after, comparison.new)
    return Row(change, before, after, _pieces(change, before, after))


def _pieces(change: Change, before: str, after: str) -> tuple[Piece, ...]:
    """Mark single words in running text and lists; anything else went and came as a whole."""
    running = isinstance(change.after, str | list | dict) and change.before is not None
    if change.kind == "changed in meaning" or (running and change.kind != "renamed"):
        return changed_words(before, after)
    whole = (Piece("removed", before), Piece("added", after))
    return tuple(piece for piece in whole if piece.text)


def _text(change: Change, ids: tuple[str, ...], value: Any, version: Version) -> str:
    if change.aspect == "applicability":
        condition = version.questionnaire.question(ids[0]).applies_if
        return in_words(condition, version.questionnaire)
    if change.kind in {"split", "merged"}:
        asked = (version.questionnaire.question(name) for name in ids)
        return "\n".join(f"{each.id}: {each.text}" for each in asked)
    if change.kind == "changed in meaning":
        return version.questionnaire.question(ids[0]).text
    if change.aspect in {"order", "sections reordered"}:
        return f"after {value}" if value else FIRST
    return value_words(value)


def value_words(value: Any) -> str:
    """Write a value of a questionnaire's data for people; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(value_words(each) for each in value)
    return _object_words(value) if isinstance(value, dict) else str(value)


def _object_words(value: Mapping[str, Any]) -> str:
    for key, words in OBJECTS.items():
        if key in value:
            return words(value)
    # Shares by principle, identifiers by framework.
    return "; ".join(f"{key} {value_words(each)}" for key, each in value.items())


def _level_words(value: Mapping[str, Any]) -> str:
    bounds = [f"{side.replace('_', ' ')} {value[side]}" for side in BOUNDS if side in value]
    return ", ".join([value["text"], f"{value['points']} points", *bounds])


def _answer_words(value: Mapping[str, Any]) -> str:
    texts = [level["text"] for level in value.get("levels", ())]
    return f"{value['type']}: {' · '.join(texts)}" if texts else str(value["type"])


BOUNDS = ("at_most", "at_least")

OBJECTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "points": _level_words,
    "type": _answer_words,
    "text": lambda value: str(value["text"]),
}
"""How an object is written, by a key that only its kind has: a level, an answer, the rest."""
