"""Which words of a text changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Mark = Literal["same", "removed", "added"]

_WORDS = re.compile(r"\S+|\s+")


class Piece(NamedTuple):
    """A stretch of text that stayed, went or came."""

    mark: Mark
    text: str


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one run of pieces.

    The pieces without those added are `before`, the pieces without those removed `after`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    removed = added = ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        # A space alone between two changes would only tear them apart.
        if operation == "equal" and not gone.isspace():
            pieces += [*_changed(removed, added), Piece("same", gone)]
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    return (*pieces, *_changed(removed, added))


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed == added:
        yield from [Piece("same", removed)] if removed else []
        return
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
