"""Promises of answers with a note in the same cell: kept where certain, refused where not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.intake.ids import ids_meant
from assess.intake.months import days_meant
from assess.intake.names import Asked, level_named, names_of, nearest_level
from assess.intake.notes import apart
from questionnaires.library import load_questionnaire
from questionnaires.translation import in_any_language
from tests.mistreated import TRIAL

TODAY = dt.date(2026, 10, 5)
SHIPPED = in_any_language(load_questionnaire("partner-security@2.0.0"))


def asked(question: str) -> Asked:
    return names_of(TRIAL).asked[TRIAL.positions[question]]


def parts(text: str, question: str = "trial.mfa") -> tuple[str, str] | None:
    return apart(asked(question), text, TODAY)


@pytest.mark.parametrize(
    ("text", "answer", "note"),
    [
        ("Yes – since 2024", "Yes", "since 2024"),
        ("Yes, see SOC 2", "Yes", "see SOC 2"),
        ("yes; policy 4.2", "yes", "policy 4.2"),
        ("Yes: audited by Example Ltd in 2025", "Yes", "audited by Example Ltd in 2025"),
        ("Yes (ISO 27001)", "Yes", "ISO 27001"),
        ("Yes. We keep records of each account.", "Yes", "We keep records of each account."),
        ("Yes\nsince May 2024", "Yes", "since May 2024"),
        ("Yes - see annex (page 3)", "Yes", "see annex (page 3)"),
        ("Implemented, tested 2026-03-04", "Implemented", "tested 2026-03-04"),
        ("No – see ticket SEC-12", "No", "see ticket SEC-12"),
        ("Not implemented: see risk register", "Not implemented", "see risk register"),
        ("Partly: only in EU", "Partly", "only in EU"),
        ("Partially, mostly for staff", "Partially", "mostly for staff"),
        ("Yes – security manual, section 4", "Yes", "security manual, section 4"),
        ("Yes – accounts closed within 2 days", "Yes", "accounts closed within 2 days"),
        ("Ja – seit 2024", "Ja", "seit 2024"),
        ("Sí, véase SOC 2", "Sí", "véase SOC 2"),
        ("Yes –", "Yes", ""),
    ],
)
def test_a_note_behind_a_whole_answer_is_told_apart(text: str, answer: str, note: str) -> None:
    assert parts(text) == (answer, note)


@pytest.mark.parametrize(
    "text",
    [
        # it may be less than was said
        *("Yes, mostly", "Yes, only in EU", "Yes (80 %)", "Yes, 2 of 5 sites", "Yes – nur in DE"),
        *("Yes, parcialmente", "Yes, with some exceptions", "Yes, seulement en France"),
        "Yes, for selected systems",
        "Yes, for EU customers",
        "Yes, apart from sales",
        "Yes – best effort where possible",
        "Yes (w/o mobiles)",
        # it may be the opposite
        *("Yes, but not for partners", "Yes. No.", "Yes – not yet", "Yes; we don't", "Yes, never"),
        *("Yes, aber nicht überall", "Yes, sin registro", "No, not any more a problem"),
        # it may be later
        *("Yes – working on it", "Yes, to be implemented", "Yes (needs approval)"),
        *("Yes, in six months", "Yes – within 2 quarters", "Yes, after the merger"),
        *("Yes – in Bearbeitung", "Yes, en desarrollo", "Yes, in process"),
        *("Yes, planned", "Yes (in progress)", "Yes, from next year", "Yes – in 2027", "Yes, Q4"),
        *("Yes – December 2026", "Yes, by November", "Yes, 2026-12-01", "Yes, geplant", "Yes, tbd"),
        "Yes, rolling out",
        "Yes – under review",
        "Yes (pilot)",
        "Yes, being introduced",
        # it holds for nobody in particular, for now, or on paper alone
        *(
            "Yes (optional)",
            "Yes – voluntary",
            "Yes, recommended",
            "Yes, opt-in",
            "Yes – freiwillig",
        ),
        *(
            "Yes – vacant",
            "Yes (unfilled)",
            "Yes – open position",
            "Ja – unbesetzt",
            "Sí (vacante)",
        ),
        *("Yes – n/a", "Yes (none)", "Yes – tbd", "Yes (draft)", "Yes – trial", "Yes, interim"),
        *("Yes – outdated", "Yes (legacy)", "Yes (disabled)", "Ja – veraltet", "Sí – obsoleto"),
        *("Yes – informal", "Yes, ad hoc", "Yes (manually)", "Ja, mündlich", "Sí, informalmente"),
        # it may be earlier, or unsure
        *(
            "Yes, until 2024",
            "Yes (expired)",
            "Yes, probably",
            "Yes – ?",
            "Yes, if asked",
            "Yes...",
        ),
        "Yes, I think",
        "Yes, on request",
        "Sí, si es posible",
        "Ja, bei Bedarf",
        # another answer, or letters that no list knows
        *(
            "Yes, partially",
            "Yes / partly: EU",
            "No, planned for spring",
            "Yes、仅限欧盟",
            "Yes, 仅限",
        ),
        # no separator, or one that is none
        *("Yes see SOC 2", "Yes-no", "No. 5 of the annex", "Yesterday, at noon", "yesno", "Yes*"),
        # no whole answer in front
        *("Not yes, see SOC 2", "Nearly implemented, see SOC 2", ", yes", "see SOC 2: yes"),
    ],
)
def test_a_cell_that_leaves_a_doubt_is_left_whole(text: str) -> None:
    assert parts(text) is None


@pytest.mark.parametrize(
    ("question", "text", "answer", "note"),
    [
        ("trial.twin", "N/A – we have no partners", "N/A", "we have no partners"),
        ("trial.twin", "Nicht zutreffend: kein Zugang", "Nicht zutreffend", "kein Zugang"),
        ("trial.channels", "n/a (no mail)", "n/a", "no mail"),
        ("trial.notify", "24h (SLA)", "24h", "SLA"),
        ("trial.notify", "1,5 h – laut Vertrag", "1,5 h", "laut Vertrag"),
        ("trial.notify", "No limit, see contract", "No limit", "see contract"),
        ("trial.laptops", "99,9 % (report)", "99,9 %", "report"),
        ("trial.pentest", "2026-03-04, by Example Ltd", "2026-03-04", "by Example Ltd"),
        ("trial.pentest", "Never: we rely on our supplier", "Never", "we rely on our supplier"),
    ],
)
def test_reasons_numbers_and_dates_may_have_a_note(
    question: str, text: str, answer: str, note: str
) -> None:
    assert parts(text, question) == (answer, note)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("trial.twin", "N/A, but we are working on it"),
        ("trial.twin", "N/A – some of them"),
        ("trial.notify", "24 h on weekdays"),
        ("trial.notify", "24 h (business hours)"),
        ("trial.notify", "24 h, 72 h at weekends"),
        ("trial.notify", "24 (Werktage)"),
        ("trial.notify", "24 – days"),
        ("trial.notify", "24 h, on average"),
        ("trial.notify", "24 h – planned"),
        ("trial.laptops", "95 % – 97 %"),
        ("trial.pentest", "2026-03-04, planned"),
        ("trial.pentest", "2026-03-04 – 2026-03-06"),
        ("trial.contact", "Yes, see SOC 2"),
    ],
)
def test_a_note_that_may_change_a_figure_or_a_claim_is_not_told_apart(
    question: str, text: str
) -> None:
    assert parts(text, question) is None


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_in_an_id_is_the_same(dash: str) -> None:
    name = next(each.id for each in SHIPPED.questions if "-" in each.id)
    assert ids_meant(name.replace("-", dash), names_of(SHIPPED)) == [name]


def test_no_level_of_the_shipped_questionnaire_is_taken_apart() -> None:
    for each in names_of(SHIPPED).asked:
        for level in each.question.answer.levels:
            for name in (level.text, *level.synonyms):
                assert apart(each, name, TODAY) is None or level_named(each, name) is None


def test_what_may_be_the_rest_of_a_longer_level_is_no_note() -> None:
    test_data = names_of(SHIPPED).asked[SHIPPED.positions["development.test-data"]]
    assert level_named(test_data, "Real data") == 3
    assert apart(test_data, "Real data, deleted within 60 days", TODAY) is None


@given(st.data())
def test_a_level_with_another_levels_words_behind_it_is_never_taken_apart(
    data: st.DataObject,
) -> None:
    each = data.draw(
        st.sampled_from([a for a in names_of(SHIPPED).asked if a.question.answer.type == "choice"])
    )
    first, second = data.draw(st.permutations(range(len(each.question.answer.levels))))[:2]
    levels = each.question.answer.levels
    separator = data.draw(st.sampled_from([", ", " – ", "; ", " (", ": ", "\n", ". "]))
    text = f"{levels[first].text}{separator}{levels[second].text}"
    assert apart(each, text, TODAY) is None
    assert level_named(each, text) in {None, first, second}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Yes.", 0),
        ("“Yes”", 0),
        ("• yes!", 0),
        ("- No", 3),
        ("Yes / Ja / Sí", 0),
        ("yes, fully", 0),
        ("Yes / No", None),
        ("Yes?", None),
        ("☐ Yes", None),
        ("!yes", None),
        ("", None),
    ],
)
def test_marks_around_a_level_do_not_count(text: str, level: int | None) -> None:
    assert level_named(asked("trial.mfa"), text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Partialy", 1),
        ("Yes see SOC 2", 0),
        ("yes, mostly", 0),
        ("Yes, but not here", None),
        ("Yes, partially", 1),
        ("not yes", None),
        ("Maybe", None),
    ],
)
def test_the_nearest_level_is_never_one_that_the_text_denies(text: str, level: int | None) -> None:
    assert nearest_level(asked("trial.mfa"), text) == level


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("03/04/2026", ["2026-03-04", "2026-04-03"]),
        ("25.12.2025", ["2025-12-25"]),
        ("12.05.2026", ["2026-05-12"]),
        ("3. 4. 26", ["2026-04-03"]),
        ("12.25.2025", ["2025-12-25"]),
        ("12-05-2026", ["2026-12-05", "2026-05-12"]),
        ("2026/3/4", ["2026-03-04"]),
        ("4 March 2026", ["2026-03-04"]),
        ("4. März 2026", ["2026-03-04"]),
        ("4-Mar-2026", ["2026-03-04"]),
        ("March 4th, 2026", ["2026-03-04"]),
        ("4 de marzo de 2026", ["2026-03-04"]),
        ("30 February 2026", []),
        ("4 Smarch 2026", []),
        ("March 2026", []),
    ],
)
def test_a_text_date_names_the_days_it_can_mean(text: str, days: list[str]) -> None:
    assert [str(day) for day in days_meant(text)] == days
