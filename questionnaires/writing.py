"""From the data of a questionnaire to the text of its file, laid out to be read and compared.

One line a level, an option, a test; so that a change of one shows as a change of one line.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

ONE_LINE = ("principles", "references")
LINE_EACH = ("levels", "options")
SHORT = 140
"""Characters up to which a condition stands in one line."""

STEP = "  "


def file_text(data: dict[str, Any]) -> str:
    """Return the text of a questionnaire file; reading it gives equal data, numbers exact."""
    return _text(data, "", "") + "\n"


def _text(value: Any, key: str, indent: str) -> str:
    if isinstance(value, dict) and value and not _is_short(value, key):
        inner = indent + STEP
        # Every list below `scales` is a list of levels.
        lines = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: "
            + _text(each, "levels" if key == "scales" else name, inner)
            for name, each in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        inner = indent + STEP
        lines = [
            inner + (_line(each) if key in LINE_EACH else _text(each, "", inner)) for each in value
        ]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    return _line(value)


def _is_short(value: dict[str, Any], key: str) -> bool:
    if key in ONE_LINE or "equals" in value or "in" in value or "at_least" in value:
        return True
    if key == "answer":
        return not any(each in value for each in LINE_EACH)
    return bool({"all", "any", "not"} & value.keys()) and len(_line(value)) <= SHORT


def _line(value: Any) -> str:
    """Write a value in one line; a Decimal keeps its digits, which a float would not."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)}: {_line(v)}" for key, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_line(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
