"""One partner's plan to a tier: one content (`report`), one module a format, one writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assess.look.files import write_whole
from assess.planning import as_json, html, markdown, xlsx
from assess.planning.report import PlanReport, plan_report
from questionnaires.problems import InputError, Place, Problem

__all__ = ["FORMATS", "PlanReport", "check_format", "plan_report", "write"]

FORMATS: dict[str, Callable[[PlanReport], bytes]] = {
    ".xlsx": xlsx.workbook,
    ".html": html.page,
    ".md": markdown.text,
    ".json": as_json.text,
}
"""What turns a plan into a file's bytes, by the file's suffix."""


def check_format(path: Path) -> None:
    """Raise InputError for a path whose suffix names no format, before any work is done."""
    if path.suffix.lower() not in FORMATS:
        message = f"a plan cannot be written as `{path.suffix or path.name}`"
        hint = f"end the name in {', '.join(FORMATS)}"
        raise InputError([Problem(Place(str(path)), "plan.format", message, hint)])


def write(report: PlanReport, path: Path) -> None:
    """Write a plan in the format that the path's suffix names, whole or not at all.

    Raises InputError for another suffix, OSError where the folder cannot be written to.
    """
    check_format(path)
    write_whole(path, FORMATS[path.suffix.lower()](report))
