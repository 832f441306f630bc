"""The rule that every reference exists, against the catalogues in `questionnaires/frameworks`.

An identifier may be followed by paragraphs in brackets, as in `Art. 28(3)(g)`.
"""

from __future__ import annotations

import re

from questionnaires.catalogues import catalogues
from questionnaires.lint.finding import Found
from questionnaires.model import Question

_PARAGRAPHS = re.compile(r"(?:\([0-9a-z]{1,4}\))+$")


def references_exist(question: Question) -> Found:
    """Hold that a framework is known, and has what a question refers to."""
    known = catalogues()
    for framework, identifiers in question.references:
        path = f".references.{framework}"
        if framework not in known:
            message = f"{question.id}: the framework `{framework}` is not known"
            yield path, "lint.unknown-framework", message, f"use {', '.join(known)}"
            continue
        for index, identifier in enumerate(identifiers):
            if _PARAGRAPHS.sub("", identifier) not in known[framework]:
                message = f"{question.id}: `{framework}` has no {identifier}"
                yield f"{path}[{index}]", "lint.unknown-reference", message, "correct it"
