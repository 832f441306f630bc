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

LOCK = "frozen.json"
"""The file of a library that holds the SHA-256 of every published one, by `id@version`."""

SHIPPED = Path(__file__).parent / "library"
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


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
    check_identity(questionnaire.reference, expected, path, locked_hashes(folders))
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


def locked_hashes(folders: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of every published file of some libraries and of ours, which wins.

    Raises InvalidDocumentError for a lock that cannot be read: without it nothing is certain.
    """
    hashes: dict[str, str] = {}
    for folder in (*folders, SHIPPED):
        hashes |= frozen(folder / LOCK)
    return hashes


def frozen(path: Path) -> dict[str, str]:
    """Return the locked SHA-256 of every published file, by `id@version`; none without a file."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return {}
    return _frozen(path, state.st_mtime_ns, state.st_size)


@cache
def _frozen(path: Path, _changed: int, _size: int) -> dict[str, str]:
    try:
        hashes = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        hashes = None
    if isinstance(hashes, dict) and all(isinstance(each, str) for each in hashes.values()):
        return hashes
    message = "the hashes of the published files cannot be read"
    hint = "restore it from a copy"
    raise InvalidDocumentError([Problem(Place(str(path)), "document.lock", message, hint)])
