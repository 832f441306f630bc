"""The names that mean a level, an option or a row, looked up once a questionnaire.

Matching is by whole name: the text, the id or a synonym of a level, case, white space, dashes
and quotation marks set even. No substring, no guess: "Not implemented" is not "Implemented".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.intake.cells import Cell, RefusedError, fold, quoted, text_of
from assess.workbook_format import NOT_APPLICABLE, NOT_APPLICABLE_SPELLINGS, OPTION_SEPARATOR
from questionnaires.model import Answer, Level, Option, Question, Questionnaire

NEGATIONS = frozenset(
    {"no", "not", "never", "none", "neither", "nor", "without", "nothing"}
    | {
        "kein",
        "keine",
        "keinen",
        "nicht",
        "nie",
        "niemand",
        "nein",
        "ohne",
        "ningún",
        "sin",
        "nunca",
    }
)
BOOLEANS = {
    "yes": ("true", "wahr", "verdadero", "ja", "sí", "si"),
    "no": ("false", "falsch", "falso", "nein"),
}
"""What a spreadsheet, or a partner in another of our languages, says for a level named so."""

MANY = 12
"""Names beyond which a hint points to the list in the cell instead of repeating it."""


LONGEST_NAME = 100
"""Characters of a name; what is far longer is prose, and is not searched for names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its names: what a cell may say, to the index of a level or option."""

    question: Question
    levels: dict[str, int]
    options: dict[str, int]
    listed: dict[str, tuple[int, str]]
    """Of a choice question, what its dropdown offers, to code and text: nearly every answer."""
    na_words: frozenset[str] = frozenset()
    """What another author's form calls not applicable, folded, beside the usual spellings."""
    na_freely: bool = False
    """Whether that may be claimed of any question and without a reason, as in such a form."""

    @property
    def choices(self) -> Sequence[Level | Option]:
        """What the partner chooses from."""
        return self.question.answer.options or self.question.answer.levels


@dataclass(frozen=True, slots=True)
class Names:
    """A questionnaire's names; `rows` leads from a row's id to (question, option or -1)."""

    questionnaire: Questionnaire
    asked: tuple[Asked, ...]
    rows: dict[str, tuple[int, int]]


_KNOWN: dict[int, Names] = {}
_KEPT = 16


def names_of(questionnaire: Questionnaire) -> Names:
    """Return a questionnaire's names, built on first use.

    Kept by identity, as hashing a whole questionnaire for each file would cost more than
    reading the file; the entry holds the questionnaire, so that its identity stays its own.
    """
    known = _KNOWN.get(id(questionnaire))
    if known is None or known.questionnaire is not questionnaire:
        if len(_KNOWN) >= _KEPT:
            _KNOWN.clear()
        known = _KNOWN[id(questionnaire)] = _build(questionnaire)
    return known


def _build(questionnaire: Questionnaire) -> Names:
    asked, rows = [], {}
    for index, question in enumerate(questionnaire.questions):
        levels = _table(question.answer.levels)
        _add_booleans(levels)
        options = _table(question.answer.options)
        asked.append(Asked(question, levels, options, _listed(question.answer, levels)))
        rows[fold(question.id)] = (index, -1)
        for position, option in enumerate(question.answer.options):
            rows[fold(question.id + OPTION_SEPARATOR + option.id)] = (index, position)
    return Names(questionnaire, tuple(asked), rows)


def _listed(answer: Answer, levels: dict[str, int]) -> dict[str, tuple[int, str]]:
    if answer.type != "choice":
        return {}
    return {
        level.text: (index, level.text)
        for index, level in enumerate(answer.levels)
        if levels.get(fold(level.text)) == index
    }


def _table(entries: Sequence[Level] | Sequence[Option]) -> dict[str, int]:
    """Map every name to its entry; a text goes before a synonym, a synonym before an id.

    A name that two entries share once folded means neither.
    """
    table: dict[str, int] = {}
    for kind in (
        [(entry.text,) for entry in entries],
        [entry.synonyms for entry in entries],
        [(entry.id,) for entry in entries],
    ):
        for name, index in _unshared(kind).items():
            table.setdefault(name, index)
    return table


