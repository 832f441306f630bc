"""The form of an issued workbook: what `issue` writes and `intake` looks for.

Sheets: instructions, questions, and a hidden sheet of keys and values that says which
questionnaire, partner and period the file belongs to. Rows are found by question id. A
multi-choice question is followed by one row an option, with the id `question:option`, which
the partner ticks; its own answer cell takes a list of options too.

The visible sheets, their names and headers among them, are in the partner's language; intake
knows the headers in every language, and what the hidden sheet says is in none.

A workbook that comes prefilled has two more columns, and in its hidden sheet a row a carried
answer: which it was, from which period, the fingerprint of what was filled in and, where it was
derived from another questionnaire, its source. Such answers stand on a sheet of their own.
"""

from __future__ import annotations

import hashlib

from assess.wordings import wording
from questionnaires.profiles import LANGUAGES

FORMAT = "partner-posture workbook 1"
"""First value of the hidden sheet; a later form gets another number."""

INSTRUCTIONS_SHEET = "Instructions"
QUESTIONS_SHEET = "Questions"
LISTS_SHEET = "lists"
"""Hidden: what dropdowns offer, and the counts of answers."""
HIDDEN_SHEET = "meta"

META_KEYS = (
    "format",
    "questionnaire",
    "version",
    "sha256",
    "partner",
    "partner_name",
    "period",
    "issue",
)
"""Keys in column A of the hidden sheet, from row 1 on; their values are in column B."""

COLUMNS = (
    "ID",
    "Question",
    "Guidance",
    "Answer",
    "Comment",
    "Evidence reference",
    "Evidence date",
)
"""Header of the questions sheet, in order."""

RECIPIENT = "For {name}  ·  {period}"
"""What stands above the header of a questions sheet, in the workbook's language."""

SINCE, CONFIRM = "Since last time", "Confirm"
PREFILLED_COLUMNS = (SINCE, CONFIRM)
"""Headers that a prefilled questions sheet has after the others."""

CARRIED_OVER = "From {since}. Please confirm, or correct it."
CARRIED_FAR = "From {since}, {age} quarters ago. Please confirm, or correct it."
"""What stands under `SINCE` beside a carried answer, in the workbook's language."""

TAKEN_FROM = "From your {name} of {since}: {places}. Please confirm, or correct it."
"""What stands there beside an answer that was derived from another questionnaire."""

CONFIRMED = "Yes"
"""What the dropdown of a carried answer offers."""

HEADERS = {
    wording(language, name): name
    for name in (*COLUMNS, *PREFILLED_COLUMNS)
    for language in LANGUAGES
}
"""The name of each header's column, by the header in any language."""

CARRIED = "carried:"
"""Begins a key of the hidden sheet, before the question id.

The value is `2026Q2 fingerprint`, and the source behind it where there is one.
"""

INSTRUCTIONS_SHEETS = frozenset(wording(each, INSTRUCTIONS_SHEET) for each in LANGUAGES)
QUESTIONS_SHEETS = frozenset(wording(each, QUESTIONS_SHEET) for each in LANGUAGES)
"""The names of the visible sheets in every language."""

NOT_APPLICABLE = "Not applicable"
"""Offered in the dropdown where the question allows it; needs a reason in the comment."""

NOT_APPLICABLE_SPELLINGS = frozenset(
    {"not applicable", "n/a", "na", "n.a.", "n.a", "n / a", "not-applicable"}
    | {"nicht zutreffend", "trifft nicht zu", "nicht anwendbar", "entfällt", "n. a.", "n. z."}
    | {"no aplica", "no aplicable", "no procede"}
)
"""Closed list of what is read as not applicable, after folding case and white space."""

TICK = "x"
"""What the dropdown of an option row offers."""

OPTION_SEPARATOR = ":"

NO_OPTION = "No option"
"""What a multi-choice answer is judged as where every option is denied."""

LIST_SEPARATOR = "; "
"""Stands between the options of a judged multi-choice answer."""


def fingerprint(value: str) -> str:
    """Return what tells whether a judged answer is still the one that was filled in.

    White space counts as one blank, as spreadsheets change line ends.
    """
    return hashlib.sha256(" ".join(value.split()).encode()).hexdigest()[:16]


def issue_id(questionnaire_sha256: str, partner: str, period: str) -> str:
    """Return the id of an issued workbook: the same questions, partner and period, the same id.

    It shows a hidden sheet that was edited or copied by mistake; it is no signature.
    """
    named = f"{questionnaire_sha256}\n{partner}\n{period}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]
