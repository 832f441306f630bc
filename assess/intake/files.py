"""Finding returned files in folders and by patterns, and reading one from disk."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from assess.intake import limits
from assess.intake.outcome import Context, Outcome, refused
from assess.intake.reading import read_workbook
from assess.workspace import EVIDENCE, REJECTED, SETTINGS
from questionnaires.problems import Place, Problem

WORKBOOKS = (".csv", ".numbers", ".ods", ".tsv", ".xls", ".xlsb", ".xlsm", ".xlsx")
"""What a partner may have answered in: read if it is ours, else refused with the reason."""

CONTAINERS = (".eml", ".mbox", ".zip")
"""What may hold such files: a zip of them, an e-mail export."""

SUFFIXES = (*WORKBOOKS, *CONTAINERS)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files at the given paths that are to be read, sorted, each once.

    Folders are searched to the bottom (links to folders are not followed) for files by their
    suffix; lock files (`~$…`) and hidden files are passed over. A path that is not there may be
    a pattern (`inbox/**/*.xlsx`), and what it finds is taken as from a folder. Any other path
    is always returned, so that reading it says what is wrong with it.
    """
    named, found = _named_and_found(paths)
    return sorted(named | {path for path in found if path.suffix.casefold() in SUFFIXES})


def passed_over(paths: Iterable[Path]) -> list[Problem]:
    """Return a notice for each file found at the given paths that is not taken for a workbook."""
    message, hint = "passed over: no workbook by its name", "name it to have it tried all the same"
    named, found = _named_and_found(paths)
    return [
        Problem(Place(str(file)), "file.passed-over", message, hint)
        for file in sorted(found - named)
        if file.suffix.casefold() not in SUFFIXES
    ]


def read_bytes(path: Path) -> bytes | Outcome:
    """Return a file's bytes, or why they cannot be had; of one that is too large, its start."""
    name = str(path)
    try:
        if not path.exists():
            message = "nothing is called so" if glob.has_magic(name) else "there is no such file"
            return refused(name, "file.not-found", message, "check the path")
        if not path.is_file():
            message = "this is not a file"
            return refused(name, "file.not-a-file", message, "name a workbook or a folder")
        with path.open("rb") as file:
            return file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror or error}"
        return refused(name, "file.unreadable", message, "check its permissions")


def read_file(path: Path, context: Context) -> tuple[Outcome, bytes]:
    """Read a workbook from disk; also return its bytes, which are the evidence.

    See `read_workbook`; a file that cannot be opened is an outcome with one problem.
    """
    data = read_bytes(path)
    if isinstance(data, Outcome):
        return data, b""
    return read_workbook(str(path), data, context), data


def _named_and_found(paths: Iterable[Path]) -> tuple[set[Path], set[Path]]:
    """Return the files that are named themselves, and those found in folders and by patterns."""
    named: set[Path] = set()
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(_inside(path))
        elif glob.has_magic(str(path)) and not path.exists():
            matches = _matching(path)
            found |= matches
            named |= set() if matches else {path}
        else:
            named.add(path)
    return named, found


def _matching(pattern: Path) -> set[Path]:
    found: set[Path] = set()
    for match in map(Path, glob.iglob(str(pattern), recursive=True)):  # noqa: PTH207 - `Path.glob` takes no absolute pattern
        if match.is_dir():
            found.update(_inside(match))
        elif not _is_hidden(match.name):
            found.add(match)
    return found


def _inside(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        # Of a workspace, not what it keeps itself: copies of what was returned before.
        kept = (EVIDENCE, REJECTED) if SETTINGS in files else ()
        folders[:] = [name for name in folders if not name.startswith(".") and name not in kept]
        for name in files:
            if not _is_hidden(name):
                yield Path(base, name)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
