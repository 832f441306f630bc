"""The file as a package: what its bytes are, whether it is safe to open, which part is which."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO

from defusedxml import ElementTree  # type: ignore[import-untyped]

from assess.intake import limits
from assess.intake.cells import RefusedError

_SAVE = "open it in Excel or LibreOffice and save it as .xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_ZIPPED = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook: its bytes, its zip directory, and each sheet's part by name."""

    data: bytes
    archive: zipfile.ZipFile
    parts: dict[str, str]

    def sheet_xml(self, sheet: str) -> bytes:
        """Return the raw XML of a sheet; RefusedError where it cannot be found or trusted."""
        xml = self.archive.read(self.parts[sheet]) if sheet in self.parts else b""
        if b"<" not in xml[:10] or b"\0" in xml[:100]:
            message = f"the sheet “{sheet}” is not stored in the usual way"
            raise RefusedError(message, "file.unreadable", _SAVE)
        return xml

    def with_sheet(self, sheet: str, xml: bytes) -> bytes:
        """Return the bytes of a copy in which a sheet has another XML."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as copy:
            for name in self.archive.namelist():
                same = name != self.parts[sheet]
                copy.writestr(name, self.archive.read(name) if same else xml)
        return buffer.getvalue()


def open_package(data: bytes) -> Package:
    """Open a workbook's bytes, held to the limits before anything is unzipped.

    Raises RefusedError with a `file.…` code for anything but a whole, unprotected .xlsx or
    .xlsm; macros are never looked at.
    """
    _check_bytes(data)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        message = "the file is cut off or damaged: its end is missing"
        raise RefusedError(message, "file.truncated", "ask for it to be sent again") from None
    entries = archive.infolist()
    _check_size(entries)
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        kinds = [kind for name, kind in _ZIPPED if name in names]
        raise _not_excel(kinds[0] if kinds else "a zip archive")
    if len(names) < len(entries):
        message = "the file holds the same part twice"
        raise RefusedError(message, "file.unreadable", _SAVE)
    return Package(data, archive, _sheet_parts(archive))


def _check_bytes(data: bytes) -> None:
    if not data:
        message = "the file is empty"
        raise RefusedError(message, "file.empty", "ask for it to be sent again")
    if len(data) > limits.FILE_BYTES:
        message = f"the file has more than {limits.FILE_BYTES:,} bytes"
        raise _too_large(message)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            message = "the file is protected with a password"
            hint = "remove the password for opening the file and send it again"
            raise RefusedError(message, "file.password", hint)
        kind = "an old Excel workbook (.xls) or another old Office file"
        raise _not_excel(kind)
    if not data.startswith(b"PK"):
        raise _not_excel(_what_it_seems(data))


def _what_it_seems(data: bytes) -> str:
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    start = data[:4096]
    text = start.decode("utf-8-sig", errors="replace").lstrip().casefold()
    if "<html" in text or text.startswith(("<!doctype html", "<table")):
        return "a web page (HTML)"
    if text.startswith("<?xml"):
        return "an XML file"
    if "\0" in text or text.count("�") > len(text) // 10:
        return "of an unknown kind"
    return "text or CSV"


def _not_excel(kind: str) -> RefusedError:
    message = f"the file is not an Excel workbook (.xlsx); it seems to be {kind}"
    return RefusedError(message, "file.not-excel", "return the workbook that was sent, as .xlsx")


def _too_large(message: str) -> RefusedError:
    return RefusedError(message, "file.too-large", "return the workbook that was sent, unchanged")


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.PARTS:
        message = f"the file holds more than {limits.PARTS:,} parts"
        raise _too_large(message)
    if sum(entry.file_size for entry in entries) > limits.UNZIPPED_BYTES:
        message = f"unzipped, the file has more than {limits.UNZIPPED_BYTES:,} bytes"
        raise _too_large(message)
    for entry in entries:
        if entry.file_size > max(limits.RATIO_FROM, limits.RATIO * entry.compress_size):
            message = "a part of the file unzips to far more than a workbook holds"
            raise _too_large(message)
        if entry.flag_bits & 1:
            message = "the file is encrypted"
            raise RefusedError(message, "file.password", "send it without a password")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map sheet names to parts as the workbook and its relations say."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
        for relation in relations
    }
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            relation = element.get(_RELATION, element.get(_STRICT_RELATION))
            parts[element.get("name", "")] = targets.get(relation, "").lstrip("/")
    return {name: part for name, part in parts.items() if part in archive.NameToInfo}
