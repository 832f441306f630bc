"""Promises of zips of workbooks and of e-mail exports: what is taken out, and what is refused."""

from __future__ import annotations

import struct
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.intake import limits
from assess.intake.containers import Member, container_kind, members
from assess.intake.files import SUFFIXES
from tests.batch_case import answered, mailbox, mailed, zipped
from tests.mistreated import repacked

BOOK = answered("p01")


def taken(data: bytes, name: str = "mail") -> list[Member]:
    return list(members(BytesIO(data), name, SUFFIXES))


def outline(data: bytes, name: str = "mail") -> list[tuple[str, str]]:
    """Return the members' names, each with the code of its problem, or what it holds."""
    return [
        (each.name, each.problem.code if each.problem else "book" if each.data == BOOK else "?")
        for each in taken(data, name)
    ]


# What is a container.


def test_a_workbook_is_told_from_a_zip_by_what_is_in_it() -> None:
    assert container_kind(BytesIO(BOOK)) == ""
    assert container_kind(BytesIO(zipped({"acme.xlsx": BOOK}))) == "zip"
    assert container_kind(BytesIO(repacked(BOOK, extra=[("a first.txt", b"")]))) == ""


def test_a_folder_with_the_name_of_a_documents_part_makes_no_document_of_a_zip() -> None:
    data = zipped({"xl/p01.xlsx": answered("p01"), "word/p02.xlsx": answered("p02")})
    assert container_kind(BytesIO(data)) == "zip"


def test_a_workbook_whose_own_parts_stand_last_is_no_zip_of_files() -> None:
    parts = {"0.txt": b"", "docProps/app.xml": b"", "xl/workbook.xml": b""}
    assert container_kind(BytesIO(zipped(parts))) == ""


def test_a_zip_of_stored_workbooks_is_a_zip_though_their_parts_can_be_read_in_it() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("acme.xlsx", BOOK)
    assert container_kind(buffer) == ""  # at its end: nothing to read
    buffer.seek(0)
    assert container_kind(buffer) == "zip"


def test_no_more_of_a_zips_directory_is_read_than_its_end_whatever_the_zip_says_of_it() -> None:
    files = {f"{number:05}-{'x' * 50}.xlsx": b"" for number in range(12_000)}
    data = zipped(files)
    directory, end = data[:-22], data[-22:]
    size, start = struct.unpack_from("<II", end, 12)
    assert size > 1_000_000
    other = struct.pack(
        "<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, len(files), len(files), size, start
    )
    other += struct.pack("<4sIQI", b"PK\6\7", 0, len(directory), 1)
    small = end[:12] + struct.pack("<II", 0, start) + end[20:]
    assert container_kind(BytesIO(directory + other + small)) == ""


def test_mail_is_told_from_a_table_with_colons() -> None:
    assert container_kind(BytesIO(mailed(("a.xlsx", BOOK)).as_bytes())) == "message"
    assert container_kind(BytesIO(mailbox(mailed().as_bytes()))) == "mailbox"
    table = b"Subject: security;Yes\nFrom: 2024;Date: 2025\nTo: do;No\n"
    assert container_kind(BytesIO(b"Question;Answer\n" + table)) == ""
    assert container_kind(BytesIO(b"From now on;Yes\n")) == ""


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_and_any_container_is_opened_to_an_end(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"From a 09:00\n", b"From: a\nTo: b\nDate: c\n"):
        if container_kind(BytesIO(start + data)):
            assert taken(start + data)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_zip_gives_whole_files_or_problems(position: int, junk: bytes) -> None:
    data = bytearray(zipped({"a.xlsx": BOOK, "b.csv": b"x" * 500}))
    data[-position - len(junk) : len(data) - position] = junk
    if container_kind(BytesIO(bytes(data))) == "zip":
        for member in taken(bytes(data)):
            assert member.problem or member.data in {BOOK, b"x" * 500}


# A zip.


def test_the_files_of_a_zip_are_called_by_their_place_in_it_and_sorted() -> None:
    data = zipped({"in/z.xlsx": BOOK, "a.xlsx": BOOK})
    assert outline(data, "mail.zip") == [
        ("mail.zip/a.xlsx", "book"),
        ("mail.zip/in/z.xlsx", "book"),
    ]


