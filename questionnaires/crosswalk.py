"""Crosswalks: what the answers to another questionnaire say about the questions of ours.

A crosswalk is a versioned file, `<id>/<version>.json`, from one version of the other
questionnaire to one of ours, judged question by question by a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from questionnaires.documents import json_path, read_document
from questionnaires.library import (
    LOCK,
    check_identity,
    frozen,
    load_questionnaire,
    versions,
)
from questionnaires.library import SHIPPED as SHIPPED_QUESTIONNAIRES
from questionnaires.model import Question, Questionnaire, Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem

SCHEMA = Path(__file__).parent / "schema" / "crosswalk.schema.json"
SHIPPED = Path(__file__).parent / "crosswalks"

Relation: TypeAlias = Literal["equal", "broader", "narrower", "related"]

CERTAIN = frozenset({"equal", "broader"})
"""Relations in which an answer of theirs may be one of ours."""

FILLED = frozenset({"choice", "number"})
"""Answer types that a level can fill in. A date ages, and a list of options is not one level."""


@dataclass(frozen=True, slots=True)
class Line:
    """What their questions say about one of ours.

    `answers` leads from a level id of theirs to one of ours; it is empty unless the relation
    is certain. Where there are several of `theirs`, all of them are needed.
    """

    question: str
    theirs: tuple[str, ...]
    relation: Relation
    answers: Mapping[str, str]
    because: str


@dataclass(frozen=True)
class Crosswalk:
    """From one version of another questionnaire to one of ours, line by line."""

    reference: Reference
    source: Questionnaire
    target: Questionnaire
    lines: tuple[Line, ...]

    @cached_property
    def filling(self) -> tuple[Line, ...]:
        """The lines that can fill an answer in."""
        return tuple(line for line in self.lines if line.answers)


def load_crosswalks(
    target: Questionnaire,
    folders: Sequence[Path] = (SHIPPED,),
    questionnaires: Sequence[Path] = (SHIPPED_QUESTIONNAIRES,),
) -> list[Crosswalk]:
    """Load the newest version of every crosswalk to a questionnaire, sorted by id.

    `questionnaires` are the folders in which the other questionnaires are looked for; earlier
    folders win in both. Raises InvalidDocumentError for a file that breaks the schema or a
    rule, says another id or version inside, or has changed since it was published;
    UnknownNameError for a questionnaire that is in no folder.
    """
    newest: dict[tuple[str, str], Crosswalk] = {}
    for identity, version, path in versions(folders):
        document = read_document(path, SCHEMA)
        check_identity(document.reference, (identity, version), path, _locked(folders))
        if document.data["to"] == str(target.reference):
            source = load_questionnaire(document.data["from"], questionnaires)
            crosswalk = build_crosswalk(document.data, source, target, document.reference, path)
            newest[identity, document.data["from"]] = crosswalk
    return list(newest.values())


def build_crosswalk(
    data: dict[str, Any],
    source: Questionnaire,
    target: Questionnaire,
    reference: Reference,
    path: Path,
) -> Crosswalk:
    """Build a crosswalk from data that fits the schema.

    Raises InvalidDocumentError with every breach of the rules, each at its JSON path: the
    questionnaires named, questions and levels that exist, none of ours twice, answers in
    certain relations only.
    """
    problems = list(_problems(data, source, target, str(path)))
    if problems:
        raise InvalidDocumentError(problems)
    lines = tuple(
        Line(
            entry["question"],
            tuple(entry["theirs"]),
            entry["relation"],
            MappingProxyType(entry.get("answers", {})),
            entry["because"],
        )
        for entry in data["lines"]
    )
    return Crosswalk(reference, source, target, lines)


def _locked(folders: Sequence[Path]) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for folder in (*folders, SHIPPED):
        hashes |= frozen(folder / LOCK)
    return hashes


def _problems(
    data: dict[str, Any], source: Questionnaire, target: Questionnaire, file: str
) -> Iterator[Problem]:
    for side, questionnaire in (("from", source), ("to", target)):
        if data[side] != str(questionnaire.reference):
            message = f"the crosswalk says {data[side]}, not {questionnaire.reference}"
            place = Place(file, path=f"$.{side}")
            yield Problem(place, "crosswalk.identity", message, "correct the file")
    count = Counter(entry["question"] for entry in data["lines"])
    for index, entry in enumerate(data["lines"]):
        line = Place(file, path=json_path(["lines", index]))
        if count[entry["question"]] > 1:
            message = f"{entry['question']} stands in {count[entry['question']]} lines"
            yield Problem(_at(line, "question"), "crosswalk.twice", message, "keep one of them")
        unknown = list(_unknown(entry, source, target, line))
        yield from unknown or _answers(entry, source, target, line)


def _unknown(
    entry: dict[str, Any], source: Questionnaire, target: Questionnaire, line: Place
) -> Iterator[Problem]:
    named = [("question", entry["question"], target)]
    named += [(f"theirs[{index}]", each, source) for index, each in enumerate(entry["theirs"])]
    for key, question, questionnaire in named:
        if question not in questionnaire.positions:
            message = f"{questionnaire.reference} has no question {question}"
            place = _at(line, key)
            yield Problem(place, "crosswalk.unknown-question", message, "correct the id")


def _answers(
    entry: dict[str, Any], source: Questionnaire, target: Questionnaire, line: Place
) -> Iterator[Problem]:
    certain = entry["relation"] in CERTAIN
    if certain != ("answers" in entry):
        message = f"a line that is {entry['relation']} must {'' if certain else 'not '}say answers"
        hint = "say which are certain, or call it related" if certain else "remove `answers`"
        yield Problem(line, "crosswalk.answers", message, hint)
        return
    if not certain:
        return
    ours = target.question(entry["question"])
    theirs = [source.question(each) for each in entry["theirs"]]
    if ours.answer.type not in FILLED:
        message = f"{ours.id} takes a {ours.answer.type}, which a level of theirs cannot be"
        hint = "call the line narrower or related, and remove `answers`"
        yield Problem(_at(line, "answers"), "crosswalk.not-a-level", message, hint)
        return
    yield from _levels(entry["answers"], theirs, ours, line)
    if entry["relation"] == "broader":
        yield from _only_best(entry["answers"], theirs, ours, line)


def _levels(
    answers: Mapping[str, str], theirs: list[Question], ours: Question, line: Place
) -> Iterator[Problem]:
    for given, meant in answers.items():
        place = _at(line, f"answers.{given}")
        named = [(given, each) for each in theirs] + [(meant, ours)]
        for level, question in named:
            known = [each.id for each in question.answer.levels]
            if level not in known:
                message = f"{question.id} has no level `{level}`"
                hint = f"use {', '.join(known)}" if known else "it is answered in free words"
                yield Problem(place, "crosswalk.unknown-level", message, hint)


def _only_best(
    answers: Mapping[str, str], theirs: list[Question], ours: Question, line: Place
) -> Iterator[Problem]:
    """Hold a broader line to what it can mean: who meets more than ours demands meets ours."""
    for given, meant in answers.items():
        best = all(each.answer.levels[:1] and each.answer.levels[0].id == given for each in theirs)
        if not best or meant != ours.answer.levels[0].id:
            message = f"`{given}` as `{meant}` does not follow where theirs is broader"
            hint = "only their best level can be our best one; a missed broader question says less"
            yield Problem(_at(line, f"answers.{given}"), "crosswalk.broader", message, hint)


def _at(line: Place, key: str) -> Place:
    return Place(line.file, path=f"{line.path}.{key}")
