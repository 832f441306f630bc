"""Promises on hostile files: a clear reason, bounded time and memory, nothing run or fetched."""

from __future__ import annotations

import random
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from assess.intake import limits
from assess.intake.cells import RefusedError, cell_name
from assess.intake.formats import open_book
from assess.workbook_format import QUESTIONS_SHEET
from tests import binary_workbooks as binary
from tests import fuzz_bytes
from tests.hostile import READ, TRAPS, ods, with_part
from tests.in_kinds import in_every_kind
from tests.limits_page import PAGE, page
from tests.limits_page import limits as limits_of_page
from tests.measure_reading import measured, read, what_becomes_of
from tests.mistreated import HEADER_ROW, repacked, returned, saved, with_questions_xml

MEGABYTE = 1_000_000
MOST_MEMORY = 300 * MEGABYTE

ANSWERS = {
    "trial.gate": "Yes",
    "trial.mfa": "Partly",
    "trial.mfa/Comment": "in the EU\nonly – größtenteils",
    "trial.admins": 3,
    "trial.contact": "security@example.org",
}
GOOD = returned(ANSWERS)
KINDS = in_every_kind(GOOD)


# --- what a file may do ---------------------------------------------------------------------

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn")
_WRITING = ("os.remove", "os.rename", "os.mkdir", "shutil.", "tempfile.")
_DONE: list[str] = []
_WATCHING = [False]


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not _WATCHING[0]:
        return
    if event.startswith((*_FORBIDDEN, *_WRITING)):
        _DONE.append(event)
    if event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbt"):
        _DONE.append(f"open {arguments[0]} {arguments[1]}")


@pytest.fixture
def done() -> Iterator[list[str]]:
    """Return what the program has fetched, run or written since; the interpreter tells."""
    if not hasattr(_watch, "added"):
        sys.addaudithook(_watch)
        _watch.added = True  # type: ignore[attr-defined]
    _DONE.clear()
    _WATCHING[0] = True
    yield _DONE
    _WATCHING[0] = False


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_comes_to_what_it_must_and_nothing_is_run_fetched_or_written(
    name: str, done: list[str]
) -> None:
    make, outcome = TRAPS[name]
    data = make()
    done.clear()
    assert what_becomes_of(data) == outcome
    assert done == []


@pytest.mark.parametrize("name", [name for name, (_, outcome) in TRAPS.items() if outcome == READ])
def test_what_is_harmless_in_a_trap_costs_no_answer(name: str) -> None:
    submission = read(TRAPS[name][0]()).submission
    assert submission is not None
    assert [each.value for each in submission.responses] == ["Yes"]


@pytest.mark.slow
def test_every_trap_and_every_real_questionnaire_takes_bounded_memory(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    files = []
    for name, (make, _) in TRAPS.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(make())
    with suppress(pytest.skip.Exception):  # the traps are measured without the real ones as well
        files += sorted((request.getfixturevalue("shared") / "workbooks").rglob("*.xlsx"))
    found = measured(files)
    assert [Path(each.file) for each in found] == files
    assert [each for each in found if each.memory > MOST_MEMORY] == []


# --- damage ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_the_same_submission_in_every_kind(kind: str) -> None:
    outcome = read(KINDS[kind])
    assert outcome.problems == ()
    assert outcome.submission is not None
    found = {each.question: (each.value, each.comment) for each in outcome.submission.responses}
    assert found == {
        "trial.gate": ("Yes", ""),
        "trial.mfa": ("Partially", "in the EU\nonly – größtenteils"),
        "trial.admins": ("3", ""),
        "trial.contact": ("security@example.org", ""),
    }


def test_a_name_that_promises_another_kind_is_told_and_costs_nothing() -> None:
    for kind, data in KINDS.items():
        outcome = read(data)
        assert outcome.submission is not None
        told = [each.message for each in outcome.notices if each.code == "file.extension"]
        assert told == ([] if kind == "xlsx" else [told[0]])
        assert kind == "xlsx" or f"named .xlsx, but it is of the kind .{kind}" in told[0]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "csv"])
