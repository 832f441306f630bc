"""What a condition means, in words for people who review a questionnaire."""

from __future__ import annotations

from questionnaires.conditions import AnswerTest, Condition, FieldTest, Group
from questionnaires.model import Questionnaire
from questionnaires.profiles import VOCABULARY

SUBJECTS = {
    "kind": ("the partner's kind is", "the partner's kind is not"),
    "data_classes": ("the data shared includes", "the data shared does not include"),
    "access": ("the access includes", "the access does not include"),
    "criticality": ("the criticality is", "the criticality is not"),
    "regions": ("the regions include", "the regions do not include"),
    "stage": ("the stage is", "the stage is not"),
}
"""How a test of a field begins, and how its opposite does."""

SEVERAL = ("data_classes", "access", "regions")
"""Fields that hold several values at once."""

LONG, FEW = 4, 2
"""A list of LONG values or more that leaves out at most FEW is told by what it leaves out."""

EVERYONE = "every partner"
JOINED = {"all": ", and ", "any": ", or "}


def in_words(condition: Condition | None, questionnaire: Questionnaire) -> str:
    """Say which partners are asked: `partners where the access includes portal or api`."""
    if condition is None:
        return EVERYONE
    return f"partners where {_words(condition, questionnaire)}"


def _words(condition: Condition, asked: Questionnaire, *, inside: bool = False) -> str:
    if isinstance(condition, FieldTest):
        return _field(condition, SUBJECTS[condition.field][0])
    if isinstance(condition, AnswerTest):
        return _answer(condition, asked)
    if condition.joined_by == "not":
        return _opposite(condition.parts[0], asked)
    parts = [_words(part, asked, inside=True) for part in _flat(condition)]
    text = JOINED[condition.joined_by].join(parts)
    return f"({text})" if inside and len(parts) > 1 else text


def _opposite(condition: Condition, asked: Questionnaire) -> str:
    if isinstance(condition, FieldTest):
        return _field(condition, SUBJECTS[condition.field][1])
    return f"it is not so that {_words(condition, asked, inside=True)}"


def _flat(group: Group) -> list[Condition]:
    """Return the parts, with those of inner groups that are joined the same way."""
    parts: list[Condition] = []
    for part in group.parts:
        same = isinstance(part, Group) and part.joined_by == group.joined_by
        parts += _flat(part) if same and isinstance(part, Group) else [part]
    return parts


def _field(test: FieldTest, subject: str) -> str:
    if test.operator == "at_least":
        return f"{subject} {test.values[0]} or more"
    left_out = [value for value in VOCABULARY[test.field] if value not in test.values]
    if len(test.values) >= LONG and 1 <= len(left_out) <= FEW:
        other = "something other than" if test.field in SEVERAL else "other than"
        return f"{subject} {other} {_named(test.field, left_out)}"
    return f"{subject} {_named(test.field, list(test.values))}"


def _named(field: str, values: list[str]) -> str:
    """List values; regions in capitals, as `in` is India and no preposition."""
    codes = field == "regions"
    return _listed([v.upper() if codes and v != "other" else v for v in values])


def _answer(test: AnswerTest, asked: Questionnaire) -> str:
    levels = {level.id: level.text for level in asked.question(test.question).answer.levels}
    better = " or better" if test.operator == "at_least" else ""
    texts = _listed([f"“{levels[value]}”" for value in test.values])
    return f"the answer to {test.question} is {texts}{better}"


def _listed(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
