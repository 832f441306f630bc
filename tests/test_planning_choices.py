"""What a user says about days, owners and capacity is taken whole, or refused with every reason."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from assess.planning.choices import Choices, check_questions, read_choices
from questionnaires.problems import InputError, UnknownNameError


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_come_in_any_order_with_any_separator(tmp_path: Path, separator: str) -> None:
    lines = [("Note", "DAYS", "Question"), ("x", "3", "a.one"), ("", "-", "a.two"), ("", "", "")]
    text = "\r\n".join(separator.join(line) for line in lines)
    choices = read_choices(effort=written(tmp_path, "e.csv", "\ufeff" + text))
    assert choices.effort == {"a.one": 3, "a.two": None}


def test_days_a_week_may_be_broken_and_none(tmp_path: Path) -> None:
    path = written(tmp_path, "c.csv", "owner,days per week\nIT,2.5\nÄmter,0\n")
    assert read_choices(capacity=path).capacity == {"IT": Fraction(5, 2), "Ämter": Fraction(0)}


BAD = [
    ("question,days\na.one,1.5\n", "plan.value", "line 2"),
    ("question,days\na.one,-3\n", "plan.value", "line 2"),
    ("question,days\na.one,10001\n", "plan.value", "line 2"),
    ("question,days\na.one,٣\n", "plan.value", "line 2"),
    ("question,days\na.one\n", "plan.value", "line 2"),
    ("question,days\n,3\n", "plan.value", "line 2"),
    ("question,days\na.one,1\n\na.one,2\n", "plan.twice", "line 4"),
    ("question,weeks\na.one,1\n", "plan.header", ""),
    ("question,days,days\na.one,1,2\n", "plan.header", ""),
    ("", "plan.header", ""),
    ('question,days\n"a.one,1\n', "plan.csv", ""),
    (b"question,days\n\xff\xfe,1\n", "plan.encoding", ""),
    ("question,days\n" + "a" * 1_000_000, "plan.too-large", ""),
]


@pytest.mark.parametrize(("text", "code", "cell"), BAD)
def test_what_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, text: str | bytes, code: str, cell: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_choices(effort=written(tmp_path, "e.csv", text))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.cell) == (code, cell)
    assert problem.hint


def test_problems_of_all_files_are_shown_together(tmp_path: Path) -> None:
    effort = written(tmp_path, "e.csv", "question,days\na.one,x\na.two,y\n")
    missing = tmp_path / "none.csv"
    with pytest.raises(InputError) as caught:
        read_choices(effort=effort, owners=missing, capacity=missing)
    assert [problem.code for problem in caught.value.problems] == [
        "plan.value",
        "plan.value",
        "plan.unreadable",
        "plan.unreadable",
    ]


def test_a_question_that_nobody_asks_is_refused(tmp_path: Path) -> None:
    owners = written(tmp_path, "o.csv", "question,owner\na.one,IT\nslip,IT\n")
    with pytest.raises(UnknownNameError) as caught:
        check_questions(read_choices(owners=owners), ["a.one"])
    assert [problem.place.cell for problem in caught.value.problems] == ["line 3"]


def test_nothing_said_is_nothing_chosen() -> None:
    assert read_choices() == Choices()
