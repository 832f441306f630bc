"""What a partner writes beside an answer: a comment, and what backs it up."""

from __future__ import annotations

import datetime as dt
import string
import tomllib
from dataclasses import dataclass, field
from typing import Any

from assess.periods import last_day
from sample_data.answers import Given
from sample_data.characters import SOURCE, Character
from sample_data.draw import mixed, pick, share
from sample_data.posture import last_done

RENEWED = 240
"""Days after which a partner usually renews a piece of evidence."""
DATED = 0.8
"""Share of the evidence that comes with its date."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The cells beside an answer; "" and None where nothing stands."""

    comment: str = ""
    evidence: str = ""
    evidence_date: dt.date | None = None


@dataclass(slots=True)
class Prose:
    """The bank of comments; a comment that one partner has used is no other partner's."""

    bank: dict[str, dict[str, list[str]]]
    users: dict[str, str] = field(default_factory=dict)

    def beside(self, character: Character, given: Given, period: str) -> Beside:
        """Return what a partner writes beside an answer in a quarter."""
        comment = given.said.comment if given.said else None
        if comment is None:
            comment = self._comment(character, given, period)
        evidence, day = _evidence(character, given, period, self._entry(given, "evidence"))
        return Beside(comment, evidence, day)

    def _entry(self, given: Given, key: str) -> list[str]:
        return self.bank.get(given.question.id, {}).get(key, [])

    def _comment(self, character: Character, given: Given, period: str) -> str:
        if given.code < 0 or not self._is_chatty(character, given):
            return ""
        who = character.profile.id
        level = given.question.answer.levels[given.code]
        words = character.tools | _months(period)
        for text in mixed(self._entry(given, level.id), who, given.question.id):
            kinds, _, own = text.rpartition("] ")
            if kinds and character.profile.kind not in kinds:
                continue
            if _fits(own, words, given) and self.users.setdefault(text, who) == who:
                return own.format_map(words)
        return ""

    def _is_chatty(self, character: Character, given: Given) -> bool:
        level = given.question.answer.levels[given.code]
        if character.comments > 0 and level.id in self._entry(given, "always"):
            return True
        return share(character.profile.id, given.question.id, "comment") < character.comments


def read_prose() -> Prose:
    """Read the bank of comments."""
    return Prose(tomllib.loads((SOURCE / "prose.toml").read_text("utf-8")))


def _evidence(
    character: Character, given: Given, period: str, bank: list[str]
) -> tuple[str, dt.date | None]:
    if given.said and given.said.evidence is not None:
        return given.said.evidence, given.said.evidence_date
    worst = given.code == len(given.question.answer.levels) - 1
    who, what = character.profile.id, given.question.id
    if given.code < 0 or worst or share(who, what, "evidence") >= character.evidence or not bank:
        return "", None
    day = given.value if isinstance(given.value, dt.date) else None
    day = day or last_done(RENEWED, last_day(period), who, what, "evidence")
    words: dict[str, Any] = character.tools | {"month": f"{day:%Y-%m}"}
    usable = [text for text in bank if _needs(text) <= words.keys()]
    if not usable:
        return "", None
    text = pick(usable, who, what, "file").format_map(words)
    return text, day if share(who, what, "dated") < DATED else None


def _months(period: str) -> dict[str, str]:
    end = last_day(period)
    soon = end + dt.timedelta(days=45)
    return {"soon": MONTHS[soon.month - 1], "lately": MONTHS[end.month - 2]}


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not by strftime, whose names follow the machine's language."""


def _needs(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _fits(text: str, words: dict[str, str], given: Given) -> bool:
    """Tell whether a partner can say this: its tools, and nothing that its answer belies."""
    if not _needs(text) <= words.keys():
        return False
    answer = given.question.answer
    if isinstance(given.value, dt.date) and given.code == len(answer.levels) - 1:
        return False  # the comments on the worst level are about never
    exact = answer.type != "number" or given.value == answer.levels[given.code].bound
    return exact or not any(each.isdigit() for each in text)
