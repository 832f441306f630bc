"""The folder of rejected files: a copy of each, and beside it a text with every reason.

The copies are for people to open. What counts is the evidence, which is kept by hash.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from assess.intake.outcome import Outcome
from assess.store.evidence import evidence_path

NAMED = 40
"""Characters of the original's name that are kept; a file system takes 255 bytes."""

MARKED = 12
"""Characters of the hash that set files of one name apart, and say which copy is which."""

_UNSAFE = re.compile(r"[^\w.()-]+")
_ENTRY = re.compile(rf".*-([0-9a-f]{{{MARKED}}})(\.\w+){{1,2}}")


class Rejected:
    """The copies of rejected files in a folder, which is made when there is one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, set[Path]] = {}
        for path in folder.iterdir() if folder.is_dir() else ():
            if found := _ENTRY.fullmatch(path.name):
                self._entries.setdefault(found[1], set()).add(path)

    def add(self, outcome: Outcome, data: bytes) -> None:
        """Put a rejected file there, with its reasons; the same bytes again write them anew."""
        copy, reasons = entry_names(outcome)
        self._folder.mkdir(parents=True, exist_ok=True)
        _put(self._folder / copy, data)
        _put(self._folder / reasons, _reasons(outcome).encode("utf-8", "backslashreplace"))
        entries = self._entries.setdefault(outcome.file_sha256[:MARKED], set())
        entries.update((self._folder / copy, self._folder / reasons))

    def settle(self, sha256: str) -> None:
        """Take away what is there of a file that has been imported, or corrected, since."""
        for path in self._entries.pop(sha256[:MARKED], ()):
            path.unlink(missing_ok=True)


def entry_names(outcome: Outcome) -> tuple[str, str]:
    """Return the names of a file's copy and of its reasons: its own name made safe, and its hash.

    Whatever the original is called, they are names in one folder, on any system.
    """
    name = PurePosixPath(outcome.file.replace("\\", "/"))
    stem = _UNSAFE.sub("-", name.stem)[:NAMED].strip("-.") or "file"
    suffix = evidence_path(Path(), outcome.file_sha256, name.name).suffix
    copy = f"{stem}-{outcome.file_sha256[:MARKED]}{suffix}"
    return copy, f"{copy}.txt"


def _reasons(outcome: Outcome) -> str:
    """Write what stops a file, and what else was noticed, one a line."""
    lines = [outcome.file, f"SHA-256 {outcome.file_sha256}", "", "Rejected, for:"]
    lines += [f"- {problem}" for problem in outcome.problems]
    if outcome.notices:
        lines += ["", "Also noticed:", *(f"- {notice}" for notice in outcome.notices)]
    return "".join(f"{_in_one_line(line)}\n" for line in lines)


def _in_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else "�" for each in text)


def _put(path: Path, content: bytes) -> None:
    """Write a file whole; one that has the content already is left as it is."""
    if path.is_file() and path.read_bytes() == content:
        return
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)
