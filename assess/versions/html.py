"""Two versions side by side, as one HTML page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from assess.look.environment import render
from assess.look.files import write_whole
from assess.versions import report
from assess.versions.comparing import Comparison
from assess.versions.rows import Row, rows
from assess.versions.touched import Touched
from questionnaires.condition_words import in_words
from questionnaires.model import Question
from questionnaires.problems import InputError, Place, Problem

SUFFIX = ".html"


@dataclass(frozen=True, slots=True)
class Entry:
    """Changes of one kind to the same questions; `whole` is one that came or went."""

    subject: str
    questions: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: Question | None


def write(comparison: Comparison, touched: Sequence[Touched] | None, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises InputError for another suffix than .html, OSError where the folder cannot be written to.
    """
    if path.suffix.lower() != SUFFIX:
        message = f"a comparison cannot be written as `{path.suffix or path.name}`"
        hint = f"end the name in {SUFFIX}, or use --format json"
        raise InputError([Problem(Place(str(path)), "diff.format", message, hint)])
    write_whole(path, page(comparison, touched))


def page(comparison: Comparison, touched: Sequence[Touched] | None) -> bytes:
    """Return the page as UTF-8: no script, no font, no picture and no request from anywhere."""
    return render(
        "assess.versions",
        "page.html.j2",
        found=comparison,
        old=comparison.old.questionnaire,
        new=comparison.new.questionnaire,
        kinds=_by_kind(comparison),
        touched=touched,
        say=report,
        in_words=in_words,
    ).encode()


def _by_kind(comparison: Comparison) -> dict[str, list[Entry]]:
    told = rows(comparison)
    return {
        kind: [
            _entry(list(same), comparison)
            for _, same in groupby(
                (row for row in told if row.change.kind == kind),
                key=lambda row: (row.change.old, row.change.new),
            )
        ]
        for kind in comparison.found.counts()
    }


def _entry(told: Sequence[Row], comparison: Comparison) -> Entry:
    change = told[0].change
    if not change.questions:
        return Entry("The questionnaire", (), tuple(told), None)
    whole = None
    if not change.old:
        whole = comparison.new.questionnaire.question(change.new[0])
    elif not change.new:
        whole = comparison.old.questionnaire.question(change.old[0])
    return Entry(report.subject(change), change.questions, tuple(told), whole)
