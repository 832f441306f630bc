"""What observations and other answers say of each answer: that it agrees, or cannot be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from assess.evidence.assurance import IN_DATE_FOR
from assess.store import Observation
from questionnaires.consistency import levels_meant
from questionnaires.model import ConsistencyRule, Questionnaire
from questionnaires.observations import Meaning, ObservationKind, load_kinds
from scoring.results import Contradiction

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.int8]
    Flags = npt.NDArray[np.bool_]

SEEN = "{kind} of {subject}: {result} ({source})"
SEEN_DETAIL = "{kind} of {subject}: {result} ({source}: {detail})"
SHOWN = "{subject}: seen is “{level}” ({source})"
SHOWN_DETAIL = "{subject}: seen is “{level}” ({source}: {detail})"
BESIDE = "it cannot be true beside the answers to {others}"

KEY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """Of n partners, (n, q): which answers are agreed with; and what contradicts, a partner."""

    confirmed: Flags
    contradictions: tuple[tuple[Contradiction, ...], ...]


def contradicted(
    questionnaire: Questionnaire,
    codes: Matrix,
    rows: Mapping[str, int],
    observations: Iterable[Observation],
    as_of: date,
) -> Seen:
    """Hold the answers of the partners whose row is given against all that was seen up to a day.

    `codes` are scoped; `observations` are in the order they were seen. Of a kind (or question)
    and subject the newest counts; one that agrees does so for IN_DATE_FOR days, one that
    contradicts until it is settled.
    """
    confirmed = np.zeros(codes.shape, dtype=np.bool_)
    found: list[list[Contradiction]] = [[] for _ in rows]
    for each in _newest(observations, rows, as_of):
        row = rows[each.partner]
        for meaning in _meanings(questionnaire, each):
            column = questionnaire.positions.get(meaning.question)
            if column is None or codes[row, column] < 0:
                continue
            level = questionnaire.questions[column].answer.levels[codes[row, column]]
            if level.id in meaning.contradicts:
                found[row].append(_observed(questionnaire, each, meaning.question, level.id))
            elif level.id in meaning.confirms and (as_of - each.observed_on).days <= IN_DATE_FOR:
                confirmed[row, column] = True
    for rule in questionnaire.consistency:
        for row in np.flatnonzero(_broken(questionnaire, codes, rule)).tolist():
            found[row] += _inconsistent(questionnaire, codes[row], rule)
    return Seen(confirmed, tuple(tuple(sorted(each, key=_order)) for each in found))


def _newest(
    observations: Iterable[Observation], rows: Mapping[str, int], as_of: date
) -> Iterable[Observation]:
    newest: dict[tuple[str, str, str, str], Observation] = {}
    for each in observations:
        if each.partner in rows and each.observed_on <= as_of:
            newest[each.partner, each.kind, each.question, each.subject] = each
    return newest.values()


def _kind(questionnaire: Questionnaire, name: str) -> ObservationKind | None:
    for known in load_kinds():
        if known.reference.id == questionnaire.reference.id:
            return known.kinds.get(name)
    return None


def _meanings(questionnaire: Questionnaire, seen: Observation) -> Sequence[Meaning]:
    """Return what an observation says; a level that was seen excludes every better one."""
    if seen.kind:
        kind = _kind(questionnaire, seen.kind)
        result = kind.results.get(seen.result) if kind else None
        return result.meanings if result else ()
    column = questionnaire.positions.get(seen.question)
    if column is None:
        return ()
    ids = [level.id for level in questionnaire.questions[column].answer.levels]
    if seen.level not in ids:
        return ()
    place = ids.index(seen.level)
    return (Meaning(seen.question, frozenset(ids[place:]), frozenset(ids[:place])),)


def _observed(
    questionnaire: Questionnaire, seen: Observation, name: str, level: str
) -> Contradiction:
    question = questionnaire.question(name)
    given = {each.id: each.text for each in question.answer.levels}
    fields = {"subject": seen.subject, "source": seen.source, "detail": seen.detail}
    kind = _kind(questionnaire, seen.kind)
    if kind is None:
        text = SHOWN_DETAIL if seen.detail else SHOWN
        fields["level"] = given[seen.level]
    else:
        text = SEEN_DETAIL if seen.detail else SEEN
        fields |= {"kind": kind.title, "result": kind.results[seen.result].text}
    said = seen.kind or f"{seen.question} {seen.level}"
    about = f"{said}, {seen.subject}, {seen.observed_on}, {seen.digest[:KEY_DIGITS]}"
    return Contradiction(
        question=name,
        given=given[level],
        text=text,
        fields=tuple(sorted(fields.items())),
        on=seen.observed_on,
        others=(),
        key=f"{name}={level} against {about}",
    )


def _broken(questionnaire: Questionnaire, codes: Matrix, rule: ConsistencyRule) -> Flags:
    """Tell whose answers cannot all be true at once."""
    holds = np.ones(len(codes), dtype=np.bool_)
    for test in rule.answers:
        question = questionnaire.question(test.question)
        column = codes[:, questionnaire.positions[test.question]]
        holds &= np.isin(column, levels_meant(question, test))
    return holds


def _inconsistent(
    questionnaire: Questionnaire, codes: Matrix, rule: ConsistencyRule
) -> Iterator[Contradiction]:
    levels = {
        test.question: questionnaire.question(test.question).answer.levels[
            codes[questionnaire.positions[test.question]]
        ]
        for test in rule.answers
    }
    key = f"{', '.join(f'{name}={level.id}' for name, level in levels.items())} by {rule.id}"
    for name, level in levels.items():
        others = {each: found.text for each, found in levels.items() if each != name}
        told = " and ".join(f"{each} (“{text}”)" for each, text in others.items())
        fields = (("others", told),)
        yield Contradiction(name, level.text, BESIDE, fields, None, tuple(others), key)


def _order(found: Contradiction) -> tuple[str, str]:
    return found.question, found.key
