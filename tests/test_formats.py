"""Promises of how each kind of file is opened: what stands in it, and what it hides."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from assess.intake.cells import Cell, Fault, RefusedError
from assess.intake.formats import open_book
from assess.intake.sheets import Book, Sheet
from tests import binary_workbooks as binary
from tests.mistreated import repacked, saved

ERROR, FORMULA = Fault("error"), Fault("formula")
DAY = dt.date(2026, 3, 31)
SERIAL = 46112
"""The day above, as Excel counts it."""


def first(data: bytes) -> Sheet:
    book = open_book(data)
    return book.read(book.sheets[0].name)


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        first(data)
    return refused.value.code, refused.value.message


def codes(book: Book) -> list[str]:
    return [code for code, _, _ in book.notices]


def as_it_is(_: openpyxl.Workbook) -> None:
    return None


def xlsx(*rows: Sequence[Any], change: Callable[[openpyxl.Workbook], None] = as_it_is) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    change(book)
    return saved(book)


# --- tables as text -------------------------------------------------------------------------

ROWS = [
    ["ID", "Answer", "Comment"],
    ["a.b", "Yes", "fünf; 5,5 | a\tb"],
    ["a.c", "No", "two\nlines"],
]


def as_text(delimiter: str, ends: str = "\r\n") -> str:
    lines = (delimiter.join(f'"{value}"' for value in row) for row in ROWS)
    return "".join(line + ends for line in lines)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_the_delimiter_and_the_line_ends_of_a_table_are_found(delimiter: str, ends: str) -> None:
    assert first(as_text(delimiter, ends).encode()).grid == ROWS


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_the_letters_of_a_table_are_read_in_the_encoding_they_are_in(encoding: str) -> None:
    book = open_book(as_text(";").encode(encoding))
    assert book.kind == "csv"
    assert book.read("CSV").grid == ROWS
    told = encoding in {"cp1252", "mac_roman"}
    assert codes(book) == (["file.encoding"] if told else [])


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.text("aé;,|\t\"' \n\r=1"), min_size=width, max_size=width), min_size=1
        )
    ),
    st.sampled_from(",;\t|"),
)
def test_whatever_texts_a_table_quotes_they_are_read_unchanged(
    rows: list[list[str]], delimiter: str
) -> None:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [["ID", "Answer"], *rows]
    )
    grid = first(text.getvalue().encode()).grid
    width, last = len(grid[0]), max([n for n, row in enumerate(rows, 1) if any(row)], default=0)
    expected = [[*row, *[""] * width][:width] for row in rows[:last]]
    assert grid[1:] == expected


def test_a_line_that_tells_the_delimiter_is_believed_and_is_no_row() -> None:
    assert first(b"sep=|\r\na,b|c\r\n1,2|3\r\n").grid == [["a,b", "c"], ["1,2", "3"]]


def test_commas_in_texts_do_not_make_columns() -> None:
    text = "ID;Answer;Comment\na;Yes;one, two, three\nb;99,9;four, five\nc;1,5;\n"
    assert [row[:2] for row in first(text.encode()).grid][2:] == [["b", "99,9"], ["c", "1,5"]]


def test_blank_lines_keep_the_rows_below_where_they_are() -> None:
    assert first(b"a,b\n\n,\nc,d\n\n,,\n").grid == [["a", "b"], ["", ""], ["", ""], ["c", "d"]]


def test_a_table_without_the_delimiters_at_the_end_of_its_rows_is_read() -> None:
    assert first(b"ID,Answer,Comment\na,Yes\nb,No\nc,Yes,since May\nd,No").grid[3][2] == "since May"


def test_a_formula_in_a_table_is_text() -> None:
    assert first(b'a,b\n=1+1,"=HYPERLINK(""x"")"\n').grid[1] == ["=1+1", '=HYPERLINK("x")']


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b'a,b\nc,"d\ne,f\n', "file.unreadable", "unexpected end"),
        (b'a,b\n"c" d,e\n', "file.unreadable", "expected after"),
        (b"a,b,c\nd,e,f\ng,h", "file.truncated", "cut off"),
        (b"a,b,c\n" * 9 + b"d,Yes, since May,\n", "file.unreadable", "row 10"),
        (b"Dear all\nplease see our web site\n", "file.not-excel", "text without columns"),
        (b"<html><table><tr><td>a,b</table></html>", "file.not-excel", "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "file.not-excel", "an XML file"),
        (bytes(range(128, 256)) * 8, "file.not-excel", "unknown"),
        (b"a,b\n\0,c\n", "file.not-excel", "unknown"),
    ],
)
def test_text_that_is_no_table_says_why(data: bytes, code: str, words: str) -> None:
    found, message = refusal(data)
    assert found == code
    assert words in message


# --- .xlsx ----------------------------------------------------------------------------------


def test_excels_and_the_macs_calendar_give_the_same_days() -> None:
    def mac(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    for change in (as_it_is, mac):
        assert first(xlsx((DAY,), change=change)).grid == [[DAY]]


def test_comments_at_cells_are_notes_without_their_authors_name() -> None:
    def comment(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B1"].comment = Comment("Ada:\nYes, since May", "Ada")
        book.worksheets[0]["A1"].comment = Comment("plain", "")

    assert first(xlsx(("a", "b"), change=comment)).notes == {"B1": "Yes, since May", "A1": "plain"}


def test_a_thread_of_comments_is_one_note_and_not_told_twice() -> None:
    def comment(book: openpyxl.Workbook) -> None:
        told = "[Threaded comment]\n\nYour version of Excel …\n\nComment:\n    Partly"
        book.worksheets[0]["A1"].comment = Comment(told, "tc={1}")

    data = xlsx(("a",), change=comment)
    assert first(data).notes == {"A1": "Partly"}
    thread = (
        b'<ThreadedComments xmlns="t"><threadedComment ref="A1"><text>Partly</text>'
        b'</threadedComment><threadedComment ref="A1"><text>in the EU</text></threadedComment>'
        b"</ThreadedComments>"
    )
    relation = b'<Relationship Id="t" Type="x/threadedComment" Target="/xl/threads/t1.xml"/>'

    def relate(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            return part.replace(b"</Relationships>", relation + b"</Relationships>")
        return part

    threaded = repacked(data, relate, [("xl/threads/t1.xml", thread)])
    assert first(threaded).notes == {"A1": "Partly\nin the EU"}


@pytest.mark.parametrize(
    ("part", "code", "kind"),
    [
        ("xl/vbaProject.bin", "file.macros", "xlsm"),
        ("xl/externalLinks/externalLink1.xml", "file.external-links", "xlsx"),
        ("xl/embeddings/oleObject1.bin", "file.embedded", "xlsx"),
        ("xl/activeX/activeX1.bin", "file.embedded", "xlsx"),
    ],
)
def test_what_is_passed_over_is_told(part: str, code: str, kind: str) -> None:
    book = open_book(repacked(xlsx(("a",)), extra=[(part, b"\0")]))
    assert (book.kind, codes(book)) == (kind, [code])
    assert book.read("Sheet").grid == [["a"]]


def test_hidden_sheets_are_listed_as_hidden() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.create_sheet("hidden").sheet_state = "hidden"
        book.create_sheet("very").sheet_state = "veryHidden"

    book = open_book(xlsx(("a",), change=hide))
    assert [each.visible for each in book.sheets] == [True, False, False]


@pytest.mark.parametrize("cell", [b'<c r="A1" t="b">', b"<c t='b'>", b'<x:c r="A1" t="b">'])
@pytest.mark.parametrize(("word", "value"), [(b"false", False), (b"0", False), (b"true", True)])
def test_a_boolean_is_what_it_says_in_words_or_figures(
    cell: bytes, word: bytes, value: bool
) -> None:
    prefix = b"x:" if b"x:" in cell else b""
    new = cell + b"<%sv>%s</%sv></%sc>" % (prefix, word, prefix, prefix)
    assert first(with_cell(new)).grid == [[value]]


def with_cell(cell: bytes) -> bytes:
    sheet = b'<worksheet xmlns:x="x"><sheetData><row r="1">%s</row></sheetData></worksheet>' % cell
    return repacked(xlsx(("a",)), lambda name, old: sheet if "sheet1" in name else old)


@pytest.mark.parametrize(
    ("style", "is_percent"),
    [("0%", True), ("0.0%", True), ('0.0" of 100%"', False), ("0\\%", False), ("General", False)],
)
def test_a_percentage_is_known_by_its_format(style: str, is_percent: bool) -> None:
    def shown(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"].number_format = style

    data = xlsx((), ("a", 0.5), change=shown)
    nameless = repacked(data, lambda _, part: part.replace(b'<c r="B2"', b"<c"))
    for each in (data, nameless):
        sheet = first(each)
        assert (sheet.percent("B2"), sheet.percent("A2")) == (is_percent, False)


@pytest.mark.parametrize(
    ("data", "plain", "library"),
    [
        (with_cell(b'<c r="A1"><q/></c>'), "the file is damaged, or no spreadsheet", "node"),
        (b"a;b\n1;" + b"x" * 200_000 + b"\n2;3\n", "row 2 of the table holds a text", "limit"),
    ],
)
def test_plain_words_come_before_those_of_a_library(data: bytes, plain: str, library: str) -> None:
    message = refusal(data)[1]
    assert message.startswith(plain)
    assert library in message


def test_merges_are_told_where_something_can_stand() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("A1:A2")
        book.worksheets[0].merge_cells("D9:E20")

    assert first(xlsx(("a",), (None, "b"), change=merge)).merged == (((0, 0), (1, 0)),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<v>1</v>", b"<v><![CDATA[1]]></v>"),
        (b"<sheetData>", b"<!-- --><sheetData>"),
        (b"<worksheet", b'<!DOCTYPE w SYSTEM "http://example.org/x.dtd"><worksheet'),
    ],
)
def test_a_sheet_in_which_the_reader_would_miss_something_is_refused(
    old: bytes, new: bytes
) -> None:
    data = repacked(xlsx((1,)), lambda _, part: part.replace(old, new))
    assert refusal(data)[0] == "file.unreadable"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xl/sharedStrings.xml", "xl/texts.xml"),
        ("xl/styles.xml", "xl/looks.xml"),
        ("xl/workbook.xml", "xl/workbook2.xml"),
        ("xl/worksheets/sheet1.xml", "xl/tables/first.xml"),
    ],
)
def test_parts_are_found_by_the_relations_whatever_they_are_called(old: str, new: str) -> None:
    data = repacked(
        xlsx(("a", DAY)),
        lambda name, part: (
            part.replace(b't="inlineStr"><is><t>a</t></is>', b't="s"><v>0</v>')
            if name.startswith("xl/w")
            else part
        ),
        [("xl/sharedStrings.xml", b"<sst><si><t>a</t></si></sst>")],
    )
    text = b'<Relationship Type="x/sharedStrings" Target="sharedStrings.xml" Id="t"/>'
    end = b"</Relationships>"

    def related(name: str, part: bytes) -> bytes:
        part = part.replace(end, text + end) if name.endswith("workbook.xml.rels") else part
        for folder in ("/xl/", "xl/", ""):
            target = old.removeprefix("xl/") if not folder else folder + old.removeprefix("xl/")
            part = part.replace(f'"{target}"'.encode(), f'"/{new}"'.encode())
        return part

    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(buffer, "w") as renamed:
        for name in whole.namelist():
            part = related(name, whole.read(name)) if name.endswith(".rels") else whole.read(name)
            renamed.writestr(
                name.replace(old, new).replace(
                    old.replace("workbook.xml", "_rels/workbook.xml"),
                    new.replace("workbook2.xml", "_rels/workbook2.xml"),
                ),
                part,
            )
    assert first(buffer.getvalue()).grid == [["a", DAY]]


def test_parts_are_found_by_absolute_names_and_in_any_case() -> None:
    data = repacked(
        xlsx(("a",)), lambda _, part: part.replace(b'"worksheets/', b'"/xl/worksheets/')
    )
    assert first(data).grid == [["a"]]
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("sheet1.xml", "Sheet1.XML"), old.read(name))
    assert first(buffer.getvalue()).grid == [["a"]]


# --- .ods -----------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{each}="{ODF}{each}:1.0"' for each in ("office", "table", "text", "style", "draw")
)


def ods(rows: str, before: str = "", more: str = "", **parts: bytes) -> bytes:
    content = (
        f'<office:document-content {SPACES} xmlns:calcext="urn:c">{before}<office:body>'
        f'<office:spreadsheet><table:table table:name="Q" table:style-name="s">{rows}</table:table>'
        f"{more}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(kind: str = "", text: str = "", more: str = "") -> str:
    typed = f'office:value-type="{kind}"' if kind else ""
    return f"<table:table-cell {typed} {more}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("odf", "value"),
    [
        (cell("string", "Yes<text:s text:c='2'/>a<text:tab/>b<text:line-break/>c"), "Yes  a\tb\nc"),
        (cell("string", "a</text:p><text:p>b"), "a\nb"),
        (cell("string", "<text:span>a</text:span><text:a>b</text:a>"), "ab"),
        (cell("", "untyped"), "untyped"),
        ('<table:table-cell table:formula="of:=A9"/>', FORMULA),
        ("<table:table-cell>\n  <text:p>indented</text:p>\n</table:table-cell>", "indented"),
        (cell("float", "5,1", 'office:value="5.1"'), 5.1),
        (cell("boolean", "WAHR", 'office:boolean-value="true"'), True),
        (cell("float", "FALSE", 'office:value="0" table:formula="of:=FALSE()"'), False),
        (cell("date", "x", 'office:date-value="2026-03-31"'), DAY),
        (
            cell("date", "x", 'office:date-value="2026-03-31T12:30:00"'),
            dt.datetime(2026, 3, 31, 12, 30),  # noqa: DTZ001 - cells have no time zone
        ),
        (cell("time", "x", 'office:time-value="PT12H30M00S"'), dt.time(12, 30)),
        (cell("time", "x", 'office:time-value="PT30H00M00S"'), dt.timedelta(hours=30)),
        (cell("string", "#N/A", 'table:formula="of:=NA()" calcext:value-type="error"'), ERROR),
        (cell("string", "Err:502", 'table:formula="of:=FOO()"'), ERROR),
        (cell("float", "#DIV/0!", 'office:value="0" table:formula="of:=1/0"'), ERROR),
        (cell("string", "#N/A"), "#N/A"),
        (cell("", "", 'table:formula="of:=A1"'), FORMULA),
        (cell("string", "Yes", 'table:formula="of:=A1"'), "Yes"),
        (cell("float", "?", 'office:value="many"'), ERROR),
    ],
)
def test_an_ods_cell_is_what_it_says(odf: str, value: Cell) -> None:
    assert first(ods(row(odf))).grid == [[value]]


def test_an_ods_cell_repeated_stands_as_often_and_blanks_without_end_cost_nothing() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    twice = cell("string", "x", 'table:number-columns-repeated="2"')
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{twice}{blank}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048576">{blank}</table:table-row>'
    )
    assert first(ods(rows)).grid == [["x", "x"], ["x", "x"]]


def test_what_hangs_at_an_ods_cell_is_not_in_it() -> None:
    odf = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>since</text:p>'
        "<text:p>May</text:p></office:annotation><draw:frame><text:p>picture</text:p></draw:frame>"
        "<text:p>Yes</text:p></table:table-cell>"
    )
    sheet = first(ods(row(odf)))
    assert sheet.grid == [["Yes"]]
    assert sheet.notes == {"A1": "since\nMay"}


def test_deleted_cells_and_sheets_of_other_files_in_an_ods_are_not_read() -> None:
    kept = "<table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell>"
    link = '<table:dde-links><table:table table:name="L"><table:table-row/></table:table>'
    source = '<table:table-source xlink:href="file:///etc/passwd"/>'
    data = ods(
        kept + "</table:tracked-changes>" + source + row(cell("string", "new")),
        more=link + "</table:dde-links>",
    ).replace(b"xlink:", b"table:")
    book = open_book(data)
    assert [each.name for each in book.sheets] == ["Q"]
    assert book.read("Q").grid == [["new"]]
    assert codes(book) == ["file.external-links"]


def test_an_ods_sheet_hidden_by_its_style_is_listed_as_hidden() -> None:
    style = '<style:style style:name="s"><style:table-properties table:display="false"/>'
    assert not open_book(ods(row(cell()), f"{style}</style:style>")).sheets[0].visible


def test_ods_merges_percentages_and_computed_cells_are_told() -> None:
    spans = 'table:number-rows-spanned="2" table:number-columns-spanned="3"'
    rows = row(cell("string", "a", spans)) + row(
        cell("percentage", "50 %", 'office:value="0.5" table:formula="of:=A1"')
    )
    sheet = first(ods(rows))
    assert sheet.merged == (((0, 0), (1, 2)),)
    assert (sheet.percent("A2"), sheet.percent("A1")) == (True, False)
    assert sheet.computed == {"A2"}


# --- .xls and .xlsb -------------------------------------------------------------------------


def xls_cells() -> bytes:
    return b"".join(
        [
            binary.record(0xFD, binary.place(0, 0) + struct.pack("<I", 0)),
            binary.text_cell(0, 1, "Ω – é"),
            binary.number_cell(0, 2, SERIAL, binary.DATE),
            binary.number_cell(0, 3, 0.5, binary.PERCENT),
            binary.number_cell(0, 4, 1.25, binary.ELAPSED),
            binary.number_cell(0, 5, 0.5, binary.OWN_PERCENT),
            binary.number_cell(0, 6, SERIAL + 0.5, binary.OWN_DATE),
            binary.record(0x205, binary.place(0, 7) + b"\x01\x00"),
            binary.record(0x205, binary.place(0, 8) + b"\x2a\x01"),
            binary.formula_cell(0, 9, binary.result(0)),
            binary.record(0x207, binary.text8("No")),
            binary.formula_cell(0, 10, binary.result(2, 0x2A)),
            binary.formula_cell(0, 11, binary.result(3)),
            binary.formula_cell(0, 12, binary.result(1, 1)),
            binary.formula_cell(0, 13, struct.pack("<d", 2.5)),
            binary.record(
                0x27E, binary.place(0, 14) + struct.pack("<I", (-7 & 0x3FFFFFFF) << 2 | 3)
            ),
            binary.record(
                0xBD,
                struct.pack("<2H", 0, 15)
                + struct.pack("<HI", binary.GENERAL, 3 << 2 | 2)
                + struct.pack("<HIH", binary.DATE, SERIAL << 2 | 2, 16),
            ),
            binary.formula_cell(0, 17, binary.result(0)),
        ]
    )


def xlsb_cells() -> bytes:
    return binary.row12(0) + b"".join(
        [
            binary.cell12(7, 0, struct.pack("<I", 0)),
            binary.cell12(6, 1, binary.text12("Ω – é")),
            binary.cell12(2, 2, struct.pack("<I", SERIAL << 2 | 2), binary.DATE),
            binary.cell12(5, 3, struct.pack("<d", 0.5), binary.PERCENT),
            binary.cell12(5, 4, struct.pack("<d", 1.25), binary.ELAPSED),
            binary.cell12(5, 5, struct.pack("<d", 0.5), binary.OWN_PERCENT),
            binary.cell12(5, 6, struct.pack("<d", SERIAL + 0.5), binary.OWN_DATE),
            binary.cell12(4, 7, b"\x01"),
            binary.cell12(3, 8, b"\x2a"),
            binary.cell12(8, 9, binary.text12("No")),
            binary.cell12(11, 10, b"\x2a"),
            binary.cell12(8, 11, binary.text12("")),
            binary.cell12(10, 12, b"\x01"),
            binary.cell12(9, 13, struct.pack("<d", 2.5)),
            binary.cell12(2, 14, struct.pack("<I", (-7 & 0x3FFFFFFF) << 2 | 3)),
            binary.cell12(2, 15, struct.pack("<I", 3 << 2 | 2)),
            binary.cell12(62, 16, b"\0" + binary.text12("rich")),
        ]
    )


def shared_list(*texts: str) -> bytes:
    count = struct.pack("<2I", len(texts), len(texts))
    return binary.record(0xFC, count + b"".join(map(binary.text8, texts)))


BINARY: list[Cell] = [
    "shared",
    "Ω – é",
    DAY,
    0.5,
    dt.timedelta(hours=30),
    0.5,
    dt.datetime(2026, 3, 31, 12),  # noqa: DTZ001 - cells have no time zone
    True,
    ERROR,
    "No",
    ERROR,
    FORMULA,
    True,
    2.5,
    -0.07,
    3,
]


def test_an_xls_cell_is_what_it_says_and_what_is_no_value_is_not_blank() -> None:
    sheet = first(binary.xls({"Q": xls_cells()}, shared_list("shared")))
    assert sheet.grid == [[*BINARY, DAY, FORMULA]]
    assert sheet.computed == {"J1", "M1", "N1"}
    assert [name for name in ("C1", "D1", "E1", "F1") if sheet.percent(name)] == ["D1", "F1"]


def test_an_xlsb_cell_is_what_it_says_and_what_is_no_value_is_not_blank() -> None:
    sheet = first(binary.xlsb({"Q": xlsb_cells()}, ["shared"]))
    assert sheet.grid == [[*BINARY, "rich"]]
    assert sheet.computed == {"J1", "M1", "N1"}
    assert [name for name in ("C1", "D1", "E1", "F1") if sheet.percent(name)] == ["D1", "F1"]


def test_the_macs_calendar_is_known_in_binary_workbooks() -> None:
    cells = binary.number_cell(0, 0, SERIAL - 1462, binary.DATE)
    assert first(binary.xls({"Q": cells}, binary.record(0x22, b"\1\0"))).grid == [[DAY]]
    cells = binary.row12(0) + binary.cell12(5, 0, struct.pack("<d", SERIAL - 1462), binary.DATE)
    assert first(binary.xlsb({"Q": cells}, from_1904=True)).grid == [[DAY]]


def test_a_shared_text_goes_on_in_the_next_record_of_an_xls_in_letters_of_another_width() -> None:
    start = struct.pack("<2I", 1, 1) + struct.pack("<HB", 6, 0) + b"abc"
    more = b"\x01" + "Ωde".encode("utf-16-le")
    before = binary.record(0xFC, start) + binary.record(0x3C, more)
    cells = binary.record(0xFD, binary.place(0, 0) + struct.pack("<I", 0))
    assert first(binary.xls({"Q": cells}, before)).grid == [["abcΩde"]]


def packed(units: bytes) -> bytes:
    """Return letters as a block has them: how wide they are, and one byte each if that will do."""
    wide = any(units[1::2])
    return bytes([wide]) + (units if wide else units[::2])


@given(st.lists(st.text("aéΩ漢😀", min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_shared_texts_of_an_xls_are_read_wherever_their_record_breaks(
    texts: list[str], data: st.DataObject
) -> None:
    blocks = [struct.pack("<2I", len(texts), len(texts))]
    for text in texts:
        units = text.encode("utf-16-le")
        at = 2 * data.draw(st.integers(1, len(units) // 2))
        front, back = packed(units[:at]), packed(units[at:])
        blocks[-1] += struct.pack("<H", len(units) // 2) + front
        if at < len(units):
            blocks.append(back)
    kinds = [0xFC, *[0x3C] * (len(blocks) - 1)]
    before = b"".join(map(binary.record, kinds, blocks))
    cells = b"".join(
        binary.record(0xFD, binary.place(0, index) + struct.pack("<I", index))
        for index in range(len(texts))
    )
    assert first(binary.xls({"Q": cells}, before)).grid == [texts]


def test_rich_shared_texts_of_an_xls_are_read_without_their_fonts() -> None:
    rich = struct.pack("<HBHI", 3, 8 | 4, 1, 5) + b"abc" + b"\0" * 4 + b"12345"
    before = binary.record(0xFC, struct.pack("<2I", 2, 2) + rich + binary.text8("next"))
    cells = b"".join(
        binary.record(0xFD, binary.place(0, each) + struct.pack("<I", each)) for each in (0, 1)
    )
    assert first(binary.xls({"Q": cells}, before)).grid == [["abc", "next"]]


def test_an_xls_of_excel_95_is_read_in_its_code_page() -> None:
    letters = binary.record(0x204, binary.place(0, 0) + struct.pack("<H", 3) + b"\xe9t\xe9")
    stream = binary.xls_stream({"Frage\xfc": letters}, version=0x500)
    book = open_book(binary.compound({"Book": stream}))
    assert [each.name for each in book.sheets] == ["Frageü"]
    assert book.read("Frageü").grid == [["été"]]


def test_comments_and_merges_of_an_xls_are_told() -> None:
    number = struct.pack("<4H", 0x15, 0x12, 0x19, 7)
    cells = (
        binary.text_cell(0, 0, "a")
        + binary.record(0xE5, struct.pack("<5H", 1, 0, 2, 0, 1))
        + binary.record(0x5D, number)
        + binary.record(0x1B6, struct.pack("<9H", 0, 0, 0, 0, 0, 3, 0, 0, 0))
        + binary.record(0x3C, b"\0May")
        + binary.record(0x1C, struct.pack("<4H", 4, 2, 0, 7))
    )
    sheet = first(binary.xls({"Q": cells}))
    assert sheet.notes == {"C5": "May"}
    assert sheet.merged == (((0, 0), (2, 1)),)


def test_comments_and_merges_of_an_xlsb_are_told() -> None:
    cells = binary.row12(0) + binary.cell12(6, 0, binary.text12("a"))
    merge = binary.record12(176, struct.pack("<4I", 0, 2, 0, 1))
    sheet = first(binary.xlsb({"Q": cells}, comments={(4, 2): "May"}, after=merge))
    assert sheet.notes == {"C5": "May"}
    assert sheet.merged == (((0, 0), (2, 1)),)


def test_hidden_sheets_of_binary_workbooks_are_listed_as_hidden() -> None:
    states = {"b": 1, "c": 2}
    old = binary.xls_stream(dict.fromkeys("abc", b""), states=states)
    new = binary.xlsb(dict.fromkeys("abc", b""), states=states)
    for data in (binary.compound({"Workbook": old}), new):
        listed = [(each.name, each.visible) for each in open_book(data).sheets]
        assert listed == [("a", True), ("b", False), ("c", False)]


def test_a_chart_in_an_xls_sheet_gives_no_cells() -> None:
    chart = binary.record(0x809, struct.pack("<2H", 0x600, 0x20)) + binary.text_cell(5, 5, "chart")
    cells = binary.text_cell(0, 0, "a") + chart + binary.record(0x0A) + binary.text_cell(0, 1, "b")
    assert first(binary.xls({"Q": cells})).grid == [["a", "b"]]


def test_an_xls_with_macros_says_so_and_a_word_document_is_none() -> None:
    stream = binary.xls_stream({"Q": binary.text_cell(0, 0, "a")})
    with_macros = open_book(binary.compound({"Workbook": stream}, ["_VBA_PROJECT_CUR"]))
    assert codes(with_macros) == ["file.macros"]
    assert refusal(binary.compound({"WordDocument": b"x"}))[0] == "file.not-excel"


def test_a_protected_xls_is_refused_as_such() -> None:
    assert refusal(binary.xls({"Q": b""}, binary.record(0x2F, b"\0" * 6)))[0] == "file.password"


def test_an_apple_numbers_document_says_how_to_export_it() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")
    with pytest.raises(RefusedError) as refused:
        open_book(buffer.getvalue())
    assert "Apple Numbers" in refused.value.message
    assert "Export To, Excel" in refused.value.hint


# --- as other programs write them -----------------------------------------------------------


@pytest.fixture
def convert(tmp_path: Path) -> Callable[[bytes, str, str], bytes]:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to save a workbook as a partner would")

    def converted(data: bytes, suffix: str, kind: str) -> bytes:
        (tmp_path / f"book.{suffix}").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(tmp_path / "out")]
        subprocess.run(
            [*command, str(tmp_path / f"book.{suffix}")], check=True, capture_output=True
        )
        return (tmp_path / "out" / f"book.{kind.partition(':')[0]}").read_bytes()

    return converted


TABLE: list[tuple[object, Cell]] = [
    ("=NA()", ERROR),
    ("=1/0", ERROR),
    ("=FOO()", ERROR),
    ("=TRUE()", True),
    (False, False),
    (DAY, DAY),
    (dt.datetime(2026, 3, 31, 12, 30),) * 2,  # noqa: DTZ001 - cells have no time zone
    (dt.time(12, 30),) * 2,
    (dt.timedelta(hours=30),) * 2,
    ("  two\nlines – é Ω",) * 2,
    (5.1, 5.1),
    (0.5, 0.5),
    ('=""', FORMULA),
    ('="Yes"', "Yes"),
    ("=1+1", 2),
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_what_libreoffice_saves_reads_the_same_in_every_kind(
    kind: str, epoch: dt.datetime | None, convert: Callable[[bytes, str, str], bytes]
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        if epoch is not None:
            book.epoch = epoch
        for number, (value, _) in enumerate(TABLE, 1):
            sheet.cell(number, 2).value = value  # type: ignore[assignment]
        sheet["B12"].number_format = "0.0%"
        sheet["A11"].comment = Comment("since May", "")
        sheet.merge_cells("D1:D3")
        book.create_sheet("hidden").sheet_state = "veryHidden"

    data = xlsx(*[("x",)] * len(TABLE), ("=A1",), change=change)
    book = open_book(convert(data, "xlsx", kind))
    sheet = book.read("Sheet")
    assert [row[1] for row in sheet.grid[: len(TABLE)]] == [value for _, value in TABLE]
    assert [cell for cell in ("B11", "B12") if sheet.percent(cell)] == ["B12"]
    assert sheet.notes == {"A11": "since May"}
    assert {"A16", "B14", "B15"} <= sheet.computed
    assert [each.visible for each in book.sheets] == [True, False]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xls"])
@pytest.mark.parametrize("file", ["caiq-4.0.3-filled", "caiq-3.0.1-filled"])
def test_a_real_questionnaire_reads_the_same_in_every_kind(
    kind: str, file: str, shared: Path, convert: Callable[[bytes, str, str], bytes]
) -> None:
    data = (shared / f"workbooks/{file}.xlsx").read_bytes()
    same = open_book(convert(data, "xlsx", "xlsx"))
    other = open_book(convert(data, "xlsx", kind))
    assert other.sheets == same.sheets
    for each in same.sheets:
        expected, found = same.read(each.name), other.read(each.name)
        assert found.grid == expected.grid
        assert found.computed == expected.computed
        assert set(found.merged) == set(expected.merged)
        assert found.notes == expected.notes


@pytest.mark.slow
def test_the_binary_workbooks_of_these_tests_are_such_for_libreoffice(
    convert: Callable[[bytes, str, str], bytes],
) -> None:
    old = binary.xls({"Q": xls_cells()}, shared_list("shared"))
    new = binary.xlsb({"Q": xlsb_cells()}, ["shared"])
    for data, suffix in ((old, "xls"), (new, "xlsb")):
        seen = first(convert(data, suffix, "xlsx")).grid[0][:9]
        assert seen == [*BINARY[:9]]
