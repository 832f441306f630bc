"""`assess questionnaire diff` and `publish`: what is shown, what is refused, what stays frozen."""

from __future__ import annotations

import copy
import hashlib
import json
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from assess.store import save_partners, save_submission
from assess.versions import html
from assess.versions.comparing import compare_versions
from assess.versions.publishing import publish
from assess.versions.rows import in_line, rows
from assess.workspace import Workspace, create_workspace
from questionnaires.edits import Edit, apply
from questionnaires.library import SHIPPED, load_questionnaire, version_key, versions
from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError
from tests.program import Run, runner
from tests.store_case import DAY, opened, profile, submission
from tests.worlds import Raw, question, questionnaire

LEVELS = [
    {"id": "all", "text": "All of them", "points": 1000},
    {"id": "some", "text": "At least 50 %", "points": 400},
    {"id": "none", "text": "None", "points": 0},
]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "home", "made@1.0.0", "standard")


def asked(name: str, text: str, principle: str) -> Raw:
    answer = {"type": "choice", "levels": copy.deepcopy(LEVELS)}
    return question(name, answer, text=text, principles={principle: 100}, why="Lost data costs.")


def made(version: str = "1.0.0", **changes: Any) -> Raw:
    """Return a small questionnaire that the lint has no remark on."""
    return questionnaire(
        asked("a.logs", "How many of your servers keep their logs for 90 days?", "accountability"),
        asked("a.copies", "How many of our files do you copy each day?", "availability"),
        asked("a.disks", "How many of your laptops have an encrypted disk?", "confidentiality"),
    ) | {"version": version, **changes}


def draft(folder: Path, raw: Raw) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{raw['version']}.json"
    file.write_text(json.dumps(raw, indent=1), "utf-8")
    return file


def reworded(version: str) -> Raw:
    raw = made(version)
    raw["questions"][0]["text"] = "How many of your servers hold their logs for 90 days?"
    return raw


def reweighted(version: str) -> Raw:
    raw = made(version)
    raw["questions"][0]["weight"] = 2
    return raw


def locks(home: Workspace) -> dict[str, str]:
    path = home.questionnaires[0] / "frozen.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def refused(path: Path, home: Workspace) -> str:
    with pytest.raises(InvalidDocumentError) as caught:
        publish(path, home.questionnaires)
    [problem] = caught.value.problems
    return problem.code


# --- publish ------------------------------------------------------------------------------------


def test_a_published_file_stands_in_the_library_with_its_hash_locked(
    home: Workspace, tmp_path: Path
) -> None:
    file = draft(tmp_path, made())
    done = publish(file, home.questionnaires)
    assert done.path == home.questionnaires[0] / "made/1.0.0.json"
    assert done.path.read_bytes() == file.read_bytes()
    assert locks(home) == {"made@1.0.0": hashlib.sha256(file.read_bytes()).hexdigest()}


def test_publishing_the_same_bytes_again_changes_nothing(home: Workspace, tmp_path: Path) -> None:
    file = draft(tmp_path, made())
    publish(file, home.questionnaires)
    before = {p: p.stat().st_mtime_ns for p in home.folder.rglob("*")}
    assert publish(file, home.questionnaires).already
    assert {p: p.stat().st_mtime_ns for p in home.folder.rglob("*")} == before


def test_other_bytes_under_a_published_version_are_refused(home: Workspace, tmp_path: Path) -> None:
    publish(draft(tmp_path, made()), home.questionnaires)
    before = (home.questionnaires[0] / "made/1.0.0.json").read_bytes()
    assert refused(draft(tmp_path, reworded("1.0.0")), home) == "document.frozen"
    assert (home.questionnaires[0] / "made/1.0.0.json").read_bytes() == before


def test_a_shipped_version_cannot_be_published_anew(home: Workspace, tmp_path: Path) -> None:
    file = draft(tmp_path, made(id="partner-security"))
    assert refused(file, home) == "document.frozen"


