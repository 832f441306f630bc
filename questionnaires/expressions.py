"""Conditions as people type them: `kind in (software, hosting) and not access = none`.

    expression = term {"and" term} | term {"or" term}
    term       = "not" term | "(" expression ")" | ("all" | "any") "(" expression ")" | test
    test       = name "=" value | name "in" "(" value {"," value} ")" | name "at least" value

A name is a profile field or a question's id, which has a dot in it. `and` and `or` never mix
without brackets, so nobody has to know which binds tighter. `all (…)` and `any (…)` stand for
a group of one, so that every condition has a text and comes back from it unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from questionnaires.conditions import Condition, Group

JOINED = {"all": " and ", "any": " or "}
GROUPS = {"and": "all", "or": "any"}
SPOKEN = {"equals": "=", "in": "in", "at_least": "at least"}

END, NAME, OPERATOR = "`and`, `or` or the end", "a name or a value", "`=`, `in` or `at least`"
"""What a reader expects, in the words of a refusal."""

DEEPEST = 60
"""Brackets and negations inside each other beyond which an expression is refused."""

_TOKEN = re.compile(r"\s*(?:([a-z0-9_]+(?:[.-][a-z0-9_]+)*)|([=(),])|(\S))", re.IGNORECASE)


def write_expression(condition: Condition) -> str:
    """Return a condition as text; `read_expression` gives it back."""
    if not isinstance(condition, Group):
        name = getattr(condition, "field", None) or getattr(condition, "question", "")
        values = ", ".join(condition.values)
        shown = f"({values})" if condition.operator == "in" else values
        return f"{name} {SPOKEN[condition.operator]} {shown}"
    if condition.joined_by == "not":
        return f"not {_inside(condition.parts[0])}"
    if len(condition.parts) == 1:
        return f"{condition.joined_by} ({write_expression(condition.parts[0])})"
    return JOINED[condition.joined_by].join(_inside(part) for part in condition.parts)


def _inside(part: Condition) -> str:
    text = write_expression(part)
    several = isinstance(part, Group) and part.joined_by != "not" and len(part.parts) > 1
    return f"({text})" if several else text


def read_expression(text: str) -> dict[str, Any]:
    """Return the condition of a text as JSON data, in the form of `questionnaires.conditions`.

    Whether the fields, questions and values exist is for `conditions.parse` and the checks to
    say. Raises ValueError, saying what was expected and where, for anything else.
    """
    reader = _Reader(text, _tokens(text))
    found = _expression(reader)
    if reader.next:
        raise reader.refusal(END)
    return found


@dataclass(slots=True)
class _Reader:
    """The words of an expression and how far they have been read."""

    text: str
    tokens: list[str]
    at: int = 0
    depth: int = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        """Return the next word, which must be `wanted` if that is given."""
        found = self.next
        if not found or (wanted and found.casefold() != wanted):
            raise self.refusal(f"`{wanted}`" if wanted else NAME)
        self.at += 1
        return found

    def word(self) -> str:
        """Return the next word, which must be a name or a value."""
        if self.next in {"", "=", "(", ")", ","}:
            raise self.refusal(NAME)
        return self.take()

    def enter(self) -> None:
        """Go one group deeper; ValueError where nobody could follow any more."""
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"groups stand inside each other more than {DEEPEST} deep"
            raise ValueError(message)

    def refusal(self, expected: str) -> ValueError:
        found = f"`{self.next}`" if self.next else "the end"
        before = " ".join(self.tokens[: self.at])[-40:]
        after = f" after `{before}`" if before else ""
        return ValueError(f"expected {expected}{after}, found {found}")


def _tokens(text: str) -> list[str]:
    tokens = []
    for word, sign, other in _TOKEN.findall(text.strip()):
        if other:
            message = f"`{other}` has no place in a condition"
            raise ValueError(message)
        tokens.append(word or sign)
    return tokens


def _expression(reader: _Reader) -> dict[str, Any]:
    reader.enter()
    parts = [_term(reader)]
    joiner = reader.next.casefold()
    while reader.next.casefold() in GROUPS:
        if reader.next.casefold() != joiner:
            message = "`and` and `or` are mixed: put brackets around what belongs together"
            raise ValueError(message)
        reader.take()
        parts.append(_term(reader))
    reader.depth -= 1
    return parts[0] if len(parts) == 1 else {GROUPS[joiner]: parts}


def _term(reader: _Reader) -> dict[str, Any]:
    word = reader.next.casefold()
    if word == "not":
        reader.take()
        reader.enter()
        found = {"not": _term(reader)}
        reader.depth -= 1
        return found
    if word == "(":
        return _bracketed(reader)
    if word in JOINED:
        reader.take()
        return {word: [_bracketed(reader)]}
    return _test(reader)


def _bracketed(reader: _Reader) -> dict[str, Any]:
    reader.take("(")
    found = _expression(reader)
    reader.take(")")
    return found


def _test(reader: _Reader) -> dict[str, Any]:
    name = reader.word()
    subject = "question" if "." in name else "field"
    operator = reader.next.casefold()
    if operator == "=":
        reader.take()
        return {subject: name, "equals": reader.word()}
    if operator == "in":
        reader.take()
        return {subject: name, "in": _values(reader)}
    if operator == "at":
        reader.take()
        reader.take("least")
        return {subject: name, "at_least": reader.word()}
    raise reader.refusal(OPERATOR)


def _values(reader: _Reader) -> list[str]:
    reader.take("(")
    values = [reader.word()]
    while reader.next == ",":
        reader.take()
        values.append(reader.word())
    reader.take(")")
    return values
