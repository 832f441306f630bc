"""A questionnaire in another language: a file of texts beside a version, its own words elsewhere.

Only words change: structure, points and the reference with its hash stay those of the version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from questionnaires.documents import json_path, read_checked
from questionnaires.library import SHIPPED, find
from questionnaires.model import Answer, Level, Option, Question, Questionnaire, Section
from questionnaires.outline import need_texts
from questionnaires.problems import InvalidDocumentError, Place, Problem
from questionnaires.profiles import LANGUAGES

SCHEMA = Path(__file__).parent / "schema" / "texts.schema.json"
FOLDER = "texts"
"""Beside the versions of a questionnaire; files are named `<version>.<language>.json`."""

Entry = TypeVar("Entry", Level, Option)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one version in one language, checked against it.

    `data` is the file's; `scales` names the scale that a question's levels come from, if any.
    """

    language: str
    data: dict[str, Any]
    scales: dict[str, str]


def languages(name: str, folders: Sequence[Path] = (SHIPPED,)) -> tuple[str, ...]:
    """Return the languages that `id@version` has texts in, in the order of LANGUAGES.

    Raises UnknownNameError for an unknown questionnaire.
    """
    _, (found, version) = find("questionnaire", name, folders)
    return tuple(each for each in LANGUAGES if _path(found, version, each, folders))


def load_texts(
    questionnaire: Questionnaire, language: str, folders: Sequence[Path] = (SHIPPED,)
) -> Texts | None:
    """Load the texts of a version in a language; None where there are none. Earlier folders win.

    Raises InvalidDocumentError with every problem: a breach of the schema, another version or
    language than its name says, an id that the version lacks, a word that two levels share;
    InputError for texts beside an outline.
    """
    reference = questionnaire.reference
    path = _path(reference.id, reference.version, language, folders)
    if path is None:
        return None
    need_texts(questionnaire, "translated", f"remove {path}")
    data, _ = read_checked(path, SCHEMA)
    source, _ = find("questionnaire", str(reference), folders)
    return checked(questionnaire, json.loads(source.read_bytes()), data, language, path)


def checked(
    questionnaire: Questionnaire,
    source: dict[str, Any],
    data: dict[str, Any],
    language: str,
    path: Path,
) -> Texts:
    """Hold texts that keep the schema to their version, whose file's data is `source`.

    Raises InvalidDocumentError as `load_texts` does.
    """
    scales = {q["id"]: q["answer"]["scale"] for q in source["questions"] if "scale" in q["answer"]}
    texts = Texts(language, data, scales)
    found = [
        *_identity(questionnaire, texts),
        *_unknown(questionnaire, source, data),
        *_shared(questionnaire, texts),
    ]
    problems = [
        Problem(Place(str(path), path=json_path(steps)), f"texts.{code}", message, hint)
        for steps, code, message, hint in dict.fromkeys(found)
    ]
    if problems:
        raise InvalidDocumentError(sorted(problems))
    return texts


def translated(questionnaire: Questionnaire, texts: Texts) -> Questionnaire:
    """Return the questionnaire as it is shown in a language: given texts, else its own words."""
    data = texts.data
    sections = data.get("sections", {})
    return replace(
        questionnaire,
        title=data.get("title", questionnaire.title),
        description=data.get("description", questionnaire.description),
        sections=tuple(
            _section(each, sections.get(each.id, {})) for each in questionnaire.sections
        ),
        questions=tuple(_question(each, texts) for each in questionnaire.questions),
    )


def readable(questionnaire: Questionnaire, several: Sequence[Texts]) -> Questionnaire:
    """Return the questionnaire as answers to it are read: in its own words and in others'.

    Texts stay as they are; the words of other languages become synonyms of the same level or
    option, so that an answer gets the same code, and is kept in the same words, in any of them.
    """
    return replace(
        questionnaire,
        questions=tuple(
            replace(each, answer=_answer_in_any(each, several)) for each in questionnaire.questions
        ),
    )


def in_language(
    questionnaire: Questionnaire, language: str, folders: Sequence[Path] = (SHIPPED,)
) -> Questionnaire:
    """Return the questionnaire in a language, in its own words where there are no texts."""
    texts = load_texts(questionnaire, language, folders)
    return questionnaire if texts is None else translated(questionnaire, texts)


def translations(
    questionnaire: Questionnaire, folders: Sequence[Path] = (SHIPPED,)
) -> dict[str, Questionnaire]:
    """Return the questionnaire in every language that it has texts in, by language."""
    loaded = {each: load_texts(questionnaire, each, folders) for each in LANGUAGES}
    return {each: translated(questionnaire, texts) for each, texts in loaded.items() if texts}


def in_any_language(
    questionnaire: Questionnaire, folders: Sequence[Path] = (SHIPPED,)
) -> Questionnaire:
    """Return the questionnaire as it is read, in every language that it has texts in."""
    loaded = [load_texts(questionnaire, language, folders) for language in LANGUAGES]
    several = [texts for texts in loaded if texts is not None]
    return readable(questionnaire, several) if several else questionnaire


