"""Signals from what changed since the quarter before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assess.signals.returned import Returned, fact
from assess.signals.signal import Fact, Signal
from assess.signals.watch import Rule
from assess.submission import Response
from scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class Risen:
    """An answer that is worth more than it was; `backed` where new evidence came with it."""

    fact: Fact
    backed: bool


def sharp_rise(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the scores that rose steeply on answers with hardly any new evidence."""
    limits = rule.limits
    for each in files:
        points = _points(each)
        if points < limits["points"]:
            continue
        found = risen(each)
        backed = sum(one.backed for one in found)
        if len(found) >= limits["answers"] and 100 * backed <= limits["backed"] * len(found):
            strong = points >= limits["strong_points"] and not backed
            yield Signal(
                each.partner,
                rule.id,
                "strong" if strong else "moderate",
                f"the overall score rose by {float(points):.1f} points since the quarter before; "
                f"{len(found)} answers rose, {backed or 'none'} of them with new evidence",
                tuple(one.fact for one in found),
            )


def just_above(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the tiers that are new since the quarter before and were passed by a hair."""
    for each in files:
        margin = _margin(each)
        if margin is None or margin > rule.limits["tenths"]:
            continue
        found = risen(each)
        if len(found) >= rule.limits["answers"] and each.now.achieved:
            backed = sum(one.backed for one in found)
            yield Signal(
                each.partner,
                rule.id,
                "weak" if backed else "moderate",
                f"the tier {each.now.achieved.id} is new and was passed by "
                f"{margin / 10:.1f} points; {len(found)} answers rose, "
                f"{backed or 'none'} of them with new evidence",
                tuple(one.fact for one in found),
            )


def risen(returned: Returned) -> list[Risen]:
    """Return the answers that rose since the quarter before, as the partner gave them both times.

    New evidence is another reference or date than before, or a better assurance by the register.
    """
    before, stored = returned.before, returned.earlier()
    if before is None or stored is None:
        return []
    then = {
        returned.carried[each.question]: each
        for each in stored.submission.responses
        if each.question in returned.carried
    }
    found = []
    for response in returned.levels():
        old = then.get(response.question)
        if old is None or old.code < 0:
            continue
        levels = _level(before, old), _level(returned.now, response)
        if levels[1][0] > levels[0][0]:
            said = f"{levels[0][1]} → {levels[1][1]}"
            found.append(Risen(fact(response, said), _is_backed(returned, before, old, response)))
    return found


def _points(returned: Returned) -> Fraction:
    """Return by how many points the overall score rose, nought where there is none of either."""
    if returned.before is None:
        return Fraction()
    then, now = (each.scores["overall"].exact() for each in (returned.before, returned.now))
    return Fraction() if then is None or now is None else now - then


def _margin(returned: Returned) -> int | None:
    """Return by how many tenths of a point the nearest threshold of a new tier was passed."""
    now, before = returned.now, returned.before
    if now.achieved is None or before is None:
        return None
    reached, held = _rank(now), _rank(before)
    if reached <= held:
        return None
    margins = [
        round(10 * need.held) - 10 * need.needed
        for need in now.needs
        if need.kind == "score" and held < need.tier <= reached and need.held is not None
    ]
    return min((each for each in margins if each >= 0), default=None)


def _rank(assessment: Assessment) -> int:
    return -1 if assessment.achieved is None else assessment.policy.tiers.index(assessment.achieved)


def _level(assessment: Assessment, response: Response) -> tuple[int, str]:
    question = assessment.questionnaire.question(response.question)
    level = question.answer.levels[response.code]
    return assessment.policy.level_points(question)[response.code], level.text


def _is_backed(returned: Returned, before: Assessment, old: Response, new: Response) -> bool:
    given = (new.evidence, new.evidence_date)
    if any(given) and given != (old.evidence, old.evidence_date):
        return True
    return _assurance(returned.now, new) > _assurance(before, old)


def _assurance(assessment: Assessment, response: Response) -> int:
    return assessment.assurance[assessment.questionnaire.positions[response.question]]
