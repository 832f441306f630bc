"""An .xlsx laid out anew for the library that reads it: parts that were checked, usual names.

The library looks for the list of sheets, the shared texts and the styles under the names that
Excel gives them, whatever the relations say, and where it takes a zip's directory from is its own.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

from assess.intake.formats.gathering import Allowance
from assess.intake.formats.package import Package, Relation

WORKBOOK = "xl/workbook.xml"
NAMES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
"""Where the library looks for the parts of a kind."""
_ROOT, _RELATIONS = "_rels/.rels", "xl/_rels/workbook.xml.rels"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")


def workbook_part(package: Package) -> str:
    """Return the part that lists the sheets."""
    if package.has(WORKBOOK):
        return WORKBOOK
    roots = (each.target for each in package.relations("") if each.kind == "officeDocument")
    return next(roots, WORKBOOK)


def part_of(kind: str, relations: Sequence[Relation]) -> str:
    """Return the part of a kind, of which a workbook has one: its usual name if it names none."""
    return next((each.target for each in relations if each.kind == kind), NAMES[kind])


def is_usual(package: Package, relations: Sequence[Relation]) -> bool:
    """Tell whether the library finds in a file what we have checked in it."""
    if not (package.is_plain and package.has(WORKBOOK)):
        return False
    if any(part_of(kind, relations) != name for kind, name in NAMES.items()):
        return False
    return all(_is_found(each) for each in relations if each.kind in _SHEETS)


def _is_found(sheet: Relation) -> bool:
    inside = sheet.target.startswith(f"xl/{sheet.kind}s/")
    return inside and sheet.written in {f"/{sheet.target}", sheet.target.removeprefix("xl/")}


def laid_out_anew(
    package: Package, relations: Sequence[Relation], changed: Mapping[str, bytes]
) -> bytes:
    """Return the bytes of a workbook with the parts that count; of sheets, those changed, or all.

    RefusedError where the sheets have too many bytes.
    """
    root = Relation("rId1", "officeDocument", "", WORKBOOK)
    contents = {_ROOT: _written([root]), WORKBOOK: package.read(workbook_part(package))}
    for kind, name in NAMES.items():
        if package.has(part_of(kind, relations)):
            contents[name] = package.read(part_of(kind, relations))
    sheets = []
    allowance = Allowance()
    for number, sheet in enumerate(each for each in relations if each.kind in _SHEETS):
        sheets.append(sheet._replace(written=f"{sheet.kind}s/{number}.xml"))
        if sheet.target in changed or (not changed and package.has(sheet.target)):
            content = changed.get(sheet.target) or package.read(sheet.target)
            allowance.take_bytes(len(content))
            contents[f"xl/{sheets[-1].written}"] = content
    contents[_RELATIONS] = _written(sheets)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for name, content in contents.items():
            copy.writestr(name, content)
    return buffer.getvalue()


def _written(relations: Sequence[Relation]) -> bytes:
    items = "".join(
        f'<Relationship Id={quoteattr(each.id)} Type="{_KIND}{each.kind}" '
        f"Target={quoteattr(each.written)}/>"
        for each in relations
    )
    return f"<Relationships>{items}</Relationships>".encode()
