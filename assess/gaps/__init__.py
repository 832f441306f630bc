"""One partner's gap report: one content (`report`), one module a format, one way to write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assess.gaps import as_json, html, markdown, pdf, xlsx
from assess.gaps.gathering import gap_report
from assess.gaps.report import GapReport
from assess.look.files import write_whole
from questionnaires.problems import InputError, Place, Problem

__all__ = ["FORMATS", "GapReport", "gap_report", "write"]

FORMATS: dict[str, Callable[[GapReport], bytes]] = {
    ".xlsx": xlsx.workbook,
    ".html": html.page,
    ".pdf": pdf.document,
    ".md": markdown.text,
    ".json": as_json.text,
}
"""What turns a report into a file's bytes, by the file's suffix."""


def write(report: GapReport, path: Path) -> None:
    """Write a report in the format that the path's suffix names, whole or not at all.

    Raises InputError for another suffix, OSError where the folder cannot be written to.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        message = f"a gap report cannot be written as `{path.suffix or path.name}`"
        hint = f"end the name in {', '.join(FORMATS)}"
        raise InputError([Problem(Place(str(path)), "gaps.format", message, hint)])
    write_whole(path, form(report))