def test_what_is_no_workbook_is_told_and_what_a_system_adds_is_not() -> None:
    names = ("letter.pdf", "__MACOSX/._a.xlsx", ".DS_Store", "in/~$a.xlsx", "in/.hidden.xlsx")
    data = zipped({"a.xlsx": BOOK, **dict.fromkeys(names, b"x")})
    assert outline(data) == [("mail/a.xlsx", "book"), ("mail/letter.pdf", "file.passed-over")]


def test_a_zip_in_a_zip_is_refused_and_its_neighbours_are_taken() -> None:
    data = zipped({"a.xlsx": BOOK, "b.zip": zipped({"c.xlsx": BOOK}), "d.xlsx": BOOK})
    found = [("mail/a.xlsx", "book"), ("mail/b.zip", "file.nested"), ("mail/d.xlsx", "book")]
    assert outline(data) == found


def test_a_zip_named_as_a_workbook_is_still_a_zip_in_a_zip() -> None:
    assert outline(zipped({"a.xlsx": zipped({"b.xlsx": BOOK})})) == [("mail/a.xlsx", "file.nested")]


@pytest.mark.parametrize("name", ["../../evil.xlsx", "/etc/evil.xlsx", "C:\\evil.xlsx"])
def test_a_path_in_an_archive_is_only_ever_a_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert outline(zipped({name: BOOK})) == [(f"mail/{name}", "book")]
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", tmp_path / "a" / "b"]


def test_a_name_is_shown_in_one_short_line() -> None:
    [member] = taken(zipped({f"a\n\x1b[2J{'b' * 500}.xlsx": BOOK}))
    assert member.name.isprintable()
    assert len(member.name) < 200
    assert member.name.endswith("b.xlsx")


def test_a_zip_of_nothing_useful_is_a_problem() -> None:
    found = [("mail/a.pdf", "file.passed-over"), ("mail", "file.no-workbook")]
    assert outline(zipped({"a.pdf": b"%PDF"})) == found


def test_more_files_than_the_limit_are_refused_before_any_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 3)
    assert len(taken(zipped({f"{n}.csv": b"x" for n in range(3)}))) == 3
    assert outline(zipped({f"{n}.csv": b"x" for n in range(4)})) == [("mail", "file.too-large")]


def test_more_bytes_than_the_limit_are_refused_and_what_came_before_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_UNPACKED_BYTES", 2500)
    assert len(taken(zipped({f"{n}.csv": bytes(1000) for n in range(2)}))) == 2
    found = outline(zipped({f"{n}.csv": bytes(1000) for n in range(5)}))
    assert found == [("mail/0.csv", "?"), ("mail/1.csv", "?"), ("mail", "file.too-large")]


