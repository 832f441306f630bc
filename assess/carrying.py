"""Answers carried from one questionnaire version to a later one, marked with where from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assess.deriving import Derived, without
from assess.submission import Response
from assess.workbook_format import LIST_SEPARATOR, NO_OPTION
from questionnaires import codes as states
from questionnaires.migration import Migration, Origin, unchanged
from questionnaires.model import Answer, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Prefill:
    """What one partner's workbook for a period is filled with, from what it answered before.

    `period` is that of its newest earlier answers to our form, "" where there are none, and
    `into` the workbook's; `carried` are answers by the id of the later question; `earlier` what
    was answered, as given, by the id of the earlier one. `derived` is what other questionnaires
    of the partner answer besides, no question twice.
    """

    migration: Migration
    period: str
    into: str
    carried: dict[str, Response]
    earlier: dict[str, Response]
    derived: tuple[Derived, ...] = ()


def carry(migration: Migration, responses: Iterable[Response], period: str) -> tuple[Response, ...]:
    """Return the answers that carry over, in the later version's words and order.

    Nothing is invented: each comes from one answer given in `period`, or carried into it, and
    keeps its comment and evidence. The code of a date is the one of its own period; it is
    judged anew when the workbook comes back. Unanswered questions have nothing to carry.
    """
    given = {response.question: response for response in responses}
    return tuple(_carried(migration, given, period))


def prefill(migration: Migration, responses: Iterable[Response], period: str, into: str) -> Prefill:
    """Gather what a partner's workbook for the period `into` is filled with."""
    earlier = {response.question: response for response in responses}
    carried = carry(migration, earlier.values(), period)
    by_question = {each.question: each for each in carried}
    return Prefill(migration, period, into, by_question, earlier)


def nothing_carried(questionnaire: Questionnaire, into: str) -> Prefill:
    """Return what a workbook is filled with where the partner has not answered our form yet."""
    return Prefill(unchanged(questionnaire), "", into, {}, {})


def with_derived(filled: Prefill, derived: Sequence[Derived]) -> Prefill:
    """Add what other questionnaires of the partner answer, best first; its own answers win.

    An answer that was itself derived, and never confirmed, is none of its own. What one
    questionnaire denies, another that is no newer does not fill in.
    """
    taken = {question for question, each in filled.carried.items() if not each.source}
    kept = []
    for each in derived:
        denied = (other.denied for other in derived if other.period >= each.period)
        kept.append(without(each, taken.union(*denied)))
        taken |= kept[-1].answers.keys()
    carried = {
        question: each
        for question, each in filled.carried.items()
        if not any(question in other.answers for other in kept)
    }
    return replace(filled, carried=carried, derived=tuple(each for each in kept if each.answers))


def options_in(answer: Answer, value: str) -> tuple[int, ...] | None:
    """Return which options a judged multi-choice answer lists, by position.

    None where the text cannot be taken apart in exactly one way.
    """
    ways = list(_ways(value, [option.text for option in answer.options], 0))
    return ways[0] if len(ways) == 1 else None


def _carried(migration: Migration, given: dict[str, Response], period: str) -> Iterator[Response]:
    for later, origin in migration.origins.items():
        response = given.get(origin.questions[0]) if origin.carries else None
        if response is None:
            continue
        earlier = migration.old.question(response.question)
        judged = _judged(origin, response, earlier, migration.new.question(later))
        if judged is not None:
            code, value = judged
            yield response._replace(
                question=later,
                code=code,
                answer=value,
                value=value,
                cell="",
                carried_from=response.carried_from or period,
            )


def _judged(
    origin: Origin, response: Response, earlier: Question, later: Question
) -> tuple[int, str] | None:
    """Return code and text of an answer in the later question, None where it stays behind."""
    code = response.code
    if code == states.NA_CLAIMED:
        return (code, response.value) if origin.declines else None
    if code == states.NOTED:
        return (code, response.value) if origin.whole else None
    if code < 0:
        return None
    if origin.whole:
        value = _in_new_words(response, earlier.answer, later.answer)
        return None if value is None else (code, value)
    return _mapped(origin, earlier.answer.levels[code].id, later.answer)


def _mapped(origin: Origin, level: str, answer: Answer) -> tuple[int, str] | None:
    wanted = (origin.levels or {}).get(level)
    for code, each in enumerate(answer.levels):
        if each.id == wanted:
            return code, each.text
    return None


def _in_new_words(response: Response, old: Answer, new: Answer) -> str | None:
    if new.type == "multi":
        return _options_reworded(response.value, old, new)
    # A number or a date may be answered by a level's own words ("Never"), too.
    if new.type == "choice" or response.value == old.levels[response.code].text:
        return new.levels[response.code].text
    return response.value


def _options_reworded(value: str, old: Answer, new: Answer) -> str | None:
    chosen = options_in(old, value)
    if chosen is None:
        return value if value == NO_OPTION else None
    reworded = LIST_SEPARATOR.join(new.options[position].text for position in chosen)
    return reworded if options_in(new, reworded) == chosen else None


def _ways(value: str, texts: list[str], start: int) -> Iterator[tuple[int, ...]]:
    for position in range(start, len(texts)):
        if value == texts[position]:
            yield (position,)
        elif value.startswith(texts[position] + LIST_SEPARATOR):
            rest = value[len(texts[position] + LIST_SEPARATOR) :]
            for way in _ways(rest, texts, position + 1):
                yield (position, *way)
