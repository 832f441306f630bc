"""Writing a booklet in the format that its file's suffix names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assess.booklet import html, pdf
from assess.booklet.content import Booklet
from assess.look.files import write_whole
from questionnaires.problems import InputError, Place, Problem

FORMATS: dict[str, Callable[[Booklet], bytes]] = {".html": html.page, ".pdf": pdf.document}
"""What turns a booklet into a file's bytes, by the file's suffix."""


def write(booklet: Booklet, path: Path) -> None:
    """Write a booklet, whole or not at all.

    Raises InputError for another suffix, OSError where the folder cannot be written to.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        message = f"a questionnaire cannot be shown as `{path.suffix or path.name}`"
        hint = f"end the name in {', '.join(FORMATS)}"
        raise InputError([Problem(Place(str(path)), "booklet.format", message, hint)])
    write_whole(path, form(booklet))
