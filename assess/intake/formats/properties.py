"""What a spreadsheet program noted about a file: when it was made and saved, by whom, how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from xml.parsers.expat import ExpatError

from assess.intake.cells import RefusedError
from assess.intake.formats.markup import local, walk
from assess.intake.formats.package import Package

_ELEMENTS = {
    "docprops/core.xml": {
        "created": "created",
        "modified": "modified",
        "creator": "created_by",
        "lastmodifiedby": "modified_by",
    },
    "docprops/app.xml": {"application": "program", "totaltime": "minutes"},
    "meta.xml": {
        "creation-date": "created",
        "date": "modified",
        "initial-creator": "created_by",
        "creator": "modified_by",
        "generator": "program",
        "editing-duration": "duration",
    },
}
"""What an element of a part states, names in small letters."""
_PART_BYTES = 1_000_000
_LONGEST = 200
_MINUTES = re.compile(r"[0-9]{1,7}")
_DURATION = re.compile(
    r"P(?:([0-9]{1,5})D)?"
    r"(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,7})(?:[.][0-9]+)?S)?)?"
)
_SECONDS_IN = (86_400, 3_600, 60, 1)


def properties_of(package: Package) -> dict[str, str | int] | None:
    """Return the properties that a .xlsx, .xlsb or .ods file states, None where it states none.

    "created" and "modified" as ISO moments, "created_by", "modified_by" and "program" as texts,
    "editing_seconds" as a number; what is missing, not well formed or nought is left out. They are
    the file's own word, which anyone can change: no file is refused for them.
    """
    texts: dict[str, str] = {}
    for part, names in _ELEMENTS.items():
        if package.has(part) and package.entries[part].file_size <= _PART_BYTES:
            try:
                _gather(package.read(part), names, texts)
            except (RefusedError, ExpatError):
                continue
    return _known(texts) or None


def _gather(xml: bytes, names: Mapping[str, str], texts: dict[str, str]) -> None:
    inside: list[str] = []

    def said(text: str) -> None:
        key = names.get(inside[-1], "") if inside else ""
        if key:
            texts[key] = (texts.get(key, "") + text)[:_LONGEST]

    def opened(name: str, _: dict[str, str]) -> None:
        inside.append(local(name).lower())

    def closed(_: str) -> None:
        inside.pop()

    walk(xml, opened, closed, said)


def _known(texts: Mapping[str, str]) -> dict[str, str | int]:
    forms: dict[str, Callable[[str], str | int]] = {
        "created": _moment,
        "modified": _moment,
        "created_by": _line,
        "modified_by": _line,
        "program": _line,
    }
    known: dict[str, str | int] = {key: form(texts.get(key, "")) for key, form in forms.items()}
    # An .xlsx counts whole minutes, an .ods seconds; Excel does not count, and writes 0 or nothing.
    seconds = _minutes(texts.get("minutes", "")) or _seconds(texts.get("duration", ""))
    known["editing_seconds"] = seconds
    return {key: value for key, value in known.items() if value}


def _line(text: str) -> str:
    return " ".join(text.split())


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None, microsecond=0).isoformat()
    except ValueError:
        return ""


def _minutes(text: str) -> int:
    return int(text) * 60 if _MINUTES.fullmatch(text.strip()) else 0


def _seconds(text: str) -> int:
    found = _DURATION.fullmatch(text.strip())
    if not found:
        return 0
    return sum(int(n or 0) * each for n, each in zip(found.groups(), _SECONDS_IN, strict=True))
