"""Whom a form says above its questions that it is for: "For Acme Books  ·  2026Q3"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from assess.intake.cells import RefusedError, fold, quoted
from assess.intake.header import find_header
from assess.intake.sheets import Sheet
from assess.periods import parse_period
from assess.wordings import wording
from assess.workbook_format import RECIPIENT
from questionnaires.profiles import LANGUAGES

LONGEST = 1000
"""Characters of a line that are looked at; a partner's name is shorter."""


def check_recipient(sheets: Iterable[Sheet], name: str, period: str) -> None:
    """Hold a form that lacks its hidden sheet to whom and what it is taken for.

    `name` is the partner's, "" where it is not known. A form whose line is gone, or a formula
    without its result, says nothing. Raises RefusedError for another partner or period.
    """
    for other, when in _recipients(sheets):
        if name and fold(other) != fold(name):
            message = f"the form says that it is for {quoted(other)}, not for {quoted(name)}"
            hint = "import it with --partner and the right id; if the name is new, change that line"
            raise RefusedError(message, "file.other-partner", hint)
        if when != period:
            message = f"the form says that it is for {when}, not for {period}"
            raise RefusedError(message, "file.period-mismatch", f"import it with --period {when}")


def _recipients(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """Yield the name and the period that each sheet of questions names above its header."""
    for sheet in sheets:
        for value in chain.from_iterable(sheet.grid[: find_header(sheet.grid) or 0]):
            text = " ".join(value[:LONGEST].split()) if isinstance(value, str) else ""
            for match in filter(None, (form.fullmatch(text) for form in _FORMS)):
                yield match["name"], parse_period(match["period"])


def _form(text: str) -> re.Pattern[str]:
    escaped = re.escape(" ".join(text.split())).replace(r"\{name\}", "(?P<name>.+)")
    period = "(?P<period>20[0-9]{2}Q[1-4])"
    return re.compile(escaped.replace(r"\{period\}", period), re.IGNORECASE)


_FORMS = [_form(wording(language, RECIPIENT)) for language in LANGUAGES]
