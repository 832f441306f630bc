"""Putting issued workbooks into a folder without ever touching one that may be in use."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def place(data: bytes, path: Path) -> bool:
    """Write a new file whole or not at all; return False where another content stands there.

    A file with these very bytes is left as it is. Raises OSError where it cannot be written.
    """
    if path.exists():
        return _holds(path, data)
    descriptor, name = tempfile.mkstemp(prefix=".issue-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        draft.chmod(0o644)
        return _publish(draft, path) or _holds(path, data)
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> bool:
    """Give the draft its name; False where the name has been taken meanwhile."""
    try:
        # Unlike a rename, a link never replaces a file.
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links; Windows refuses to rename onto a file by itself.
        if path.exists():
            return False
        draft.rename(path)
    return True


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data
