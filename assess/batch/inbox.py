"""What is to be imported: files, folders, patterns, and what stands in archives and e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from assess.intake import limits
from assess.intake.containers import Member, container_kind, members
from assess.intake.files import SUFFIXES, find_files, passed_over, read_bytes
from assess.intake.outcome import Outcome, refused, unread, with_problems
from assess.workers.child import Answer, Child, LostError
from assess.workers.reading import too_hard
from questionnaires.problems import Problem


@dataclass(frozen=True, slots=True)
class Item:
    """One returned file: what it is called, its bytes, and the file on disk that it stands in.

    `refusal` is the outcome of one whose bytes cannot be had.
    """

    path: Path
    name: str
    data: bytes = b""
    refusal: Outcome | None = None


class Inbox:
    """The returned files at some paths; iterating reads them, one after the other, in order.

    `files` are those on disk. `passed_over` tells of what is not taken for a workbook; what
    stands in archives and e-mail is added while iterating.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.files = find_files(paths)
        self.passed_over: list[Problem] = passed_over(paths)

    def __iter__(self) -> Iterator[Item]:
        """Read the files from disk; archives and e-mail exports are opened by a process."""
        for path in self.files:
            data = read_bytes(path)
            if isinstance(data, Outcome):
                yield Item(path, str(path), refusal=data)
            elif _is_container(path, data):
                yield from self._taken_out(path)
            elif len(data) > limits.FILE_BYTES:
                yield _too_large(path, limits.FILE_BYTES)
            else:
                yield Item(path, str(path), data)

    def _taken_out(self, path: Path) -> Iterator[Item]:
        if path.stat().st_size > limits.ARCHIVE_BYTES:
            yield _too_large(path, limits.ARCHIVE_BYTES)
            return
        child = Child(unpacker, path)
        try:
            while member := child.ask("next"):
                yield from self._item(path, member)
        except LostError as lost:
            yield Item(path, str(path), refusal=too_hard(str(path), str(lost)))
        finally:
            child.stop()

    def _item(self, path: Path, member: Member) -> Iterator[Item]:
        if member.problem is None:
            yield Item(path, member.name, member.data)
        elif member.passed_over:
            self.passed_over.append(member.problem)
        else:
            outcome = with_problems(unread(member.name), [member.problem])
            yield Item(path, member.name, refusal=outcome)


def unpacker(path: Path) -> Answer:
    """Return the function that gives the next file in a container, and None after the last."""

    def taken_out() -> Iterator[Member]:
        with path.open("rb") as file:
            yield from members(file, str(path), SUFFIXES)

    found = taken_out()
    return lambda _request: next(found, None)


def _is_container(path: Path, data: bytes) -> bool:
    if len(data) <= limits.FILE_BYTES:
        return container_kind(BytesIO(data)) != ""
    with path.open("rb") as file:
        return container_kind(file) != ""


def _too_large(path: Path, size: int) -> Item:
    message, hint = f"the file has more than {size:,} bytes", "return the workbook that was sent"
    return Item(path, str(path), refusal=refused(str(path), "file.too-large", message, hint))
