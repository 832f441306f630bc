"""What the scorecard's folder promises: the same bytes, whole, and nobody else's files touched."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from assess.policies import load_policy
from assess.scorecard import write_scorecard
from assess.scorecard.portfolio import Row
from assess.scorecard.quarter import Quarter
from questionnaires.problems import InputError
from questionnaires.profiles import Profile
from tests.scorecard_sample import AS_OF, PROFILES, quarter


@pytest.fixture(scope="module")
def sample() -> Quarter:
    return quarter()


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_quarter_gives_the_same_bytes_whatever_the_order_it_comes_in(
    sample: Quarter, tmp_path: Path
) -> None:
    turned = dataclasses.replace(
        sample,
        profiles=sample.profiles[::-1],
        assessments=sample.assessments[::-1],
        history={period: sample.history[period][::-1] for period in list(sample.history)[::-1]},
        issued=list(sample.issued)[::-1],
        responses={partner: sample.responses[partner] for partner in list(sample.responses)[::-1]},
    )
    write_scorecard(sample, tmp_path / "one")
    write_scorecard(turned, tmp_path / "two")
    assert written(tmp_path / "one") == written(tmp_path / "two")


@pytest.mark.parametrize("partner", ["../escape", "a/b", "", ".hidden", "A", "x\n", "ü"])
def test_an_id_that_is_no_slug_never_becomes_a_path(partner: str, tmp_path: Path) -> None:
    bad = [Profile(partner, "Name")]
    one = Quarter("2026Q3", AS_OF, load_policy("standard"), bad, [])
    with pytest.raises(ValueError, match="is not a partner id"):
        write_scorecard(one, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_quarter_without_partners_or_answers_still_makes_a_scorecard(tmp_path: Path) -> None:
    for number, profiles in enumerate(((), PROFILES)):
        empty = Quarter("2026Q3", AS_OF, load_policy("standard"), profiles, [])
        folder = tmp_path / str(number)
        write_scorecard(empty, folder)
        assert "No partner has answered" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_second_scorecard_replaces_its_own_files_and_removes_pages_of_the_gone(
    sample: Quarter, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    write_scorecard(sample, folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    fewer = [profile for profile in PROFILES if profile.id != "willow"]
    write_scorecard(dataclasses.replace(sample, profiles=fewer), folder)
    assert not (folder / "partners" / "willow.html").exists()
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    fresh = tmp_path / "fresh"
    write_scorecard(dataclasses.replace(sample, profiles=fewer), fresh)
    assert written(fresh) == {k: v for k, v in written(folder).items() if k != "notes.txt"}


@pytest.mark.parametrize("name", ["index.html", "partners/cobalt.html", "scorecard.json"])
def test_somebody_elses_file_is_never_replaced(sample: Quarter, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("theirs", encoding="utf-8")
    with pytest.raises(InputError, match="not a scorecard's"):
        write_scorecard(sample, tmp_path)
    assert written(tmp_path) == {name: b"theirs"}


def test_a_page_folder_that_leads_elsewhere_is_refused(sample: Quarter, tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "partners").symlink_to(elsewhere)
    with pytest.raises(InputError, match="partners"):
        write_scorecard(sample, folder)
    assert list(elsewhere.iterdir()) == []


def test_a_failure_on_the_way_leaves_nothing(sample: Quarter, tmp_path: Path) -> None:
    def fail(_rows: Sequence[Row]) -> AbstractContextManager[Iterable[Row]]:
        message = "on the way"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="on the way"):
        write_scorecard(sample, tmp_path / "out", fail)
    assert list(tmp_path.iterdir()) == []
