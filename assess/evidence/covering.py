"""Which questions a piece of evidence covers: what people write of it, led to question ids."""

from __future__ import annotations

import re
from functools import cache

from questionnaires.catalogues import catalogues
from questionnaires.model import Questionnaire

EVERYTHING = "*"

SHORTEST = 3
"""Letters and digits that a framework's name needs at least, such as CIS."""

_PLAIN = re.compile(r"[^0-9a-z]+")


def covered(questionnaire: Questionnaire, covers: tuple[str, ...]) -> tuple[int, ...]:
    """Return the positions of the questions that are covered, in order; none for what is unknown.

    An entry is a question id, a section id, `*`, or a framework (`iso27001-2022`, `ISO 27001`),
    alone for every question that refers to it, or followed by one of its controls.
    """
    found = {position for entry in covers for position in _positions(questionnaire, entry)}
    return tuple(sorted(found))


def framework_and_control(entry: str) -> tuple[str, str] | None:
    """Return the framework that an entry names, and its control, "" for all; None for neither."""
    whole = _framework(entry)
    if whole:
        return whole, ""
    name, _, control = entry.strip().rpartition(" ")
    framework = _framework(name)
    return (framework, control) if framework and control in catalogues()[framework] else None


def _positions(questionnaire: Questionnaire, entry: str) -> list[int]:
    if entry == EVERYTHING:
        return list(range(len(questionnaire.questions)))
    if entry in questionnaire.positions:
        return [questionnaire.positions[entry]]
    if entry in {section.id for section in questionnaire.sections}:
        return [i for i, each in enumerate(questionnaire.questions) if each.section == entry]
    named = framework_and_control(entry)
    if named is None:
        return []
    framework, control = named
    return [
        index
        for index, question in enumerate(questionnaire.questions)
        for name, ids in question.references
        if name == framework and (not control or any(_within(each, control) for each in ids))
    ]


def _within(identifier: str, control: str) -> bool:
    """Tell whether an identifier is a control, or a paragraph of it: `Art. 28(3)` of `Art. 28`."""
    return identifier == control or identifier.startswith(f"{control}(")


@cache
def _framework(name: str) -> str:
    """Return the id of the framework of a name, of several the last; "" where there is none."""
    plain = _PLAIN.sub("", name.casefold())
    if len(plain) < SHORTEST:
        return ""
    known = [each for each in sorted(catalogues()) if _PLAIN.sub("", each).startswith(plain)]
    return known[-1] if known else ""
