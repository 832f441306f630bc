"""Texts as they are put into a correction workbook: what comes back is what was written."""

from __future__ import annotations

import re

from assess.issue.wording import printable

LONGEST = 4000
"""Characters of a returned cell that are shown; what is longer nobody reads in a cell."""

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read `_x0041_` as A. A mark of no width keeps it, and intake passes over that."""


def kept(text: str) -> str:
    """Return a text that comes back from any spreadsheet as the same name."""
    return _LOOKS_ESCAPED.sub("_\u200b", printable(text))


def shortened(text: str) -> str:
    """Return a text that can be shown whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())
