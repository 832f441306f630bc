"""The explanation: a tree that adds up, conditions with their margins, and what is said of both."""

from __future__ import annotations

import re
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.cli import main
from assess.explanation.conditions import conditions
from assess.explanation.next_tier import why_not_next
from questionnaires import codes as states
from questionnaires.model import PRINCIPLES
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import Model, compile_model
from scoring.results import Assessment
from scoring.tree import gains, tree
from tests.program import Done, Run, fill, runner
from tests.worlds import build, policy_of, question, questionnaire, standard_policy

AGGREGATIONS = ("pooled", "arithmetic", "geometric", "minimum")
DAY = date(2026, 10, 10)
LATER = ("--period", "2026Q3", "--as-of", "2026-10-10")
EARLIER = ("--period", "2026Q2", "--as-of", "2026-07-10")
HOSTILE = "<script>alert(1)</script>"


def model(aggregation: str = "pooled") -> Model:
    raw = questionnaire(
        question("a.one", weight=9, principles={"confidentiality": 60, "integrity": 40}),
        question("a.two", weight=2, principles={"integrity": 100}),
        question("a.three", weight=4, principles={"availability": 30, "accountability": 70}),
        question("a.gate", weight=0),
    )
    return compile_model(build(raw), policy_of(standard_policy() | {"aggregation": aggregation}))


def assessed(codes: tuple[int, ...], aggregation: str = "pooled") -> Assessment:
    rows = np.array([codes], dtype=np.int8)
    (found,) = assess_partners(model(aggregation), [Profile("north", "North")], rows, "2026Q3", DAY)
    return found


CODES = st.tuples(
    *[st.sampled_from([*range(4), states.UNANSWERED, states.NA_CLAIMED, states.NA_ACCEPTED])] * 3
)


@given(CODES, st.sampled_from(AGGREGATIONS))
def test_the_tree_adds_up_to_the_scores_that_the_tier_rests_on(
    codes: tuple[int, ...], aggregation: str
) -> None:
    found = assessed((*codes, states.NOTED), aggregation)
    grown = tree(found.model, found.codes)
    assert grown.overall == found.scores["overall"].exact("decisive")
    for limb in grown.limbs:
        assert limb.score == found.scores[limb.principle].exact("decisive")
        assert sum(branch.earned for branch in limb.branches) == (limb.score or 0)
        assert sum(branch.possible for branch in limb.branches) in (0, 100)


@given(CODES, st.sampled_from(AGGREGATIONS[:2]))
def test_what_the_principles_bring_adds_up_where_the_overall_score_is_a_sum(
    codes: tuple[int, ...], aggregation: str
) -> None:
    grown = tree(model(aggregation), (*codes, states.NOTED))
    if grown.overall is not None:
        assert sum(limb.brings or 0 for limb in grown.limbs) == grown.overall
        assert sum(limb.share or 0 for limb in grown.limbs) == 1


def test_a_geometric_mean_has_exponents_and_a_minimum_has_neither_shares_nor_sums() -> None:
    geometric, minimum = (tree(model(each), (0, 1, 1, 0)) for each in AGGREGATIONS[2:])
    assert sum(limb.share or 0 for limb in geometric.limbs) == 1
    assert {limb.brings for limb in (*geometric.limbs, *minimum.limbs)} == {None}
    assert {limb.share for limb in minimum.limbs} == {None}


@given(CODES, st.sampled_from(AGGREGATIONS), st.integers(0, 2))
def test_a_better_level_gains_what_the_engine_finds_after_it(
    codes: tuple[int, ...], aggregation: str, index: int
) -> None:
    whole = (*codes, states.NOTED)
    before = assessed(whole, aggregation).scores["overall"].exact("decisive")
    for level, gain in gains(model(aggregation), whole, index):
        after = assessed((*whole[:index], level, *whole[index + 1 :]), aggregation)
        now = after.scores["overall"].exact("decisive")
        assert now is not None
        assert before is not None
        assert gain == now - before
        assert gain >= 0


def test_the_best_answer_and_one_that_does_not_count_have_nothing_better() -> None:
    assert gains(model(), (0, 1, 1, states.NOTED), 0) == ()
    assert gains(model(), (states.NA_ACCEPTED, 1, 1, states.NOTED), 0) == ()
    assert gains(model(), (0, 1, 1, states.NOTED), 3) == ()


@given(CODES)
def test_a_margin_is_negative_exactly_where_a_condition_fails(codes: tuple[int, ...]) -> None:
    for each in conditions(assessed((*codes, states.NOTED))):
        if each.margin is not None:
            assert (each.margin >= 0) == each.met


def test_a_margin_is_exact_and_next_to_nothing_is_not_shown_as_nothing() -> None:
    found = assessed((0, 1, 2, states.NOTED))
    overall = found.scores["overall"].exact("decisive")
    told = [each for each in conditions(found) if each.need.column == "overall"]
    assert [each.margin for each in told] == [(overall or 0) - each.need.needed for each in told]
    near = told[0].__class__(told[0].tier, told[0].need, "", "", "", Fraction(-1, 1000))
    assert near.by == "under 0.1 short"


def test_the_three_lines_name_what_is_missing_a_way_and_what_is_enough() -> None:
    told = why_not_next(assessed((3, 3, 3, states.NOTED)), DAY)
    assert told.tier is not None
    assert "needed" in told.missing
    assert "step" in told.cheapest
    assert told.enough.endswith(f"then {told.tier.title} is reached.")