def _unshared(names: Iterable[Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    shared = set()
    for index, spellings in enumerate(names):
        for name in {fold(each) for each in spellings}:
            if name in found:
                shared.add(name)
            found[name] = index
    return {name: index for name, index in found.items() if name not in shared}


def _add_booleans(levels: dict[str, int]) -> None:
    for meaning, words in BOOLEANS.items():
        for word in words if meaning in levels else ():
            levels.setdefault(word, levels[meaning])


_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"\s*(?:[,;/|&+\n\r]|\b(?:and|or|und|oder|y|o)\b)\s*", re.IGNORECASE)


def level_named(asked: Asked, text: str) -> int | None:
    """Return the level that a text names and nothing more, None where it says anything else.

    Marks around it do not count ("Yes.", "• Yes"), nor does saying it twice ("Yes / Ja").
    """
    level = level_called(asked, text)
    if level is None and len(named := set(_levels_in(asked, text))) == 1:
        return named.pop()
    return level


def level_called(asked: Asked, text: str) -> int | None:
    """Return the level whose name a text is, marks around it aside; None for none."""
    name = fold(text)
    level = asked.levels.get(name)
    return asked.levels.get(_bare(name)) if level is None else level


def _bare(name: str) -> str:
    """Return a folded name without a bullet before it, quotes around it, a stop behind it."""
    return name.lstrip(" \"'•*").removeprefix("- ").rstrip(" .,;:!\"'")


def _levels_in(asked: Asked, text: str) -> list[int]:
    """Return the levels of a text that is a list of nothing but levels, else nothing."""
    if len(text) > 4 * LONGEST_NAME:
        return []
    parts = [_bare(fold(part)) for part in _BETWEEN.split(text)]
    levels = [asked.levels.get(part) for part in parts if part]
    return [level for level in levels if level is not None] if None not in levels else []


def says_not_applicable(asked: Asked, value: Cell) -> bool:
    """Tell whether a cell claims "not applicable" and does not name a level or option so."""
    if not isinstance(value, str):
        return False
    if value == NOT_APPLICABLE:
        return True
    name = fold(value)
    if name in asked.levels or name in asked.options:
        return False
    return name in NOT_APPLICABLE_SPELLINGS or _bare(name) in NOT_APPLICABLE_SPELLINGS


def unknown(asked: Asked, value: Cell) -> RefusedError:
    """Return the refusal of a cell that names none of the choices, or several."""
    several = [] if asked.options else list(dict.fromkeys(_levels_in(asked, text_of(value))))
    if len(several) > 1:
        texts = [asked.choices[level].text for level in several]
        message = f"{quoted(value)} gives {len(texts)} answers: {_list(texts)}"
        return RefusedError(message, "several", "keep the one that is true today")
    message = f"{quoted(value)} is not one of the answers"
    near = nearest_level(asked, text_of(value))
    if near is not None:
        message += f"; the nearest is “{asked.choices[near].text}”"
    texts = [choice.text for choice in asked.choices]
    hint = f"choose {_list(texts)}" if len(texts) <= MANY else "choose from the list in the cell"
    return RefusedError(message, "unknown", hint)


def nearest_level(asked: Asked, text: str) -> int | None:
    """Return the choice (level or option, by position) most like a text; None for none.

    Never one that says the opposite: either both hold a negation or neither does.
    """
    name = fold(text)[: 4 * LONGEST_NAME]
    names = {
        fold(spelling): position
        for position, choice in reversed(list(enumerate(asked.choices)))
        for spelling in (*choice.synonyms, choice.text)
    }
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    near += [
        each
        for each in sorted(names, key=len, reverse=True)
        if _begins(name, each) and not names_another(asked, names[each], name[len(each) :])
    ]
    return next((names[each] for each in near if _negated(each) == _negated(name)), None)


def names_another(asked: Asked, level: int, text: str) -> bool:
    """Tell whether a text holds, in whole words, the name of any level but one."""
    said = f" {' '.join(_WORD.findall(fold(text)))} "
    return any(
        f" {' '.join(_WORD.findall(name))} " in said
        for name, index in asked.levels.items()
        if index != level
    )


def _list(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _begins(name: str, word: str) -> bool:
    return name.startswith(word) and not name[len(word) : len(word) + 1].isalnum()


def _negated(name: str) -> bool:
    words = name.replace("n't", " not").split()
    return not NEGATIONS.isdisjoint(word.strip(".,;:!()") for word in words)
