"""From the texts of one row to a profile, or to every reason why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from assess.partners import words
from questionnaires.problems import InputError, Place, Problem
from questionnaires.profiles import PARTNER_ID, Profile

FIELDS = tuple(Profile.__dataclass_fields__)
LONGEST = 200
"""Characters of a name, a contact or a tier."""

PlaceOf: TypeAlias = Callable[[str], Place]
"""Where the text of a field stands."""


def read_profile(texts: Mapping[str, str]) -> Profile:
    """Return the profile that texts, by field name, describe; a field left out is unknown.

    Raises InputError with every problem.
    """
    problems: list[Problem] = []
    profile = build(texts, lambda _field: Place(), problems)
    if problems:
        raise InputError(problems)
    return profile


def updated(known: Profile, given: Profile) -> Profile:
    """Return a known profile with what is given of it changed; what is left empty stays."""
    kept = {field: getattr(known, field) for field in FIELDS if not getattr(given, field)}
    return replace(given, **kept)


def build(texts: Mapping[str, str], place_of: PlaceOf, problems: list[Problem]) -> Profile:
    """Return a profile; problems are appended, and the profile is then not to be used."""
    clean = {field: _plain(field, texts.get(field, ""), place_of, problems) for field in FIELDS}
    _check_id(clean["id"], place_of("id"), problems)
    if not clean["name"]:
        problems.append(_problem(place_of("name"), "name-missing", "the name is missing", "add it"))
    known = {
        field: _values(field, clean[field], place_of(field), problems) for field in words.VALUES
    }
    return Profile(
        id=clean["id"],
        name=clean["name"],
        kind=_one(known["kind"]),
        data_classes=known["data_classes"],
        access=known["access"],
        criticality=_one(known["criticality"]),
        regions=known["regions"],
        stage=_one(known["stage"]),
        contacts=tuple(words.contacts(clean["contacts"])),
        requested_tier=clean["requested_tier"].casefold(),
        language=_one(known["language"]),
    )


def _plain(field: str, text: str, place_of: PlaceOf, problems: list[Problem]) -> str:
    """Return a text with white space evened; only line breaks between values are kept."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    separator = "\n" if field in words.LISTS or field == "contacts" else " "
    plain = separator.join(line for line in lines if line)
    if any(unicodedata.category(each) in {"Cc", "Cs"} for each in plain.replace("\n", "")):
        message = f"{_title(field)}: there is a control character in the text"
        problems.append(_problem(place_of(field), "character", message, "type the text anew"))
    if field not in words.VALUES and any(len(part) > LONGEST for part in words.contacts(plain)):
        message = f"{_title(field)}: more than {LONGEST} characters"
        problems.append(_problem(place_of(field), "too-long", message, "shorten it"))
    return plain


def _check_id(text: str, place: Place, problems: list[Problem]) -> None:
    if not text:
        hint = "give every partner a short id that never changes, such as north-freight"
        problems.append(_problem(place, "id-missing", "the id is missing", hint))
    elif not PARTNER_ID.fullmatch(text):
        better = re.sub(r"[^a-z0-9._-]+", "-", text.casefold()).strip("-._")[:64]
        hint = "use up to 64 lower-case letters, digits, - . _"
        hint += f", such as {better}" if PARTNER_ID.fullmatch(better) else ""
        problems.append(_problem(place, "id-form", f"{_quoted(text)} cannot be an id", hint))


def _values(field: str, text: str, place: Place, problems: list[Problem]) -> tuple[str, ...]:
    """Return the values that a text stands for, in the order of the vocabulary."""
    given = words.parts(text) if field in words.LISTS else [text] * bool(text)
    found = {each: words.meaning(field, each) for each in given}
    unknown = [_quoted(each) for each, value in found.items() if value is None]
    if unknown:
        message = f"{_title(field)}: {', '.join(unknown)} is not known"
        hint = f"use {', '.join(words.VALUES[field])}; leave it empty where it is not known"
        problems.append(_problem(place, "value-unknown", message, hint))
    values = tuple(value for value in words.VALUES[field] if value in found.values())
    if field == "access" and "none" in values and len(values) > 1:
        message = "access: none, and yet some"
        problems.append(_problem(place, "access-none", message, "remove one or the other"))
    return values


def _one(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


def _title(field: str) -> str:
    return field.replace("_", " ")


def _quoted(text: str) -> str:
    line = "".join(each if each.isprintable() else "�" for each in " ".join(text.split()))
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"  # noqa: PLR2004 - enough to know it by


def _problem(place: Place, code: str, message: str, hint: str) -> Problem:
    return Problem(place, f"partner.{code}", message, hint)
