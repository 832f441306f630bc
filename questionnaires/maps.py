"""Migration maps as files: `<id>/migrations/<from>-<to>.json` beside the versions they join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from types import MappingProxyType
from typing import Any

from questionnaires.documents import json_path, read_checked
from questionnaires.library import SHIPPED, load_questionnaire, version_key
from questionnaires.migration import (
    COMPARABLE,
    Migration,
    Origin,
    compose,
    same_form,
    same_words,
    unchanged,
)
from questionnaires.model import Question, Questionnaire
from questionnaires.outline import need_texts
from questionnaires.problems import (
    InvalidDocumentError,
    Place,
    Problem,
    UnknownNameError,
)

SCHEMA = Path(__file__).parent / "schema" / "migration.schema.json"
FOLDER = "migrations"

SIDES = {
    "same": ("one", "one"),
    "reworded": ("one", "one"),
    "changed": ("one", "one"),
    "split": ("one", "several"),
    "merged": ("several", "one"),
    "retired": ("some", "none"),
    "new": ("none", "some"),
}
"""How many questions an entry of each kind names before and after."""

COUNTS = {
    "none": lambda count: count == 0,
    "one": lambda count: count == 1,
    "some": lambda count: count >= 1,
    "several": lambda count: count > 1,
}


def load_migration(old: str, new: str, folders: Sequence[Path] = (SHIPPED,)) -> Migration:
    """Load the migration from one `id@version` to another, through as few maps as it takes.

    Earlier folders win. Raises UnknownNameError for a version that is in no folder, or where no
    maps lead from one to the other; InvalidDocumentError for a map that breaks a rule.
    """
    start, goal = load_questionnaire(old, folders), load_questionnaire(new, folders)
    way = _way(start, goal, folders)
    if way is None:
        first, last = start.reference, goal.reference
        message = f"no migration map leads from {first} to {last}"
        hint = f"draft one: assess questionnaire migrate {first} {last} --draft FILE"
        raise UnknownNameError([Problem(Place(), "migration.unknown", message, hint)])
    identity = start.reference.id
    steps = [
        read_map(
            path,
            load_questionnaire(f"{identity}@{earlier}", folders),
            load_questionnaire(f"{identity}@{later}", folders),
        )
        for path, earlier, later in way
    ]
    return reduce(compose, steps) if steps else unchanged(goal)


def read_map(path: Path, old: Questionnaire, new: Questionnaire) -> Migration:
    """Read one map between two versions.

    Raises InvalidDocumentError with every breach of the schema or, where that holds, of the
    rules: the versions named, each question in exactly one entry, what each kind promises.
    """
    data, _ = read_checked(path, SCHEMA)
    return build_migration(data, old, new, str(path))


def build_migration(
    data: dict[str, Any], old: Questionnaire, new: Questionnaire, file: str
) -> Migration:
    """Build a migration from a map's data that fits the schema; see `read_map`."""
    problems = list(_problems(data, old, new, file))
    if problems:
        raise InvalidDocumentError(problems)
    found = {
        later: _origin(entry, old, new.question(later))
        for entry in data["questions"]
        for later in entry["to"]
    }
    ordered = {question.id: found[question.id] for question in new.questions}
    return Migration(old, new, MappingProxyType(ordered))


def draft_map(old: Questionnaire, new: Questionnaire) -> dict[str, Any]:
    """Draft a map from the ids alone, for a person to correct.

    The same id is taken for the same subject; that a meaning changed, that questions were split
    or merged or an id renamed, only a person can say. Raises InputError for outlines, whose
    authors alone know what became of their questions.
    """
    for each in (old, new):
        need_texts(each, "compared by what it asks", "write the map by hand, from the two forms")
    entries = [_drafted(question, old) for question in new.questions]
    entries += [
        {"kind": "retired", "from": [question.id], "to": []}
        for question in old.questions
        if question.id not in new.positions
    ]
    return {"from": str(old.reference), "to": str(new.reference), "questions": entries}


def _drafted(question: Question, old: Questionnaire) -> dict[str, Any]:
    if question.id not in old.positions:
        return {"kind": "new", "from": [], "to": [question.id]}
    before = old.question(question.id)
    kind = "changed"
    if same_form(before.answer, question.answer):
        kind = "same" if same_words(before, question) else "reworded"
    return {"kind": kind, "from": [question.id], "to": [question.id]}


def _way(
    start: Questionnaire, goal: Questionnaire, folders: Sequence[Path]
) -> list[tuple[Path, str, str]] | None:
    """Return the maps to go by, fewest first; None where there is no way."""
    if start.reference.id != goal.reference.id:
        return None
    maps = _maps(start.reference.id, folders)
    ways: dict[str, list[tuple[Path, str, str]]] = {start.reference.version: []}
    # Breadth first: the list grows while it is walked.
    reached = [start.reference.version]
    for version in reached:
        for earlier, later in sorted(maps, key=lambda key: (version_key(key[0]), key[1])):
            if earlier == version and later not in ways:
                ways[later] = [*ways[version], (maps[earlier, later], earlier, later)]
                reached.append(later)
    return ways.get(goal.reference.version)


