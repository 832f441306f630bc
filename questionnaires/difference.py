"""What changed from one version of a questionnaire to another, and what that demands.

A `Difference` holds both sides of it: `edits`, which turn the first file's data into the second's,
and `changes`, which say what they mean for people. Nothing but the spelling escapes the latter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from questionnaires.answer_changes import answer_changes
from questionnaires.edits import Edit, compare
from questionnaires.edits import apply as apply_edits
from questionnaires.meaning import spelled_out
from questionnaires.versioning import BUMPS, KINDS, RULES, Bump, Kind

Data: TypeAlias = Mapping[str, Any]

IDENTITY = ("id", "version", "published")
"""What says which file this is, and is no change of what is asked."""


APART = ("sections", "questions", "consistency")
"""What is compared part by part."""


class Link(NamedTuple):
    """What a migration map says of some questions: its word for it, their old and new ids."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, for one question or for several in the same way.

    `aspect` is a key of `versioning.RULES`; `old` and `new` are the question's ids in either
    version, empty where there is none or the change is not about questions. `part` says which
    part of it, in words; the values are JSON data, None for nothing.
    """

    aspect: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    part: str
    before: Any = None
    after: Any = None

    @property
    def kind(self) -> Kind:
        """What people call it."""
        return RULES[self.aspect].kind

    @property
    def bump(self) -> Bump:
        """Which step of the version number it demands."""
        return RULES[self.aspect].bump

    @property
    def reason(self) -> str:
        """Why it demands that step."""
        return RULES[self.aspect].reason

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions, newest name first where it has two."""
        return self.new or self.old


@dataclass(frozen=True, slots=True)
class Difference:
    """All that leads from one version to another; `changes` are sorted by kind, then by place."""

    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, gravest first."""
        found = [change.kind for change in self.changes]
        return {kind: found.count(kind) for kind in KINDS if kind in found}

    def affected(self) -> frozenset[str]:
        """Return the old ids of the questions whose earlier answers no longer stand."""
        major = (change.old for change in self.changes if change.bump == "major")
        return frozenset(chain.from_iterable(major))


def difference(a: Data, b: Data, links: Iterable[Link] = ()) -> Difference:
    """Return what changed from `a` to `b`, the checked data of two questionnaire files.

    `links` are the entries of a migration map, where there is one: only people can say that
    questions were split, merged or renamed, or that new words ask another thing.
    """
    edits = compare(a, b)
    told = [link for link in links if link.old and link.new]
    renamed = {link.old[0]: link.new[0] for link in told if _is_renaming(link, a, b)}
    before, after = spelled_out(a, renamed), spelled_out(b, {})
    linked = list(_linked(told, renamed))
    changes = [*linked, *_all_changes(before, after, linked)]
    previous = {new: old for old, new in renamed.items()}
    changes = [_under_old_names(change, previous) for change in _together(changes)]
    if not changes and any(edit.path[0] not in IDENTITY for edit in edits):
        changes = [Change("notation", (), (), "notation")]
    return Difference(edits, tuple(sorted(changes, key=lambda each: KINDS.index(each.kind))))


def apply(a: Data, found: Difference) -> dict[str, Any]:
    """Return the data that the difference leads to; ValueError where it was not made from `a`."""
    return apply_edits(a, found.edits)


def demanded_bump(found: Difference) -> Bump:
    """Return which step of the version number the changes demand; a patch where there are none."""
    return max((change.bump for change in found.changes), key=BUMPS.index, default="patch")


def _is_renaming(link: Link, a: Data, b: Data) -> bool:
    old, new = link.old[0], link.new[0]
    ids = [{each["id"] for each in data["questions"]} for data in (a, b)]
    one = len(link.old) == len(link.new) == 1
    return one and old != new and old in ids[0] - ids[1] and new in ids[1] - ids[0]


def _linked(links: Sequence[Link], renamed: Mapping[str, str]) -> Iterator[Change]:
    words = {"split": "question split", "merged": "questions merged"}
    for link in links:
        if link.kind in words:
            yield Change(words[link.kind], link.old, link.new, "question", link.old, link.new)
        elif link.kind == "changed":
            yield Change("meaning", link.old, link.new, "meaning")
        if link.old[0] in renamed:
            yield Change("question renamed", link.old, link.new, "id", link.old[0], link.new[0])


def _all_changes(a: Data, b: Data, linked: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes between spelled out versions, in the order of the document."""
    old, new = _by_id(a["questions"]), _by_id(b["questions"])
    told = set(chain.from_iterable((*each.old, *each.new) for each in linked))
    yield from _document_changes(a, b)
    yield from _section_changes(a, b)
    for name in [*new, *(name for name in old if name not in new)]:
        if name in old and name in new:
            yield from _question_changes(name, old[name], new[name])
        elif name not in told:
            yield _whole_question(name, old.get(name), new.get(name))
    for name, before, after in moved(list(old), list(new)):
        yield Change("order", (name,), (name,), "place", before, after)


