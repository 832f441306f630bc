"""What changed between two versions: nothing is missed, and each kind demands its step."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise, permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.difference import Difference, Link, apply, demanded_bump, difference
from questionnaires.documents import read_document
from questionnaires.edits import compare, flatten, unflatten
from questionnaires.library import versions
from questionnaires.reading import SCHEMA
from questionnaires.versioning import (
    BUMPS,
    KINDS,
    RULES,
    Bump,
    least_version,
    raised,
    suffices,
)
from questionnaires.wording import changed_words
from tests.questionnaire_strategies import drawn_questionnaire
from tests.raw_answers import levels, multi, number
from tests.worlds import Raw, question, questionnaire

RANDOMS = st.randoms(use_true_random=False)


def shipped(name: str = "partner-security") -> list[dict[str, Any]]:
    return [read_document(path, SCHEMA).data for id_, _, path in versions() if id_ == name]


# --- nothing is missed ------------------------------------------------------------------------


@given(RANDOMS)
def test_a_difference_applied_to_the_first_gives_the_second(random: Random) -> None:
    a, b = drawn_questionnaire(random, 6), drawn_questionnaire(random, 6)
    assert apply(a, difference(a, b)) == b


@given(RANDOMS)
def test_small_changes_applied_give_the_second_and_are_all_told(random: Random) -> None:
    a = drawn_questionnaire(random, 5)
    b = _mutated(random, a)
    found = difference(a, b)
    assert apply(a, found) == b
    assert bool(found.changes) == (a != b)


@pytest.mark.parametrize(("a", "b"), list(permutations(range(len(shipped())), 2)))
def test_the_shipped_versions_come_out_of_each_other(a: int, b: int) -> None:
    data = shipped()
    found = difference(data[a], data[b])
    assert apply(data[a], found) == data[b]


@given(RANDOMS)
def test_a_table_of_paths_holds_the_whole_document(random: Random) -> None:
    raw = drawn_questionnaire(random, 6)
    assert unflatten(flatten(raw)) == raw


def test_an_edit_is_not_applied_to_what_it_was_not_made_from() -> None:
    a, b = questionnaire(question("a.one")), questionnaire(question("a.one", weight=2))
    with pytest.raises(ValueError, match=r"questions\.a\.one\.weight"):
        apply(b, difference(a, b))


def _mutated(random: Random, raw: Raw) -> Raw:
    """Change one text, number, list or key somewhere, or nothing."""
    changed = copy.deepcopy(raw)
    node = random.choice(changed["questions"])
    key = random.choice(
        ("text", "why", "weight", "element", "evidence", "must_have", "answer", "place", "none")
    )
    if key in {"text", "why", "evidence"}:
        node[key] += " Anew."
    elif key == "weight":
        node[key] += 1
    elif key == "element":
        node[key] = "other-" + node[key]
    elif key == "must_have":
        node[key] = not node.get(key, False)
    elif key == "answer":
        node[key] = number(24)
    elif key == "place":
        changed["questions"].reverse()
    return changed


# --- every kind of change, and the step that it demands -----------------------------------------


def base() -> Raw:
    """Return a questionnaire that has one of everything that can change."""
    gate = question("a.gate", weight=0)
    choice = {"type": "choice", "levels": levels()}
    limits = number(24, 72, minimum=0, maximum=1000)
    raw = questionnaire(
        question("a.one", choice, references={"x-1": ["A"]}),
        question("a.two", limits, applies_if={"question": "a.gate", "equals": "yes"}),
        question("a.three", multi(3, 1), must_have=True),
        question("a.four"),
        gate,
    )
    raw["sections"] = [{"id": name, "title": name, "intro": "Hello."} for name in ("main", "more")]
    tests = [{"question": name, "equals": "yes"} for name in ("a.one", "a.three")]
    raw["consistency"] = [{"id": "both", "why": "They exclude each other.", "answers": tests}]
    return copy.deepcopy(raw)


def _set(index: int, *steps: str | int, to: Any) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        node = raw["questions"][index]
        for step in steps[:-1]:
            node = node[step]
        node[steps[-1]] = to

    return change


def _head(key: str, to: Any) -> Callable[[Raw], None]:
    return lambda raw: raw.update({key: to})


def _section(index: int, **values: str) -> Callable[[Raw], None]:
    return lambda raw: raw["sections"][index].update(values)


def _level_added(raw: Raw) -> None:
    extra = {"id": "extra", "text": "Extra", "points": 600}
    raw["questions"][0]["answer"]["levels"].insert(1, extra)


def _exchange(raw: Raw) -> None:
    first, second = raw["questions"][0]["answer"]["levels"][:2]
    first["text"], second["text"] = second["text"], first["text"]


ANSWER = ("answer", "levels", 0)
CASES: dict[str, tuple[Callable[[Raw], Any], Bump]] = {
    "question removed": (lambda raw: raw["questions"].pop(3), "major"),
    "question added": (lambda raw: raw["questions"].append(question("a.new")), "minor"),
    "must-have added": (
        lambda raw: raw["questions"].append(question("a.new", must_have=True)),
        "major",
    ),
    "answer type": (_set(0, "answer", to=number(24)), "major"),
    "unit": (_set(1, "answer", "unit", to="days"), "major"),
    "range widened": (_set(1, "answer", "maximum", to=2000), "minor"),
    "range narrowed": (_set(1, "answer", "minimum", to=1), "major"),
    "level added": (_level_added, "major"),
    "level removed": (lambda raw: raw["questions"][1]["answer"]["levels"].pop(1), "major"),
    "levels reordered": (lambda raw: raw["questions"][0]["answer"]["levels"].reverse(), "major"),
    "points": (_set(1, "answer", "levels", 1, "points", to=499), "major"),
    "bound": (_set(1, *ANSWER, "at_most", to=Decimal("23.5")), "major"),
    "synonyms widened": (_set(0, *ANSWER, "synonyms", to=["aye"]), "minor"),
    "words exchanged": (_exchange, "major"),
    "option added": (
        lambda raw: raw["questions"][2]["answer"]["options"].append({"id": "x", "text": "x"}),
        "major",
    ),
    "option removed": (lambda raw: raw["questions"][2]["answer"]["options"].pop(), "major"),
    "option exclusive": (_set(2, "answer", "options", 0, "exclusive", to=True), "major"),
    "weight": (_set(0, "weight", to=2), "major"),
    "must-have": (_set(0, "must_have", to=True), "major"),
    "not applicable": (_set(0, "na_allowed", to=True), "major"),
    "shares": (_set(0, "principles", to={"integrity": 100}), "major"),
    "element": (_set(0, "element", to="audit-rights"), "major"),
    "references": (_set(0, "references", to={"x-1": ["A", "B"]}), "minor"),
    "applicability": (_set(1, "applies_if", "equals", to="no"), "major"),
    "question text": (_set(0, "text", to="Is it really so?"), "patch"),
    "guidance": (_set(0, "guidance", to="Look twice."), "minor"),
    "reason": (_set(0, "why", to="It matters much."), "patch"),
    "evidence": (_set(0, "evidence", to="A signed record."), "minor"),
    "level text": (_set(0, *ANSWER, "text", to="Quite so"), "patch"),
    "option text": (_set(2, "answer", "options", 0, "text", to="Another"), "patch"),
    "remediation text": (_set(0, "remediation", "text", to="Do it now."), "patch"),
    "effort": (_set(0, "remediation", "effort", to="high"), "minor"),
    "days": (_set(0, "remediation", "days", to=9), "minor"),
    "section": (_set(0, "section", to="more"), "minor"),
    "order": (lambda raw: raw["questions"].insert(0, raw["questions"].pop()), "minor"),
    "options reordered": (lambda raw: raw["questions"][2]["answer"]["options"].reverse(), "minor"),
    "title": (_head("title", "Another"), "patch"),
    "description": (_head("description", "Another."), "patch"),
    "section title": (_section(0, title="Another"), "patch"),
    "section intro": (_section(0, intro="Good day."), "patch"),
    "section added": (lambda raw: raw["sections"].append({"id": "x", "title": "X"}), "minor"),
    "section removed": (lambda raw: raw["sections"].pop(), "minor"),
    "sections reordered": (lambda raw: raw["sections"].reverse(), "minor"),
    "consistency rule added": (
        lambda raw: raw["consistency"].append({**raw["consistency"][0], "id": "more"}),
        "minor",
    ),
    "consistency rule removed": (lambda raw: raw["consistency"].pop(), "minor"),
    "consistency rule changed": (lambda raw: raw["consistency"][0].update(why="Anew."), "minor"),
    "notation": (lambda raw: raw["scales"].update(unused=levels()), "patch"),
    "other": (_head("colour", "red"), "major"),
}

LINKED: dict[str, tuple[Link, Callable[[Raw], Any]]] = {
    "question split": (
        Link("split", ("a.four",), ("a.five", "a.six")),
        lambda raw: raw["questions"].__setitem__(
            slice(3, 4), [question("a.five"), question("a.six")]
        ),
    ),
    "questions merged": (
        Link("merged", ("a.three", "a.four"), ("a.seven",)),
        lambda raw: raw["questions"].__setitem__(slice(2, 4), [question("a.seven")]),
    ),
    "question renamed": (
        Link("same", ("a.four",), ("a.new",)),
        lambda raw: raw["questions"][3].update(id="a.new"),
    ),
    "meaning": (Link("changed", ("a.one",), ("a.one",)), lambda _: None),
}


def changed(change: Callable[[Raw], Any], *links: Link, a: Raw | None = None) -> Difference:
    a = a or base()
    b = copy.deepcopy(a)
    change(b)
    return difference(a, b, links)


@pytest.mark.parametrize("aspect", CASES)
def test_each_change_is_told_as_what_it_is_and_demands_its_step(aspect: str) -> None:
    change, bump = CASES[aspect]
    found = changed(change)
    assert {each.aspect for each in found.changes} == {aspect}
    assert demanded_bump(found) == bump


@pytest.mark.parametrize("aspect", LINKED)
def test_what_a_migration_map_says_is_told_instead_of_what_the_ids_say(aspect: str) -> None:
    link, change = LINKED[aspect]
    found = changed(change, link)
    [told] = found.changes
    assert (told.aspect, told.old, told.new, told.bump) == (aspect, link.old, link.new, "major")


def test_words_no_longer_understood_demand_a_major_version() -> None:
    a = base()
    a["questions"][0]["answer"]["levels"][0]["synonyms"] = ["aye", "yea"]
    found = changed(_set(0, *ANSWER, "synonyms", to=["aye"]), a=a)
    assert [each.aspect for each in found.changes] == ["synonyms narrowed"]


def test_every_rule_has_a_case_here() -> None:
    assert set(RULES) == {*CASES, *LINKED, "synonyms narrowed"}
    assert {rule.kind for rule in RULES.values()} == set(KINDS)


SAME: dict[str, Callable[[Raw], Any]] = {
    "a default written out": _set(0, "must_have", to=False),
    "a share of nothing": _set(0, "principles", to={"confidentiality": 100, "integrity": 0}),
    "no synonyms written out": _set(0, *ANSWER, "synonyms", to=[]),
    "a test of one value as a list": _set(
        1, "applies_if", to={"question": "a.gate", "in": ["yes"]}
    ),
    "the tests of a consistency rule in another order": lambda raw: raw["consistency"][0][
        "answers"
    ].reverse(),
    "a group of one": _set(1, "applies_if", to={"all": [{"question": "a.gate", "equals": "yes"}]}),
    "a scale written out": _set(3, "answer", to={"type": "choice", "levels": []}),
}


@pytest.mark.parametrize("what", SAME)
def test_another_way_to_write_the_same_is_no_change_of_meaning(what: str) -> None:
    def change(raw: Raw) -> None:
        SAME[what](raw)
        if what == "a scale written out":
            raw["questions"][3]["answer"]["levels"] = raw["scales"]["implementation"]

    found = changed(change)
    assert [each.aspect for each in found.changes] == ["notation"]


def test_version_and_day_alone_are_no_change() -> None:
    found = changed(lambda raw: raw.update(version="1.0.1", published="2026-02-01"))
    assert found.changes == ()
    assert demanded_bump(found) == "patch"
    assert found.edits


def test_a_change_of_a_shared_scale_is_told_once_for_all_its_questions() -> None:
    found = changed(lambda raw: raw["scales"]["implementation"][1].update(points=400))
    [told] = found.changes
    assert told.questions == ("a.four", "a.gate")
    assert (told.part, told.before, told.after) == ("level partially, points", 500, 400)


def test_a_renamed_question_is_compared_with_itself_and_so_are_those_that_hang_on_it() -> None:
    def change(raw: Raw) -> None:
        raw["questions"][4].update(id="a.door", why="Another reason.")
        raw["questions"][1]["applies_if"]["question"] = "a.door"

    found = changed(change, Link("reworded", ("a.gate",), ("a.door",)))
    assert [each.aspect for each in found.changes] == ["question renamed", "reason"]
    assert {each.old for each in found.changes} == {("a.gate",)}


def test_only_what_moved_is_told_as_moved() -> None:
    found = changed(lambda raw: raw["questions"].append(raw["questions"].pop(0)))
    assert [(each.new, each.before, each.after) for each in found.changes] == [
        (("a.one",), "", "a.gate")
    ]


def test_an_insertion_moves_nothing() -> None:
    found = changed(lambda raw: raw["questions"].insert(0, question("a.new")))
    assert [each.kind for each in found.changes] == ["added"]


def test_the_gravest_change_decides_and_comes_first() -> None:
    def change(raw: Raw) -> None:
        for aspect in ("question text", "guidance", "question removed"):
            CASES[aspect][0](raw)

    found = changed(change)
    assert [each.bump for each in found.changes] == ["major", "patch", "minor"]
    assert demanded_bump(found) == "major"
    assert list(found.counts()) == ["removed", "reworded"]


def test_affected_are_the_questions_whose_answers_do_not_simply_stand() -> None:
    def change(raw: Raw) -> None:
        for aspect in ("question text", "range widened", "must-have added", "question removed"):
            CASES[aspect][0](raw)
        raw["questions"][2]["weight"] = 5

    assert changed(change).affected() == {"a.three", "a.four"}


def test_the_step_between_the_shipped_versions_fits_their_changes() -> None:
    data = shipped()
    for a, b in pairwise(data):
        step = raised(a["version"], b["version"])
        assert suffices(step, demanded_bump(difference(a, b))), (a["version"], b["version"])


# --- numbers and words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ("1.0.0", "1.0.1", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.9", "1.10.0", "minor"),
        ("1.9.9", "2.0.0", "major"),
        ("1.0.0", "1.0.0", None),
        ("1.10.0", "1.9.0", None),
        ("2.0.0", "1.9.9", None),
    ],
)
def test_the_step_of_a_number_is_its_first_part_that_rose(
    before: str, after: str, step: Bump | None
) -> None:
    assert raised(before, after) == step


@pytest.mark.parametrize("bump", BUMPS)
def test_the_least_version_of_a_step_is_that_step_and_suffices(bump: Bump) -> None:
    assert raised("1.2.3", least_version("1.2.3", bump)) == bump
    assert [suffices(bump, each) for each in BUMPS] == [
        BUMPS.index(bump) >= index for index in range(3)
    ]
    assert not suffices(None, bump)


TEXTS = st.lists(st.sampled_from(["a", "b ", "c\n", " ", "  d", "Ä,"]), max_size=8).map("".join)


@given(TEXTS, TEXTS)
def test_marked_words_hold_both_texts(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert "".join(each.text for each in pieces if each.mark != "added") == before
    assert "".join(each.text for each in pieces if each.mark != "removed") == after


def test_only_the_changed_words_are_marked() -> None:
    pieces = changed_words("Who makes sure of it?", "Who is sure of it?")
    assert [tuple(each) for each in pieces] == [
        ("same", "Who "),
        ("removed", "makes"),
        ("added", "is"),
        ("same", " sure of it?"),
    ]


def test_equal_numbers_written_differently_are_equal() -> None:
    a = json.loads('{"x": 1.50}', parse_float=Decimal)
    assert compare(a, {"x": Decimal("1.5")}) == ()
