"""What an id looks like: a regular expression of so narrow a kind that it cannot take long."""

from __future__ import annotations

import re
import warnings

LONGEST_ID = 80
"""Characters beyond which a cell is no id."""

MOST_WAYS = 1_000
"""Ways in which a pattern may be met; a matcher may have to try all of them on one cell."""

_ATOM = (
    r"(?:[A-Za-z0-9 _&/:,;@#%=<>~!-]"  # a letter, a digit, a mark
    r"|\\[.\\()\[\]{}|?*+^$/-]|\\d"  # a mark that would mean something else, any digit
    r"|\[(?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*\])"  # a class
)
_TIMES = r"(\?|\{(\d{1,2})(?:,(\d{1,2}))?\})?"
_PIECE = re.compile(rf"{_ATOM}{_TIMES}|\((?!\?)|\||\)\??")


def id_pattern(text: str) -> re.Pattern[str]:
    """Return what an id looks like, as a regular expression that cannot take long.

    Repetition is bounded and never of a group, and the ways to meet it are counted. Raises
    ValueError, which says why, for any other expression.
    """
    ways = _ways(text)
    if ways > MOST_WAYS:
        message = f"it can be met in {ways} ways, more than {MOST_WAYS}"
        raise ValueError(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # for what a later Python will read in another way
            return re.compile(text, re.IGNORECASE)
    except (re.error, FutureWarning) as error:
        message = f"no regular expression: {error}"
        raise ValueError(message) from error


def _ways(text: str) -> int:
    """Count the ways to meet a pattern: alternatives add, what stands in a row multiplies."""
    inside = [[0, 1]]  # by open bracket: the alternatives before, and the one that is being read
    position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None or (piece[0].startswith(")") and len(inside) == 1):
            message = f"{text[position:]!r} is not of the kind that an id's pattern may have"
            raise ValueError(message)
        position = piece.end()
        if piece[0] == "(":
            inside.append([0, 1])
        elif piece[0] == "|":
            inside[-1] = [sum(inside[-1]), 1]
        elif piece[0].startswith(")"):
            within = sum(inside.pop()) + piece[0].endswith("?")
            inside[-1][1] *= within
        else:
            inside[-1][1] *= _lengths(piece)
    if len(inside) > 1:
        message = "a bracket is not closed"
        raise ValueError(message)
    return sum(inside[0])


def _lengths(piece: re.Match[str]) -> int:
    """Return of how many lengths a repeated piece may be."""
    times, low, high = piece[1], piece[2], piece[3]
    if times is None:
        return 1
    return 2 if times == "?" else max(int(high or low) - int(low), 0) + 1
