"""The frameworks that questions refer to: their names and every identifier they have.

A catalogue is a file {"id", "title", "identifiers": […]} in `questionnaires/frameworks`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FRAMEWORKS = Path(__file__).parent / "frameworks"


def catalogues() -> dict[str, frozenset[str]]:
    """Return the identifiers of every framework, by the framework's id."""
    return {each["id"]: frozenset(each["identifiers"]) for each in _read()}


def titles() -> dict[str, str]:
    """Return the title of every framework, by the framework's id."""
    return {each["id"]: each["title"] for each in _read()}


@cache
def _read() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(FRAMEWORKS.glob("*.json"))]
