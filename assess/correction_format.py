"""The form of a correction workbook: what `import --fix` writes and importing it reads.

One visible sheet with a row for each thing in doubt, and a hidden sheet of keys and values that
names the returned file it belongs to. What stands in the file is not repeated for the program:
the file is kept as evidence and read again, with the decisions in the place of what was in doubt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

FORMAT = "partner-posture correction 1"
"""First value of the hidden sheet; a later form gets another number."""

CORRECTIONS_SHEET = "Corrections"
LISTS_SHEET = "lists"
HIDDEN_SHEET = "correction"

NUMBER, WHERE, QUESTION = "No.", "Where", "Question"
READ, WRONG, SUGGESTED = "What stands there", "What is wrong", "Nearest reading"
USE, COMMENT = "Use", "Comment"
COLUMNS = (NUMBER, WHERE, QUESTION, READ, WRONG, SUGGESTED, USE, COMMENT)
"""Header of the visible sheet, in order; a person fills in the last two."""

LEAVE_BLANK = "(leave blank)"
IGNORE_ROW = "(ignore this row)"

META_KEYS = (
    "format",
    "original",
    "file",
    "partner",
    "period",
    "questionnaire",
    "version",
    "sha256",
    "as_of",
    "doubts",
    "counted_then",
    "check",
)
"""Keys in column A of the hidden sheet; their values are in column B.

`original` is the SHA-256 of the file that is corrected, `file` its name; `doubts` the fingerprint
of what was in doubt on the day `as_of`; `counted_then` the SHA-256 of the file that counted then
for the partner and period, "" for none.
"""


def check_of(values: Mapping[str, str]) -> str:
    """Return what shows a hidden sheet that was edited by mistake; it is no signature."""
    said = "\n".join(values[key] for key in META_KEYS if key != "check")
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
