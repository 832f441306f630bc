"""Finding a questionnaire by `id@version` among the shipped ones and a workspace's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem, UnknownNameError
from questionnaires.reading import read_questionnaire

SHIPPED = Path(__file__).parent / "library"
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
FROZEN = SHIPPED / "frozen.json"
"""The SHA-256 of every published file, by `id@version`: a published file never changes."""


def versions(folders: Sequence[Path] = (SHIPPED,)) -> Iterator[tuple[str, str, Path]]:
    """Yield id, version and path of every file in the folders, ids sorted, versions in order."""
    found = {
        (path.parent.name, path.stem): path
        for folder in reversed(folders)
        for path in folder.glob("*/*.json")
        if VERSION.fullmatch(path.stem)
    }
    for name, version in sorted(found, key=lambda key: (key[0], version_key(key[1]))):
        yield name, version, found[name, version]


def newest_version(name: str, folders: Sequence[Path] = (SHIPPED,)) -> str:
    """Return a bare id with its newest version, as `id@version`."""
    _, expected = find("questionnaire", name, folders)
    return "@".join(expected)


def find(kind: str, name: str, folders: Sequence[Path]) -> tuple[Path, tuple[str, str]]:
    """Return the path, and the id and version, of `id@version` or of a bare id's newest version.

    `kind` is the word for people. Raises UnknownNameError for an unknown name, listing the known.
    """
    wanted, _, version = name.partition("@")
    matches = [
        (path, (found_id, found))
        for found_id, found, path in versions(folders)
        if found_id == wanted and version in ("", found)
    ]
    if not matches:
        known = ", ".join(f"{i}@{v}" for i, v, _ in versions(folders))
        message = f"there is no {kind} {name}"
        hint = f"known: {known}"
        raise UnknownNameError([Problem(Place(), f"{kind}.unknown", message, hint)])
    return matches[-1]


def load_questionnaire(name: str, folders: Sequence[Path] = (SHIPPED,)) -> Questionnaire:
    """Load `id@version`, or the newest version for a bare id; earlier folders win.

    Raises UnknownNameError for a name that is in no folder, InvalidDocumentError for a file that
    breaks a rule, that says another id or version inside, or whose frozen hash changed.
    """
    path, expected = find("questionnaire", name, folders)
    questionnaire = _read(path, path.stat().st_mtime_ns)
    check_identity(questionnaire.reference, expected, path, frozen(FROZEN))
    return questionnaire


def check_identity(
    reference: Reference, expected: tuple[str, str], path: Path, published: dict[str, str]
) -> None:
    """Hold a file to its name and, once published, to its frozen hash.

    Raises InvalidDocumentError when either differs.
    """
    place = Place(str(path))
    if (reference.id, reference.version) != expected:
        message = f"the file says it is {reference}, its name says {'@'.join(expected)}"
        problem = Problem(place, "document.identity", message, "rename it or correct the file")
        raise InvalidDocumentError([problem])
    if published.get(str(reference), reference.sha256) != reference.sha256:
        message = f"{reference} is published and has been changed since"
        hint = "restore it, and put the change into a new version"
        raise InvalidDocumentError([Problem(place, "document.frozen", message, hint)])


def version_key(version: str) -> tuple[int, ...]:
    """Order versions by their numbers."""
    return tuple(int(part) for part in version.split("."))


@cache
def _read(path: Path, _changed: int) -> Questionnaire:
    return read_questionnaire(path)


@cache
def frozen(path: Path) -> dict[str, str]:
    """Return the locked SHA-256 of every published file, by `id@version`."""
    hashes: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return hashes
