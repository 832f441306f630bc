"""What is to go on the register: one piece from a command, or a list from a CSV file."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from assess.evidence.covering import EVERYTHING, covered, framework_and_control
from assess.evidence.tables import Row, a_day, csv_rows, read_bytes, too_long
from assess.store import Evidence
from assess.store.register import KINDS, Kind
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, Problem

COLUMNS = (
    "partner",
    "kind",
    "title",
    "covers",
    "issued_on",
    "expires_on",
    "reference",
    "recorded_by",
)
"""Of a list of evidence; `covers` takes several, separated by semicolons."""

PLAN = "plan"


@dataclass(frozen=True)
class Ground:
    """What evidence is held against; `by` and `as_of` are who records it, and when."""

    questionnaire: Questionnaire
    partners: Container[str]
    by: str
    as_of: date


def read_register(path: Path, ground: Ground) -> list[Evidence]:
    """Read a list of evidence from CSV, all of it or, with every reason why, none.

    Raises InputError.
    """
    problems: list[Problem] = []
    rows = csv_rows(read_bytes(path), path, COLUMNS)
    entries = [registered(row, ground, problems) for row in rows]
    if not rows:
        place = Row({}, str(path), "line 1").place("partner")
        hint = f"the columns are {', '.join(COLUMNS)}"
        problems.append(Problem(place, "evidence.empty", "there is no evidence in it", hint))
    if problems:
        raise InputError(problems)
    return [each for each in entries if each is not None]


def registered(
    row: Row, ground: Ground, problems: list[Problem], file: tuple[str, str] = ("", "")
) -> Evidence | None:
    """Return the evidence that a row tells of; None, with every problem of it, where it is none.

    `file` is the name and SHA-256 of the file that came, ("", "") for none.
    """
    found: list[Problem] = []
    issued, expires = a_day(row, "issued_on", found), a_day(row, "expires_on", found)
    covers = tuple(filter(None, (each.strip() for each in row.get("covers").split(";"))))
    found += [*too_long(row), *_who_and_what(row, ground), *_days(row, issued, expires, ground)]
    found += _covers(row, covers, ground.questionnaire)
    problems += found
    if found or issued is None:
        return None
    return Evidence(
        partner=row.get("partner"),
        kind=cast("Kind", row.get("kind")),
        title=row.get("title") or row.get("kind").capitalize(),
        covers=covers,
        issued_on=issued,
        expires_on=expires,
        reference=row.get("reference"),
        file=file[0],
        file_sha256=file[1],
        recorded_by=row.get("recorded_by") or ground.by,
        recorded_on=ground.as_of,
    )


def _who_and_what(row: Row, ground: Ground) -> Iterator[Problem]:
    if row.get("partner") not in ground.partners:
        message = f"there is no partner {row.get('partner')[:64]}"
        hint = "see assess partner list"
        yield Problem(row.place("partner"), "partner.unknown", message, hint)
    if row.get("kind") not in KINDS:
        message = f"there is no kind of evidence {row.get('kind')[:60]}"
        yield Problem(row.place("kind"), "evidence.kind", message, f"use {', '.join(KINDS)}")
    if not (row.get("recorded_by") or ground.by):
        hint = "give a name with --by, or in the column recorded_by"
        place = row.place("recorded_by")
        yield Problem(place, "evidence.recorded-by", "nobody records it", hint)


def _days(row: Row, issued: date | None, expires: date | None, ground: Ground) -> Iterator[Problem]:
    if issued is None and not row.get("issued_on"):
        hint = "say from when it is, such as 2026-09-30"
        yield Problem(row.place("issued_on"), "evidence.day", "no day is given", hint)
    if issued and issued > ground.as_of:
        message = f"{issued} has not come yet as of {ground.as_of}"
        yield Problem(row.place("issued_on"), "evidence.future", message, "correct the day")
    if issued and expires and expires < issued:
        message = f"it expires on {expires}, before {issued}"
        yield Problem(row.place("expires_on"), "evidence.order", message, "correct a day")
    if row.get("kind") == "certificate" and not row.get("expires_on"):
        hint = "give the last day that stands on it"
        yield Problem(row.place("expires_on"), "evidence.expiry", "no last day", hint)


def _covers(row: Row, covers: tuple[str, ...], asked: Questionnaire) -> Iterator[Problem]:
    if not covers and row.get("kind") != PLAN:
        hint = "question ids, section ids, or a framework such as ISO 27001; * for everything"
        yield Problem(row.place("covers"), "evidence.covers", "it covers nothing", hint)
    for entry in covers:
        known = entry == EVERYTHING or covered(asked, (entry,)) or framework_and_control(entry)
        if not known:
            message = f"nothing is called {entry[:80]}"
            hint = f"use a question or section of {asked.reference}, or a framework it refers to"
            yield Problem(row.place("covers"), "evidence.covers", message, hint)
