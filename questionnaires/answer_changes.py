"""What changed in what a question accepts, and in the levels its answers are judged to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from questionnaires.edits import Edit, compare

Data: TypeAlias = Mapping[str, Any]
Found: TypeAlias = tuple[str, str, Any, Any]
"""An aspect of `versioning.RULES`, the part in words, the value before and after."""

SINGULAR = {"levels": "level", "options": "option"}


def answer_changes(a: Data, b: Data) -> Iterator[Found]:
    """Yield every change between two spelled out answers."""
    if a["type"] != b["type"]:
        yield "answer type", "answer", a, b
        return
    plain = [{k: v for k, v in data.items() if k not in SINGULAR} for data in (a, b)]
    for edit in compare(*plain):
        key = edit.path[0]
        yield ("unit" if key == "unit" else _range(edit)), key, edit.before, edit.after
    for entries in SINGULAR:
        yield from _entry_changes(entries, a, b)


def _range(edit: Edit) -> str:
    """Say whether an end of the range moved outwards; None is no end at all."""
    if edit.path[0] not in {"minimum", "maximum"}:
        return "other"
    if edit.after is None:
        return "range widened"
    if edit.before is None:
        return "range narrowed"
    lower = edit.after < edit.before
    return "range widened" if lower == (edit.path[0] == "minimum") else "range narrowed"


def _entry_changes(entries: str, a: Data, b: Data) -> Iterator[Found]:
    one = SINGULAR[entries]
    old = {each["id"]: each for each in a.get(entries, ())}
    new = {each["id"]: each for each in b.get(entries, ())}
    owners = {word: name for name, entry in old.items() for word in _words(entry)}
    for name in [*old, *(name for name in new if name not in old)]:
        part = f"{one} {name}"
        if name not in new:
            yield f"{one} removed", part, old[name], None
        elif name not in old:
            yield f"{one} added", part, None, new[name]
        else:
            exchanged = any(owners.get(word, name) != name for word in _words(new[name]))
            for edit in compare(old[name], new[name]):
                key = edit.path[0]
                aspect = _entry_aspect(one, edit, exchanged=exchanged)
                yield aspect, f"{part}, {PARTS.get(key, key)}", edit.before, edit.after
    before, after = (
        [name for name in own if name in other] for own, other in ((old, new), (new, old))
    )
    if before != after:
        yield f"{entries} reordered", f"order of {entries}", before, after


PARTS = {"at_most": "at most", "at_least": "at least"}

ENTRY_ASPECTS = {
    "points": "points",
    "at_most": "bound",
    "at_least": "bound",
    "exclusive": "option exclusive",
}


def _entry_aspect(one: str, edit: Edit, *, exchanged: bool) -> str:
    key = edit.path[0]
    if key in {"text", "synonyms"} and exchanged:
        return "words exchanged"
    if key == "text":
        return f"{one} text"
    if key == "synonyms":
        return "synonyms widened" if set(edit.before) <= set(edit.after) else "synonyms narrowed"
    return ENTRY_ASPECTS.get(key, "other")


def _words(entry: Data) -> set[str]:
    """Return what is understood as this entry, as intake compares it."""
    return {" ".join(word.casefold().split()) for word in (entry["text"], *entry["synonyms"])}
