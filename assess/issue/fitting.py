"""How high a row must be for its texts, estimated, as nothing is drawn here.

Excel takes the estimate as it stands until the row is edited; LibreOffice measures anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

BASE_SIZE = 11
"""Point size in whose digits a column's width is counted."""

LINE = 1.33
"""Line height in units of the point size."""

PADDING = 9.0
"""Points left free above and below the text together."""

HIGHEST = 409.0
"""The highest row Excel knows, in points."""

INDENT = 1.5
"""Digits that the cell's margin and its indent take from a column's width."""

_ADVANCES = {
    **dict.fromkeys("iljI.,;:'’ ", 0.5),
    **dict.fromkeys("ftrJ()[]!-", 0.66),
    **dict.fromkeys("mwMW%@—…", 1.6),
}


def row_height(texts: Iterable[tuple[str, float, float]]) -> float:
    """Return a row's height in points for its texts, each with column width and point size."""
    needed = (
        count_lines(text, (width - INDENT) * BASE_SIZE / size) * size * LINE
        for text, width, size in texts
    )
    return min(round(max(needed, default=0.0) + PADDING, 1), HIGHEST)


def count_lines(text: str, width: float) -> int:
    """Return how many lines a text takes when it wraps at a width counted in digits."""
    return sum(_wrapped(paragraph, width) for paragraph in text.split("\n"))


def _wrapped(paragraph: str, width: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split(" "):
        length = sum(map(_advance, word))
        if used and used + length > width:
            count, used = count + 1, 0.0
        more = max(0, ceil(length / width) - 1)
        count += more
        used += length - more * width + _advance(" ")
    return count


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 2.0
    usual = 1.2 if character.isupper() else 0.97
    return _ADVANCES.get(character, usual)
