"""One value of a questionnaire as a cell, and back: numbers exact, texts unchanged."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assess.authoring.sheets import NO, YES, Kind
from assess.intake.cells import Cell, exact, text_of
from assess.look.sheet import LONGEST
from assess.look.words import printable
from questionnaires.conditions import parse
from questionnaires.expressions import read_expression, write_expression
from questionnaires.problems import Place

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_TRUTHS = {YES: True, NO: False, "true": True, "false": False}


def to_cell(kind: Kind, value: Any) -> str | float | None:
    """Return what stands in a cell for a value of the data; None for an absent one.

    Raises ValueError, saying why, for a text that no cell holds unchanged.
    """
    if value is None:
        return None
    if kind == "truth":
        return YES if value else NO
    if kind == "number":
        # A number with more digits than a cell's keeps them as text.
        return float(value) if exact(float(value)) == value else str(value)
    if kind == "condition":
        condition = parse(value, Place(), [])
        if condition is None:
            message = "it is no condition"
            raise ValueError(message)
        return held(write_expression(condition))
    return held("\n".join(value) if kind == "lines" else value)


def held(text: str) -> str:
    """Return a text as a cell keeps it; ValueError for one that no cell does."""
    if printable(text) != text:
        message = "a control character stands in it"
        raise ValueError(message)
    # Files escape such characters as `_x000D_`, and take this spelling for an escape.
    escaped = _ESCAPE.sub("_x005F_", text)
    if len(escaped) > LONGEST:
        message = f"it has more than {LONGEST} characters"
        raise ValueError(message)
    if text and not text.strip():
        message = "nothing but white space stands in it"
        raise ValueError(message)
    return escaped


def from_cell(kind: Kind, cell: Cell) -> Any:
    """Return the value of a cell; None for an empty one.

    What is no number or truth comes back as its text, for the schema to refuse. Raises
    ValueError for a condition that cannot be read, RefusedError for an error value.
    """
    text = text_of(cell)
    if not text.strip():
        return None
    if kind == "number":
        return _number(text.strip())
    if kind == "truth":
        return _TRUTHS.get(text.strip().casefold(), text)
    if kind == "condition":
        return read_expression(text)
    if kind == "lines":
        return [line for line in text.split("\n") if line.strip()]
    return text


def _number(text: str) -> Any:
    if not _NUMBER.fullmatch(text):
        return text
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number
