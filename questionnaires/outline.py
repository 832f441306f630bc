"""Outlines of other authors' questionnaires: their structure, and none of their words.

An outline names the questions by id and says, section by section, how we judge them. It is a
short way to write a questionnaire: `expanded` gives the data of the whole one, whose questions
are named after their ids until a partner's own file brings the words (`with_texts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from questionnaires.documents import json_path
from questionnaires.model import Question, Questionnaire
from questionnaires.problems import InputError, Place, Problem

SCHEMA = Path(__file__).parent / "schema" / "outline.schema.json"

TEXT = "text"
"""The answer of a question that takes free text, in the place of a scale's name."""

GUIDANCE = "The question's own words stand in the workbook that the partner returned."

_QUESTION = re.compile(r"\$\.questions\[(\d+)\](\.applies_if\b.*)?.*")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
    # Overrides of the writing direction would turn our own sentences round.
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
LONGEST = 2000
"""Characters of a strange question that are shown; no longer are questions of ours."""


def is_outline(data: Any) -> bool:
    """Tell an outline from a questionnaire with words of its own; `data` is not checked yet."""
    return isinstance(data, dict) and "outline_of" in data


def expanded(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of the questionnaire that a checked outline stands for."""
    kept = ("id", "version", "title", "outline_of", "published", "scales")
    return {
        **{key: data[key] for key in kept},
        "description": f"{data['description']} Source: {data['source']}",
        "sections": [
            {key: each[key] for key in ("id", "title", "intro")} for each in data["sections"]
        ],
        "questions": [
            _question(entry, section, data)
            for section in data["sections"]
            for entry in section["questions"]
        ],
    }


def _question(
    entry: str | dict[str, Any], section: dict[str, Any], data: dict[str, Any]
) -> dict[str, Any]:
    own = {"id": entry} if isinstance(entry, str) else entry
    answer = own.get("answer", data["answer"])
    made = {
        "id": own["id"],
        "section": section["id"],
        "text": _name(data["outline_of"], own["id"]),
        "guidance": GUIDANCE,
        "why": section["why"],
        "answer": {"type": TEXT} if answer == TEXT else {"type": "choice", "scale": answer},
        "weight": own.get("weight", 0 if answer == TEXT else data["weight"]),
        "principles": section["principles"],
        "element": section["element"],
        "na_allowed": own.get("na_allowed", data["na_allowed"]),
        "evidence": section["evidence"],
        "remediation": {**section["remediation"], "text": _first_step(section)},
    }
    if "applies_if" in section:
        made["applies_if"] = section["applies_if"]
    if "controls" in data:
        made["references"] = {data["controls"]: [own["id"].rpartition(".")[0] or own["id"]]}
    return made


def _first_step(section: dict[str, Any]) -> str:
    """Say what to do about a question of which we only know the section: it may take more."""
    text: str = section["remediation"]["text"]
    # A name in capitals keeps them; other sentences go on after the comma.
    start = text[:1] if text[:2].isupper() else text[:1].lower()
    return f"As a start, {start}{text[1:]}"


def _name(outline_of: str, question: str) -> str:
    return f"{outline_of} question {question}"


def in_outline(problems: list[Problem], questionnaire: Questionnaire) -> list[Problem]:
    """Return problems of an expanded outline at the places of its file that they come from.

    What its section says is told once, however many questions it holds for.
    """
    places = list(_places(questionnaire))
    found: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        path = problem.place.path
        if (match := _QUESTION.fullmatch(path)) and int(match[1]) < len(places):
            section, question = places[int(match[1])]
            inner = match[2][1:] if match[2] else f"questions[{question}]"
            path = f"{json_path(['sections', section])}.{inner}"
        moved = replace(problem, place=replace(problem.place, path=path))
        found.setdefault((path, problem.code), moved)
    return list(found.values())


def _places(questionnaire: Questionnaire) -> Iterator[tuple[int, int]]:
    """Yield the section of each question and its place in it, as an outline groups them."""
    section, place = -1, 0
    before: str | None = None
    for question in questionnaire.questions:
        same = question.section == before
        section, place = (section, place + 1) if same else (section + 1, 0)
        before = question.section
        yield section, place


def with_texts(questionnaire: Questionnaire, texts: Mapping[str, str]) -> Questionnaire:
    """Return an outline with the words of one partner's file laid over it, to be shown.

    The words are the file's and nobody else's; what was published, and so the reference, stays.
    Words by other ids are passed over; a questionnaire of our own keeps its words.
    """
    if not questionnaire.outline_of or not texts:
        return questionnaire
    questions = tuple(
        replace(question, text=_one_line(texts.get(question.id, "")) or question.text)
        for question in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)


def without_texts(question: Question, questionnaire: Questionnaire) -> Question:
    """Return a question as an outline has it, where what is shown is not one partner's alone."""
    if not questionnaire.outline_of:
        return question
    return replace(question, text=_name(questionnaire.outline_of, question.id))


def need_texts(questionnaire: Questionnaire, done: str, hint: str) -> None:
    """Raise InputError where an outline is to be used for what takes words of its own.

    `done` says what cannot be done with it (`issued`), `hint` what to do instead.
    """
    if questionnaire.outline_of:
        named = f"{questionnaire.reference} is an outline of the {questionnaire.outline_of}"
        message = f"{named}: it has no texts of its own, so it cannot be {done}"
        raise InputError([Problem(Place(), "outline.no-texts", message, hint)])


def _one_line(text: str) -> str:
    """Write a text of a strange file as we write ours: one paragraph, nothing that is no text."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
