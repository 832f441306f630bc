"""Telling a zip of files and an e-mail export from a workbook, by their bytes."""

from __future__ import annotations

import re
import struct
import zipfile
from io import BytesIO
from typing import IO, Literal, TypeAlias

Kind: TypeAlias = Literal["zip", "message", "mailbox", ""]
"""A zip of files, one e-mail message, several in an mbox; "" for what is none of these."""

ENVELOPE = re.compile(rb"From \S+.*\d\d:\d\d")
"""The line between the messages of an mbox: a sender and a time."""

_HEAD = 16_384
_DIRECTORY = 1_000_000
"""Bytes of a zip's directory that are looked through; a workbook's has a few thousand."""

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.(xml|bin)|xl/(worksheets|_rels|theme)/.*"
    r"|(word|ppt)/[^/]+\.xml|docProps/[^/]+\.xml|mimetype|content\.xml"
    r"|META-INF/manifest\.xml|Index/.*\.iwa|Index\.zip"
)
"""Parts of the files that are zips themselves: of Office, OpenDocument, and Apple's. A folder
that somebody called `xl`, with workbooks in it, holds none."""

_HEADER = re.compile(rb"[!-9;-~]+:")
_MAILED = re.compile(
    rb"(?:mime-version|received|return-path|delivered-to|message-id|from|to|date|subject):",
    re.IGNORECASE,
)
_LOCAL = struct.Struct("<26xHH")


def container_kind(file: IO[bytes]) -> Kind:
    """Tell what a file holds other files as; reads its beginning, and a zip's directory."""
    head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return "" if _is_document(head, file) else "zip"
    if ENVELOPE.match(head):
        return "mailbox"
    return "message" if _is_message(head) else ""


def _is_document(head: bytes, file: IO[bytes]) -> bool:
    """Tell whether a zip is one document, in which all files are parts of it."""
    length, _ = _LOCAL.unpack_from(head.ljust(_LOCAL.size, b"\0"))
    first = head[30 : 30 + length].decode("utf-8", "replace")
    return _PARTS.fullmatch(first) is not None or any(map(_PARTS.fullmatch, _names(file)))


def _names(file: IO[bytes]) -> list[str]:
    """Return the names in a zip's directory; a damaged or boundless one counts as a document."""
    try:
        size = file.seek(0, 2)
        file.seek(max(0, size - _DIRECTORY))
        # Of the end alone: whatever a zip says of its directory, no more of it can be read.
        with zipfile.ZipFile(BytesIO(file.read())) as archive:
            return archive.namelist()
    except (OSError, ValueError, struct.error, zipfile.BadZipFile, NotImplementedError):
        return ["mimetype"]


def _is_message(head: bytes) -> bool:
    """Tell whether a file begins with the header of an e-mail message, and nothing else."""
    lines = re.split(rb"\r\n|\n|\r", head)
    header = lines[: lines.index(b"")] if b"" in lines else lines[:-1]
    fields = [line for line in header if not line.startswith((b" ", b"\t"))]
    if not all(map(_HEADER.match, fields)):
        return False
    return len({found[0].lower() for found in map(_MAILED.match, fields) if found}) > 2  # noqa: PLR2004 - any two may stand in a table
