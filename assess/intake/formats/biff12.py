"""Records of a binary Excel workbook (.xlsb), and what stands in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from assess.intake.formats.refusals import truncated

_MORE = 0x80
_SEVEN_BITS = 0x7F
_NO_TEXT = 0xFFFFFFFF


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and data of each record of a part; RefusedError where the part ends in one."""
    at = 0
    while at < len(part):
        try:
            kind, at = _variable(part, at, 2)
            length, at = _variable(part, at, 4)
        except IndexError:
            raise truncated() from None
        data = part[at : at + length]
        if len(data) < length:
            raise truncated()
        at += length
        yield kind, data


def _variable(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the position behind it."""
    number = 0
    for index in range(most):
        byte = part[at + index]
        number |= (byte & _SEVEN_BITS) << (7 * index)
        if not byte & _MORE:
            return number, at + index + 1
    return number, at + most


def text_at(data: bytes, at: int) -> tuple[str, int]:
    """Return the text at a position of a record, and the position behind it."""
    (length,) = struct.unpack_from("<I", data, at)
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise truncated()
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end
