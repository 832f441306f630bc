"""What reading a list of partners promises: all of it or, with every reason why, nothing."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.partners import read_partners, read_profile
from assess.partners.words import SYNONYMS, fold, meaning
from questionnaires.problems import InputError
from questionnaires.profiles import VOCABULARY, Profile

NORTH = Profile(
    id="north-freight",
    name="North Freight GmbH & Søn",
    kind="logistics",
    data_classes=("internal", "personal"),
    access=("portal", "on-site"),
    criticality="moderate",
    regions=("eu", "us-ca"),
    stage="active",
    contacts=("security@north.example", "ops@north.example"),
    requested_tier="confidential",
)
HEADER = (
    "Requested tier",
    "ID",
    "partner NAME",
    "Kind",
    "Data_Classes",
    "access",
    "Criticality",
    "Regions",
    "Lifecycle stage",
    "contacts",
)
ROW = (
    "Confidential",
    "north-freight",
    " North  Freight GmbH & Søn ",
    "Logistics provider",
    "Personal data; INTERNAL",
    "On-site|portal",
    "Medium",
    "California, European Union",
    "Active",
    "security@north.example, ops@north.example",
)


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def write_csv(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / "partners.csv"
    path.write_text(as_csv(rows), encoding="utf-8", newline="")
    return path


def write_xlsx(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    workbook = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "partners.xlsx"
    workbook.save(path)
    return path


def refused(path: Path) -> list[tuple[str, str]]:
    """Return code and cell of every problem that reading a file raises."""
    with pytest.raises(InputError) as raised:
        read_partners(path)
    assert all(problem.place.file == str(path) for problem in raised.value.problems)
    return [(problem.code, problem.place.cell) for problem in raised.value.problems]


# --- what is read ------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_its_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "partners.csv"
    path.write_bytes(as_csv([HEADER, ROW], separator).encode(encoding))
    assert read_partners(path) == [NORTH]


def test_an_xlsx_file_reads_the_same_as_csv(tmp_path: Path) -> None:
    assert read_partners(write_xlsx(tmp_path, Partners=[HEADER, ROW])) == [NORTH]


def test_empty_fields_rows_and_columns_are_unknown_and_not_wrong(tmp_path: Path) -> None:
    rows = [("id", "", "name", "kind", "note"), ("a", "", "A"), (), ("", "", ""), ("b", "", "B")]
    assert read_partners(write_csv(tmp_path, rows)) == [Profile("a", "A"), Profile("b", "B")]


def test_rows_of_a_sheet_that_is_not_the_list_are_left_alone(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, Notes=[("call them",)], List=[("id", "name"), (7, "Seven")])
    assert read_partners(path) == [Profile("7", "Seven")]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    (read,) = read_partners(write_csv(tmp_path, [("id", "name"), ("a", "=1+1")]))
    assert read.name == "=1+1"


def test_contacts_with_commas_in_a_name_stay_whole() -> None:
    profile = read_profile({"id": "a", "name": "A", "contacts": "Doe, CISO; desk@a.example"})
    assert profile.contacts == ("Doe, CISO", "desk@a.example")


@given(st.sampled_from(sorted(VOCABULARY)), st.data())
def test_every_word_is_known_however_it_is_spaced_and_cased(
    field: str, data: st.DataObject
) -> None:
    value = data.draw(st.sampled_from(VOCABULARY[field]))
    written = value.upper().replace("-", data.draw(st.sampled_from(["", " ", "_", "/", " - "])))
    assert meaning(field, f" {written} ") == value


@pytest.mark.parametrize("field", sorted(VOCABULARY))
def test_no_two_words_of_a_field_look_the_same(field: str) -> None:
    assert len({fold(value) for value in VOCABULARY[field]}) == len(VOCABULARY[field])
    for synonym, value in SYNONYMS[field].items():
        assert value in VOCABULARY[field]
        assert meaning(field, synonym) == value
        assert fold(synonym) not in {fold(word) for word in VOCABULARY[field]}


# --- what is refused ---------------------------------------------------------------------------


def test_every_problem_of_a_list_is_told_with_its_place(tmp_path: Path) -> None:
    rows = [
        ("id", "name", "kind", "data classes", "access"),
        ("a", "A", "reseller", "internal", "none"),
        ("Acme Ltd", "", "shop", "secret; personal", "none, api"),
        ("a", "Twin", "", "", ""),
        ("", "No id", "", "", ""),
    ]
    assert refused(write_xlsx(tmp_path, Partners=rows)) == [
        ("partner.id-form", "A3"),
        ("partner.name-missing", "B3"),
        ("partner.value-unknown", "C3"),
        ("partner.value-unknown", "D3"),
        ("partner.access-none", "E3"),
        ("partner.id-missing", "A5"),
        ("partner.id-duplicate", "A4"),
    ]


def test_a_problem_in_csv_names_the_line_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    rows = [("id", "name", "contacts"), ("a", "A", "x@a.example\ny@a.example"), ("B", "B", "")]
    assert refused(write_csv(tmp_path, rows)) == [("partner.id-form", "line 4")]


def test_a_refused_id_comes_with_one_that_would_do() -> None:
    with pytest.raises(InputError, match="such as acme-ltd"):
        read_profile({"id": "Acme Ltd.", "name": "Acme"})


@pytest.mark.parametrize("text", ["-", "?", "n/a", "unknown"])
def test_what_stands_for_nothing_known_is_refused_and_not_taken_for_empty(text: str) -> None:
    with pytest.raises(InputError, match="leave it empty"):
        read_profile({"id": "a", "name": "A", "kind": text})


def test_a_control_character_is_refused() -> None:
    with pytest.raises(InputError, match="control character"):
        read_profile({"id": "a", "name": "A\x07B"})


def test_columns_that_are_unknown_twice_or_missing_are_told_once_each(tmp_path: Path) -> None:
    rows = [("id", "Kind", "kind", "Budget", ""), *[(f"p{n}", "", "", "9", "x") for n in range(9)]]
    assert refused(write_xlsx(tmp_path, Partners=rows)) == [
        ("partners.column-twice", "C1"),
        ("partners.column-missing", "A1"),
        ("partners.column-unknown", "D1"),
        ("partners.column-unknown", "E2"),
    ]


def test_a_cell_beyond_the_header_is_refused(tmp_path: Path) -> None:
    rows = [("id", "name"), ("a", "A", "stray")]
    assert refused(write_csv(tmp_path, rows)) == [("partners.column-unknown", "line 2")]


@pytest.mark.parametrize(
    ("value", "code"), [("=NA()", "formula-without-value"), ("#N/A", "error-cell")]
)
def test_a_cell_that_a_reader_shows_as_blank_is_refused(
    tmp_path: Path, value: str, code: str
) -> None:
    rows = [("id", "name", "kind"), ("a", "A", value)]
    assert refused(write_xlsx(tmp_path, Partners=rows)) == [(f"partner.{code}", "C2")]


def test_a_date_or_a_truth_is_no_word_of_a_profile(tmp_path: Path) -> None:
    rows = [("id", "name", "kind", "stage"), ("a", "A", date(2026, 1, 1), True)]
    codes = refused(write_xlsx(tmp_path, Partners=rows))
    assert codes == [("partner.value-unknown", "C2"), ("partner.value-unknown", "D2")]


def test_a_cell_merged_over_several_partners_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, P=[("id", "name", "kind"), ("a", "A", "hosting"), ("b", "B", None)])
    workbook = openpyxl.load_workbook(path)
    workbook["P"].merge_cells("C2:C3")
    workbook.save(path)
    assert refused(path) == [("partners.merged", "C2")]


def test_partners_on_several_sheets_are_refused(tmp_path: Path) -> None:
    rows = [("id", "name"), ("a", "A")]
    assert refused(write_xlsx(tmp_path, One=rows, Two=rows)) == [("partners.several-sheets", "")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "partners.empty"),
        ("header.csv", b"id,name\n", "partners.empty"),
        ("quote.csv", b'id,name\na,"A\nb,B\n', "partners.csv"),
        ("nul.csv", b"id,name\na,\0\n", "partners.encoding"),
        ("odd.csv", b"id,name\na,\x81\xff\n", "partners.encoding"),
        ("half.csv", b"\xff\xfei", "partners.encoding"),
        ("partners.pdf", b"%PDF", "partners.format"),
        ("text.xlsx", b"no list at all\n", "file.not-excel"),
        ("cut.xlsx", b"PK\x03\x04 and no more", "file.truncated"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert [found for found, _ in refused(path)] == [code]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.csv") == [("partners.unreadable", "")]
