"""From a partner's character to what is true of it: the level or the value of each answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from assess.periods import last_day
from questionnaires.model import BEST, Answer, Level, Question
from sample_data.characters import PERIODS, Character
from sample_data.draw import mixed, pick, share

NICE = {
    "hours": (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336),
    "days": (1, 2, 3, 5, 7, 10, 14, 20, 28, 30, 45, 60, 90, 120, 180, 270, 365, 400, 730),
    "percent": tuple(range(101)),
    "count": tuple(range(13)),
}
"""Numbers that people commit to, by unit."""

SELDOM = 0.3
"""Share of the partners that commit to more than the bound of their level."""


def quality(character: Character, question: Question, quarter: int) -> float:
    """Return how well a partner does in one question, 0 to 1 and a little beyond."""
    who, what = character.profile.id, question.id
    place = character.posture + character.areas.get(question.section, 0.0)
    pace = 2 * share(who, what, "pace")
    luck = (2 * share(who, what, "luck") - 1) * character.spread
    return place + luck + pace * character.steps[quarter]


def level_of(character: Character, question: Question, period: str) -> int:
    """Return the level whose points lie nearest to the partner's quality in a question."""
    quarter = PERIODS.index(period)
    points = [level.points for level in question.answer.levels]
    wanted = BEST * quality(character, question, quarter)
    found = min(range(len(points)), key=lambda index: abs(points[index] - wanted))
    while question.must_have and points[found] < character.floor[quarter]:
        found -= 1
    return found


def number_for(character: Character, question: Question, level: int) -> int | str:
    """Return a number of the kind people give that reaches just this level, or "None"."""
    answer = question.answer
    names = (character.profile.id, question.id)
    if "none" in answer.levels[level].synonyms and share(*names, "none") < SELDOM:
        return "None"
    fitting = [each for each in NICE[answer.unit] if answer.level_of(Decimal(each)) == level]
    bound = answer.levels[level].bound
    if answer.unit == "percent":
        return pick(_near(fitting, answer), *names, "percent")
    if bound is not None and share(*names, "bound") >= SELDOM:
        return int(bound)
    return pick(fitting[:3] if bound is None else fitting[-3:], *names, "number")


def _near(fitting: list[int], answer: Answer) -> list[int]:
    """Keep the numbers of a level that are worth giving: nobody says 3 % of the laptops."""
    if answer.lower_is_better:
        return [each for each in fitting[-15:] if each % 5 == 0] or fitting
    return fitting[-20:]


def options_for(character: Character, question: Question, level: int) -> list[str]:
    """Return the options that a partner ticks: more of the same ones as it gets better."""
    names = (character.profile.id, question.id)
    options = [option.id for option in question.answer.options if not option.exclusive]
    count = next(n for n in range(len(options) + 1) if question.answer.level_of(n) == level)
    if count == 0:
        return [option.id for option in question.answer.options if option.exclusive]
    chosen = set(mixed(options, *names)[:count])
    return [option for option in options if option in chosen]


def date_for(character: Character, question: Question, period: str) -> dt.date | None:
    """Return when a partner last did what a date question asks, None for never.

    A partner does it at its own pace, so the answer moves on as its next one comes due.
    """
    levels = question.answer.levels
    every = _pace(quality(character, question, 0), _days(levels))
    if question.must_have and character.floor[-1] > 0:
        enough = [each for each in levels if each.points >= character.floor[-1]]
        every = min(every or 9999, int(0.75 * max(_days(enough))))
    if not every:
        return None
    return last_done(every, last_day(period), character.profile.id, question.id)


def last_done(every: int, until: dt.date, *names: str) -> dt.date:
    """Return the latest of a row of working days, about `every` days apart, before a day."""
    first = dt.date(2022, 1, 3) + dt.timedelta(days=int(every * share(*names, "phase")))
    latest = first
    for turn in range((until - first).days // every + 2):
        late = int((2 * share(*names, "turn", str(turn)) - 1) * every / 8)
        day = first + dt.timedelta(days=turn * every + late)
        day = _working_day(day)
        if day < until - dt.timedelta(days=4):
            latest = max(latest, day)
    return latest


def _working_day(day: dt.date) -> dt.date:
    """Move a day back to one on which people do such things."""
    if (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 6):
        day -= dt.timedelta(days=17)
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _days(levels: Iterable[Level]) -> list[int]:
    return [int(level.bound) for level in levels if level.bound is not None]


def _pace(quality_: float, bounds: list[int]) -> int:
    """Return every how many days a partner does it; 0 for never."""
    for least, times in ((0.75, 0.75), (0.55, 1.2), (0.35, 2.2)):
        if quality_ >= least:
            return int(times * bounds[0])
    return 0
