"""A plan says the same in every format, and says it safely."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from assess.planning import FORMATS, PlanReport, plan_report, write
from assess.planning.choices import NO_CHOICES, Choices
from assess.planning.routes import _quiet, tier_named
from assess.planning.sentences import headline, on_conditions, out_of_reach
from questionnaires.problems import InputError
from questionnaires.profiles import Profile
from tests.gaps_case import HOSTILE
from tests.test_planning import AS_OF, assessed
from tests.worlds import Raw, World, question, questionnaire, standard_policy

OPEN = {"a.must": "no", "a.big": "no", "a.small": "partially"}
CONFIDENTIAL = 2


def made(
    answers: Mapping[str, str] = OPEN, policy: Raw | None = None, name: str = "Harbour & Lane"
) -> World:
    def work(days: int) -> Raw:
        return {"text": "Do it.", "effort": "low", "days": days}

    asked = questionnaire(
        question("a.must", must_have=True, weight=5, remediation=work(10)),
        question("a.big", weight=5, remediation=work(8)),
        question("a.small", weight=1, remediation=work(3)),
    )
    profile = Profile("harbour", name, data_classes=("confidential",))
    return World(asked, policy or standard_policy(), (profile,), (dict(answers),))


def report_of(world: World, tier: int = CONFIDENTIAL, choices: Choices = NO_CHOICES) -> PlanReport:
    return plan_report(assessed(world), tier, AS_OF, "0" * 64, choices)


def test_the_lines_add_up_to_the_days_and_end_on_the_day_said() -> None:
    report = report_of(made())
    assert report.days == sum(line.item.days for line in report.lines) > 0
    assert report.finished == max(line.end for line in report.lines)
    assert f"{report.days} days of work" in headline(report)


def test_the_plan_meets_every_need_of_the_tier() -> None:
    report = report_of(made())
    assert not all(need.met_now for need in report.needs)
    assert all(need.met_after for need in report.needs)


def test_who_is_there_already_is_told_so() -> None:
    report = report_of(made(dict.fromkeys(OPEN, "yes")))
    assert (report.lines, report.days, report.finished) == ((), 0, AS_OF)
    assert "nothing to do" in headline(report)


def test_out_of_reach_says_why_and_what_is_in_reach() -> None:
    report = report_of(made(), choices=Choices(effort={"a.must": None}))
    assert report.finished is None
    said = " ".join(out_of_reach(report))
    assert "500 needed" in said
    assert "a.must" in said
    assert report.nearest is not None
    assert "Public" in said


def test_an_owner_without_time_does_nothing() -> None:
    idle = Choices(owners={"a.must": "IT"}, capacity={"IT": Fraction(0)})
    assert report_of(made(), choices=idle).excluded == ("a.must",)


def test_owners_work_side_by_side_each_at_its_own_pace() -> None:
    halved = Choices(owners={"a.must": "IT"}, capacity={"IT": Fraction(5, 2)})
    alone, shared = report_of(made()), report_of(made(), choices=halved)
    length = {line.item.question: line.end - line.start for line in alone.lines}
    for line in shared.lines:
        same = line.end - line.start == length[line.item.question]
        assert same == (line.owner != "IT")


def test_what_ends_after_its_due_date_is_marked() -> None:
    slow = Choices(capacity={"partner": Fraction(1, 4)})
    report = report_of(made(), choices=slow)
    assert report.late
    for line in report.lines:
        assert line.late == (line.due is not None and line.end > line.due)


def conditional_policy() -> Raw:
    policy = standard_policy()
    policy["tiers"][CONFIDENTIAL]["conditional"] = {
        "overall": 50,
        "open_up_to": "critical",
        "closed": ["must-haves"],
        "lapses_after": 180,
    }
    return policy


def test_a_tier_held_on_conditions_is_offered_where_it_takes_less() -> None:
    report = report_of(made(policy=conditional_policy()))
    held = report.conditional
    assert held is not None
    assert held.days < report.days
    assert held.until == held.finished + timedelta(days=180)
    assert held.in_time is True
    assert "180 days" in on_conditions(report, held)


def test_a_tier_without_conditions_offers_none() -> None:
    assert report_of(made()).conditional is None


def test_quick_wins_come_most_gained_per_day_first() -> None:
    per_day = [item.gain / item.days for item in report_of(made()).quick]
    assert all(a >= b for a, b in pairwise(per_day))
    assert len(per_day) > 1


@pytest.mark.parametrize(("name", "tier"), [("required", 2), ("next", 1), ("restricted", 3)])
def test_a_tier_is_named_by_id_or_by_what_is_required_or_next(name: str, tier: int) -> None:
    answers = {"a.must": "partially", "a.big": "no", "a.small": "yes"}
    found = assessed(made(answers))
    assert found.achieved is not None
    assert found.achieved.id == "public"
    assert tier_named(found, name) == tier


# --- every format -----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_the_same_every_time(suffix: str) -> None:
    assert FORMATS[suffix](report_of(made())) == FORMATS[suffix](report_of(made()))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_can_say_that_there_is_no_plan(suffix: str) -> None:
    for report in (
        report_of(made(dict.fromkeys(OPEN, "yes"))),
        report_of(made(), choices=Choices(effort=dict.fromkeys(OPEN))),
    ):
        assert FORMATS[suffix](report)


def hostile() -> PlanReport:
    owners = dict.fromkeys(OPEN, HOSTILE)
    return report_of(made(name=HOSTILE), choices=Choices(owners=owners))


def test_a_page_holds_no_script_whatever_is_typed() -> None:
    page = FORMATS[".html"](hostile()).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page.replace("&#34;", "")


def test_a_cell_is_no_formula_whatever_is_typed() -> None:
    book = openpyxl.load_workbook(BytesIO(FORMATS[".xlsx"](hostile())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_markdown_holds_no_markup_whatever_is_typed() -> None:
    text = FORMATS[".md"](hostile()).decode()
    assert "<script" not in text
    chart = text.split("```mermaid")[1].split("```")[0]
    assert "HYPERLINK" not in chart


def test_a_bar_stands_over_every_week_that_a_step_takes() -> None:
    report = report_of(made())
    sheet = openpyxl.load_workbook(BytesIO(FORMATS[".xlsx"](report)))["Schedule"]
    heads = enumerate((cell.value for cell in sheet[1]), 1)
    weeks = {column: head.date() for column, head in heads if isinstance(head, datetime)}
    for row, line in enumerate(report.lines, 2):
        for column, monday in weeks.items():
            filled = sheet.cell(row, column).fill.fill_type == "solid"
            assert filled == (line.start < monday + timedelta(days=7) and line.end >= monday)


def test_json_says_what_the_report_says() -> None:
    report = report_of(made())
    data = json.loads(FORMATS[".json"](report))
    assert data["days"] == report.days
    assert [step["question"] for step in data["steps"]] == [
        line.item.question for line in report.lines
    ]
    assert date.fromisoformat(data["finished"]) == report.finished


def test_a_format_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.html"):
        write(report_of(made()), tmp_path / "plan.exe")


def test_what_the_solver_prints_past_python_never_reaches_stdout(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with _quiet():
        ctypes.CDLL(None).puts(b"HighsMipSolverData::transformNewIntegerFeasibleSolution")
    print("ours")  # noqa: T201 - the one line that may be seen
    assert capfd.readouterr().out == "ours\n"
