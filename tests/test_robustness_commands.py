"""How sure a tier is, as people meet it: the sentence, the command, the picture, the reports."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assess.certainty import certain, how_sure, share_bar, share_words
from assess.certainty.collecting import Certainty, Decisive
from questionnaires.profiles import LANGUAGES
from tests.program import Run, runner
from tests.test_robustness import assessed, five_principles


def sure(**changes: Any) -> Certainty:
    (found,) = how_sure(assessed(five_principles([1000, 820, 820, 820, 820], "pooled")))
    return replace(found, **changes)


def deciding(*names: str) -> tuple[Decisive, ...]:
    return tuple(Decisive(name, "worse", None) for name in names)


def test_the_sentence_says_the_share_and_what_decides() -> None:
    found = sure(same=970, lower=30, higher=0, decisive=deciding("a.b", "c.d"))
    said = "This tier holds in 97 % of reasonable weightings; two answers decide it: a.b, c.d."
    assert certain(found) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "no single answer decides it"),
        (("a",), "one answer decides it: a"),
        (("a", "b", "c", "d"), "four answers decide it, among them a, b, c"),
        (tuple("abcdefghij"), "10 answers decide it, among them a, b, c"),
    ],
)
def test_the_sentence_names_three_answers_and_counts_the_rest(
    names: tuple[str, ...], said: str
) -> None:
    assert certain(sure(decisive=deciding(*names))).endswith(f"; {said}.")


def test_an_answer_that_decides_both_ways_is_one_answer() -> None:
    both = (Decisive("a.b", "worse", None), Decisive("a.b", "better", None))
    assert certain(sure(decisive=both)).endswith("; one answer decides it: a.b.")


def test_a_tier_that_is_not_the_plain_one_is_not_called_this_tier() -> None:
    found = sure()
    lower = found.assessment.policy.tiers[0]
    assert certain(replace(found, tier=lower)).startswith(f"{lower.title}, reached without help,")
    assert certain(replace(found, tier=None)).startswith("In ")


def test_who_answered_nothing_has_no_sentence() -> None:
    made = five_principles([500] * 5, "pooled")
    (found,) = how_sure(assessed(replace(made, answers=({},))))
    assert certain(found) == ""
    assert found.tier is None


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 %"),
        (1, "less than 1 %"),
        (9, "less than 1 %"),
        (10, "1 %"),
        (975, "98 %"),
        (990, "99 %"),
        (991, "more than 99 %"),
        (999, "more than 99 %"),
        (1000, "100 %"),
    ],
)
def test_a_share_is_never_said_to_be_none_or_all_where_it_is_not(count: int, said: str) -> None:
    assert share_words(count, 1000) == said


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en", ""}))
def test_every_sentence_is_translated(language: str) -> None:
    found = sure(same=970)
    lower = found.assessment.policy.tiers[0]
    for tier in (found.tier, lower, None):
        for same in (2, 970, 999, 1000):
            for names in ("", "a", "ab", "abcd", "abcdefghi"):
                each = replace(found, tier=tier, same=same, decisive=deciding(*names))
                told = certain(each, language)
                english = certain(each)
                assert told.split(";")[0] != english.split(";")[0]
                assert told.split(";")[1] != english.split(";")[1]
                assert not {"reasonable", "answers", "answer", "decide"} & set(told.split())


def test_the_plain_tier_is_that_of_the_assessment() -> None:
    found = sure()
    assert found.tier == found.assessment.basis.plain


def test_the_bar_says_in_words_what_it_draws() -> None:
    drawn = share_bar(sure(same=970, lower=30, higher=0))
    assert 'aria-label="Tier under other reasonable weightings: lower in 3 %, same in 97 %' in drawn
    assert drawn.count("<rect") == 2


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workspace that `assess demo` makes."""
    folder = tmp_path_factory.mktemp("certainty") / "demo"
    program = [sys.executable, "-c", "from assess.cli import main; main()", "demo", str(folder)]
    subprocess.run(program, check=True, capture_output=True)
    return folder


@pytest.fixture
def run(demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    monkeypatch.chdir(demo)
    return runner(capsys, monkeypatch)


def test_one_partner_as_json_has_what_its_score_hangs_on(run: Run) -> None:
    data = run("certainty", "north-freight", "--format", "json").data
    weighed = data["weightings"]
    assert weighed["same"] + weighed["higher"] + weighed["lower"] == weighed["draws"] == 1000
    assert sum(weighed["tiers"].values()) == 1000
    assert sum(each["first"] for each in data["influence"]["answers"]) == pytest.approx(1, abs=1e-4)
    assert set(data["bounds"]) == {"decisive", "low", "high", "backed", "backed_tier"}


def test_the_portfolio_as_json_is_sorted_and_ranked(run: Run) -> None:
    data = run("certainty", "--format", "json").data
    names = [each["partner"] for each in data["partners"]]
    assert names == sorted(names)
    assert {each["partner"] for each in data["ranks"]["partners"]} <= set(names)
    places = [each["rank"] for each in data["ranks"]["partners"]]
    assert places == sorted(places)
    assert all(each["low"] <= each["high"] for each in data["ranks"]["partners"])


def test_a_partner_alone_is_as_sure_as_among_all_others(run: Run) -> None:
    everybody = run("certainty", "--format", "json").data["partners"]
    for each in everybody:
        alone = run("certainty", each["partner"], "--format", "json").data
        assert {key: alone[key] for key in each} == each


def test_the_same_sentence_stands_in_explain_the_gap_report_and_the_scorecard(
    run: Run, tmp_path: Path
) -> None:
    said = run("certainty", "north-freight", "--format", "json").data["sentence"]
    assert said in run("certainty", "north-freight").err
    assert said in run("explain", "north-freight").err
    assert run("explain", "north-freight", "--format", "json").data["certainty"] == said
    assert run("gaps", "north-freight", "--format", "json").data["tier"]["certainty"] == said
    run("scorecard", "--out", tmp_path / "card")
    page = tmp_path / "card" / "partners" / "north-freight.html"
    assert said in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_picture_is_the_same_every_time(run: Run, tmp_path: Path, suffix: str) -> None:
    one, other = (tmp_path / f"{name}{suffix}" for name in ("one", "other"))
    for path in (one, other):
        assert run("certainty", "--out", path).code == 0
    assert one.read_bytes() == other.read_bytes() != b""


def test_a_picture_of_one_partner_or_of_another_kind_is_refused_with_what_to_do(run: Run) -> None:
    for words in (("north-freight", "--out", "x.png"), ("--out", "x.docx")):
        done = run("certainty", *words)
        assert done.code == 2
        assert "leave out" in done.err or "name it .png" in done.err
    assert not Path("x.png").exists()


def test_an_unknown_partner_is_refused(run: Run) -> None:
    assert run("certainty", "nobody-here").code == 2


def test_a_quarter_without_answers_says_so(run: Run) -> None:
    done = run("certainty", "--period", "2019Q1")
    assert (done.code, done.out) == (0, "")
    assert "Nobody has answered for 2019Q1" in done.err
