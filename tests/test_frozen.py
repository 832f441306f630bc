"""A published file never changes again: each one's hash is locked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.worlds import ROOT

FOLDERS = [
    ROOT / "assess/layouts/library",
    ROOT / "assess/signals",
    ROOT / "questionnaires/library",
    ROOT / "questionnaires/crosswalks",
    ROOT / "scoring/policies",
    ROOT / "scoring/policies/native",
]


def published(folder: Path) -> list[Path]:
    """Every published file of a folder; the lock of one inside it is none."""
    return [path for path in folder.glob("*/*.json") if path.name != "frozen.json"]


def locked(folder: Path) -> dict[str, str]:
    hashes: dict[str, str] = json.loads((folder / "frozen.json").read_text("utf-8"))
    return hashes


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_published_file_has_its_hash_locked_and_no_other_has(folder: Path) -> None:
    hashes = {
        f"{path.parent.name}@{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in published(folder)
    }
    assert hashes
    assert hashes == locked(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_published_file_says_the_id_and_version_of_its_name(folder: Path) -> None:
    for path in published(folder):
        data = json.loads(path.read_text("utf-8"))
        assert (data["id"], data["version"]) == (path.parent.name, path.stem)