def test_a_published_file_of_a_workspace_that_was_changed_is_not_loaded(
    home: Workspace, tmp_path: Path
) -> None:
    done = publish(draft(tmp_path, made()), home.questionnaires)
    load_questionnaire("made@1.0.0", home.questionnaires)
    done.path.write_text(json.dumps(reworded("1.0.0")), "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"document\.frozen"):
        load_questionnaire("made@1.0.0", home.questionnaires)


def test_a_workspace_cannot_unlock_a_shipped_version(home: Workspace) -> None:
    raw = made(id="partner-security")
    target = home.questionnaires[0] / "partner-security/1.0.0.json"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(raw), "utf-8")
    sha256 = hashlib.sha256(target.read_bytes()).hexdigest()
    lock = home.questionnaires[0] / "frozen.json"
    lock.write_text(json.dumps({"partner-security@1.0.0": sha256}), "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"document\.frozen"):
        load_questionnaire("partner-security@1.0.0", home.questionnaires)


@pytest.mark.parametrize("lock", ["{", "[]", '{"made@1.0.0": 1}', "[" * 100_000, "\xff"])
def test_a_lock_that_cannot_be_read_is_told_and_nothing_loaded(
    lock: str, home: Workspace, tmp_path: Path
) -> None:
    publish(draft(tmp_path, made()), home.questionnaires)
    (home.questionnaires[0] / "frozen.json").write_text(lock, "latin-1")
    with pytest.raises(InvalidDocumentError, match=r"document\.lock"):
        load_questionnaire("made@1.0.0", home.questionnaires)


def test_a_published_file_that_is_lost_comes_back_from_a_copy(
    home: Workspace, tmp_path: Path
) -> None:
    file = draft(tmp_path, made())
    publish(file, home.questionnaires).path.unlink()
    done = publish(file, home.questionnaires)
    assert done.path.read_bytes() == file.read_bytes()


def test_a_version_written_in_its_place_is_published_there(home: Workspace) -> None:
    home.questionnaires[0].mkdir()
    file = draft(home.questionnaires[0] / "made", made())
    assert publish(file, home.questionnaires).path == file
    assert set(locks(home)) == {"made@1.0.0"}


def test_another_file_in_the_place_is_not_overwritten(home: Workspace, tmp_path: Path) -> None:
    home.questionnaires[0].mkdir()
    standing = draft(home.questionnaires[0] / "made", reworded("1.0.0"))
    before = standing.read_bytes()
    assert refused(draft(tmp_path, made()), home) == "publish.occupied"
    assert standing.read_bytes() == before
    assert locks(home) == {}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (made("0.9.0"), "version.not-higher"),
        (reworded("1.0.0"), "document.frozen"),
        (reworded("1.0.1"), ""),
        (reweighted("1.0.1"), "version.too-small"),
        (reweighted("1.1.0"), "version.too-small"),
        (reweighted("2.0.0"), ""),
        (reworded("1.1.0"), ""),
    ],
    ids=lambda value: value["version"] if isinstance(value, dict) else value or "fits",
)
def test_the_number_must_rise_as_far_as_the_changes_demand(
    raw: Raw, code: str, home: Workspace, tmp_path: Path
) -> None:
    publish(draft(tmp_path, made()), home.questionnaires)
    if code:
        assert refused(draft(tmp_path, raw), home) == code
        assert set(locks(home)) == {"made@1.0.0"}
    else:
        publish(draft(tmp_path, raw), home.questionnaires)
        assert set(locks(home)) == {"made@1.0.0", f"made@{raw['version']}"}


def test_the_number_is_held_against_the_highest_version_published(
    home: Workspace, tmp_path: Path
) -> None:
    for version in ("1.9.0", "1.10.0"):
        publish(draft(tmp_path, made(version)), home.questionnaires)
    assert refused(draft(tmp_path, made("1.9.5")), home) == "version.not-higher"


def test_a_shipped_questionnaire_is_continued_in_a_workspace_by_the_same_rule(
    home: Workspace, tmp_path: Path
) -> None:
    newest = load_questionnaire("partner-security@1.1.0")
    raw = json.loads((SHIPPED / "partner-security/1.1.0.json").read_text("utf-8"))
    raw["version"] = "1.1.1"
    raw["questions"][0]["weight"] = 10
    assert newest.questions[0].weight != 10
    assert refused(draft(tmp_path, raw), home) in {"version.too-small", "version.not-higher"}


def test_what_the_lint_remarks_on_is_not_published(home: Workspace, tmp_path: Path) -> None:
    raw = made()
    raw["questions"][0]["text"] = "How many of your servers keep adequate logs?"
    assert refused(draft(tmp_path, raw), home).startswith("lint.")
    assert not (home.questionnaires[0] / "made").exists()