def test_the_steps_said_to_be_enough_are_enough() -> None:
    found = assessed((3, 2, 3, states.NOTED))
    told = why_not_next(found, DAY)
    codes = list(found.codes)
    for step in told.steps:
        codes[found.questionnaire.positions[step.question.id]] = step.code
    after = assessed(tuple(codes)).achieved
    assert after == told.tier


def test_nothing_is_above_the_highest_tier() -> None:
    told = why_not_next(assessed((0, 0, 0, states.NOTED)), DAY)
    assert told.tier is None
    assert "highest tier" in told.missing


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which one partner has answered for two quarters."""
    folder = tmp_path_factory.mktemp("explained")
    _do("init", folder)
    profile = ("--data", "internal", "--access", "portal", "--criticality", "high")
    words = ("partner", "add", "north", "--name", HOSTILE, "--kind", "logistics")
    _do(*words, *profile, "--regions", "us", "--workspace", folder)
    for when, answer in ((EARLIER, "None"), (LATER, "Most (at least 80 %)")):
        _do("issue", "--out", folder / "outbox", *when, "--workspace", folder)
        workbook = folder / "outbox" / f"north-{when[1]}.xlsx"
        fill(workbook, {"encryption.at-rest": answer, "incident.contact": ""})
        _do("import", workbook, *LATER[2:], "--workspace", folder)
    return folder


def _do(*words: object) -> None:
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["assess", *map(str, words)])
        try:
            main()
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    assert code == 0, words


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


@pytest.fixture
def told(run: Run, home: Path) -> Done:
    return run("explain", "north", *LATER, "--workspace", home)


def test_the_terminal_answers_first_fits_80_columns_and_ends_with_the_next_step(
    told: Done,
) -> None:
    lines = told.out.splitlines()
    assert told.code == 0, told.err
    assert max(map(len, lines)) <= 80
    assert lines.index("Why not the next tier?") < 6
    assert "\x1b" not in told.out
    assert "Next: assess gaps north" in told.err


def test_what_changed_is_told_question_by_question_and_adds_up(run: Run, home: Path) -> None:
    data = run("explain", "north", *LATER, "--workspace", home, "--format", "json").data
    since = data["since"]
    [moved] = since["questions"]
    assert (moved["question"], moved["direction"]) == ("encryption.at-rest", "better")
    assert (moved["before"], moved["after"]) == ("None", "Most (at least 80 %)")
    assert since["period"] == "2026Q2"
    first = run("explain", "north", *EARLIER, "--workspace", home, "--format", "json").data
    exact = [Fraction(each["scores"]["overall"]["exact"]) for each in (first, data)]
    assert Fraction(moved["effect"]) + Fraction(since["other_questions"]) == exact[1] - exact[0]
    assert first["since"] is None


def test_the_json_tree_adds_up_as_it_is_written(run: Run, home: Path) -> None:
    data = run("explain", "north", *LATER, "--workspace", home, "--format", "json").data["tree"]
    for limb in data["principles"]:
        leaves = [leaf for section in limb["sections"] for leaf in section["questions"]]
        assert sum(Fraction(leaf["earned"]) for leaf in leaves) == Fraction(limb["decisive"])
    assert sum(Fraction(limb["brings"]) for limb in data["principles"]) == Fraction(
        data["decisive"]
    )
    assert [limb["principle"] for limb in data["principles"]] == list(PRINCIPLES)


def test_a_question_s_story_names_the_cell_the_file_and_what_better_adds(
    run: Run, home: Path
) -> None:
    words = ("explain", "north", "--question", "encryption.at-rest", *LATER, "--workspace", home)
    shown, data = run(*words).out, run(*words, "--format", "json").data
    assert re.search(r"north-2026Q3\.xlsx, D\d+", " ".join(shown.split()))
    assert max(map(len, shown.splitlines())) <= 80
    assert data["answer"]["file"] == "north-2026Q3.xlsx"
    assert [each["level"] for each in data["better"]] == ["All"]
    assert Fraction(data["better"][0]["gain"]) > 0


def test_an_unknown_question_is_refused_with_the_command_that_lists_them(
    run: Run, home: Path
) -> None:
    done = run("explain", "north", "--question", "no.such", *LATER, "--workspace", home)
    assert done.code == 2
    assert "assess questionnaire show" in done.err


def test_the_page_needs_nothing_else_and_writes_names_as_text(
    run: Run, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "explain.html"
    done = run("explain", "north", *LATER, "--workspace", home, "--out", out)
    page = out.read_text("utf-8")
    assert done.code == 0, done.err
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert page.count("<details") == page.count("</details>") > len(PRINCIPLES)
    for name in PRINCIPLES:
        assert name.capitalize() in page


def test_another_format_is_refused_by_name(run: Run, home: Path, tmp_path: Path) -> None:
    done = run("explain", "north", *LATER, "--workspace", home, "--out", tmp_path / "a.docx")
    assert done.code == 3
    assert ".html, .json" in done.err


def test_the_same_inputs_give_the_same_bytes(run: Run, home: Path, tmp_path: Path) -> None:
    pages = [tmp_path / name for name in ("one.html", "two.html")]
    for page in pages:
        run("explain", "north", *LATER, "--workspace", home, "--out", page)
    assert pages[0].read_bytes() == pages[1].read_bytes()
