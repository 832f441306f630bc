"""Promises of how single cells are read, type by type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.intake.cells import (
    Cell,
    Fault,
    RefusedError,
    cell_name,
    cell_position,
    exact,
    fold,
    is_blank,
    plain,
    quoted,
    text_of,
)
from assess.intake.dates import read_date
from assess.intake.ids import ids_meant
from assess.intake.judge import Setting, judge
from assess.intake.names import Asked, names_of
from assess.intake.numbers import read_number, with_unit
from questionnaires import codes
from questionnaires.model import Question
from tests.mistreated import TRIAL
from tests.traps import NUMBERED

AS_OF = dt.date(2026, 10, 5)
SETTING = Setting(AS_OF, dt.date(2026, 9, 30), lambda: False)


def asked(question: str) -> Asked:
    return names_of(TRIAL).asked[TRIAL.positions[question]]


def level(question: str, value: Cell, comment: str = "") -> str:
    """Return the id of the level that a cell reaches."""
    code, _ = judge(asked(question), value, {}, comment, SETTING)
    return TRIAL.question(question).answer.levels[code].id


def refusal(question: str, value: Cell, comment: str = "") -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        judge(asked(question), value, {}, comment, SETTING)
    return refused.value


# --- level texts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Yes", "yes", " YES ", "\u00a0Yes\u00a0", "y", "Fully", "IMPLEMENTED", "ye\u200bs", "Yes\n"],
)
def test_level_names_are_read_whatever_their_case_and_white_space(text: str) -> None:
    assert level("trial.mfa", text) == "yes"


@pytest.mark.parametrize(
    "text", ["All - without exception", "all — without  exception", "All \u2011 without\nexception"]
)
def test_every_dash_is_the_same(text: str) -> None:
    assert level("trial.twin", text) == "all"


@pytest.mark.parametrize("text", ["We don't allow exceptions", "we don’t allow exceptions"])
def test_straight_and_curly_apostrophes_are_the_same(text: str) -> None:
    assert level("trial.twin", text) == "all"


def test_a_straight_apostrophe_in_the_level_matches_a_curly_one_in_the_cell() -> None:
    assert level("trial.twin", "Nobody’s account") == "none"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "yes"), (False, "no"), ("TRUE", "yes"), ("WAHR", "yes"), ("falso", "no")],
)
def test_booleans_mean_yes_and_no_where_there_are_such_levels(value: Cell, expected: str) -> None:
    assert level("trial.mfa", value) == expected


def test_a_boolean_is_refused_where_no_level_says_yes() -> None:
    assert refusal("trial.twin", True).code == "unknown"


@pytest.mark.parametrize(
    "text", ["yes, mostly", "not yes", "yesno", "no yes", "partially not", "implemented?", "1"]
)
def test_text_that_is_not_wholly_a_level_is_never_scored(text: str) -> None:
    assert refusal("trial.mfa", text).code == "unknown"


def test_an_unknown_answer_names_the_nearest_level_and_all_of_them() -> None:
    problem = refusal("trial.mfa", "Partialy")
    assert "“Partially”" in problem.message
    assert "“Yes”, “Partially”, “Planned”, “No”" in problem.hint


def test_the_nearest_level_never_says_the_opposite() -> None:
    assert "nearest" not in refusal("trial.twin", "None of them").message


@pytest.mark.parametrize("value", [dt.date(2026, 1, 2), 45000.0, dt.timedelta(days=1)])
def test_a_date_or_number_is_no_level(value: Cell) -> None:
    assert refusal("trial.mfa", value).code == "unknown"


# --- not applicable -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["N/A", "n/a", "NA", "n.a.", "Not applicable", " not  Applicable", "N/A.", "Nicht anwendbar"],
)
def test_every_listed_spelling_of_not_applicable_is_the_same(text: str) -> None:
    code, value = judge(asked("trial.twin"), text, {}, "We have no partners.", SETTING)
    assert (code, value) == (codes.NA_CLAIMED, "Not applicable")


def test_not_applicable_is_refused_where_the_question_does_not_allow_it() -> None:
    assert refusal("trial.mfa", "N/A", "because").code == "na-not-allowed"


@pytest.mark.parametrize("comment", ["", "  ", "\u00a0"])
def test_not_applicable_is_refused_without_a_reason(comment: str) -> None:
    assert refusal("trial.twin", "N/A", comment).code == "na-without-reason"


@pytest.mark.parametrize("text", ["does not apply", "not", "n / a / b", "-"])
def test_other_words_for_not_applicable_are_not_guessed(text: str) -> None:
    assert refusal("trial.twin", text, "because").code == "unknown"


# --- numbers --------------------------------------------------------------------------------


def number(question: str, value: Cell) -> Decimal:
    return read_number(value, TRIAL.question(question).answer, lambda: False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (24.0, "24"),
        (0.1 + 0.2, "0.3"),
        ("24", "24"),
        ("24h", "24"),
        ("24 hours", "24"),
        ("24\u00a0Hours", "24"),
        ("24 hrs.", "24"),
        ("1 day", "24"),
        ("2 weeks", "336"),
        ("30 minutes", "0.5"),
        ("1,5", "1.5"),
        ("1,5 h", "1.5"),
        ("0,125", "0.125"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 000", "1000"),
        ("1'000 h", "1000"),
        ("+7", "7"),
        ("24 Stunden", "24"),
        ("24 Std.", "24"),
        ("1 Tag", "24"),
        ("2 Wochen", "336"),
        ("30 Minuten", "0.5"),
        ("24 horas", "24"),
        ("1 día", "24"),
        ("1\u202f000", "1000"),
        ("1’000,5", "1000.5"),
    ],
)
def test_hours_are_read_with_their_unit(value: Cell, expected: str) -> None:
    assert number("trial.notify", value) == Decimal(expected)


@pytest.mark.parametrize("value", ["1,000", "1.000", "12,345 hours"])
def test_a_separator_that_may_mean_thousands_is_refused(value: Cell) -> None:
    assert refusal("trial.notify", value).code == "ambiguous-number"


@pytest.mark.parametrize(
    "value",
    [
        "<24",
        "24-48",
        "24 48",
        "about 24",
        "1 month",
        "3 working days",
        "24 %",
        "1e3",
        "٢٤",
        "immediately",
        "2026-03-04",
        "24 hours or less",
        "9" * 40,
        float("inf"),
        float("nan"),
        True,
        dt.date(2026, 1, 24),
        dt.time(8, 0),
        dt.timedelta(days=1),
    ],
)
def test_what_is_not_one_number_of_hours_is_refused(value: Cell) -> None:
    assert refusal("trial.notify", value).code == "not-a-number"


@pytest.mark.parametrize("value", [-1.0, "-1", 8761.0, "9 000 h"])
def test_a_number_out_of_range_is_refused(value: Cell) -> None:
    assert refusal("trial.notify", value).code == "out-of-range"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (95.0, "95"),
        ("99,9 %", "99.9"),
        ("95 Prozent", "95"),
        ("95 por ciento", "95"),
        ("99.9 %", "99.9"),
        ("99.999%", "99.999"),
        ("0.5 %", "0.5"),
        (0.0, "0"),
    ],
)
def test_percentages_are_read(value: Cell, expected: str) -> None:
    assert number("trial.laptops", value) == Decimal(expected)


@pytest.mark.parametrize("value", [0.95, 1.0, "0.95", "1"])
def test_a_share_is_not_taken_for_a_percentage(value: Cell) -> None:
    assert refusal("trial.laptops", value).code == "ambiguous-percent"


def test_a_share_in_a_percent_format_is_a_percentage() -> None:
    assert read_number(0.95, TRIAL.question("trial.laptops").answer, lambda: True) == 95


@pytest.mark.parametrize(
    "text",
    ["1 234 567", "1.234.567", "1,234,567", "1’234’567", "12,34,567", "1\u202f234\u202f567,0"],
)
def test_thousands_may_stand_apart_in_the_way_of_any_country(text: str) -> None:
    assert number("trial.admins", text) == 1_234_567


def test_a_count_is_whole() -> None:
    assert refusal("trial.admins", 2.5).code == "not-whole"


@pytest.mark.parametrize("text", ["No limit", "longer, or no limit", "LONGER"])
def test_a_number_may_be_answered_with_the_words_of_a_level(text: str) -> None:
    assert level("trial.notify", text) == "longer"


@given(st.decimals(min_value=0, max_value=8760, places=2))
def test_a_number_reads_the_same_as_a_cell_as_text_and_with_its_unit(value: Decimal) -> None:
    answer = TRIAL.question("trial.notify").answer
    readings = {
        number("trial.notify", float(value)),
        number("trial.notify", str(value)),
        number("trial.notify", with_unit(value, answer)),
    }
    assert readings == {value}


@given(st.decimals(min_value=0, max_value=8760, allow_nan=False, places=3))
def test_a_better_number_never_reaches_a_worse_level(value: Decimal) -> None:
    answer = TRIAL.question("trial.notify").answer
    better = value / 2
    assert answer.level_of(exact(float(better))) <= answer.level_of(exact(float(value)))


# --- dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2026, 3, 4),
        dt.datetime(2026, 3, 4, 17, 30),  # noqa: DTZ001 - spreadsheets have no time zones
        "2026-03-04",
        " 2026-03-04 ",
        "2026-03-04T00:00:00",
        "2026-03-04 12:00",
    ],
)
def test_date_cells_and_iso_text_are_dates(value: Cell) -> None:
    assert read_date(value, AS_OF) == dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("03/04/2026", "ambiguous-date"),
        ("3.4.2026", "text-date"),
        ("3-4-26", "ambiguous-date"),
        ("25/12/2025", "text-date"),
        ("4 March 2026", "text-date"),
        ("March 2026", "text-date"),
        ("2026", "text-date"),
        ("2026-13-01", "not-a-date"),
        ("2026-02-30", "not-a-date"),
        ("last spring", "not-a-date"),
        (46085.0, "date-serial"),
        (12.0, "not-a-date"),
        (True, "not-a-date"),
        (dt.time(8, 0), "not-a-date"),
        ("2026-10-06", "future-date"),
        (dt.date(2027, 1, 1), "future-date"),
        (dt.date(1900, 1, 24), "implausible-date"),
    ],
)
def test_any_other_date_is_refused(value: Cell, code: str) -> None:
    assert refusal("trial.pentest", value).code == code


def test_an_ambiguous_date_names_both_readings() -> None:
    assert "2026-03-04 or 2026-04-03" in refusal("trial.pentest", "03/04/2026").hint


def test_a_date_with_dots_is_day_before_month_and_names_that_day_alone() -> None:
    refused = refusal("trial.pentest", "12.05.2026")
    assert (refused.hint, refused.message) == (
        "write 2026-05-12",
        "“12.05.2026” is text, not a date",
    )


def test_a_serial_number_names_the_day_it_may_mean() -> None:
    assert "2026-03-04" in refusal("trial.pentest", 46085.0).hint


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-09-30", "year"),
        ("2025-09-29", "two-years"),
        ("2024-09-30", "two-years"),
        ("2024-09-29", "older"),
    ],
)
def test_ages_count_from_the_last_day_of_the_period(day: str, expected: str) -> None:
    assert level("trial.pentest", day) == expected


def test_a_date_after_the_period_has_age_nought() -> None:
    assert level("trial.pentest", dt.date(2026, 10, 5)) == "year"


def test_never_is_a_date_answer_where_a_level_says_so() -> None:
    assert level("trial.pentest", "Never") == "older"


@given(st.dates(dt.date(1990, 1, 1), AS_OF))
def test_a_day_reads_the_same_as_a_cell_and_as_iso_text(day: dt.date) -> None:
    assert read_date(day, AS_OF) == read_date(day.isoformat(), AS_OF) == day


# --- multi-choice ---------------------------------------------------------------------------


def multi(own: Cell, ticks: dict[int, bool]) -> tuple[int, str]:
    return judge(asked("trial.channels"), own, ticks, "", SETTING)


@pytest.mark.parametrize(
    "own", ["E-mail; Chat services", "email\nchat", "- E-mail\n- Chat services", "mail;chat;"]
)
def test_options_may_be_listed_in_the_questions_own_cell(own: str) -> None:
    assert multi(own, {}) == (1, "E-mail; Chat services")


def test_a_comma_inside_an_option_does_not_part_it() -> None:
    assert multi("Uploads, to any website", {}) == (1, "Uploads, to any website")


def test_an_exclusive_option_counts_as_no_option() -> None:
    assert multi("", {3: True}) == (2, "None of these")


def test_options_that_all_say_no_are_an_answer() -> None:
    assert multi("", dict.fromkeys(range(4), False)) == (2, "No option")


def test_a_list_that_agrees_with_the_ticks_is_accepted() -> None:
    assert multi("E-mail", {0: True}) == (1, "E-mail")


@pytest.mark.parametrize(
    ("own", "ticks", "code"),
    [
        ("E-mail", {1: True}, "list-and-ticks"),
        ("E-mail", {0: False}, "list-and-ticks"),
        ("N/A", {0: True}, "list-and-ticks"),
        ("", {0: True, 3: True}, "exclusive-option"),
        ("E-mail; None of these", {}, "exclusive-option"),
        ("E-mail; Fax", {}, "unknown"),
        (";", {}, "unknown"),
        (3.0, {}, "unknown"),
    ],
)
def test_a_multi_choice_that_contradicts_itself_is_refused(
    own: Cell, ticks: dict[int, bool], code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        judge(asked("trial.channels"), own, ticks, "because", SETTING)
    assert refused.value.code == code


# --- row ids --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("5.10", ["5.10"]),
        (" 5. 10 ", ["5.10"]),
        ("`5.2`", ["5.2"]),
        (5.2, ["5.2"]),
        (5.1, ["5.1", "5.10"]),
        (7.03, ["7.03"]),
        (7.3, []),
        ("7,03", ["7.03"]),
        (dt.date(2026, 4, 10), ["10.4"]),
        (dt.date(2026, 10, 4), ["10.4"]),
        (dt.date(2004, 3, 2), ["2.3.4"]),
        ("2026-04-10 00:00:00", ["10.4"]),
        (dt.date(2026, 6, 8), ["6.8", "8.6"]),
        (dt.date(2026, 1, 31), []),
        (True, []),
        (Fault("error"), []),
        ("", []),
    ],
)
def test_an_id_that_a_spreadsheet_changed_means_each_that_can_have_become_it(
    key: Cell, ids: list[str]
) -> None:
    assert sorted(ids_meant(key, names_of(NUMBERED))) == ids


@given(st.sampled_from(NUMBERED.questions), st.sampled_from(["{}", " {}", "{}\u00a0", "'{}"]))
def test_an_id_as_text_is_always_that_id(each: Question, form: str) -> None:
    assert ids_meant(form.format(each.id), names_of(NUMBERED)) == [each.id]


# --- cells ----------------------------------------------------------------------------------


@given(st.integers(0, 9998), st.integers(0, 701))
def test_a_cells_name_and_its_position_are_the_same_place(row: int, column: int) -> None:
    assert cell_position(cell_name(row, column)) == (row, column)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_text_comes_back_unchanged(text: str) -> None:
    assert text_of(text) == text


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_is_written_without_a_point(number: int) -> None:
    assert text_of(float(number)) == str(number)


@pytest.mark.parametrize("value", ["", " ", "\n\t", "\u00a0", "\u200b", " \ufeff "])
def test_white_space_is_nothing(value: str) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0.0, False, "0", "-", Fault("error")])
def test_nought_false_and_faults_are_something(value: Cell) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("kind", "code"), [("error", "error-cell"), ("formula", "formula-without-value")]
)
def test_a_fault_is_refused_whatever_the_question(kind: str, code: str) -> None:
    for question in TRIAL.questions:
        assert refusal(question.id, Fault(kind)).code == code


def test_messages_quote_in_one_short_line() -> None:
    shown = quoted("a\nb\x1b[31m" + "c" * 500)
    assert len(shown) <= 62
    assert shown.startswith("“a b�[31mccc")


def test_infinity_can_be_written() -> None:
    assert plain(exact(float("inf"))) == "Infinity"
