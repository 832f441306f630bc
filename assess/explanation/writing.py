"""Writing an explanation to a file, in the format that its name ends in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from assess.explanation import as_json, html
from assess.explanation.report import Explanation
from assess.look.files import write_whole
from questionnaires.problems import InputError, Place, Problem


def _json(told: Explanation) -> bytes:
    return (json.dumps(as_json.data(told), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, Callable[[Explanation], bytes]] = {".html": html.page, ".json": _json}
"""What turns an explanation into a file's bytes, by the file's suffix."""


def write(told: Explanation, path: Path) -> None:
    """Write an explanation in the format that the path's suffix names, whole or not at all.

    Raises InputError for another suffix, OSError where the folder cannot be written to.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        message = f"an explanation cannot be written as `{path.suffix or path.name}`"
        hint = f"end the name in {', '.join(FORMATS)}"
        raise InputError([Problem(Place(str(path)), "explanation.format", message, hint)])
    write_whole(path, form(told))
