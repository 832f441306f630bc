"""From a layout file to a `Layout`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assess.layouts.model import (
    OWNERSHIP,
    Column,
    Ids,
    Layout,
    Lists,
    Overrides,
    Scores,
)
from assess.layouts.patterns import id_pattern
from questionnaires.documents import Document, json_path, read_document
from questionnaires.problems import InvalidDocumentError, Place, Problem

SCHEMA = Path(__file__).parent / "schema" / "layout.schema.json"

TODO = "TODO"
"""Begins what a person has to fill in of a drafted layout."""

_ID = ("columns", "id", "pattern")


def read_layout(path: Path) -> Layout:
    """Read and check one layout file.

    Raises InvalidDocumentError with every breach of the schema or, where the schema holds, of
    the rules that it cannot say.
    """
    document = read_document(path, SCHEMA)
    problems = [
        Problem(Place(str(path), path=json_path(steps)), code, message, hint)
        for steps, code, message, hint in _broken(document.data)
    ]
    if problems:
        raise InvalidDocumentError(sorted(problems))
    return _build(document)


def _broken(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield what the schema cannot say: path, code, message, hint."""
    try:
        id_pattern(data["columns"]["id"]["pattern"])
    except ValueError as error:
        hint = "use letters, classes such as [A-Z], and {2} or {1,3} behind one of them"
        yield _ID, "layout.pattern", str(error), hint
    for name in ("title", "description"):
        if data[name].startswith(TODO):
            yield (name,), "layout.unfinished", f"still to do: {data[name]}", "fill it in"
    said: dict[str, str] = {}
    for level, words in data["answers"]["levels"].items():
        for word in words:
            other = said.setdefault(" ".join(word.casefold().split()), level)
            if other != level:
                message = f"“{word}” means `{other}` as well as `{level}`"
                path = ("answers", "levels", level)
                yield path, "layout.word-twice", message, "leave it to one of them"


def _build(document: Document) -> Layout:
    data = document.data
    columns, answers, native = data["columns"], data["answers"], data.get("native", {})
    sheets = data.get("sheets", {})
    return Layout(
        reference=document.reference,
        title=data["title"],
        questionnaire=data["questionnaire"],
        needed_sheets=tuple(data["recognise"].get("sheets", ())),
        known_ids=data["recognise"]["known_ids"],
        read=tuple(sheets.get("read", ())),
        mirrors=tuple(sheets.get("mirrors", ())),
        header_rows=data.get("header_rows", 1),
        ids=_ids(columns["id"]),
        question=_column(columns.get("question")),
        answer=_column(columns.get("answer")),
        marks=tuple(
            (level, Column(tuple(titles))) for level, titles in columns.get("marks", {}).items()
        ),
        comments=_comments(columns),
        evidence=_column(columns.get("evidence")),
        levels=tuple((level, tuple(words)) for level, words in answers["levels"].items()),
        not_applicable=tuple(answers.get("not_applicable", ())),
        lists=_lists(answers.get("lists")),
        formulas_mirror="formulas" in answers,
        pass_over=tuple(data.get("pass_over", ())),
        overrides=_overrides(native.get("overrides")),
        scores=tuple(map(_scores, native.get("scores", ()))),
    )


def _ids(data: dict[str, Any]) -> Ids:
    under = data.get("under")
    return Ids(
        titles=tuple(data.get("titles", ())),
        pattern=id_pattern(data["pattern"]),
        replace=tuple(data.get("replace", {}).items()),
        under=None if under is None else Column(tuple(under["titles"])),
        joined_by="" if under is None else under["joined_by"],
    )


def _column(data: dict[str, Any] | None) -> Column | None:
    return None if data is None else _given(data)


def _given(data: dict[str, Any]) -> Column:
    return Column(tuple(data.get("titles", ())), data.get("offset", 0), data.get("label", ""))


def _comments(columns: dict[str, Any]) -> tuple[Column, ...]:
    """Return the columns that make up a comment; the ownership is its last line."""
    comments = list(map(_given, columns.get("comment", ())))
    if "ownership" in columns:
        comments.append(_given(columns["ownership"] | {"label": OWNERSHIP}))
    return tuple(comments)


def _lists(data: dict[str, Any] | None) -> Lists | None:
    if data is None:
        return None
    questions, lists = data["questions"], data["lists"]
    return Lists(
        questions=questions["sheet"],
        id=_given(questions["id"]),
        list_of=_given(questions["list"]),
        lists=lists["sheet"],
        name=_given(lists["list"]),
        levels=tuple((level, _given(column)) for level, column in lists["levels"].items()),
    )


def _overrides(data: dict[str, Any] | None) -> Overrides | None:
    if data is None:
        return None
    columns = (_given(data[name]) for name in ("id", "compliance", "importance"))
    return Overrides(tuple(data["sheets"]), *columns)


def _scores(data: dict[str, Any]) -> Scores:
    return Scores(
        sheet=data["sheet"],
        name=_given(data["name"]),
        max=_given(data["max"]),
        score=_given(data["score"]),
        key=_column(data.get("key")),
        include=_column(data.get("include")),
        share=_column(data.get("share")),
        keys=tuple(data.get("keys", {}).items()),
    )
