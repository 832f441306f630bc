"""From a row that tells of something seen to an `Observation`, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from assess.evidence.tables import Row, a_day, too_long
from assess.store import Observation
from questionnaires.model import Questionnaire
from questionnaires.observations import load_kinds
from questionnaires.problems import Problem

COLUMNS = (
    "partner",
    "kind",
    "result",
    "question",
    "level",
    "subject",
    "observed_on",
    "source",
    "detail",
)
"""Of a list of observations: a kind with its result, or a question with the level that was seen."""


@dataclass(frozen=True)
class Context:
    """What rows are held against, and what they need not say.

    `partner` and `seen_on` stand where a row names none ("" and None: it has to); `as_of` is the
    day of the import, after which nothing was seen.
    """

    questionnaire: Questionnaire
    partners: Container[str]
    as_of: date
    partner: str = ""
    seen_on: date | None = None


def observation(row: Row, context: Context, problems: list[Problem]) -> Observation | None:
    """Return what a row tells; None, with every problem of it, where that cannot be used."""
    found: list[Problem] = []
    seen_on = a_day(row, "observed_on", found) or context.seen_on
    found += [*too_long(row), *_partner(row, context), *_what(row, context)]
    if not row.get("source"):
        hint = "say who or what looked"
        found.append(Problem(row.place("source"), "observation.source", "no source", hint))
    if seen_on is None and not row.get("observed_on"):
        hint = "write it as 2026-09-30, or give --on DATE"
        place = row.place("observed_on")
        found.append(Problem(place, "observation.day", "no day is given", hint))
    elif seen_on and seen_on > context.as_of:
        message = f"{seen_on} has not come yet as of {context.as_of}"
        place = row.place("observed_on")
        found.append(Problem(place, "observation.future", message, "correct the day"))
    problems += found
    if found or seen_on is None:
        return None
    texts = {name: _printable(row.get(name)) for name in COLUMNS if name != "observed_on"}
    texts["partner"] = row.get("partner") or context.partner
    return Observation(**texts, observed_on=seen_on)


def _partner(row: Row, context: Context) -> Iterator[Problem]:
    partner = row.get("partner") or context.partner
    if not partner:
        hint = "name it in the row, or with --partner ID"
        yield Problem(row.place("partner"), "observation.partner", "no partner is named", hint)
    elif partner not in context.partners:
        message = f"there is no partner {partner[:64]}"
        hint = "see assess partner list"
        yield Problem(row.place("partner"), "partner.unknown", message, hint)


def _what(row: Row, context: Context) -> Iterator[Problem]:
    kind, question = row.get("kind"), row.get("question")
    if bool(kind) == bool(question):
        message = "both a kind and a question" if kind else "neither a kind nor a question"
        hint = "give `kind` and `result`, or `question` and `level`"
        yield Problem(row.place("kind"), "observation.subject", message, hint)
    elif kind:
        yield from _result(row, kind)
    else:
        yield from _level(row, question, context.questionnaire)


def _result(row: Row, kind: str) -> Iterator[Problem]:
    known = {name: each for kinds in load_kinds() for name, each in kinds.kinds.items()}
    if kind not in known:
        message, hint = f"there is no kind {kind[:60]}", f"use {', '.join(known)}"
        yield Problem(row.place("kind"), "observation.kind", message, hint)
    elif row.get("result") not in known[kind].results:
        message = f"{kind} has no result {row.get('result')[:60] or 'that is blank'}"
        hint = f"use {', '.join(known[kind].results)}"
        yield Problem(row.place("result"), "observation.result", message, hint)


def _level(row: Row, question: str, questionnaire: Questionnaire) -> Iterator[Problem]:
    if question not in questionnaire.positions:
        message = f"{questionnaire.reference} has no question {question[:80]}"
        hint = f"see assess questionnaire show {questionnaire.reference}"
        yield Problem(row.place("question"), "question.unknown", message, hint)
        return
    levels = [level.id for level in questionnaire.question(question).answer.levels]
    if row.get("level") not in levels:
        message = f"{question} has no level {row.get('level')[:60] or 'that is blank'}"
        hint = f"use {', '.join(levels)}" if levels else "free text has no levels"
        yield Problem(row.place("level"), "observation.level", message, hint)


def _printable(text: str) -> str:
    """Return text on one line without control characters, which could rewrite a terminal."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