def test_a_map_that_calls_a_question_changed_makes_the_step_a_major_one(
    home: Workspace, tmp_path: Path
) -> None:
    publish(draft(tmp_path, made()), home.questionnaires)
    entries = [
        {"kind": "changed" if name == "a.logs" else "same", "from": [name], "to": [name]}
        for name in ("a.logs", "a.copies", "a.disks")
    ]
    folder = home.questionnaires[0] / "made/migrations"
    folder.mkdir()
    data = {"from": "made@1.0.0", "to": "made@1.0.1", "questions": entries}
    (folder / "1.0.0-1.0.1.json").write_text(json.dumps(data), "utf-8")
    assert refused(draft(tmp_path, reworded("1.0.1")), home) == "version.too-small"


def test_publish_says_what_it_did_and_exits_with_4_where_it_refuses(
    run: Run, home: Workspace, tmp_path: Path
) -> None:
    words = ("--workspace", home.folder)
    done = run("questionnaire", "publish", draft(tmp_path, made()), "--format", "json", *words)
    assert (done.code, done.data["status"], done.data["previous"]) == (0, "published", None)
    done = run("questionnaire", "publish", draft(tmp_path, reweighted("1.1.0")), *words)
    assert done.code == 4
    assert "a.logs, weight: the same answers add up to another score" in done.err
    assert "make it 2.0.0" in done.err


def test_publish_needs_a_workspace(run: Run, tmp_path: Path) -> None:
    done = run("questionnaire", "publish", draft(tmp_path, made()), "--workspace", tmp_path)
    assert done.code == 2
    assert "assess init" in done.err


# --- diff ---------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    new = reweighted("2.0.0")
    new["questions"][1]["guidance"] = 'Look. <script>alert("x")</script> \x1b[31m=1+1'
    new["questions"].pop(2)
    new["questions"].append(asked("a.sites", "How many sites have a fence?", "confidentiality"))
    return draft(tmp_path, made()), draft(tmp_path, new)


