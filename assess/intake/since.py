"""Which answers of a prefilled form were filled in, told from what stands beside them.

The hidden sheet says it, with a fingerprint that shows a change. Where that sheet is gone, only
the words under `Since last time` tell that an answer was filled in, and nothing tells whether it
was changed. So an answer counts as carried over unless its row confirms it: it must not pass for
a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assess.intake.cells import text_of
from assess.intake.header import column_of
from assess.intake.meta import Filled
from assess.intake.names import Names
from assess.intake.rows import Found, Row
from assess.submission import Response
from assess.wordings import wording
from assess.workbook_format import CARRIED_FAR, CARRIED_OVER, SINCE, TAKEN_FROM, fingerprint
from questionnaires.profiles import LANGUAGES

LONGEST = 1000
"""Characters under `Since last time` that are looked at; what we write there is shorter."""


def filled_by_words(
    found: Found, names: Names, responses: Iterable[Response | None]
) -> dict[str, Filled]:
    """Return what is known of each answer whose row says that it was filled in."""
    filled = {}
    for response in responses:
        row = response and found.rows.get((names.questionnaire.positions[response.question], -1))
        since, source = _since(row) if row else ("", "")
        if response and since:
            filled[response.question] = Filled(since, fingerprint(response.value), source)
    return filled


def _since(row: Row) -> tuple[str, str]:
    """Return the period and source that a row's answer came from, "" where there is none."""
    column = column_of(row.sheet, SINCE)
    cell = "" if column is None else row.sheet.grid[row.number - 1][column]
    text = " ".join(text_of(cell)[:LONGEST].split()) if isinstance(cell, str) else ""
    said = (form.search(text) for form in _FORMS)
    match = next(filter(None, said), None)
    groups = match.groupdict() if match else {}
    source = (groups[name] for name in ("name", "places") if name in groups)
    return groups.get("since", ""), " ".join(source)


def _form(text: str) -> re.Pattern[str]:
    escaped = re.escape(text).replace(r"\{since\}", "(?P<since>[0-9]{4}Q[1-4])")
    for field in ("name", "places"):
        escaped = escaped.replace(rf"\{{{field}\}}", f"(?P<{field}>.+)")
    return re.compile(escaped.replace(r"\{age\}", "[0-9]+"))


_FORMS = [
    _form(wording(language, text))
    for text in (CARRIED_OVER, CARRIED_FAR, TAKEN_FROM)
    for language in LANGUAGES
]