def _document_changes(a: Data, b: Data) -> Iterator[Change]:
    yield from _consistency_changes(a["consistency"], b["consistency"])
    for key in sorted((a.keys() | b.keys()) - {*IDENTITY, *APART}):
        if a.get(key) != b.get(key):
            aspect = key if key in {"title", "description"} else "other"
            yield Change(aspect, (), (), key, a.get(key), b.get(key))


def _consistency_changes(a: Data, b: Data) -> Iterator[Change]:
    for name in [*a, *(name for name in b if name not in a)]:
        before, after = a.get(name), b.get(name)
        if before != after:
            word = "added" if before is None else "removed" if after is None else "changed"
            yield Change(f"consistency rule {word}", (), (), f"rule {name}", before, after)


def _by_id(entries: Sequence[Data]) -> dict[str, Data]:
    return {each["id"]: each for each in entries}


def _whole_question(name: str, before: Data | None, after: Data | None) -> Change:
    if after is None:
        return Change("question removed", (name,), (), "question", before)
    aspect = "must-have added" if after["must_have"] else "question added"
    return Change(aspect, (), (name,), "question", None, after)


def _section_changes(a: Data, b: Data) -> Iterator[Change]:
    old, new = _by_id(a["sections"]), _by_id(b["sections"])
    for name in [*old, *(name for name in new if name not in old)]:
        part = f"section {name}"
        if name not in new:
            yield Change("section removed", (), (), part, old[name]["title"])
        elif name not in old:
            yield Change("section added", (), (), part, None, new[name]["title"])
        else:
            for key in ("title", "intro"):
                if old[name][key] != new[name][key]:
                    before, after = old[name][key], new[name][key]
                    yield Change(f"section {key}", (), (), f"{part}, {key}", before, after)
    for name, before, after in moved(list(old), list(new)):
        yield Change("sections reordered", (), (), f"section {name}, place", before, after)


ASPECTS = {
    ("section",): ("section", "section"),
    ("text",): ("question text", "question"),
    ("guidance",): ("guidance", "guidance"),
    ("why",): ("reason", "why it is asked"),
    ("evidence",): ("evidence", "evidence"),
    ("weight",): ("weight", "weight"),
    ("must_have",): ("must-have", "must-have"),
    ("na_allowed",): ("not applicable", "N/A allowed"),
    ("principles",): ("shares", "principle shares"),
    ("element",): ("element", "clause element"),
    ("references",): ("references", "references"),
    ("applies_if",): ("applicability", "applies if"),
    ("remediation", "text"): ("remediation text", "remediation"),
    ("remediation", "effort"): ("effort", "effort"),
    ("remediation", "days"): ("days", "days"),
}
"""Where a question's parts stand, to the aspect of a change there and its name."""


def _question_changes(name: str, a: Data, b: Data) -> Iterator[Change]:
    ids = (name,)
    outside = [{k: v for k, v in data.items() if k != "answer"} for data in (a, b)]
    for edit in compare(*outside):
        aspect, part = ASPECTS.get(edit.path, ("other", ".".join(edit.path)))
        yield Change(aspect, ids, ids, part, edit.before, edit.after)
    for aspect, part, before, after in answer_changes(a["answer"], b["answer"]):
        yield Change(aspect, ids, ids, part, before, after)


def moved(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each id that stands elsewhere among those that both lists have.

    With the id come the ids that it stood and stands behind, "" for the first place.
    """
    before = [name for name in old if name in new]
    after = [name for name in new if name in old]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {
        name for block in matcher.get_matching_blocks() for name in before[block.a :][: block.size]
    }
    for name in after:
        if name not in stayed:
            yield name, _behind(before, name), _behind(after, name)


def _behind(names: Sequence[str], name: str) -> str:
    place = names.index(name)
    return names[place - 1] if place else ""


def _together(changes: Iterable[Change]) -> list[Change]:
    """Make one change of those that a shared scale brought to many questions."""
    found: dict[Any, Change] = {}
    for index, change in enumerate(changes):
        shared = change.kind == "re-levelled" or change.aspect == "level text"
        key = (change.aspect, change.part, repr((change.before, change.after))) if shared else index
        first = found.get(key)
        found[key] = (
            change
            if first is None
            else replace(first, old=(*first.old, *change.old), new=(*first.new, *change.new))
        )
    return list(found.values())


def _under_old_names(change: Change, previous: Mapping[str, str]) -> Change:
    if change.aspect in {"question split", "questions merged"}:
        return change
    return replace(change, old=tuple(previous.get(name, name) for name in change.old))
