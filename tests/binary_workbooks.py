"""Binary workbooks written by code, for tests: `.xls` in its compound file, and `.xlsb`.

No program here writes .xlsb, and none writes what a hostile file holds. A test holds that
LibreOffice opens what is written here.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TypeAlias

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

GENERAL, DATE, PERCENT, ELAPSED, OWN_PERCENT, OWN_DATE = range(15, 21)
"""Styles of cells in an .xls written here; in an .xlsb they are less by 15."""
FORMATS = (0, 14, 10, 46, 164, 165)
CODES = {164: '0.0" of all" %', 165: "yyyy\\-mm\\-dd"}
FIRST_STYLE = 15

Cells: TypeAlias = Iterable[tuple[int, bytes]]
"""Records: number and data."""


def compound(streams: Mapping[str, bytes], folders: Sequence[str] = ()) -> bytes:
    """Return a compound file with streams and empty folders at its root."""
    small = {name: data for name, data in streams.items() if len(data) < CUTOFF}
    mini = b"".join(data.ljust(-(-len(data) // MINI) * MINI, b"\0") for data in small.values())
    parts = [_directory(streams, folders), _chained(small), mini]
    parts += [data for name, data in streams.items() if name not in small]
    sizes = [-(-len(part) // SECTOR) for part in parts]
    tables = 1
    while tables * (SECTOR // 4) < tables + sum(sizes):
        tables += 1
    starts, at = [], tables
    for size in sizes:
        starts.append(at if size else END)
        at += size
    directory = _placed(parts[0], starts, streams, small, len(mini))
    numbers = [FAT] * tables
    for size in sizes:
        first = len(numbers)
        numbers += [first + index + 1 for index in range(size - 1)] + [END] * bool(size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, starts[0], 0, CUTOFF, starts[1], sizes[1], END, 0)
    header += _numbers(range(tables), 109)
    body = [_numbers(numbers, tables * SECTOR // 4), directory, *parts[1:]]
    return header + b"".join(part.ljust(-(-len(part) // SECTOR) * SECTOR, b"\0") for part in body)


def _numbers(numbers: Iterable[int], count: int) -> bytes:
    found = list(numbers)
    return struct.pack(f"<{count}I", *found, *[FREE] * (count - len(found)))


def _chained(small: Mapping[str, bytes]) -> bytes:
    """Return the table of small sectors."""
    numbers: list[int] = []
    for data in small.values():
        count, first = -(-len(data) // MINI), len(numbers)
        numbers += [first + index + 1 for index in range(count - 1)] + [END] * bool(count)
    return _numbers(numbers, -(-len(numbers) // 128) * 128) if numbers else b""


def _directory(streams: Mapping[str, bytes], folders: Sequence[str]) -> bytes:
    names = sorted([*streams, *folders], key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, FREE, 1 if names else FREE)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        entries.append(_entry(name, 2 if name in streams else 1, right, FREE))
    return b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int) -> bytes:
    letters = name.encode("utf-16-le")
    entry = letters.ljust(64, b"\0") + struct.pack(
        "<HBB3I", len(letters) + 2, kind, 1, FREE, right, child
    )
    return entry.ljust(128, b"\0")


def _placed(
    directory: bytes,
    starts: Sequence[int],
    streams: Mapping[str, bytes],
    small: Mapping[str, bytes],
    mini: int,
) -> bytes:
    """Write into the directory where each stream starts and how long it is."""
    placed = bytearray(directory)
    struct.pack_into("<2I", placed, 116, starts[2], mini)
    large = iter(starts[3:])
    at = 0
    where = {}
    for name, data in streams.items():
        where[name] = (at, len(data)) if name in small else (next(large), len(data))
        at += -(-len(data) // MINI) if name in small else 0
    for start in range(128, len(placed), 128):
        (length,) = struct.unpack_from("<H", placed, start + 64)
        name = placed[start : start + length - 2].decode("utf-16-le")
        if name in where:
            struct.pack_into("<2I", placed, start + 116, *where[name])
    return bytes(placed)


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of an .xls."""
    return struct.pack("<2H", kind, len(data)) + data