def test_a_member_longer_than_a_workbook_may_be_is_refused_whatever_its_directory_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    data = zipped({"a.csv": bytes(1001), "b.csv": bytes(1000)})
    assert outline(data) == [("mail/a.csv", "file.too-large"), ("mail/b.csv", "?")]
    lying = data.replace((1001).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert outline(lying)[0] == ("mail/a.csv", "file.unreadable")


def test_a_bomb_is_refused_by_its_ratio_without_inflating_it() -> None:
    data = zipped({"a.csv": bytes(limits.RATIO_FROM + 1), "b.xlsx": BOOK})
    assert outline(data) == [("mail/a.csv", "file.too-large"), ("mail/b.xlsx", "book")]


def test_an_encrypted_member_is_refused_by_that_reason() -> None:
    data = bytearray(zipped({"a.xlsx": BOOK}))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert outline(bytes(data)) == [("mail/a.xlsx", "file.password")]


# E-mail.


def test_attachments_are_taken_and_other_files_are_told() -> None:
    message = mailed(("acme.xlsx", BOOK), ("letter.pdf", b"%PDF"))
    found = [("mail/acme.xlsx", "book"), ("mail/letter.pdf", "file.passed-over")]
    assert outline(message.as_bytes()) == found


def test_the_text_of_a_message_and_the_pictures_in_it_are_passed_by() -> None:
    message = mailed(("acme.xlsx", BOOK))
    message.add_attachment(b"\x89PNG", "image", "png", disposition="inline", filename="logo.png")
    message.add_attachment("<b>Hello</b>", subtype="html", disposition="inline")
    assert outline(message.as_bytes()) == [("mail/acme.xlsx", "book")]


def test_an_attachment_is_known_by_its_bytes_where_its_name_tells_nothing() -> None:
    message = mailed(("part.bin", BOOK), ("noname", BOOK), ("other.bin", b"12345"))
    assert [code for _, code in outline(message.as_bytes())] == ["book", "book", "file.passed-over"]


@pytest.mark.parametrize("name", ["Überblick 2026.xlsx", "../../evil.xlsx", "C:\\evil.xlsx"])
def test_an_attachment_is_called_by_its_name_without_folders(name: str) -> None:
    [member] = taken(mailed((name, BOOK)).as_bytes())
    assert member.name == f"mail/{name.replace(chr(92), '/').rpartition('/')[2]}"


def test_a_name_in_encoded_words_is_read() -> None:
    data = mailed(("a.xlsx", BOOK)).as_bytes()
    encoded = data.replace(b'filename="a.xlsx"', b'filename="=?utf-8?B?w5xiZXIueGxzeA==?="')
    assert outline(encoded) == [("mail/Über.xlsx", "book")]


def test_a_csv_that_a_mail_program_shows_as_text_is_taken_by_its_name() -> None:
    message = mailed()
    message.add_attachment("id,answer\n", subtype="csv", disposition="inline", filename="a.csv")
    assert [each.name for each in taken(message.as_bytes())] == ["mail/a.csv"]


def test_a_zip_and_a_message_that_are_attached_are_opened() -> None:
    inner = mailed(("b.xlsx", BOOK), ("c.zip", zipped({"d.xlsx": BOOK})))
    outer = mailed(("a.zip", zipped({"in/a.xlsx": BOOK})))
    outer.add_attachment(inner)
    assert outline(outer.as_bytes()) == [
        ("mail/a.zip/in/a.xlsx", "book"),
        ("mail/message.eml/b.xlsx", "book"),
        ("mail/message.eml/c.zip/d.xlsx", "book"),
    ]


def test_what_is_nested_deeper_is_refused() -> None:
    message: EmailMessage = mailed(("a.xlsx", BOOK))
    for _ in range(3):
        outer = mailed()
        outer.add_attachment(message)
        message = outer
    [(name, code)] = outline(message.as_bytes())
    assert (name, code) == ("mail/message.eml/message.eml/message.eml", "file.nested")


def test_messages_of_a_mailbox_are_numbered_in_their_order() -> None:
    messages = [mailed((f"{n}.xlsx", BOOK)).as_bytes() for n in (2, 1)]
    data = mailbox(messages[0], mailed(text="Nothing.\n\nFrom us\n").as_bytes(), messages[1])
    assert outline(data) == [("mail/0001/2.xlsx", "book"), ("mail/0003/1.xlsx", "book")]


def test_a_message_longer_than_the_limit_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    long = mailed(("a.xlsx", BOOK), text="x " * 20_000).as_bytes()
    short = mailed(("b.xlsx", BOOK)).as_bytes()
    monkeypatch.setattr(limits, "MESSAGE_BYTES", len(long) - 5)
    found = [("mail/0001", "file.too-large"), ("mail/0002/b.xlsx", "book")]
    assert outline(mailbox(long, short)) == found
    assert outline(long) == [("mail", "file.too-large")]


def test_more_attachments_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 2)
    data = mailed(*((f"{n}.xlsx", BOOK) for n in range(3))).as_bytes()
    assert outline(data)[2:] == [("mail", "file.too-large")]


def test_a_message_nested_without_end_is_refused() -> None:
    head = b"From: a@example.org\nTo: b@example.org\nDate: now\n"
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(5000)
    )
    assert outline(head + nested) == [("mail", "file.unreadable")]
