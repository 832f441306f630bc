"""Putting a scorecard in its folder: whole, and without touching what is not ours."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from questionnaires.problems import InputError, Place, Problem

MANIFEST = "scorecard.json"
"""Names every file of ours with its SHA-256; what it does not name is somebody else's."""

OURS = re.compile(r"index\.html|scorecard\.(pdf|xlsx)|partners/[a-z0-9][a-z0-9._-]*\.html")
"""The only names that are ever written, replaced or removed."""


def publish(files: Iterable[tuple[str, bytes]], folder: Path) -> list[Path]:
    """Write files (name, content) to a folder and return their paths, sorted, manifest included.

    A new folder appears whole or not at all. In an existing one only the files of an earlier
    scorecard are replaced or removed. Raises InputError, before anything has changed, where a
    file or folder of somebody else's is in the way.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
        # Inside, since a temporary folder itself is closed to everybody but its owner.
        stage = Path(name) / "whole"
        names = _stage(files, stage)
        if not folder.exists():
            stage.rename(folder)
        else:
            earlier = _earlier(folder)
            _check_free(folder, [each for each in names if each not in earlier])
            _replace(stage, folder, names, earlier)
    return [folder / each for each in names]


def _stage(files: Iterable[tuple[str, bytes]], stage: Path) -> list[str]:
    hashes: dict[str, str] = {}
    (stage / "partners").mkdir(parents=True)
    for name, content in files:
        if not OURS.fullmatch(name):
            message = f"{name!r} is no file of a scorecard"
            raise ValueError(message)
        (stage / name).write_bytes(content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    _write_manifest(stage, hashes)
    return sorted([*hashes, MANIFEST])


def _write_manifest(stage: Path, hashes: dict[str, str]) -> None:
    content = json.dumps({"files": dict(sorted(hashes.items()))}, indent=1)
    (stage / MANIFEST).write_text(content + "\n", encoding="utf-8")


def _earlier(folder: Path) -> dict[str, str]:
    """Return the files that an earlier scorecard left here, by its manifest."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        ours = {str(name): str(sha256) for name, sha256 in files.items() if OURS.fullmatch(name)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return ours | {MANIFEST: ""}


def _check_free(folder: Path, names: list[str]) -> None:
    pages = folder / "partners"
    taken = [folder / name for name in names if os.path.lexists(folder / name)]
    if pages.is_symlink() or (pages.exists() and not pages.is_dir()):
        taken.append(pages)
    if folder.is_file():
        taken.append(folder)
    if taken:
        hint = "choose another folder, or move it away"
        raise InputError(
            [
                Problem(Place(str(path)), "scorecard.in-the-way", "this is not a scorecard's", hint)
                for path in taken
            ]
        )


def _replace(stage: Path, folder: Path, names: list[str], earlier: dict[str, str]) -> None:
    """Move the files in; a crash on the way leaves whole files, all of them named as ours."""
    final = (stage / MANIFEST).read_bytes()
    known = {name: sha256 for name, sha256 in earlier.items() if name != MANIFEST}
    _write_manifest(stage, known | json.loads(final)["files"])
    (stage / MANIFEST).replace(folder / MANIFEST)
    (folder / "partners").mkdir(exist_ok=True)
    for name in names:
        if name != MANIFEST:
            (stage / name).replace(folder / name)
    for name in sorted(known.keys() - set(names)):
        (folder / name).unlink(missing_ok=True)
    (stage / MANIFEST).write_bytes(final)
    (stage / MANIFEST).replace(folder / MANIFEST)
