"""What a file is, told by its bytes, whatever its name says."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath

from assess.intake import limits
from assess.intake.cells import RefusedError
from assess.intake.formats.refusals import not_a_spreadsheet, protected, too_large
from assess.intake.sheets import Remark

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
)
_ZIPPED = (
    ("index/document.iwa", "an Apple Numbers document"),
    ("index.zip", "an Apple Numbers document"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file that is no spreadsheet"),
)
_PROMISED = {
    ".xlsx": ("xlsx", "xlsm"),
    ".xlsm": ("xlsx", "xlsm"),
    ".xlsb": ("xlsb",),
    ".xls": ("xls",),
    ".ods": ("ods",),
    ".csv": ("csv",),
    ".tsv": ("csv",),
    ".txt": ("csv",),
}
"""The kinds of file that a name promises."""
_EXPORT = "in Numbers, choose File, Export To, Excel, and send the .xlsx file"
_MANY_CONTROLS = 20
"""One control character in so many characters makes a file no text."""


def container_of(data: bytes) -> str:
    """Return "zip", "ole" or "text", the three ways in which spreadsheets are stored.

    Raises RefusedError with what the file seems to be where it is none of these, is empty,
    too large or encrypted.
    """
    if not data:
        message = "the file is empty"
        raise RefusedError(message, "file.empty", "ask for it to be sent again")
    if len(data) > limits.FILE_BYTES:
        message = f"the file has more than {limits.FILE_BYTES:,} bytes"
        raise too_large(message)
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise protected()
        return "ole"
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            raise not_a_spreadsheet(kind)
    return "text"


def misnamed(name: str, kind: str) -> tuple[Remark, ...]:
    """Return a remark if a file's name promises another kind than it is."""
    suffix = PurePath(name).suffix.casefold()
    if kind in _PROMISED.get(suffix, (kind,)):
        return ()
    message = f"it is named {suffix}, but it is of the kind .{kind}, and was read as such"
    return (("file.extension", message, ""),)


def kind_of_zip(names: Collection[str], mimetype: bytes) -> str:
    """Return "xlsx", "xlsb" or "ods" by the parts, whose names are in small letters.

    Raises RefusedError with what the zip seems to be otherwise.
    """
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if "content.xml" in names and (not mimetype or b"opendocument.spreadsheet" in mimetype):
        return "ods"
    for name, kind in _ZIPPED:
        if name in names:
            raise not_a_spreadsheet(kind, _EXPORT if "Numbers" in kind else "")
    kind = "a zip archive"
    raise not_a_spreadsheet(kind)


def check_text(text: str) -> None:
    """Raise RefusedError for text that is markup, or no text at all."""
    start = text[:4096].lstrip().casefold()
    if "<html" in start or start.startswith(("<!doctype html", "<table", "<head", "<meta")):
        kind = "a web page (HTML)"
        raise not_a_spreadsheet(kind)
    if start.startswith("<?xml"):
        kind = "an XML file"
        raise not_a_spreadsheet(kind)
    controls = sum(each < " " and each not in "\t\r\n" for each in start)
    if "\0" in text or controls * _MANY_CONTROLS > len(start):
        kind = "of an unknown kind"
        raise not_a_spreadsheet(kind)
