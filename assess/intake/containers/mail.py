"""E-mail exports: the attachments of one message, or of every message of an mbox.

Who sent it and what it says is not looked at: anybody can write that.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from typing import IO, Any, TypeAlias

from assess.intake import limits
from assess.intake.cells import RefusedError
from assess.intake.containers.found import Budget, Found, Wanted, too_large
from assess.intake.containers.kinds import ENVELOPE

Part: TypeAlias = "Message[Any, Any]"

_LINE = 65_536
_UNNAMED = "attachment"
_PASSED_ON = "message.eml"
_DEFECTS = (AttributeError, LookupError, MessageError, RecursionError, TypeError, ValueError)
"""What the library raises for a message that breaks the rules in a way it did not think of."""


def attached(file: IO[bytes], wanted: Wanted, budget: Budget) -> Iterator[Found]:
    """Yield what is attached to one message; pictures within its text are passed by."""
    data = file.read(limits.MESSAGE_BYTES + 1)
    if len(data) > limits.MESSAGE_BYTES:
        message = f"the message has more than {limits.MESSAGE_BYTES:,} bytes"
        raise too_large(message)
    yield from _attachments(data, wanted, budget)


def attached_to_all(file: IO[bytes], wanted: Wanted, budget: Budget) -> Iterator[Found]:
    """Yield what is attached to each message of an mbox, named by the message's number."""
    for number, data in enumerate(_messages(file), 1):
        if data is None:
            error = too_large(f"the message has more than {limits.MESSAGE_BYTES:,} bytes")
            yield Found(f"{number:04}", error=error)
            continue
        try:
            for found in _attachments(data, wanted, budget):
                yield Found(f"{number:04}/{found.name}", found.data, found.error)
        except RefusedError as error:
            if error.code == "file.too-large":
                raise
            yield Found(f"{number:04}", error=error)


def _messages(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the bytes of each message, None for one that is too long; one is held at a time."""
    held: list[bytes] = []
    size, line_before = -1, b"\n"
    for line in iter(lambda: file.readline(_LINE), b""):
        if line_before in {b"\n", b"\r\n"} and ENVELOPE.match(line):
            if size >= 0:
                yield b"".join(held) if size <= limits.MESSAGE_BYTES else None
            held, size = [], 0
        else:
            size += len(line)
            held.append(line) if size <= limits.MESSAGE_BYTES else held.clear()
        line_before = line
    yield b"".join(held) if size <= limits.MESSAGE_BYTES else None


def _attachments(data: bytes, wanted: Wanted, budget: Budget) -> Iterator[Found]:
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        found = [_attachment(part, wanted) for part in _parts(message) if _is_attached(part)]
    except _DEFECTS:
        message_ = "the message cannot be read: it is not put together as e-mail is"
        hint = "save its attachments and import those"
        raise RefusedError(message_, "file.unreadable", hint) from None
    for each in found:
        budget.spend(len(each.data or b""))
        yield each


def _parts(message: Part) -> Iterator[Part]:
    """Yield the parts that have no parts themselves; a message in a message counts as one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(_parts_of(part))
        else:
            yield part


def _parts_of(part: Part) -> list[Part]:
    parts = part.get_payload()
    return [each for each in parts if isinstance(each, Message)] if isinstance(parts, list) else []


def _is_attached(part: Part) -> bool:
    """Tell whether a part is a file, and not the text of the message or a picture in it."""
    kind = part.get_content_maintype()
    shown = part.get_content_disposition() != "attachment"
    if shown and kind in {"image", "text", "multipart"}:
        return kind == "text" and bool(part.get_filename())
    return True


def _attachment(part: Part, wanted: Wanted) -> Found:
    if part.get_content_type() == "message/rfc822" and (inner := _parts_of(part)):
        return Found(_name(part, _PASSED_ON), inner[0].as_bytes())
    name = _name(part, _UNNAMED)
    if not wanted(name):
        return Found(name)
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    if len(data) > limits.FILE_BYTES:
        return Found(name, error=too_large(f"it has more than {limits.FILE_BYTES:,} bytes"))
    return Found(name, data)


def _name(part: Part, otherwise: str) -> str:
    """Return the name that an attachment was sent under, without any folder."""
    name = part.get_filename() or ""
    if "=?" in name:
        name = str(make_header(decode_header(name)))
    return name.replace("\\", "/").rpartition("/")[2] or otherwise
