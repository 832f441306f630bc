"""Finding a policy by `id@version` or as a file, among the shipped ones and a workspace's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import scoring
from questionnaires.documents import Document, read_document
from questionnaires.library import LOCK, check_identity, find, frozen, versions
from scoring.policy import SCHEMA, Policy, build_policy

SHIPPED = Path(scoring.__file__).parent / "policies"

FILE = ".json"
"""What the name of a file ends in, and no `id@version` does."""


def load_policy(name: str, folders: Sequence[Path] = ()) -> Policy:
    """Load `id@version`, or the newest version for a bare id; `folders` win over the shipped ones.

    Raises UnknownNameError for a name that is in no folder, InvalidDocumentError for a file that
    breaks a rule, that says another id or version inside, or whose frozen hash changed.
    """
    path, expected = find("policy", name, (*folders, SHIPPED))
    policy = build_policy(read_document(path, SCHEMA))
    check_identity(policy.reference, expected, path, locked_policies(folders))
    return policy


def read_policy(name: str, folders: Sequence[Path] = ()) -> tuple[Policy, Document]:
    """Return a policy, by name as `load_policy` takes it or in a file, and the file's data."""
    if name.endswith(FILE):
        document = read_document(Path(name), SCHEMA)
        return build_policy(document), document
    path, _ = find("policy", name, (*folders, SHIPPED))
    return load_policy(name, folders), read_document(path, SCHEMA)


def every_policy(folders: Sequence[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Yield `id@version` and file of every policy, ids sorted, versions in order."""
    for name, version, path in versions((*folders, SHIPPED)):
        yield f"{name}@{version}", path


def newest_policy(name: str) -> str:
    """Return the id of a shipped policy with its newest version, as `id@version`."""
    _, expected = find("policy", name, (SHIPPED,))
    return "@".join(expected)


def locked_policies(folders: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of every published policy by `id@version`; ours win.

    Raises InvalidDocumentError for a lock that cannot be read: without it nothing is certain.
    """
    hashes: dict[str, str] = {}
    for folder in (*folders, SHIPPED):
        hashes |= frozen(folder / LOCK)
    return hashes
