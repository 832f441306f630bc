"""A document as a flat table of paths and values, so that two of them differ in nothing unseen.

A list whose entries have ids is keyed by them, beside an entry ORDER: an insertion in the middle
is one insertion, not a change of everything behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]
Flat: TypeAlias = dict[Path, Any]

ORDER = "#"
"""The key under which a list's ids stand in order; no id or key of a document looks like it."""

WHOLE = frozenset({"applies_if", "principles", "references"})
"""Keys whose values only mean something as a whole."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of the table that differs; None where there is none on that side."""

    path: Path
    before: Any
    after: Any

    def as_dict(self) -> dict[str, Any]:
        """Return the edit as data."""
        return {"path": list(self.path), "before": self.before, "after": self.after}


def compare(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return every entry that differs, in the order of `a` and then of `b`."""
    before, after = flatten(a), flatten(b)
    paths = [*before, *(path for path in after if path not in before)]
    edits = (Edit(path, before.get(path), after.get(path)) for path in paths)
    return tuple(edit for edit in edits if edit.before != edit.after)


def apply(a: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """Return what `a` becomes; `apply(a, compare(a, b))` equals b.

    Raises ValueError where `a` is not what the edits were made from.
    """
    flat = flatten(a)
    for edit in edits:
        if flat.get(edit.path) != edit.before:
            message = f"{'.'.join(edit.path)} is not what the edit expects"
            raise ValueError(message)
        if edit.after is None:
            del flat[edit.path]
        else:
            flat[edit.path] = edit.after
    return unflatten(flat)


def flatten(data: Mapping[str, Any]) -> Flat:
    """Return a JSON object as a table; `unflatten` is the way back."""
    flat: Flat = {}
    waiting: list[tuple[Path, Any]] = [((key,), data[key]) for key in reversed([*data])]
    while waiting:
        path, value = waiting.pop()
        inner = _inner(value) if path[-1] not in WHOLE else {}
        if inner:
            waiting += [((*path, key), each) for key, each in reversed(inner.items())]
        else:
            flat[path] = value
    return flat


def unflatten(flat: Mapping[Path, Any]) -> dict[str, Any]:
    """Return the JSON object that a table stands for."""
    root: dict[str, Any] = {}
    for path, value in flat.items():
        node = root
        for step in path[:-1]:
            node = node.setdefault(step, {})
        node[path[-1]] = value
    return {key: _nested(value) if key not in WHOLE else value for key, value in root.items()}


def _inner(value: Any) -> dict[str, Any]:
    """Return what to go down into: an object, or a list keyed by the ids of its entries."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return {}
    ids = [each.get("id") for each in value]
    if not ids or None in ids or len(set(ids)) < len(ids):
        return {}
    return {ORDER: ids} | {each["id"]: each for each in value}


def _nested(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    inner = {key: value if key in WHOLE else _nested(value) for key, value in node.items()}
    return [inner[name] for name in inner[ORDER]] if ORDER in inner else inner
