"""The names that mean a level, an option or a row, looked up once a questionnaire.

Matching is by whole name: the text, the id or a synonym of a level, case, white space, dashes
and quotation marks set even. No substring, no guess: "Not implemented" is not "Implemented".
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.intake.cells import Cell, RefusedError, fold, quoted, text_of
from assess.workbook_format import NOT_APPLICABLE, NOT_APPLICABLE_SPELLINGS, OPTION_SEPARATOR
from questionnaires.model import Answer, Level, Option, Question, Questionnaire

NEGATIONS = frozenset({"no", "not", "never", "none", "neither", "nor", "without", "nothing"})
MANY = 12
"""Names beyond which a hint points to the list in the cell instead of repeating it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its names: what a cell may say, to the index of a level or option."""

    question: Question
    levels: dict[str, int]
    options: dict[str, int]
    listed: dict[str, tuple[int, str]]
    """Of a choice question, what its dropdown offers, to code and text: nearly every answer."""

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
    for word, meaning in (("true", "yes"), ("false", "no")):
        if meaning in levels:
            levels.setdefault(word, levels[meaning])


def says_not_applicable(asked: Asked, value: Cell) -> bool:
    """Tell whether a cell claims "not applicable" and does not name a level or option so."""
    if not isinstance(value, str):
        return False
    if value == NOT_APPLICABLE:
        return True
    name = fold(value)
    return (
        name in NOT_APPLICABLE_SPELLINGS and name not in asked.levels and name not in asked.options
    )


def unknown(asked: Asked, value: Cell) -> RefusedError:
    """Return the refusal of a cell that names none of the choices, with the nearest one."""
    texts = {fold(choice.text): choice.text for choice in asked.choices}
    message = f"{quoted(value)} is not one of the answers"
    near = _nearest(fold(text_of(value)), texts)
    if near:
        message += f"; the nearest is “{near}”"
    listed = ", ".join(f"“{text}”" for text in texts.values())
    hint = f"choose {listed}" if len(texts) <= MANY else "choose from the list in the cell"
    return RefusedError(message, "unknown", hint)


def _nearest(name: str, texts: dict[str, str]) -> str:
    """Return the most similar choice, never one that says the opposite."""
    for near in difflib.get_close_matches(name[:200], texts, n=3, cutoff=0.6):
        if _negated(near) == _negated(name):
            return texts[near]
    return ""


def _negated(name: str) -> bool:
    words = name.replace("n't", " not").split()
    return not NEGATIONS.isdisjoint(word.strip(".,;:!()") for word in words)
