"""What the tidy tables promise: every row and column, text as text, the same bytes each time."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.export import findings_table, responses_table, scores_table, write_table
from assess.export.results import FINDINGS, SCORES
from assess.store import StoredSubmission
from assess.submission import Response, Submission
from questionnaires import codes as states
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError
from questionnaires.profiles import Profile
from questionnaires.reading import read_questionnaire

DATA = Path(__file__).parent / "data"
DAY = date(2026, 7, 1)
SECONDS: Literal["datetime64[s]"] = "datetime64[s]"


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return read_questionnaire(DATA / "store-1.0.0.json")


def stored(
    questionnaire: Questionnaire, answers: dict[str, int], partner: str = "north"
) -> StoredSubmission:
    codes = [states.UNANSWERED] * len(questionnaire.questions)
    responses = []
    for name, code in answers.items():
        question = f"trial.{name}"
        codes[questionnaire.positions[question]] = code
        responses.append(
            Response(question, code, "given", "value", "=note", "doc", "2026-01-31", "D5")
        )
    made = Submission(
        partner, "2026Q2", questionnaire.reference, "a.xlsx", "f" * 64, tuple(responses)
    )
    profile = Profile(partner, "North", "hosting", access=("portal",))
    return StoredSubmission(made, profile, bytes(code % 256 for code in codes), len(answers), DAY)


def table_of(questionnaire: Questionnaire, *submissions: StoredSubmission) -> pd.DataFrame:
    return responses_table(submissions, {questionnaire.reference: questionnaire})


# --- responses ---------------------------------------------------------------------------------


def test_every_question_has_a_row_that_says_what_state_it_is_in(
    questionnaire: Questionnaire,
) -> None:
    answers = {
        "mfa": 1,
        "notice": states.NA_CLAIMED,
        "test": states.NA_ACCEPTED,
        "note": states.NOTED,
        "hosting": 1,
        "backup": 0,
    }
    table = table_of(questionnaire, stored(questionnaire, answers))
    assert dict(zip(table["question"], table["state"], strict=True)) == {
        "trial.hosting": "answered",
        "trial.mfa": "answered",
        "trial.backup": "out_of_scope",
        "trial.methods": "unanswered",
        "trial.notice": "not_applicable_claimed",
        "trial.test": "not_applicable_accepted",
        "trial.note": "noted",
    }


def test_a_row_holds_what_was_answered_and_where(questionnaire: Questionnaire) -> None:
    table = table_of(questionnaire, stored(questionnaire, {"mfa": 1}))
    row = table.set_index("question").loc["trial.mfa"].to_dict()
    assert row == {
        "partner": "north",
        "name": "North",
        "period": "2026Q2",
        "questionnaire": "store-trial@1.0.0",
        "questionnaire_sha256": questionnaire.reference.sha256,
        "section": "all",
        "text": "Is a second factor required at every login?",
        "element": "security-standards",
        "must_have": True,
        "state": "answered",
        "level": "Partially",
        "level_given": "Partially",
        "answer": "given",
        "value": "value",
        "comment": "=note",
        "evidence": "doc",
        "evidence_date": pd.Timestamp("2026-01-31"),
        "cell": "D5",
        "carried_from": "",
        "source": "",
        "imported_on": pd.Timestamp(DAY),
        "file": "a.xlsx",
        "file_sha256": "f" * 64,
    }


def test_rows_come_by_partner_whatever_the_order_of_submissions(
    questionnaire: Questionnaire,
) -> None:
    one = stored(questionnaire, {"mfa": 0}, "aster")
    two = replace(stored(questionnaire, {"mfa": 2}), sequence=9)
    tables = table_of(questionnaire, two, one), table_of(questionnaire, one, two)
    pd.testing.assert_frame_equal(*tables)


def test_no_submissions_give_the_same_columns_and_types(questionnaire: Questionnaire) -> None:
    empty, full = (
        table_of(questionnaire),
        table_of(questionnaire, stored(questionnaire, {"mfa": 0})),
    )
    assert list(empty.columns) == list(full.columns)
    assert [empty[day].dtype for day in ("evidence_date", "imported_on")] == [SECONDS] * 2


# --- scores and findings -----------------------------------------------------------------------


def test_tables_without_rows_keep_their_columns() -> None:
    assert list(scores_table([]).columns) == list(SCORES)
    assert list(findings_table([]).columns) == list(FINDINGS)


def test_a_figure_that_no_column_is_for_is_never_left_out_silently() -> None:
    with pytest.raises(ValueError, match="columns differ: \\['new'\\]"):
        scores_table([dict.fromkeys((*SCORES, "new"))])


# --- files -------------------------------------------------------------------------------------

STARTS = ("=", "+", "-", "@", "\t", "\r")
TRICKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\ttab", "'=quoted", "'plain", 'a;b,"c"\nd', "Søn"]


def sample() -> pd.DataFrame:
    count = len(TRICKY)
    table = pd.DataFrame(
        {
            "text": TRICKY,
            "score": [81.3, None, *[float(-n) for n in range(count - 2)]],
            "count": range(count),
            "must_have": [n % 2 == 0 for n in range(count)],
            "day": ["2026-01-31", "", *["2026-07-01"] * (count - 2)],
        }
    )
    table["day"] = pd.to_datetime(table["day"]).dt.as_unit("s")
    return table


def in_csv(text: str) -> str:
    """Take back what `write_table` puts in front, as its docstring says."""
    rest = text.removeprefix("'")
    return rest if rest.removeprefix("'").startswith(STARTS) else text


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
@settings(max_examples=50)
def test_text_in_csv_is_no_formula_and_comes_back_unchanged(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        write_table(pd.DataFrame({"text": texts, "end": "."}), path)
        written = path.read_bytes().decode("utf-8-sig")
    rows = [row[0] for row in csv.reader(StringIO(written, newline=""))][1:]
    assert [in_csv(row) for row in rows] == texts
    assert not any(row.startswith(STARTS) for row in rows)


def test_csv_keeps_numbers_below_zero_and_writes_days_as_iso(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "table.csv")
    back = pd.read_csv(tmp_path / "table.csv", parse_dates=["day"]).astype({"day": SECONDS})
    expected = sample().drop(columns="text")
    pd.testing.assert_frame_equal(back.drop(columns="text"), expected)


def test_csv_starts_with_the_mark_by_which_excel_knows_utf_8(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbftext,")


def read_xlsx(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path)["Table"]
    return list(sheet.iter_rows())


def test_xlsx_keeps_text_as_text_and_numbers_and_days_as_such(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "table.xlsx")
    header, *rows = read_xlsx(tmp_path / "table.xlsx")
    assert [cell.value for cell in header] == list(sample().columns)
    assert [row[0].value for row in rows] == TRICKY
    assert {row[0].data_type for row in rows} == {"s"}
    assert [cell.value for cell in rows[0][1:]] == [81.3, 0, True, datetime(2026, 1, 31)]  # noqa: DTZ001
    assert [cell.value for cell in rows[1][1:]] == [None, 1, False, None]
    assert rows[3][1].value == -1


def test_xlsx_has_a_filter_over_all_rows_and_a_frozen_header(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "table.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx")["Table"]
    assert sheet.auto_filter.ref == f"A1:E{len(TRICKY) + 1}"
    assert sheet.freeze_panes == "B2"


def test_xlsx_holds_text_with_control_characters_and_days_before_excel(tmp_path: Path) -> None:
    table = pd.DataFrame({"text": ["a\x0bb"], "day": pd.to_datetime(["1850-05-01"])})
    write_table(table, tmp_path / "table.xlsx")
    assert [cell.value for cell in read_xlsx(tmp_path / "table.xlsx")[1]] == ["ab", "1850-05-01"]


def test_parquet_comes_back_as_it_was(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "table.parquet")
    back = pd.read_parquet(tmp_path / "table.parquet").astype({"day": SECONDS})
    pd.testing.assert_frame_equal(back, sample())


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("one", "two"):
        write_table(sample(), tmp_path / f"{name}.{suffix}")
    one, two = (tmp_path / f"{name}.{suffix}" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_table_without_rows_keeps_its_columns_in_every_format(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"table.{suffix}"
    write_table(scores_table([]), path)
    read: dict[str, Callable[[Path], pd.DataFrame]] = {
        "csv": pd.read_csv,
        "xlsx": lambda file: pd.read_excel(file, engine="openpyxl"),
        "parquet": pd.read_parquet,
    }
    assert list(read[suffix](path).columns) == list(SCORES)


@pytest.mark.parametrize("name", ["table.ods", "table"])
def test_an_unknown_suffix_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.csv, \.xlsx, \.parquet"):
        write_table(sample(), tmp_path / name)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    write_table(sample(), tmp_path / "missing" / "table.csv")
    assert (tmp_path / "missing" / "table.csv").is_file()


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        write_table(sample(), tmp_path / "file" / "table.csv")


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\n"
        "import pandas as pd\n"
        "from assess.export import write_table\n"
        f"write_table(pd.DataFrame({{'a': [1]}}), Path({str(tmp_path / 't.parquet')!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert "pip install 'partner-posture[parquet]'" in done.stderr
