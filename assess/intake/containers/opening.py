"""Taking out what a container holds, one file at a time, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from assess.intake.cells import RefusedError
from assess.intake.containers.archives import zipped
from assess.intake.containers.found import Budget, Found, Wanted
from assess.intake.containers.kinds import Kind, container_kind
from assess.intake.containers.mail import attached, attached_to_all
from questionnaires.problems import Place, Problem

DEPTH = 3
"""Containers inside each other: in an mbox, an e-mail passed on, with a zip attached."""

NAMED = 150
"""Characters of a name that are shown."""

_OPENERS: dict[Kind, Callable[[IO[bytes], Wanted, Budget], Iterator[Found]]] = {
    "zip": zipped,
    "message": attached,
    "mailbox": attached_to_all,
}
_UNTELLING = ("", ".bin", ".dat", ".tmp")
"""What the names of files end in that nobody has named."""

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Member:
    """One file out of a container, called `mail.zip/in/acme.xlsx`.

    `problem` says why it, or the rest of its container, was not taken out, or, with
    `passed_over`, that it is not taken for a workbook.
    """

    name: str
    data: bytes = b""
    problem: Problem | None = None
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class _Container:
    """A container being opened: what it is called, what it is, and what it is in."""

    name: str
    suffixes: tuple[str, ...]
    kinds: tuple[Kind, ...]
    budget: Budget = field(default_factory=Budget)

    def wanted(self, name: str) -> bool:
        """Tell by its name whether a file is worth unpacking."""
        return _suffix(name) in (*self.suffixes, *_UNTELLING)


def members(file: IO[bytes], name: str, suffixes: tuple[str, ...]) -> Iterator[Member]:
    """Yield what a container holds, a zip's files by name, mail in its order.

    Taken are files whose names end in one of `suffixes`, and those with no telling name that
    begin as a workbook does; a container inside is opened in turn. One without any workbook is
    a problem, as is one that cannot be opened; what came out of it before stays.
    """
    kind = container_kind(file)
    taken = False
    for member in _inside(file, _Container(name, suffixes, (kind,))):
        taken = taken or not member.passed_over
        yield member
    if not taken:
        message, hint = "there is no workbook in it", "ask for the workbook itself"
        yield _refused(name, RefusedError(message, "file.no-workbook", hint))


def _inside(file: IO[bytes], container: _Container) -> Iterator[Member]:
    file.seek(0)
    try:
        for found in _OPENERS[container.kinds[-1]](file, container.wanted, container.budget):
            name = f"{container.name}/{_shown(found.name)}"
            if found.error:
                yield _refused(name, found.error)
            elif found.data is None or not _is_taken(found, container):
                yield _refused(name, _NO_WORKBOOK, passed_over=True)
            else:
                yield from _taken(name, found.data, container)
    except RefusedError as error:
        yield _refused(container.name, error)


def _is_taken(found: Found, container: _Container) -> bool:
    named = _suffix(found.name) in container.suffixes
    return named or (found.data or b"").startswith(_WORKBOOK)


def _taken(name: str, data: bytes, container: _Container) -> Iterator[Member]:
    kind = container_kind(BytesIO(data))
    if not kind:
        yield Member(name, data)
    elif (kind == "zip" and kind in container.kinds) or len(container.kinds) == DEPTH:
        message = "it is nested too deep: an archive inside an archive"
        hint = "unpack the outer one and import what is in it"
        yield _refused(name, RefusedError(message, "file.nested", hint))
    else:
        kinds = (*container.kinds, kind)
        inner = _Container(name, container.suffixes, kinds, container.budget)
        yield from _inside(BytesIO(data), inner)


def _refused(name: str, error: RefusedError, *, passed_over: bool = False) -> Member:
    problem = Problem(Place(name), error.code, error.message, error.hint)
    return Member(name, problem=problem, passed_over=passed_over)


_NO_WORKBOOK = RefusedError(
    "passed over: no workbook by its name", "file.passed-over", "save it and import it by itself"
)


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.casefold()


def _shown(name: str) -> str:
    """Return a name as far as it can be shown, in one line."""
    short = name if len(name) <= NAMED else f"{name[: NAMED // 2]}…{name[-NAMED // 2 :]}"
    return "".join(each if each.isprintable() else "�" for each in short)
