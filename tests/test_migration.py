"""Migration maps: what they may say, how they are found, and that chains compose."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.library import SHIPPED, load_questionnaire, versions
from questionnaires.maps import build_migration, draft_map, load_migration, read_map
from questionnaires.migration import KINDS, compose, unchanged
from questionnaires.problems import InvalidDocumentError, UnknownNameError
from tests.migration_case import MAP, drawn_chain, first_version, second_version, write_versions
from tests.worlds import Raw, build

randoms = st.randoms(use_true_random=False)
OLD, NEW = build(first_version()), build(second_version())


def problems_of(data: Raw) -> list[str]:
    with pytest.raises(InvalidDocumentError) as caught:
        build_migration(data, OLD, NEW, "map.json")
    return [problem.code for problem in caught.value.problems]


def changed(index: int, **values: object) -> Raw:
    """Return the map with one entry changed."""
    data = copy.deepcopy(MAP)
    data["questions"][index].update(values)
    return data


# --- what a map says ----------------------------------------------------------------------------


def test_a_map_says_where_each_later_question_comes_from() -> None:
    migration = build_migration(MAP, OLD, NEW, "map.json")
    assert [*migration.origins] == [question.id for question in NEW.questions]
    assert migration.origins["own.wide-b"].questions == ("own.wide",)
    assert migration.origins["own.both"].questions == ("own.left", "own.right")
    assert migration.retired == ("own.gone",)


def test_counts_cover_every_question_of_both_versions() -> None:
    counts = build_migration(MAP, OLD, NEW, "map.json").counts()
    assert tuple(counts) == KINDS
    assert counts["split"] == (1, 2)
    assert counts["merged"] == (2, 1)
    before, after = (sum(pair) for pair in zip(*counts.values(), strict=True))
    assert (before, after) == (len(OLD.questions), len(NEW.questions))


def test_only_answers_to_comparable_questions_are_comparable() -> None:
    comparable = build_migration(MAP, OLD, NEW, "map.json").comparable
    assert "own.worded" in comparable
    assert comparable.keys().isdisjoint({"own.wide", "own.left", "own.levels", "own.gone"})


# --- what a map may not say ---------------------------------------------------------------------


def test_a_question_left_out_is_told() -> None:
    data = copy.deepcopy(MAP)
    del data["questions"][-1]
    assert problems_of(data) == ["migration.missing"]


def test_a_question_in_two_entries_is_told_at_both() -> None:
    assert problems_of(changed(-2, **{"from": ["own.gone", "own.left"]})) == ["migration.twice"] * 2


def test_an_unknown_question_is_told() -> None:
    found = problems_of(changed(-1, to=["own.new", "own.newer"]))
    assert found == ["migration.unknown-question"]


@pytest.mark.parametrize(
    ("index", "kind"), [(0, "split"), (0, "new"), (7, "same"), (8, "changed"), (10, "merged")]
)
def test_a_kind_names_as_many_questions_as_it_means(index: int, kind: str) -> None:
    assert "migration.sides" in problems_of(changed(index, kind=kind))


def test_other_levels_are_never_comparable() -> None:
    data = changed(9, kind="reworded")
    del data["questions"][9]["levels"]
    assert problems_of(data) == ["migration.not-comparable"]


def test_other_words_are_not_the_same() -> None:
    assert problems_of(changed(6, kind="same")) == ["migration.not-same"]


@pytest.mark.parametrize("levels", [{"maybe": "no"}, {"no": "maybe"}])
def test_levels_map_known_levels_only(levels: dict[str, str]) -> None:
    assert problems_of(changed(9, levels=levels)) == ["migration.levels"]


def test_levels_go_with_a_changed_choice_only() -> None:
    assert problems_of(changed(0, levels={"yes": "yes"})) == ["migration.levels"]
    assert problems_of(changed(1, kind="changed", levels={"day": "day"})) == ["migration.levels"]


def test_a_map_says_which_versions_it_joins() -> None:
    assert problems_of({**MAP, "to": "own@1.2.0"}) == ["migration.identity"]


@pytest.mark.parametrize(
    "breach", [{"kind": "renamed"}, {"from": "own.choice"}, {"extra": 1}, {"levels": {}}]
)
def test_a_breach_of_the_schema_is_told_with_its_path(tmp_path: Path, breach: Raw) -> None:
    path = tmp_path / "map.json"
    path.write_text(json.dumps(changed(0, **breach)), "utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        read_map(path, OLD, NEW)
    assert all("$.questions[0]" in problem.place.path for problem in caught.value.problems)


# --- finding maps -------------------------------------------------------------------------------


def test_a_map_of_the_workspace_is_found(tmp_path: Path) -> None:
    write_versions(tmp_path)
    migration = load_migration("own@1.0.0", "own@1.1.0", (tmp_path, SHIPPED))
    assert migration.retired == ("own.gone",)


def test_a_version_migrates_to_itself_without_a_map(tmp_path: Path) -> None:
    write_versions(tmp_path)
    migration = load_migration("own@1.1.0", "own@1.1.0", (tmp_path,))
    assert {origin.kind for origin in migration.origins.values()} == {"same"}


def test_without_a_way_the_error_says_how_to_draft_a_map(tmp_path: Path) -> None:
    write_versions(tmp_path)
    with pytest.raises(UnknownNameError, match=r"--draft FILE"):
        load_migration("own@1.1.0", "own@1.0.0", (tmp_path,))


def test_a_chain_of_maps_is_walked(tmp_path: Path) -> None:
    write_versions(tmp_path)
    third = second_version() | {"version": "2.0.0"}
    (tmp_path / "own" / "2.0.0.json").write_text(json.dumps(third), "utf-8")
    second = load_questionnaire("own@1.1.0", (tmp_path,))
    data = draft_map(second, load_questionnaire("own@2.0.0", (tmp_path,)))
    (tmp_path / "own" / "migrations" / "1.1.0-2.0.0.json").write_text(json.dumps(data), "utf-8")
    migration = load_migration("own@1.0.0", "own@2.0.0", (tmp_path,))
    assert migration.origins["own.both"].questions == ("own.left", "own.right")
    assert migration.origins["own.worded"].kind == "reworded"


def test_every_shipped_map_holds_and_joins_neighbours() -> None:
    found = [version for identity, version, _ in versions() if identity == "partner-security"]
    maps = sorted((SHIPPED / "partner-security" / "migrations").glob("*.json"))
    assert maps
    for path in maps:
        earlier, later = path.stem.split("-")
        load_migration(f"partner-security@{earlier}", f"partner-security@{later}")
        assert found.index(later) == found.index(earlier) + 1


# --- drafting -----------------------------------------------------------------------------------


def test_a_draft_takes_the_same_id_for_the_same_subject() -> None:
    kinds = {
        (*entry["from"], *entry["to"]): entry["kind"] for entry in draft_map(OLD, NEW)["questions"]
    }
    assert kinds["own.choice", "own.choice"] == "same"
    assert kinds["own.worded", "own.worded"] == "reworded"
    assert kinds["own.levels", "own.levels"] == "changed"
    assert kinds["own.new",] == "new"
    assert kinds["own.gone",] == "retired"


@given(random=randoms)
def test_every_draft_is_a_map_that_holds(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    build_migration(draft_map(step.old, step.new), step.old, step.new, "draft.json")


# --- composing ----------------------------------------------------------------------------------


@given(random=randoms)
def test_the_order_of_composing_does_not_matter(random: Random) -> None:
    first, second, third = drawn_chain(random, 3)
    left = compose(compose(first, second), third)
    right = compose(first, compose(second, third))
    assert (left.origins, left.retired) == (right.origins, right.retired)


@given(random=randoms)
def test_standing_still_changes_no_migration(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    for same in (compose(unchanged(step.old), step), compose(step, unchanged(step.new))):
        assert (same.origins, same.retired) == (step.origins, step.retired)


def test_migrations_that_do_not_meet_do_not_compose() -> None:
    step = build_migration(MAP, OLD, NEW, "map.json")
    with pytest.raises(ValueError, match="does not follow"):
        compose(step, step)
