"""Answers of ours derived from what a partner answered to another questionnaire."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from assess.submission import Response, Submission
from questionnaires.crosswalk import Crosswalk, Line


@dataclass(frozen=True, slots=True)
class Derived:
    """What a partner's answers to another questionnaire say about ours.

    `name` is what people call it (`CAIQ`), `period` the one it was answered for. `answers` are by
    the id of our question; `bearing` holds, for each question that stays open, what the partner
    answered there on the matter, as id and answer. `denied` are those of them for which it is
    certain what a fitting answer there would have meant: no older answer may fill them in.
    """

    name: str
    period: str
    answers: Mapping[str, Response]
    bearing: Mapping[str, tuple[tuple[str, str], ...]]
    denied: frozenset[str] = frozenset()


def derive(crosswalk: Crosswalk, submission: Submission, qualified: Container[str] = ()) -> Derived:
    """Return what a submission to the crosswalk's source says about its target.

    Nothing is guessed: an answer comes from a line that maps the level of every question it
    needs to the same level of ours, and names those questions and their cells as its source.
    `qualified` are their questions beside whose answer stands what may take something back.
    """
    given = {each.question: each for each in submission.responses}
    answers: dict[str, Response] = {}
    bearing: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in crosswalk.lines:
        theirs = [given[each] for each in line.theirs if each in given]
        plain = not any(each.question in qualified for each in theirs)
        code = _level(crosswalk, line, theirs) if plain else None
        if code is not None:
            said_there = _answer(crosswalk, line.question, code, theirs)
            answers[line.question] = said_there._replace(carried_from=submission.period)
        elif said := tuple((each.question, each.value) for each in theirs if each.value):
            bearing[line.question] = said
    denied = bearing.keys() & {line.question for line in crosswalk.filling}
    return Derived(_name(crosswalk), submission.period, answers, bearing, frozenset(denied))


def without(derived: Derived, questions: Iterable[str]) -> Derived:
    """Return what is left where some questions have better answers."""
    taken = set(questions)
    answers = {key: each for key, each in derived.answers.items() if key not in taken}
    return replace(derived, answers=answers)


def _name(crosswalk: Crosswalk) -> str:
    return crosswalk.source.outline_of or crosswalk.source.reference.id


def _level(crosswalk: Crosswalk, line: Line, theirs: list[Response]) -> int | None:
    """Return the level of ours, by position, that all of a line's questions say; else None."""
    if not line.answers or len(theirs) < len(line.theirs):
        return None
    meant = {line.answers.get(_level_id(crosswalk, each)) for each in theirs}
    levels = [level.id for level in crosswalk.target.question(line.question).answer.levels]
    (only, *others) = meant
    return levels.index(only) if only is not None and not others else None


def _level_id(crosswalk: Crosswalk, given: Response) -> str:
    levels = crosswalk.source.question(given.question).answer.levels
    return levels[given.code].id if 0 <= given.code < len(levels) else ""


def _answer(crosswalk: Crosswalk, question: str, code: int, theirs: list[Response]) -> Response:
    name = _name(crosswalk)
    text = crosswalk.target.question(question).answer.levels[code].text
    days = {each.evidence_date for each in theirs}
    places = "; ".join(", ".join(filter(None, (each.question, each.cell))) for each in theirs)
    return Response(
        question,
        code,
        answer=text,
        value=text,
        comment="\n".join(_named(theirs, name, "comment")),
        evidence="\n".join(_named(theirs, name, "evidence")),
        evidence_date=days.pop() if len(days) == 1 else "",
        source=f"{crosswalk.source.reference} {places}",
    )


def _named(theirs: list[Response], name: str, field: str) -> list[str]:
    """Return what was said beside their answers, each by the question it stood at."""
    said = ((each.question, getattr(each, field).strip()) for each in theirs)
    return [f"{name} {question}: {text}" for question, text in said if text]
