"""Rules about levels: each says what is measured, and no two are the same."""

from __future__ import annotations

from itertools import pairwise

from questionnaires.lint import vocabulary
from questionnaires.lint.finding import Found
from questionnaires.lint.texts import words
from questionnaires.model import Level, Question


def measured(question: Question) -> Found:
    """Hold that a choice's level names a number, a share or a state, not just a grade.

    A grade such as "Partially" will do where the guidance says what it stands for.
    """
    if question.answer.type != "choice":
        return
    guidance = question.guidance.casefold()
    for level in question.answer.levels:
        if _is_grade(level.text) and f"{level.text.casefold()}:" not in guidance:
            message = f"{question.id}: the level “{level.text}” says no number, share or state"
            hint = f"name one, or explain it in the guidance as “{level.text}: …”"
            yield ".answer", "lint.no-measure", message, hint


def _is_grade(text: str) -> bool:
    said = [word for word in words(text) if word not in vocabulary.FILLERS]
    digits = any(each.isdigit() for each in text)
    return bool(said) and not digits and all(word in vocabulary.GRADES for word in said)


def apart(question: Question) -> Found:
    """Hold that neighbouring levels differ, in points and in what they say."""
    for better, worse in pairwise(question.answer.levels):
        between = better.points - worse.points
        if between < vocabulary.FEWEST_POINTS:
            names = f"“{better.text}” and “{worse.text}”"
            message = f"{question.id}: only {between} points lie between {names}"
            hint = f"leave {vocabulary.FEWEST_POINTS} points or more, or merge the two"
            yield ".answer", "lint.level-gap", message, hint
        if _same_but_for_grade(better, worse):
            message = f"{question.id}: “{better.text}” and “{worse.text}” differ by a grade only"
            hint = "say what one does that the other does not"
            yield ".answer", "lint.level-words", message, hint


def _same_but_for_grade(better: Level, worse: Level) -> bool:
    first, second = (_content(level.text) for level in (better, worse))
    return bool(first) and first == second


def _content(text: str) -> list[str]:
    # Numbers stay: "within 24 hours" and "within 72 hours" are far apart.
    dropped = vocabulary.GRADES | (vocabulary.FILLERS - {"not"})
    split = [each.strip(".,;:()") for each in text.casefold().split()]
    return [each for each in split if each and each not in dropped]
