"""Promises of which files are read, and how files that cannot be read are reported."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from assess.intake import limits
from assess.intake.files import find_files, passed_over, read_file
from assess.intake.outcome import Context
from questionnaires.model import Questionnaire
from tests.mistreated import TRIAL, returned

AS_OF = dt.date(2026, 10, 5)


def library(_id: str, _version: str) -> Questionnaire:
    return TRIAL


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for name in (
        "b.xlsx",
        "a.XLSX",
        "deep/er/c.xlsm",
        "~$b.xlsx",
        ".hidden.xlsx",
        ".git/d.xlsx",
        "letter.pdf",
        "deep/notes.md",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder


def names(paths: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_folders_are_searched_to_the_bottom_without_locks_and_hidden_files(inbox: Path) -> None:
    assert names(find_files([inbox]), inbox) == ["a.XLSX", "b.xlsx", "deep/er/c.xlsm"]


def test_other_files_in_a_folder_are_reported(inbox: Path) -> None:
    notices = passed_over([inbox])
    assert [Path(notice.place.file).name for notice in notices] == ["notes.md", "letter.pdf"]
    assert {notice.code for notice in notices} == {"file.passed-over"}


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xls", ".ods", ".zip", ".eml", ".mbox"])
def test_tables_archives_and_mail_in_a_folder_are_taken(inbox: Path, suffix: str) -> None:
    path = (inbox / "deep" / "answers").with_suffix(suffix)
    path.write_bytes(b"")
    assert path in find_files([inbox])


def test_a_pattern_finds_what_a_folder_would_give(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(inbox.parent)
    found = [Path("inbox/b.xlsx"), Path("inbox/deep/er/c.xlsm")]
    assert find_files([Path("inbox/**/*.xls[mx]")]) == found
    assert find_files([Path("inbox/*")]) == find_files([Path("inbox")])
    assert passed_over([Path("inbox/*.pdf")])[0].place.file == "inbox/letter.pdf"
    assert find_files([inbox / "*.xlsx"]) == [inbox / "b.xlsx"]


def test_a_pattern_that_finds_nothing_is_a_problem_and_a_file_called_so_is_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "acme [final].xlsx"
    assert find_files([path]) == [path]
    outcome, _ = read_file(path, Context(library, AS_OF))
    assert [problem.code for problem in outcome.problems] == ["file.not-found"]
    path.write_bytes(b"")
    assert find_files([path]) == [path]


def test_a_path_that_is_named_is_always_tried(inbox: Path) -> None:
    explicit = [inbox / "letter.pdf", inbox / "~$b.xlsx", inbox / "missing.xlsx"]
    assert find_files(explicit) == sorted(explicit)
    assert passed_over(explicit) == []


def test_a_file_named_twice_is_read_once(inbox: Path) -> None:
    assert names(find_files([inbox / "b.xlsx", inbox, inbox]), inbox).count("b.xlsx") == 1


def test_the_order_of_paths_changes_nothing(inbox: Path) -> None:
    paths = [inbox / "deep", inbox / "b.xlsx"]
    assert find_files(paths) == find_files(reversed(paths))


def test_what_a_workspace_keeps_itself_is_not_returned_anew(inbox: Path) -> None:
    before = find_files([inbox])
    (inbox / "assess.toml").write_text("")
    for kept in ("evidence/ab", "rejected"):
        (inbox / kept).mkdir(parents=True)
        (inbox / kept / "copy.xlsx").write_bytes(b"PK")
    assert find_files([inbox]) == before


def test_links_to_folders_are_not_followed(inbox: Path) -> None:
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    assert len(find_files([inbox])) == 3


def test_a_file_is_read_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(returned({"trial.mfa": "Yes"}))
    outcome, data = read_file(path, Context(library, AS_OF))
    assert outcome.submission is not None
    assert outcome.submission.file == "acme.xlsx"
    assert data == path.read_bytes()


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    outcome, data = read_file(tmp_path / "nowhere.xlsx", Context(library, AS_OF))
    assert [problem.code for problem in outcome.problems] == ["file.not-found"]
    assert data == b""


def test_a_folder_or_a_pipe_is_a_problem_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path, tmp_path / "pipe.xlsx"):
        outcome, _ = read_file(path, Context(library, AS_OF))
        assert [problem.code for problem in outcome.problems] == ["file.not-a-file"]


def test_a_file_that_may_not_be_opened_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(b"x")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    outcome, _ = read_file(path, Context(library, AS_OF))
    assert [problem.code for problem in outcome.problems] == ["file.unreadable"]
    assert "Permission denied" in outcome.problems[0].message


def test_no_more_of_a_file_is_read_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    path = tmp_path / "huge.xlsx"
    path.write_bytes(b"PK" * 1000)
    outcome, data = read_file(path, Context(library, AS_OF))
    assert [problem.code for problem in outcome.problems] == ["file.too-large"]
    assert len(data) == 11
