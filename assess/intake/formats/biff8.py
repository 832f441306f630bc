"""Records of an old Excel workbook (.xls, of Excel 95 to 2003), and the texts in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from assess.intake import limits
from assess.intake.formats.refusals import too_large, truncated

CONTINUE = 0x3C
_WIDE, _RICH, _EXTENDED = 1, 8, 4
"""Bits in a text's flags: two bytes a letter, letters in several fonts, more about reading it."""
_MAC = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 1200: "latin-1"}


class Record(NamedTuple):
    """One record: its number and its data; longer data stand in the records that follow."""

    kind: int
    blocks: list[bytes]

    @property
    def data(self) -> bytes:
        """The data as far as one record goes."""
        return self.blocks[0]


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """Yield the records from a position on, each with its continuations.

    RefusedError where the stream ends inside one.
    """
    record: Record | None = None
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, start)
        start += 4
        data = stream[start : start + length]
        if len(data) < length:
            raise truncated()
        start += length
        if kind == CONTINUE and record is not None:
            record.blocks.append(data)
            continue
        if record is not None:
            yield record
        record = Record(kind, [data])
    if record is not None:
        yield record


def code_page(number: int) -> str:
    """Return Python's name for the code page of a workbook of before Unicode."""
    name = _MAC.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


class Texts:
    """Reads texts from a record's blocks, one after the other.

    Where a text goes on in the next block, that begins with how wide its letters are there.
    """

    def __init__(self, blocks: list[bytes], encoding: str = "") -> None:
        """Begin at the first block; an encoding is that of texts of before Unicode."""
        self._blocks, self._encoding = blocks, encoding
        self._block = self._at = 0

    def number(self, form: str) -> int:
        """Return a number of a struct's form."""
        size = struct.calcsize(form)
        (number,) = struct.unpack(f"<{form}", self._take(size))
        return int(number)

    def short(self) -> str:
        """Return a text whose length is one byte."""
        return self._text(self.number("B"))

    def text(self) -> str:
        """Return a text whose length is two bytes."""
        return self._text(self.number("H"))

    def rich(self) -> str:
        """Return a text of the shared list, with what may stand behind it passed over."""
        length, flags = self.number("H"), self.number("B")
        runs = self.number("H") if flags & _RICH else 0
        more = self.number("I") if flags & _EXTENDED else 0
        text = self._letters(length, wide=bool(flags & _WIDE))
        self._skip(4 * runs + more)
        return text

    def continued(self, length: int) -> str:
        """Return a text of so many letters that begins with the next block."""
        self._forward()
        return self._letters(length, wide=bool(self.number("B") & _WIDE))

    def _text(self, length: int) -> str:
        if self._encoding:
            return self._take(length).decode(self._encoding, errors="replace")
        return self._letters(length, wide=bool(self.number("B") & _WIDE))

    def _letters(self, length: int, *, wide: bool) -> str:
        parts = []
        while length:
            left = len(self._blocks[self._block]) - self._at
            if left < 1 + wide:
                self._forward()
                wide = bool(self.number("B") & _WIDE)
                continue
            count = min(length, left // (1 + wide))
            letters = self._take(count * (1 + wide))
            parts.append(letters if wide else letters.decode("latin-1").encode("utf-16-le"))
            length -= count
        # Together, as a letter of two units may go on in the next block.
        return b"".join(parts).decode("utf-16-le", errors="replace")

    def _take(self, size: int) -> bytes:
        parts = []
        while size:
            part = self._blocks[self._block][self._at : self._at + size]
            if not part:
                self._forward()
                continue
            parts.append(part)
            size -= len(part)
            self._at += len(part)
        return b"".join(parts)

    def _skip(self, size: int) -> None:
        while size:
            left = len(self._blocks[self._block]) - self._at
            if not left:
                self._forward()
                continue
            self._at += min(left, size)
            size -= min(left, size)

    def _forward(self) -> None:
        self._block, self._at = self._block + 1, 0
        if self._block >= len(self._blocks):
            raise truncated()


def shared_texts(record: Record) -> list[str]:
    """Return the list of texts that the cells share; RefusedError where it is too long."""
    texts = Texts(record.blocks)
    texts.number("I")
    count = texts.number("I")
    if count > limits.STRINGS:
        message = f"the workbook holds more than {limits.STRINGS:,} texts"
        raise too_large(message)
    return [texts.rich() for _ in range(count)]


def rk_number(bits: int) -> float:
    """Return a number that was packed into four bytes."""
    if bits & 2:
        number: float = (bits - (1 << 32) if bits & 0x80000000 else bits) >> 2
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))
    return number / 100 if bits & 1 else number
