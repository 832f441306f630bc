"""A questionnaire's data as it is judged: shared scales written out, defaults filled in.

Two files that say the same thing in different ways come out equal, so that a difference between
what comes out is a difference for somebody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

JOINS = ("all", "any")


def spelled_out(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a questionnaire's data in its plainest form, questions under new names where given.

    `data` is checked; `names` leads from the ids of questions to those they shall have.
    """
    scales = data.get("scales", {})
    rules = data.get("consistency", ())
    return {
        **{key: value for key, value in data.items() if key != "scales"},
        "sections": [{"intro": "", **section} for section in data["sections"]],
        "questions": [_question(each, scales, names) for each in data["questions"]],
        "consistency": {each["id"]: _rule(each, names) for each in rules},
    }


def _rule(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Write a consistency rule plainly: the order of its tests makes no difference."""
    return {"why": data["why"], "answers": _condition({"all": data["answers"]}, names)}


def _question(
    data: Mapping[str, Any], scales: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    plain = {"must_have": False, "na_allowed": False, **data}
    plain["id"] = names.get(data["id"], data["id"])
    plain["answer"] = _answer(data["answer"], scales)
    plain["principles"] = {key: share for key, share in data["principles"].items() if share}
    plain["references"] = {key: sorted(ids) for key, ids in data.get("references", {}).items()}
    if "applies_if" in data:
        plain["applies_if"] = _condition(data["applies_if"], names)
    return plain


def _answer(data: Mapping[str, Any], scales: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in data.items() if key != "scale"}
    levels = scales[data["scale"]] if "scale" in data else data.get("levels")
    if levels is not None:
        plain["levels"] = [_entry(level) for level in levels]
    if "options" in data:
        plain["options"] = [{"exclusive": False, **_entry(each)} for each in data["options"]]
    return plain


def _entry(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "synonyms": sorted(data.get("synonyms", ()))}


def _condition(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Write a condition in one of the many ways that mean the same."""
    for word in JOINS:
        if word in data:
            return _group(word, [_condition(part, names) for part in data[word]])
    if "not" in data:
        return {"not": _condition(data["not"], names)}
    plain = {**data}
    if "question" in plain:
        plain["question"] = names.get(plain["question"], plain["question"])
    if "equals" in plain:
        plain["in"] = [plain.pop("equals")]
    if "in" in plain:
        plain["in"] = sorted(set(plain["in"]))
    return plain


def _group(word: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    written = {json.dumps(part, sort_keys=True): part for part in parts}
    distinct = [written[text] for text in sorted(written)]
    return distinct[0] if len(distinct) == 1 else {word: distinct}
