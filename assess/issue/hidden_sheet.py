"""The hidden sheet that says what the file is: the one part that differs by partner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from assess.issue.wording import printable
from assess.workbook_format import FORMAT, META_KEYS, issue_id
from questionnaires.model import Reference
from questionnaires.profiles import Profile

_XMLNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""The form in which spreadsheets write odd characters: `_x0041_` would be read as A."""


def meta_values(reference: Reference, profile: Profile, period: str) -> dict[str, str]:
    """Return the hidden sheet's values by key."""
    return {
        "format": FORMAT,
        "questionnaire": reference.id,
        "version": reference.version,
        "sha256": reference.sha256,
        "partner": profile.id,
        "partner_name": profile.name,
        "period": period,
        "issue": issue_id(reference.sha256, profile.id, period),
    }


def sheet_xml(values: Mapping[str, str]) -> bytes:
    """Write the sheet's part, its texts inline, so that no other part knows of them."""
    # The visible sheets' formulas know these rows.
    keys = (*META_KEYS, *(key for key in values if key not in META_KEYS))
    rows = "".join(
        f'<row r="{row}">{_cell("A", row, key)}{_cell("B", row, values[key])}</row>'
        for row, key in enumerate(keys, start=1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{_XMLNS}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _cell(column: str, row: int, text: str) -> str:
    written = escape(_LOOKS_ESCAPED.sub("_x005F_", printable(text)))
    inside = f'<is><t xml:space="preserve">{written}</t></is>'
    return f'<c r="{column}{row}" t="inlineStr">{inside}</c>'
