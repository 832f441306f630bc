"""Every command that the README shows works, in the order shown, and nothing else is shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.program import Run, fill, runner

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.mark.slow
def test_every_command_of_the_readme_works(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for program, *words in commands():
        if program == "cd":
            monkeypatch.chdir(words[0])
        elif program == "assess":
            if words[0] == "import" and not Path("inbox").exists():
                shutil.copytree("outbox", "inbox")  # the partners answer
                claim: dict[str, object] = {"records.scan-signin": "Not applicable"}
                for workbook in sorted(Path("inbox").resolve().glob("*.xlsx")):
                    fill(workbook, claim)
            done = run(*words)
            assert done.code == 0, (words, done.err)


def test_make_has_the_targets_that_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = [words[1] for words in commands() if words[0] == "make"]
    assert named == ["demo", "test"]
    assert all(f"\n{target}:" in makefile for target in named)


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
