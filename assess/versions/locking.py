"""Putting a file into a library for good: the file comes first, the lock on its hash second."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from assess.look.files import write_whole
from questionnaires.library import frozen
from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem


def hold_to_lock(reference: Reference, locked: Mapping[str, str], path: Path) -> None:
    """Hold a file whose version is published to its hash; raises InvalidDocumentError."""
    if locked[str(reference)] != reference.sha256:
        message = f"{reference} is published and never changes; this file is another"
        hint = "give the file a higher version"
        raise refusal(path, "document.frozen", message, hint)


def put(content: bytes, target: Path) -> None:
    """Write a file to its place, unless it stands there.

    Raises InvalidDocumentError where another one does: that is not overwritten.
    """
    if not target.exists():
        write_whole(target, content)
    elif target.read_bytes() != content:
        message = "another file, not published, stands where this one would go"
        hint = "it may be in use already: give yours a higher version, or remove that file"
        raise refusal(target, "publish.occupied", message, hint)


def lock(path: Path, reference: Reference) -> None:
    """Add a version to the hashes of a library, whole or not at all."""
    hashes = {**frozen(path), str(reference): reference.sha256}
    text = json.dumps(dict(sorted(hashes.items())), indent=2) + "\n"
    write_whole(path, text.encode())


def refusal(path: Path, code: str, message: str, hint: str) -> InvalidDocumentError:
    """Return the error that says why a file is not published."""
    return InvalidDocumentError([Problem(Place(str(path)), code, message, hint)])