def _maps(identity: str, folders: Sequence[Path]) -> dict[tuple[str, str], Path]:
    found: dict[tuple[str, str], Path] = {}
    for folder in reversed(folders):
        for path in folder.glob(f"{identity}/{FOLDER}/*.json"):
            earlier, _, later = path.stem.partition("-")
            found[earlier, later] = path
    return found


def _origin(entry: dict[str, Any], old: Questionnaire, later: Question) -> Origin:
    whole = entry["kind"] in COMPARABLE
    allowed = later.na_allowed and all(old.question(each).na_allowed for each in entry["from"])
    return Origin(
        entry["kind"],
        tuple(entry["from"]),
        levels=MappingProxyType(entry["levels"]) if "levels" in entry else None,
        whole=whole,
        declines=whole and allowed,
    )


def _problems(
    data: dict[str, Any], old: Questionnaire, new: Questionnaire, file: str
) -> Iterator[Problem]:
    for side, questionnaire in (("from", old), ("to", new)):
        if data[side] != str(questionnaire.reference):
            message = f"the map says {data[side]}, its place says {questionnaire.reference}"
            place = Place(file, path=f"$.{side}")
            yield Problem(place, "migration.identity", message, "rename it or correct the file")
        yield from _each_once(data["questions"], side, questionnaire, file)
    for index, entry in enumerate(data["questions"]):
        place = Place(file, path=json_path(["questions", index]))
        yield from _kind_holds(entry, old, new, place)


def _each_once(
    entries: list[dict[str, Any]], side: str, questionnaire: Questionnaire, file: str
) -> Iterator[Problem]:
    count = Counter(question for entry in entries for question in entry[side])
    for index, entry in enumerate(entries):
        for position, question in enumerate(entry[side]):
            place = Place(file, path=json_path(["questions", index, side, position]))
            if question not in questionnaire.positions:
                message = f"{questionnaire.reference} has no question {question}"
                yield Problem(place, "migration.unknown-question", message, "correct the id")
            elif count[question] > 1:
                message = f"{question} stands {count[question]} times under `{side}`"
                yield Problem(place, "migration.twice", message, "keep it in one entry")
    for each in questionnaire.questions:
        if each.id not in count:
            message = f"{each.id} of {questionnaire.reference} stands in no entry"
            kinds = "retired, if it is no longer asked" if side == "from" else "new, if it is"
            place = Place(file, path="$.questions")
            yield Problem(place, "migration.missing", message, f"add it: as {kinds}")


def _kind_holds(
    entry: dict[str, Any], old: Questionnaire, new: Questionnaire, place: Place
) -> Iterator[Problem]:
    kind, (before, after) = entry["kind"], SIDES[entry["kind"]]
    if not (COUNTS[before](len(entry["from"])) and COUNTS[after](len(entry["to"]))):
        message = f"`{kind}` names {before} under `from` and {after} under `to`"
        yield Problem(place, "migration.sides", message, "correct the kind, or the ids")
        return
    if "levels" in entry and kind != "changed":
        message = f"`levels` does not go with `{kind}`"
        hint = "remove it; only an entry of the kind changed maps levels"
        yield Problem(place, "migration.levels", message, hint)
        return
    earlier, later = _only(old, entry["from"]), _only(new, entry["to"])
    if before == after == "one" and earlier is not None and later is not None:
        promises = _comparable if kind in COMPARABLE else _levels
        yield from promises(entry, earlier, later, place)


def _only(questionnaire: Questionnaire, ids: list[str]) -> Question | None:
    return questionnaire.question(ids[0]) if ids and ids[0] in questionnaire.positions else None


def _comparable(
    entry: dict[str, Any], earlier: Question, later: Question, place: Place
) -> Iterator[Problem]:
    if not same_form(earlier.answer, later.answer):
        message = f"{later.id}: the answers differ in type, levels, points, bounds or options"
        yield Problem(place, "migration.not-comparable", message, "call it changed")
    elif entry["kind"] == "same" and not same_words(earlier, later):
        message = f"{later.id}: the words of question or answers differ"
        yield Problem(place, "migration.not-same", message, "call it reworded, or changed")


def _levels(
    entry: dict[str, Any], earlier: Question, later: Question, place: Place
) -> Iterator[Problem]:
    if "levels" not in entry:
        return
    where = Place(place.file, path=f"{place.path}.levels")
    if {earlier.answer.type, later.answer.type} != {"choice"}:
        message = f"{later.id}: levels can be mapped between choice questions only"
        yield Problem(where, "migration.levels", message, "remove `levels`")
        return
    sides = (("earlier", earlier, entry["levels"]), ("later", later, entry["levels"].values()))
    for word, question, named in sides:
        known = [level.id for level in question.answer.levels]
        for name in named:
            if name not in known:
                message = f"{question.id}: the {word} version has no level `{name}`"
                yield Problem(where, "migration.levels", message, f"use {', '.join(known)}")
