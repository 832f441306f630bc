"""Who the sample partners are: their profiles, and the character their answers follow from."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Any

from questionnaires.profiles import Profile

SOURCE = Path(__file__).parent / "source"
PERIODS = ("2026Q1", "2026Q2", "2026Q3")
LIST_SEPARATOR = ";"

NOT_APPLICABLE = "n/a"
BLANK = ""

Value = str | int | dt.date | list[str]


PROFILE = tuple(f.name for f in fields(Profile) if f.name not in {"id", "language"})
"""What the samples say of a partner; all of them answer in English."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a partner's story says of one question, from a quarter on; None is left to chance.

    `answer` is a level's id for a choice, option ids for several, else the value as typed.
    """

    answer: Value | None = None
    comment: str | None = None
    evidence: str | None = None
    evidence_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Character:
    """A partner and how it answers; `source/partners.toml` explains each field.

    `steps`, `floor` and `blank` have one entry a quarter, `said` is keyed by question, period.
    """

    profile: Profile
    periods: tuple[str, ...]
    office: str
    typing: str
    posture: float
    steps: tuple[float, ...]
    spread: float
    areas: dict[str, float]
    floor: tuple[int, ...]
    blank: tuple[float, ...]
    comments: float
    evidence: float
    tools: dict[str, str]
    said: dict[tuple[str, str], Said]

    def says(self, question: str, period: str) -> Said | None:
        """Return what the story says of a question in a quarter: its latest word until then."""
        for earlier in reversed(PERIODS[: PERIODS.index(period) + 1]):
            if (question, earlier) in self.said:
                return self.said[question, earlier]
        return None


def read_characters() -> list[Character]:
    """Read the partners' stories, sorted by partner id."""
    data = tomllib.loads((SOURCE / "partners.toml").read_text("utf-8"))
    return [_character(partner, data[partner]) for partner in sorted(data)]


def partners_csv(characters: list[Character]) -> str:
    """Write the partners' profiles as `assess partner import` reads them."""
    names = ["id", *PROFILE]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for character in characters:
        values = [getattr(character.profile, name) for name in names]
        writer.writerow(
            LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value for value in values
        )
    return text.getvalue()


def _character(partner: str, data: dict[str, Any]) -> Character:
    profile = {name: data.pop(name) for name in PROFILE}
    said = {(each["q"], each.get("at", PERIODS[0])): _said(each) for each in data.pop("said")}
    lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
    return Character(Profile.from_dict({"id": partner} | profile), said=said, **(data | lists))


def _said(entry: dict[str, Any]) -> Said:
    return Said(entry.get("a"), entry.get("c"), entry.get("e"), entry.get("on"))