def _path(name: str, version: str, language: str, folders: Sequence[Path]) -> Path | None:
    paths = (folder / name / FOLDER / f"{version}.{language}.json" for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def _section(section: Section, given: dict[str, str]) -> Section:
    return replace(section, **given)


def _question(question: Question, texts: Texts) -> Question:
    given = texts.data.get("questions", {}).get(question.id, {})
    own = {key: given[key] for key in ("text", "guidance", "why", "evidence") if key in given}
    work = given.get("remediation", question.remediation.text)
    levels, options = _entries(question, texts)
    return replace(
        question,
        answer=replace(
            question.answer,
            levels=tuple(_shown(each, levels) for each in question.answer.levels),
            options=tuple(_shown(each, options) for each in question.answer.options),
        ),
        remediation=replace(question.remediation, text=work),
        **own,
    )


def _entries(question: Question, texts: Texts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is given of a question's levels and options; its own go before its scale's."""
    given = texts.data.get("questions", {}).get(question.id, {})
    scale = texts.data.get("scales", {}).get(texts.scales.get(question.id, ""), {})
    return scale | given.get("levels", {}), given.get("options", {})


def _shown(entry: Entry, given: dict[str, Any]) -> Entry:
    words: dict[str, Any] = given.get(entry.id, {})
    synonyms = tuple(words.get("synonyms", entry.synonyms))
    return replace(entry, text=words.get("text", entry.text), synonyms=synonyms)


def _answer_in_any(question: Question, several: Sequence[Texts]) -> Answer:
    answer = question.answer
    levels, options = list(answer.levels), list(answer.options)
    for texts in several:
        said_of_levels, said_of_options = _entries(question, texts)
        levels = [_read(each, said_of_levels) for each in levels]
        options = [_read(each, said_of_options) for each in options]
    return replace(answer, levels=tuple(levels), options=tuple(options))


def _read(entry: Entry, given: dict[str, Any]) -> Entry:
    if entry.id not in given:
        return entry
    said: dict[str, Any] = given[entry.id]
    names = dict.fromkeys((*entry.synonyms, said["text"], *said.get("synonyms", ())))
    return replace(entry, synonyms=tuple(names))


_Found = Iterator[tuple[tuple[str, ...], str, str, str]]
"""Steps to the place in the file, code, message, hint."""


def _identity(questionnaire: Questionnaire, texts: Texts) -> _Found:
    wanted = {
        "questionnaire": questionnaire.reference.id,
        "version": questionnaire.reference.version,
        "language": texts.language,
    }
    for key, value in wanted.items():
        if texts.data[key] != value:
            message = f"it says {texts.data[key]}, its place says {value}"
            yield (key,), "identity", message, "correct it, or move the file"


def _unknown(questionnaire: Questionnaire, source: dict[str, Any], data: dict[str, Any]) -> _Found:
    scales = {
        scale: {level["id"] for level in levels}
        for scale, levels in source.get("scales", {}).items()
    }
    yield from _not_in(data, "sections", [section.id for section in questionnaire.sections])
    yield from _not_in(data, "questions", questionnaire.positions)
    yield from _not_in(data, "scales", scales)
    for scale, given in data.get("scales", {}).items():
        yield from _not_in(given, "", scales.get(scale, given), ("scales", scale))
    for question in questionnaire.questions:
        given, base = data.get("questions", {}).get(question.id, {}), ("questions", question.id)
        yield from _not_in(given, "levels", [each.id for each in question.answer.levels], base)
        yield from _not_in(given, "options", [each.id for each in question.answer.options], base)


def _not_in(data: dict[str, Any], key: str, known: Any, base: tuple[str, ...] = ()) -> _Found:
    steps = (*base, key) if key else base
    for name in data.get(key, {}) if key else data:
        if name not in known:
            message = f"the version has no `{name}` here"
            yield (*steps, name), "unknown-id", message, f"use {', '.join(known)}"


def _shared(questionnaire: Questionnaire, texts: Texts) -> _Found:
    """Find words that mean two levels or options, in this language or across the two."""
    for question in questionnaire.questions:
        answer = _answer_in_any(question, [texts])
        own = "levels" in texts.data.get("questions", {}).get(question.id, {})
        scale = texts.scales.get(question.id)
        by_scale = ("scales", scale) if scale and not own else None
        for key, entries in (("levels", answer.levels), ("options", answer.options)):
            for name in _twice(entries):
                message = f"“{name}” means two of the {key}"
                place = by_scale or ("questions", question.id, key)
                yield place, "duplicate", message, "make each word mean one of them"


def _twice(entries: Sequence[Level] | Sequence[Option]) -> list[str]:
    owners: dict[str, set[str]] = {}
    for entry in entries:
        for name in (entry.text, *entry.synonyms):
            owners.setdefault(" ".join(name.casefold().split()), set()).add(entry.id)
    return sorted(name for name, ids in owners.items() if len(ids) > 1)
