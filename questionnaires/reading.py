"""From a questionnaire file to a `Questionnaire`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from questionnaires import outline
from questionnaires.checks import check
from questionnaires.conditions import AnswerTest, Condition, parse
from questionnaires.documents import Document, json_path, read_document
from questionnaires.model import (
    PRINCIPLES,
    Answer,
    ConsistencyRule,
    Level,
    Option,
    Question,
    Questionnaire,
    Remediation,
    Section,
)
from questionnaires.outline import expanded, in_outline, is_outline
from questionnaires.problems import InvalidDocumentError, Place, Problem

SCHEMA = Path(__file__).parent / "schema" / "questionnaire.schema.json"


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one questionnaire file, or the outline of one.

    Raises InvalidDocumentError with every breach of the schema or, where the schema holds,
    of the rules in `questionnaires.checks`.
    """
    document = read_data(path)
    problems: list[Problem] = []
    questionnaire = _build(document, problems)
    problems += check(questionnaire, str(path))
    if questionnaire.outline_of:
        problems = in_outline(problems, questionnaire)
    if problems:
        raise InvalidDocumentError(sorted(problems))
    return questionnaire


def read_data(path: Path) -> Document:
    """Read the data of a questionnaire file, that of an outline written out whole.

    Raises InvalidDocumentError with every breach of the schema.
    """
    document = read_document(path, _schema_of)
    if not is_outline(document.data):
        return document
    return replace(document, data=expanded(document.data))


def _schema_of(data: Any) -> Path:
    return outline.SCHEMA if is_outline(data) else SCHEMA


def _build(document: Document, problems: list[Problem]) -> Questionnaire:
    data = document.data
    scales = data.get("scales", {})
    file = str(document.path)
    return Questionnaire(
        reference=document.reference,
        title=data["title"],
        description=data["description"],
        published=data["published"],
        sections=tuple(Section(s["id"], s["title"], s.get("intro", "")) for s in data["sections"]),
        outline_of=data.get("outline_of", ""),
        questions=tuple(
            _question(item, scales, Place(file, path=json_path(["questions", i])), problems)
            for i, item in enumerate(data["questions"])
        ),
        consistency=tuple(_consistency(data, file, problems)),
    )


def _consistency(
    data: dict[str, Any], file: str, problems: list[Problem]
) -> Iterator[ConsistencyRule]:
    for index, rule in enumerate(data.get("consistency", [])):
        base = json_path(["consistency", index, "answers"])
        places = [Place(file, path=f"{base}[{i}]") for i in range(len(rule["answers"]))]
        tests = [
            parse(test, place, problems)
            for test, place in zip(rule["answers"], places, strict=True)
        ]
        for test, place in zip(tests, places, strict=True):
            if test is not None and not isinstance(test, AnswerTest):
                message = f"{rule['id']}: a consistency rule tests answers"
                hint = "use `question` with equals, in or at_least"
                problems.append(Problem(place, "consistency.test", message, hint))
        found = tuple(test for test in tests if isinstance(test, AnswerTest))
        yield ConsistencyRule(rule["id"], rule["why"], found)


def _question(
    data: dict[str, Any], scales: dict[str, Any], place: Place, problems: list[Problem]
) -> Question:
    return Question(
        id=data["id"],
        section=data["section"],
        text=data["text"],
        guidance=data["guidance"],
        why=data["why"],
        answer=_answer(data["answer"], scales, place, problems),
        weight=data["weight"],
        shares=_shares(data["principles"]),
        element=data["element"],
        must_have=data.get("must_have", False),
        na_allowed=data.get("na_allowed", False),
        evidence=data["evidence"],
        remediation=Remediation(**data["remediation"]),
        applies_if=_condition(data, place, problems),
        references=tuple((key, tuple(ids)) for key, ids in data.get("references", {}).items()),
    )


def _shares(data: dict[str, int]) -> tuple[int, int, int, int, int]:
    first, second, third, fourth, fifth = (data.get(principle, 0) for principle in PRINCIPLES)
    return first, second, third, fourth, fifth


def _condition(data: dict[str, Any], place: Place, problems: list[Problem]) -> Condition | None:
    if "applies_if" not in data:
        return None
    where = Place(place.file, path=f"{place.path}.applies_if")
    return parse(data["applies_if"], where, problems)


def _answer(
    data: dict[str, Any], scales: dict[str, Any], place: Place, problems: list[Problem]
) -> Answer:
    levels = data.get("levels", [])
    if "scale" in data:
        if data["scale"] not in scales:
            where = Place(place.file, path=f"{place.path}.answer.scale")
            hint = f"use {', '.join(scales)}" if scales else "define it under `scales`"
            message = f"unknown scale `{data['scale']}`"
            problems.append(Problem(where, "answer.unknown-scale", message, hint))
        levels = scales.get(data["scale"], [])
    if len({side for level in levels for side in ("at_most", "at_least") if side in level}) > 1:
        where = Place(place.file, path=f"{place.path}.answer")
        message = "levels by `at_most` and by `at_least` in one answer"
        problems.append(Problem(where, "levels.bound-side", message, "use one of them"))
    return Answer(
        type=data["type"],
        levels=tuple(_level(level) for level in levels),
        options=tuple(
            Option(o["id"], o["text"], tuple(o.get("synonyms", ())), o.get("exclusive", False))
            for o in data.get("options", [])
        ),
        unit=data.get("unit", ""),
        minimum=_decimal(data.get("minimum")),
        maximum=_decimal(data.get("maximum")),
        lower_is_better=any("at_most" in level for level in levels),
    )


def _level(data: dict[str, Any]) -> Level:
    bound = data.get("at_most", data.get("at_least"))
    synonyms = tuple(data.get("synonyms", ()))
    return Level(data["id"], data["text"], data["points"], synonyms, _decimal(bound))


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)