def text8(text: str, length: str = "H") -> bytes:
    """Return a text as Excel 97 writes it."""
    wide = any(ord(each) > 0xFF for each in text)
    letters = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack(f"<{length}B", len(letters) // (1 + wide), wide) + letters


def place(row: int, column: int, style: int = GENERAL) -> bytes:
    """Return how a cell of an .xls begins."""
    return struct.pack("<3H", row, column, style)


def text_cell(row: int, column: int, text: str) -> bytes:
    """Return a cell that holds its own text."""
    return record(0x204, place(row, column) + text8(text))


def number_cell(row: int, column: int, number: float, style: int = GENERAL) -> bytes:
    """Return a cell that holds a number."""
    return record(0x203, place(row, column, style) + struct.pack("<d", number))


def formula_cell(row: int, column: int, result: bytes) -> bytes:
    """Return a cell that holds the formula 1 and a result of eight bytes."""
    formula = b"\x1e\x01\x00"
    data = result + struct.pack("<HIH", 0, 0, len(formula)) + formula
    return record(0x06, place(row, column) + data)


def result(kind: int, value: int = 0) -> bytes:
    """Return a formula's result that is no number: 0 text, 1 boolean, 2 error, 3 blank text."""
    return struct.pack("<BxBxxxH", kind, value, 0xFFFF)


def xls_stream(
    sheets: Mapping[str, bytes],
    before: bytes = b"",
    *,
    version: int = 0x600,
    states: Mapping[str, int] | None = None,
) -> bytes:
    """Return a workbook's stream: its sheets' cells by name, and records that hold for all."""
    start = record(0x809, struct.pack("<6H", version, 5, 0x0DBB, 1996, 0, 6))
    start += record(0x42, struct.pack("<H", 1200 if version == 0x600 else 1252)) + before
    start += (
        record(
            0x31, struct.pack("<5H4B", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _name("Arial", version)
        )
        * 5
    )
    for number, code in CODES.items():
        start += record(
            0x41E,
            struct.pack("<H", number) + (text8(code) if version == 0x600 else _name(code, version)),
        )
    for style, number in enumerate((*[0] * FIRST_STYLE, *FORMATS)):
        kind = 0xFFF5 if style < FIRST_STYLE else 1
        start += record(0xE0, struct.pack("<3H", 0, number, kind).ljust(20, b"\0"))
    names = {name: _name(name, version) for name in sheets}
    at = len(start) + sum(4 + 6 + len(name) for name in names.values()) + 4
    bodies = b""
    for name, cells in sheets.items():
        state = (states or {}).get(name, 0)
        start += record(0x85, struct.pack("<I2B", at + len(bodies), state, 0) + names[name])
        bodies += record(0x809, struct.pack("<6H", version, 0x10, 0x0DBB, 1996, 0, 6))
        bodies += record(
            0x200,
            struct.pack("<2I3H", 0, 1000, 0, 20, 0)
            if version == 0x600
            else struct.pack("<5H", 0, 1000, 0, 20, 0),
        )
        bodies += cells + record(0x0A)
    return start + record(0x0A) + bodies


def _name(name: str, version: int) -> bytes:
    if version == 0x600:
        return text8(name, "B")
    letters = name.encode("cp1252")
    return struct.pack("<B", len(letters)) + letters


def xls(sheets: Mapping[str, bytes], before: bytes = b"") -> bytes:
    """Return an .xls as Excel 97 writes it, of records for each sheet."""
    return compound({"Workbook": xls_stream(sheets, before).ljust(CUTOFF, b"\0")})


# --- .xlsb ----------------------------------------------------------------------------------


def record12(kind: int, data: bytes = b"") -> bytes:
    """Return a record of an .xlsb."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length, size = b"", len(data)
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return number + length + bytes([size]) + data


def text12(text: str) -> bytes:
    """Return a text as an .xlsb holds it."""
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def row12(row: int) -> bytes:
    """Return what begins a row."""
    return record12(0, struct.pack("<2I3HBI", row, 0, 300, 0, 0, 0, 0)[:25].ljust(25, b"\0"))


def cell12(kind: int, column: int, value: bytes = b"", style: int = GENERAL) -> bytes:
    """Return a cell: its kind, its column and its value as bytes; formulas end in the formula 1."""
    formula = struct.pack("<HI3sI", 0, 3, b"\x1e\x01\x00", 0) if 8 <= kind <= 11 else b""
    return record12(kind, struct.pack("<2I", column, style - FIRST_STYLE) + value + formula)


def xlsb(
    sheets: Mapping[str, bytes],
    texts: Sequence[str] = (),
    *,
    states: Mapping[str, int] | None = None,
    from_1904: bool = False,
    comments: Mapping[tuple[int, int], str] | None = None,
    after: bytes = b"",
) -> bytes:
    """Return an .xlsb: records of the cells of each sheet, texts that they share, comments."""
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/_rels/workbook.bin.rels": _relations(
            {
                "rIdS": ("styles", "styles.bin"),
                "rIdT": ("sharedStrings", "sharedStrings.bin"),
            }
            | {
                f"rId{number}": ("worksheet", f"worksheets/sheet{number}.bin")
                for number in range(1, len(sheets) + 1)
            }
        ),
        "xl/workbook.bin": _workbook12(sheets, states or {}, from_1904=from_1904),
        "xl/styles.bin": _styles12(),
        "xl/sharedStrings.bin": record12(159, struct.pack("<2I", len(texts), len(texts)))
        + b"".join(record12(19, b"\0" + text12(text)) for text in texts)
        + record12(160),
    }
    for number, cells in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.bin"] = (
            record12(129)
            + record12(148, struct.pack("<4I", 0, 99, 0, 9))
            + record12(145)
            + cells
            + record12(146)
            + after
            + record12(130)
        )
    if comments:
        parts["xl/worksheets/_rels/sheet1.bin.rels"] = _relations(
            {"rId1": ("comments", "../comments1.bin")}
        )
        parts["xl/comments1.bin"] = record12(628) + b"".join(
            record12(635, struct.pack("<5I16x", 0, row, row, column, column))
            + record12(637, b"\0" + text12(text))
            + record12(636)
            for (row, column), text in comments.items()
        )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _workbook12(
    sheets: Mapping[str, bytes], states: Mapping[str, int], *, from_1904: bool
) -> bytes:
    bundles = b"".join(
        record12(
            156,
            struct.pack("<2I", states.get(name, 0), number) + text12(f"rId{number}") + text12(name),
        )
        for number, name in enumerate(sheets, 1)
    )
    properties = record12(153, struct.pack("<2I", from_1904, 0) + text12(""))
    return record12(131) + properties + record12(143) + bundles + record12(144) + record12(132)


def _styles12() -> bytes:
    formats = b"".join(
        record12(44, struct.pack("<H", number) + text12(code)) for number, code in CODES.items()
    )
    styles = b"".join(
        record12(47, struct.pack("<5H2B2H", 0, number, 0, 0, 0, 0, 0, 0, 1)) for number in FORMATS
    )
    font = record12(
        43, struct.pack("<6H3B9x", 200, 0, 400, 0, 0, 0, 0, 0, 0)[:21] + text12("Arial")
    )
    return (
        record12(278)
        + record12(615, struct.pack("<I", len(CODES)))
        + formats
        + record12(616)
        + record12(611, struct.pack("<I", 1))
        + font
        + record12(612)
        + record12(617, struct.pack("<I", len(FORMATS)))
        + styles
        + record12(618)
        + record12(279)
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    base = "http://schemas.openxmlformats.org/"
    items = "".join(
        f'<Relationship Id="{each}" Type="{base}officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"/>'
        for each, (kind, target) in targets.items()
    )
    return (
        f'<Relationships xmlns="{base}package/2006/relationships">{items}</Relationships>'.encode()
    )


def _types(sheets: int) -> bytes:
    kinds = {"workbook": "sheet.binary.macroEnabled.main", "styles": "styles"}
    kinds |= {"sharedStrings": "sharedStrings"}
    kinds |= {f"worksheets/sheet{number}": "worksheet" for number in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        f"{overrides}</Types>"
    ).encode()
