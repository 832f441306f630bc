"""What a partner can do: every way to improve an answer, with the days of work that it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from questionnaires import codes as states
from questionnaires.model import BEST, Question
from scoring.policy import ASSURANCES, MUST_HAVES
from scoring.results import Assessment

DAYS_FOR_EVIDENCE = (0, 1, 2)
"""Days of the partner's own work to bring one answer to each of ASSURANCES: to find a document,
to go through it with who verifies it. One audit covers many answers, so its own work is not
counted by the answer."""

DAYS_TO_SETTLE = 1
"""Days to settle a contradicted answer: to correct it, or to show that it is true."""

Kind = Literal["improve", "answer", "evidence", "settle"]

Effort: TypeAlias = Mapping[str, int | None]
"""Days of work to meet a control fully, by question id, where they are not the questionnaire's;
None where the partner cannot or will not."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do about one question.

    `improve` brings it from `points` to the level at `code`, worth `gained` more; `answer` only
    answers it, at its worst level; `evidence` backs the answer with `assurance`, an index into
    ASSURANCES; `settle` settles a contradiction. `days` is the work it takes.
    """

    kind: Kind
    question: Question
    days: int
    code: int = states.UNANSWERED
    points: int = 0
    gained: int = 0
    assurance: int = 0


def improvements(found: Assessment, effort: Effort) -> Iterator[Step]:
    """Yield every way to improve every scored answer in scope, question by question.

    Days are in proportion to the points gained, rounded up: half of the points take half of the
    days, and any gain at least one. To answer a blank at its worst takes none.
    """
    for index, code in enumerate(found.codes):
        question = found.questionnaire.questions[index]
        is_open = code in {states.UNANSWERED, states.NA_CLAIMED}
        if not question.scored or (code < 0 and not is_open):
            continue
        whole = effort.get(question.id, question.remediation.days)
        levels = found.model.points[index]
        now = 0 if is_open else levels[code]
        for better in range(len(levels) if is_open else code):
            gained = levels[better] - now
            if gained == 0 and is_open and better == len(levels) - 1:
                yield Step("answer", question, 0, better)
            elif gained > 0 and whole is not None:
                days = -(-whole * gained // BEST)
                yield Step("improve", question, days, better, now, gained)


def undominated(steps: Sequence[Step]) -> list[Step]:
    """Return the steps less those that another of the same question makes pointless.

    One that gains as much for no more days is never the worse choice: every condition of a tier
    only asks for more. Of two that are alike, the better level stays.
    """
    kept: list[Step] = []
    for question in dict.fromkeys(step.question.id for step in steps):
        own = [step for step in steps if step.question.id == question]
        # Most gained first, and of equal gains the fewest days and the better level.
        for step in sorted(own, key=lambda each: (-each.gained, each.days, each.code)):
            if all(step.days < better.days for better in own if better in kept):
                kept.append(step)
    return kept


def demands(found: Assessment, backed_to: int, settled_to: int) -> list[Step]:
    """Return what tiers by index demand beside better answers.

    Of every control, the evidence that the tiers up to `backed_to` ask for and that there is not
    yet, and every contradiction, if `settled_to` is a tier that allows none. An open question in
    free text is answered along with it.
    """
    wanted = _wanted(found, backed_to)
    settles = settled_to > found.policy.contradicted_up_to
    steps: list[Step] = []
    for index, question in enumerate(found.questionnaire.questions):
        if found.codes[index] in {states.OUT_OF_SCOPE, states.NA_ACCEPTED}:
            continue
        steps += _backing(found, index, wanted.get(question.id, 0))
        if settles and found.contradicted[index]:
            steps.append(Step("settle", question, DAYS_TO_SETTLE))
    return steps


def _wanted(found: Assessment, backed_to: int) -> dict[str, int]:
    wanted: dict[str, int] = {}
    for tier in found.policy.tiers[: backed_to + 1]:
        for name, least in tier.assurance:
            for each in named(found, name):
                wanted[each] = max(wanted.get(each, 0), least)
    return wanted


def _backing(found: Assessment, index: int, least: int) -> Iterator[Step]:
    question = found.questionnaire.questions[index]
    is_open = found.codes[index] in {states.UNANSWERED, states.NA_CLAIMED}
    if least > (0 if is_open else found.assurance[index]):
        if is_open and question.answer.type == "text":
            yield Step("answer", question, 0, states.NOTED)
        yield Step("evidence", question, DAYS_FOR_EVIDENCE[least], assurance=least)


def assurance_word(step: Step) -> str:
    """Name the assurance that a step brings."""
    return ASSURANCES[step.assurance]


def named(found: Assessment, name: str) -> list[str]:
    """Return the controls that a policy names, by id or as must-haves."""
    if name != MUST_HAVES:
        return [name]
    return [question.id for question in found.questionnaire.questions if question.must_have]