def test_the_edits_of_the_json_turn_the_first_file_into_the_second(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    data = run("questionnaire", "diff", *pair, "--format", "json", "--workspace", tmp_path).data
    edits = [Edit(tuple(e["path"]), e["before"], e["after"]) for e in data["edits"]]
    old, new = (json.loads(path.read_text("utf-8")) for path in pair)
    assert apply(old, edits) == new


def test_the_json_names_both_versions_the_step_and_every_change(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    data = run("questionnaire", "diff", *pair, "--format", "json", "--workspace", tmp_path).data
    assert list(data) == [
        *("from", "to", "demands", "step", "fits", "counts", "changes", "touched", "edits"),
    ]
    assert (data["demands"], data["step"], data["fits"]) == ("major", "major", True)
    assert data["counts"] == {"removed": 1, "re-weighted": 1, "added": 1, "reworded": 1}
    assert data["touched"] is None
    [weight] = [each for each in data["changes"] if each["kind"] == "re-weighted"]
    assert (weight["new"], weight["before"], weight["after"]) == (["a.logs"], 1, 2)


def test_the_table_shows_what_changed_and_whether_the_number_fits(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    done = run("questionnaire", "diff", *pair, "--workspace", tmp_path)
    assert "1 → 2" in done.out
    assert "2.0.0 or higher: 2.0.0 fits." in done.out
    assert "\x1b" not in done.out


def test_a_number_that_does_not_fit_is_told(run: Run, tmp_path: Path) -> None:
    old, new = draft(tmp_path, made()), draft(tmp_path, reweighted("1.1.0"))
    done = run("questionnaire", "diff", old, new, "--workspace", tmp_path)
    assert "1.1.0 does not fit, it is only a minor step." in done.out


def test_a_map_that_does_not_fit_is_told_and_left_out(
    run: Run, home: Workspace, tmp_path: Path
) -> None:
    folder = home.questionnaires[0] / "made/migrations"
    folder.mkdir(parents=True)
    data = {"from": "made@1.0.0", "to": "made@2.0.0", "questions": []}
    (folder / "1.0.0-2.0.0.json").write_text(json.dumps(data), "utf-8")
    files = draft(tmp_path, made()), draft(tmp_path, reweighted("2.0.0"))
    done = run("questionnaire", "diff", *files, "--workspace", home.folder)
    assert done.code == 0
    assert "left out" in done.err


class Marks(HTMLParser):
    """The words inside <ins> and <del>, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: dict[str, list[str]] = {"ins": [], "del": []}
        self.tags: set[str] = set()
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside = tag if tag in self.words else ""
        assert not [value for key, value in attrs if key in {"src", "onclick"}]

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag in self.words else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words[self._inside].append(data)


def test_the_page_marks_the_words_on_either_side_and_runs_nothing(run: Run, tmp_path: Path) -> None:
    new = reworded("1.0.1")
    new["questions"][1]["guidance"] = "Look. <script>alert(1)</script>"
    out = tmp_path / "page.html"
    files = draft(tmp_path, made()), draft(tmp_path, new)
    done = run("questionnaire", "diff", *files, "--out", out, "--workspace", tmp_path)
    assert done.code == 0, done.err
    marks = Marks(out.read_text("utf-8"))
    assert marks.words["del"] == ["keep"]
    assert marks.words["ins"] == ["hold", "<script>alert(1)</script>"]
    assert "script" not in marks.tags


SHIPPED_VERSIONS = [version for name, version, _ in versions() if name == "partner-security"]


@pytest.mark.parametrize("pair", list(permutations(SHIPPED_VERSIONS, 2)), ids="-".join)
def test_any_two_shipped_versions_can_be_shown(pair: tuple[str, str]) -> None:
    old, new = (f"partner-security@{version}" for version in pair)
    found = compare_versions(old, new, [SHIPPED])
    assert found.misfits == ()
    assert found.fits == (version_key(pair[0]) < version_key(pair[1]))
    assert all(in_line(row) for row in rows(found))
    assert html.page(found, None).startswith(b"<!DOCTYPE html>")


def test_the_page_is_the_same_every_time(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    pages = []
    for name in ("one.html", "two.html"):
        run("questionnaire", "diff", *pair, "--out", tmp_path / name, "--workspace", tmp_path)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_another_ending_than_html_is_refused(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "page.docx"
    assert run("questionnaire", "diff", *pair, "--out", out, "--workspace", tmp_path).code == 3


def test_what_the_changes_touch_is_counted_by_period(
    run: Run, home: Workspace, pair: tuple[Path, Path]
) -> None:
    old = pair[0].read_bytes()
    reference = Reference("made", "1.0.0", hashlib.sha256(old).hexdigest())
    # a.logs (weight) and a.disks (removed) are affected, a.copies (guidance) is not.
    answers = {"p1": (0, 0, -1), "p2": (-1, 0, -1), "p3": (-2, -1, 1)}
    with opened(home.folder) as engine:
        save_partners(engine, [profile(name) for name in answers], DAY)
        for name, codes in answers.items():
            returned = submission(name, name, responses=(), questionnaire=reference)
            vector = bytes(code % 256 for code in codes)
            save_submission(engine, returned, profile(name), vector, DAY)
    done = run(*("questionnaire", "diff", *pair, "--format", "json", "--workspace", home.folder))
    assert done.data["touched"] == [
        {"period": "2026Q2", "submissions": 3, "affected": 2, "answers": 3}
    ]


def test_submissions_on_another_version_are_not_counted(
    run: Run, home: Workspace, pair: tuple[Path, Path]
) -> None:
    with opened(home.folder) as engine:
        save_partners(engine, [profile()], DAY)
        save_submission(engine, submission(), profile(), bytes(2), DAY)
    done = run(*("questionnaire", "diff", *pair, "--format", "json", "--workspace", home.folder))
    assert done.data["touched"] == []


def test_two_different_questionnaires_are_compared_without_a_word_on_numbers(
    run: Run, tmp_path: Path
) -> None:
    old = draft(tmp_path / "one", made())
    new = draft(tmp_path / "two", made("2.0.0", id="other"))
    data = run("questionnaire", "diff", old, new, "--format", "json", "--workspace", tmp_path).data
    assert (data["step"], data["fits"]) == (None, None)
    done = run("questionnaire", "diff", old, new, "--workspace", tmp_path)
    assert "different questionnaires" in done.out
