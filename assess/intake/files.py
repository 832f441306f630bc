"""Finding returned files in folders, and reading one from disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from assess.intake import limits
from assess.intake.outcome import Context, Outcome, refused
from assess.intake.reading import read_workbook
from questionnaires.problems import Place, Problem

SUFFIXES = (".numbers", ".ods", ".xls", ".xlsb", ".xlsm", ".xlsx")
"""What a partner may have answered in: read if it is ours, else refused with the reason."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the workbooks at the given paths, sorted, each once.

    Folders are searched to the bottom (links to folders are not followed) for workbooks by
    their suffix; lock files (`~$…`) and hidden files are passed over. A path that is no folder
    is always returned, so that reading it says what is wrong with it.
    """
    found = set()
    for path in paths:
        if path.is_dir():
            found |= {each for each in _inside(path) if each.suffix.casefold() in SUFFIXES}
        else:
            found.add(path)
    return sorted(found)


def passed_over(paths: Iterable[Path]) -> list[Problem]:
    """Return a notice for each file in the given folders that is not taken for a workbook."""
    message, hint = "passed over: no workbook by its name", "name it to have it tried all the same"
    return [
        Problem(Place(str(file)), "file.passed-over", message, hint)
        for file in sorted({each for path in paths if path.is_dir() for each in _inside(path)})
        if file.suffix.casefold() not in SUFFIXES
    ]


def read_file(path: Path, context: Context) -> tuple[Outcome, bytes]:
    """Read a workbook from disk; also return its bytes, which are the evidence.

    See `read_workbook`; a file that cannot be opened is an outcome with one problem.
    """
    name = str(path)
    try:
        if not path.exists():
            hint = "check the path"
            return refused(name, "file.not-found", "there is no such file", hint), b""
        if not path.is_file():
            message = "this is not a file"
            return refused(name, "file.not-a-file", message, "name a workbook or a folder"), b""
        with path.open("rb") as file:
            data = file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror or error}"
        return refused(name, "file.unreadable", message, "check its permissions"), b""
    return read_workbook(name, data, context), data


def _inside(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith((".", "~$")):
                yield Path(base, name)