@pytest.mark.parametrize("part", range(20))
def test_a_file_cut_off_anywhere_is_refused(kind: str, part: int) -> None:
    data = KINDS[kind]
    if kind == "xls":
        data = data.rstrip(b"\0")
    assert what_becomes_of(data[: len(data) * part // 20]).startswith("file.")


@pytest.mark.parametrize(
    "start", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
)
@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(start: bytes, seed: int) -> None:
    data = start + random.Random(seed).randbytes(random.Random(seed).randrange(4_000))
    assert what_becomes_of(data).startswith("file.")


@pytest.mark.slow
def test_damage_at_random_is_never_more_than_a_refused_file() -> None:
    assert fuzz_bytes.run(seed=1, numbers=range(1_000)) == []


# --- the limits -----------------------------------------------------------------------------


def opened(data: bytes) -> str:
    """Return the code of why a file, or a sheet of it, is refused; "" for none."""
    try:
        book = open_book(data)
        for sheet in book.sheets:
            book.read(sheet.name)
    except RefusedError as error:
        return error.code
    return ""


def sizes(data: bytes) -> list[tuple[int, int]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(each.file_size, each.compress_size) for each in archive.infolist()]


def cells_of(data: bytes) -> int:
    book = open_book(data)
    grids = [book.read(sheet.name).grid for sheet in book.sheets]
    return sum(len(grid) * len(grid[0]) for grid in grids)


def text_of(data: bytes) -> int:
    book = open_book(data)
    grids = [book.read(sheet.name).grid for sheet in book.sheets]
    return sum(len(cell) for grid in grids for row in grid for cell in row if isinstance(cell, str))


def with_notes(count: int) -> bytes:
    relation = b'<Relationship Id="a" Target="/xl/c.xml" Type="x/comments"/>'
    data = with_part(
        "xl/worksheets/_rels/sheet2.xml.rels", b"<Relationships>" + relation + b"</Relationships>"
    )
    notes = (b'<comment ref="J%d"><text><t>x</t></text></comment>' % n for n in range(1, count + 1))
    return repacked(data, extra=[("xl/c.xml", b"<comments>" + b"".join(notes) + b"</comments>")])


def with_merges(count: int) -> bytes:
    merges = b"".join(b'<mergeCell ref="J%d:K%d"/>' % (n, n) for n in range(1, count + 1))
    end = b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    return with_questions_xml(GOOD, b"</sheetData>", end)


def with_shared_texts(count: int) -> bytes:
    texts = b"<sst>" + b"<si><t>x</t></si>" * count + b"</sst>"
    return repacked(GOOD, extra=[("xl/sharedStrings.xml", texts)])


def sheets_of(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [archive.read(each) for each in archive.namelist() if "worksheets/s" in each]


ODS = KINDS["ods"]
MEASURES: dict[str, tuple[bytes, int]] = {
    "FILE_BYTES": (GOOD, len(GOOD)),
    "UNZIPPED_BYTES": (GOOD, sum(size for size, _ in sizes(GOOD))),
    "PART_BYTES": (with_merges(500), max(map(len, sheets_of(with_merges(500))))),
    "PARTS": (GOOD, len(sizes(GOOD))),
    "DEPTH": (ODS, 7),
    "SHEETS": (GOOD, 3),
    "SHEET_NAME": (GOOD, len("Instructions")),
    "CELLS": (GOOD, cells_of(GOOD)),
    "TEXT": (ODS, text_of(ODS)),
    "SHEET_BYTES": (GOOD, sum(map(len, sheets_of(GOOD)))),
    "STRINGS": (with_shared_texts(9), 9),
    "MERGES": (with_merges(5), 5),
    "NOTES": (with_notes(5), 5),
}
"""A file, and how much of what a limit counts is in it."""


@pytest.mark.parametrize("limit", MEASURES)
def test_a_file_at_a_limit_is_read_and_one_over_it_is_refused(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, amount = MEASURES[limit]
    monkeypatch.setattr(limits, limit, amount)
    assert opened(data) == ""
    monkeypatch.setattr(limits, limit, amount - 1)
    assert opened(data) == "file.too-large"


def test_a_part_that_packs_better_than_the_ratio_is_refused_where_it_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ratio = max(-(-size // packed) for size, packed in sizes(GOOD))
    largest = max(size for size, packed in sizes(GOOD) if size > packed)
    for even, large, code in (
        (ratio, 0, ""),
        (ratio - 1, 0, "file.too-large"),
        (1, largest, ""),
        (1, largest - 1, "file.too-large"),
    ):
        monkeypatch.setattr(limits, "RATIO", even)
        monkeypatch.setattr(limits, "RATIO_FROM", large)
        assert opened(GOOD) == code


LAST_ROW, LAST_COLUMN = (limits.ROWS - 1, 0), (0, limits.COLUMNS - 1)


def xlsx_with(row: int, column: int) -> bytes:
    name = cell_name(row, column).encode()
    cells = b'<row r="%d"><c r="%s"><v>1</v></c></row>' % (row + 1, name)
    sheet = b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    return with_part("xl/worksheets/sheet1.xml", sheet)


def ods_with(row: int, column: int) -> bytes:
    blank = f'<table:table-cell table:number-columns-repeated="{column}"/>' if column else ""
    rows = f'<table:table-row table:number-rows-repeated="{row}"/>' if row else ""
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    return ods(f"{rows}<table:table-row>{blank}{cell}</table:table-row>")


PLACED: dict[str, Callable[[int, int], bytes]] = {
    "xlsx": xlsx_with,
    "ods": ods_with,
    "xls": lambda row, column: binary.xls({"Q": binary.number_cell(row, column, 1)}),
    "xlsb": lambda row, column: binary.xlsb(
        {"Q": binary.row12(row) + binary.cell12(5, column, struct.pack("<d", 1))}
    ),
    "csv": lambda row, column: b"a,b\n" * row + b"," * column + (b"1\n" if column else b"1,\n"),
}


@pytest.mark.parametrize("kind", PLACED)
def test_the_last_row_and_column_may_hold_a_value_and_none_behind(kind: str) -> None:
    for row, column in (LAST_ROW, LAST_COLUMN):
        further = (row + bool(row), column + bool(column))
        assert opened(PLACED[kind](row, column)) == ""
        assert opened(PLACED[kind](*further)) == "file.too-large"


def test_the_header_is_sought_among_the_first_rows_and_not_below() -> None:
    for rows, problem in ((limits.HEADER_ROWS, ""), (limits.HEADER_ROWS + 1, "file.no-meta")):
        book = openpyxl.load_workbook(BytesIO(GOOD))
        sheet = book[QUESTIONS_SHEET]
        sheet.insert_rows(1, rows - HEADER_ROW)
        outcome = read(saved(book))
        assert (outcome.submission is None) == bool(problem)


def test_a_number_has_so_many_digits_and_no_more() -> None:
    for digits, problem in ((limits.DIGITS, "out-of-range"), (limits.DIGITS + 1, "not-a-number")):
        outcome = read(returned({"trial.laptops": "1" * digits}))
        assert [each.code for each in outcome.problems] == [f"answer.{problem}"]


def test_a_message_repeats_so_much_of_a_text_and_no_more() -> None:
    for letters, whole in ((limits.QUOTED, True), (limits.QUOTED + 1, False)):
        (problem,) = read(returned({"trial.twin": "w" * letters})).problems
        assert (f"“{'w' * letters}”" in problem.message) == whole


OTHERS = {
    "READ_SECONDS": "test_batch_workers.py",
    "READ_MEMORY": "test_batch_workers.py",
    "ARCHIVE_BYTES": "test_batch.py",
    "ARCHIVE_FILES": "test_batch_containers.py",
    "ARCHIVE_UNPACKED_BYTES": "test_batch_containers.py",
    "MESSAGE_BYTES": "test_batch_containers.py",
}
"""Limits of reading many files at once, and where they are tested."""
HERE = {"RATIO", "RATIO_FROM", "ROWS", "COLUMNS", "HEADER_ROWS", "DIGITS", "QUOTED"}


def test_every_limit_has_a_test_that_goes_one_over_it() -> None:
    assert limits_of_page().keys() == MEASURES.keys() | HERE | OTHERS.keys()
    for limit, file in OTHERS.items():
        assert f'"{limit}"' in Path(__file__).with_name(file).read_text("utf-8")


def test_the_page_of_limits_says_what_the_program_holds() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it anew: python -m tests.limits_page"
