"""Remarks that a version's author has looked at and lets stand, each with the reason.

They stand beside the version, in `lint/<version>.json`:
[{"code": "lint.vague", "question": "a.one", "reason": "a term of the law"}]; a remark on the
whole file has the question "".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from questionnaires.problems import InvalidDocumentError, Place, Problem

KEYS = ("code", "question", "reason")


def read_accepted(questionnaire_file: Path) -> list[tuple[str, str]]:
    """Return code and question of each remark accepted for a file; none where nothing is.

    Raises InvalidDocumentError for a list in another form, or an entry without a reason.
    """
    file = questionnaire_file.parent / "lint" / questionnaire_file.name
    if not file.is_file():
        return []
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _invalid(file, f"not valid JSON: {error}") from error
    if not isinstance(data, list):
        raise _invalid(file, "not a list")
    for entry in data:
        if not _is_entry(entry):
            raise _invalid(file, "an entry is not an object with code, question and reason")
    return [(entry["code"], entry["question"]) for entry in data]


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and sorted(entry) == sorted(KEYS)
        and all(isinstance(value, str) for value in entry.values())
        and bool(entry["reason"].strip())
    )


def _invalid(file: Path, message: str) -> InvalidDocumentError:
    hint = '[{"code": "lint.vague", "question": "a.one", "reason": "why it may stand"}]'
    return InvalidDocumentError([Problem(Place(str(file)), "lint.accepted", message, hint)])
