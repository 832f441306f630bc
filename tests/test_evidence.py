"""Promises of what stands beside answers: evidence that backs them, what speaks against them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.evidence import contradicted, graded, read_observations
from assess.evidence.covering import covered
from assess.evidence.rows import Context
from assess.store import Closing, Evidence, Observation, Registered
from questionnaires.library import load_questionnaire
from questionnaires.observations import load_kinds
from questionnaires.problems import InputError
from questionnaires.reading import read_questionnaire
from scoring.policy import ASSURANCES

ASKED = load_questionnaire("partner-security@2.0.0")
DAY = date(2026, 9, 30)
SELF, DOCUMENTED, VERIFIED = range(len(ASSURANCES))
TLS = "encryption.in-transit"


def entry(
    kind: str = "certificate", covers: Sequence[str] = ("*",), **values: object
) -> Registered:
    fields = {
        "partner": "a",
        "kind": kind,
        "title": "ISO 27001 certificate",
        "covers": tuple(covers),
        "issued_on": date(2026, 1, 1),
        "expires_on": None,
        "reference": "",
        "file": "",
        "file_sha256": "",
        "recorded_by": "Security",
        "recorded_on": DAY,
    }
    closing = values.pop("closing", None)
    return Registered(1, Evidence(**{**fields, **values}), closing)  # type: ignore[arg-type]


def best() -> np.ndarray:
    return np.zeros((1, len(ASKED.questions)), dtype=np.int8)


def grade_of(
    question: str,
    register: Sequence[Registered] = (),
    dated: Sequence[tuple[str, str, str]] = (),
    as_of: date = DAY,
) -> int:
    found = graded(ASKED, best(), {"a": 0}, (register, dated), as_of)
    return int(found.matrix[0, ASKED.positions[question]])


def seen(**values: object) -> Observation:
    fields = {
        "partner": "a",
        "kind": "tls",
        "result": "weak-protocol",
        "question": "",
        "level": "",
        "subject": "mail.example:443",
        "observed_on": date(2026, 9, 1),
        "source": "scan",
        "detail": "",
    }
    return Observation(**{**fields, **values})  # type: ignore[arg-type]


def against(observations: Sequence[Observation], level: int = 0, as_of: date = DAY) -> list[str]:
    codes = best()
    codes[0, ASKED.positions[TLS]] = level
    found = contradicted(ASKED, codes, {"a": 0}, observations, as_of)
    return [each.question for each in found.contradictions[0]]


@pytest.mark.parametrize(
    ("kind", "grade"),
    [
        ("certificate", VERIFIED),
        ("report", VERIFIED),
        ("review", VERIFIED),
        ("document", DOCUMENTED),
        ("plan", SELF),
    ],
)
def test_each_kind_of_evidence_gives_its_own_assurance(kind: str, grade: int) -> None:
    assert grade_of(TLS, [entry(kind)]) == grade


def test_a_certificate_counts_on_its_last_day_and_not_on_the_next() -> None:
    register = [entry(expires_on=DAY)]
    assert grade_of(TLS, register, as_of=DAY) == VERIFIED
    assert grade_of(TLS, register, as_of=date(2026, 10, 1)) == SELF


def test_evidence_without_a_last_day_counts_for_a_year() -> None:
    register = [entry("report", issued_on=date(2025, 9, 30))]
    assert grade_of(TLS, register, as_of=date(2026, 9, 30)) == VERIFIED
    assert grade_of(TLS, register, as_of=date(2026, 10, 1)) == SELF


def test_evidence_does_not_count_before_it_was_issued() -> None:
    assert grade_of(TLS, [entry(issued_on=date(2026, 10, 1))]) == SELF


def test_closed_evidence_counts_until_the_day_before() -> None:
    register = [entry(closing=Closing(DAY, "withdrawn", "Security"))]
    assert grade_of(TLS, register, as_of=date(2026, 9, 29)) == VERIFIED
    assert grade_of(TLS, register, as_of=DAY) == SELF


@pytest.mark.parametrize(
    ("day", "grade"),
    [("2025-09-30", DOCUMENTED), ("2025-09-29", SELF), ("2026-09-30", DOCUMENTED)],
)
def test_evidence_with_the_answer_documents_it_for_a_year_from_its_date(
    day: str, grade: int
) -> None:
    assert grade_of(TLS, dated=[("a", TLS, day)]) == grade


def test_evidence_dated_in_the_future_documents_nothing() -> None:
    assert grade_of(TLS, dated=[("a", TLS, "2026-10-01")]) == SELF


def test_evidence_of_another_partner_backs_nothing() -> None:
    assert grade_of(TLS, [entry(partner="b")], [("b", TLS, "2026-09-01")]) == SELF


def test_lapsed_evidence_is_told_with_its_last_day_and_the_answers_it_backed() -> None:
    register = [entry(covers=[TLS], expires_on=date(2026, 8, 31))]
    [told] = graded(ASKED, best(), {"a": 0}, (register, ()), DAY).lapsed[0]
    assert (told.on, told.questions) == (date(2026, 8, 31), (TLS,))


def test_evidence_that_was_renewed_is_not_told_to_have_lapsed() -> None:
    old = entry(covers=[TLS], expires_on=date(2026, 8, 31))
    new = entry(covers=[TLS], expires_on=date(2029, 8, 31))
    assert graded(ASKED, best(), {"a": 0}, ([old, new], ()), DAY).lapsed == ((),)


@pytest.mark.parametrize("name", ["ISO 27001", "iso27001-2022", "ISO27001"])
def test_a_framework_covers_every_question_that_refers_to_it(name: str) -> None:
    referring = tuple(
        index
        for index, question in enumerate(ASKED.questions)
        if "iso27001-2022" in dict(question.references)
    )
    assert covered(ASKED, (name,)) == referring


def test_a_control_covers_only_the_questions_that_refer_to_it() -> None:
    question = ASKED.question(TLS)
    control = dict(question.references)["iso27001-2022"][0]
    found = covered(ASKED, (f"ISO 27001 {control}",))
    assert ASKED.positions[TLS] in found
    assert len(found) < len(covered(ASKED, ("ISO 27001",)))


def test_a_section_covers_its_questions_and_an_unknown_name_nothing() -> None:
    section = ASKED.question(TLS).section
    assert {ASKED.questions[i].section for i in covered(ASKED, (section,))} == {section}
    assert covered(ASKED, ("ISO 99999", "nothing.such", "x")) == ()


def test_every_kind_of_observation_speaks_of_real_questions_and_levels() -> None:
    for kinds in load_kinds():
        asked = load_questionnaire(kinds.reference.id)
        for kind in kinds.kinds.values():
            for result in kind.results.values():
                for meaning in result.meanings:
                    levels = {level.id for level in asked.question(meaning.question).answer.levels}
                    assert meaning.confirms | meaning.contradicts <= levels
                    assert not meaning.confirms & meaning.contradicts


def test_what_was_seen_contradicts_the_answer_it_excludes_and_no_other() -> None:
    assert against([seen()], level=0) == [TLS]
    assert against([seen()], level=1) == []


def test_a_newer_look_at_the_same_thing_settles_it_and_one_at_another_does_not() -> None:
    fixed = seen(result="strong", observed_on=date(2026, 9, 20))
    assert against([seen(), fixed]) == []
    elsewhere = seen(result="strong", observed_on=date(2026, 9, 20), subject="www.example:443")
    assert against([seen(), elsewhere]) == [TLS]


def test_what_was_seen_after_the_day_does_not_count() -> None:
    assert against([seen(observed_on=date(2026, 10, 1))]) == []


def test_a_contradiction_does_not_grow_old() -> None:
    assert against([seen(observed_on=date(2020, 1, 1))]) == [TLS]


def test_a_level_that_was_seen_contradicts_every_better_answer() -> None:
    shown = seen(kind="", result="", question=TLS, level="some")
    assert [bool(against([shown], level)) for level in range(4)] == [True, True, False, False]


def test_an_answer_that_agrees_with_what_was_seen_is_confirmed_for_a_year() -> None:
    look = [seen(result="strong", observed_on=date(2025, 9, 30))]
    column = ASKED.positions[TLS]
    now = contradicted(ASKED, best(), {"a": 0}, look, DAY)
    later = contradicted(ASKED, best(), {"a": 0}, look, date(2026, 10, 1))
    assert bool(now.confirmed[0, column]) is True
    assert bool(later.confirmed[0, column]) is False


def test_the_key_of_a_contradiction_changes_with_the_answer_and_with_what_was_seen() -> None:
    def key(observation: Observation, level: int) -> str:
        codes = best()
        codes[0, ASKED.positions[TLS]] = level
        [found] = contradicted(ASKED, codes, {"a": 0}, [observation], DAY).contradictions[0]
        return found.key

    none = seen(kind="", result="", question=TLS, level="none")
    keys = {key(none, 0), key(none, 1), key(seen(), 0), key(seen(detail="again"), 0)}
    assert len(keys) == 4


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from(["document", "report"]), st.dates(date(2025, 1, 1), DAY)),
        max_size=6,
    ),
    st.tuples(st.sampled_from(["document", "report"]), st.dates(date(2025, 1, 1), DAY)),
)
def test_more_evidence_never_lowers_assurance_and_its_order_is_nothing(
    held: list[tuple[str, date]], more: tuple[str, date]
) -> None:
    register = [entry(kind, [TLS], issued_on=on) for kind, on in held]
    added = entry(more[0], [TLS], issued_on=more[1])
    assert grade_of(TLS, [*register, added]) >= grade_of(TLS, register)
    assert grade_of(TLS, [added, *register]) == grade_of(TLS, [*register, added])


def context(**values: object) -> Context:
    return Context(ASKED, {"a", "b"}, DAY, **values)  # type: ignore[arg-type]


def problems(data: bytes, name: str = "seen.csv") -> list[tuple[str, str]]:
    with pytest.raises(InputError) as raised:
        read_observations(data, Path(name), context())
    return [(each.code, str(each.place)) for each in raised.value.problems]


def test_every_bad_row_of_a_list_is_told_with_its_line_and_column() -> None:
    text = (
        "partner;kind;result;observed_on;source\n"
        "a;tls;strong;2026-09-01;scan\n"
        "zz;tls;weak;2026-13-01;\n"
        "a;sonar;x;2026-12-01;scan\n"
    )
    assert set(problems(text.encode())) == {
        ("list.date", "seen.csv, line 3, observed on"),
        ("partner.unknown", "seen.csv, line 3, partner"),
        ("observation.result", "seen.csv, line 3, result"),
        ("observation.source", "seen.csv, line 3, source"),
        ("observation.kind", "seen.csv, line 4, kind"),
        ("observation.future", "seen.csv, line 4, observed on"),
    }


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.csv", "observation.empty"),
        (b"[1]", "x.json", "list.json"),
        (b"{", "x.json", "list.json"),
        (b'{"a": "\\ud800"}', "x.json", "list.json"),
        (b"[" * 100_000, "x.json", "list.json"),
        (b"partner,kind\n\x00", "x.csv", "list.encoding"),
        (b"partner,surprise\na,b\n", "x.csv", "list.column-unknown"),
        (b'partner,kind\n"a,b\n', "x.csv", "list.csv"),
        (b"partner", "x.pdf", "observation.format"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(data: bytes, name: str, code: str) -> None:
    assert code in {found for found, _ in problems(data, name)}


def test_a_tls_scan_tells_of_each_host_the_protocols_it_offers() -> None:
    scan = [
        {"id": "TLS1", "ip": "a.example/192.0.2.1", "port": "443", "severity": "LOW",
         "finding": "offered (deprecated)"},
        {"id": "TLS1_2", "ip": "a.example/192.0.2.1", "port": "443", "severity": "OK",
         "finding": "offered"},
        {"id": "TLS1", "ip": "b.example/192.0.2.2", "port": "443", "severity": "INFO",
         "finding": "not offered"},
        {"id": "TLS1_3", "ip": "b.example/192.0.2.2", "port": "443", "severity": "OK",
         "finding": "offered with final"},
    ]  # fmt: skip
    data = json.dumps(scan).encode()
    found = read_observations(data, Path("scan.json"), context(partner="a", seen_on=DAY))
    assert [(each.subject, each.result) for each in found] == [
        ("a.example:443", "weak-protocol"),
        ("b.example:443", "strong"),
    ]


def test_a_scorecard_result_tells_of_its_checks_and_leaves_out_what_is_inconclusive() -> None:
    result = {
        "date": "2026-09-02",
        "repo": {"name": "forge.example/a/b"},
        "score": 5.0,
        "checks": [
            {"name": "Code-Review", "score": 4, "reason": "found 12 of 30"},
            {"name": "Signed-Releases", "score": -1, "reason": "no releases"},
            {"name": "Security-Policy", "score": 10, "reason": "found"},
            {"name": "Fuzzing", "score": 0, "reason": "none"},
        ],
    }
    data = json.dumps(result).encode()
    found = read_observations(data, Path("scorecard.json"), context(partner="a"))
    assert [(each.kind, each.result, each.observed_on) for each in found] == [
        ("scorecard-code-review", "less", date(2026, 9, 2)),
        ("scorecard-security-policy", "published", date(2026, 9, 2)),
    ]


def test_a_certificate_past_its_last_day_has_expired_whatever_its_status_says() -> None:
    text = (
        "Partner,Standard,Certificate,Expires on,Status\n"
        "a,ISO 27001,4711,2026-09-29,valid\nb,ISO 27001,4712,2026-09-30,valid\n"
    )
    found = read_observations(text.encode(), Path("list.csv"), context(seen_on=DAY))
    assert [(each.partner, each.result) for each in found] == [("a", "expired"), ("b", "valid")]


def test_answers_that_cannot_both_be_true_contradict_each_other(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "questionnaires/library/partner-security/2.0.0.json"
    data = json.loads(source.read_bytes())
    data["consistency"] = [
        {
            "id": "destroyed-before-return",
            "why": "What is destroyed can no longer be handed back.",
            "answers": [
                {"question": "exit.destroy-days", "equals": "within-30"},
                {"question": "exit.return-days", "equals": "longer"},
            ],
        }
    ]
    path = tmp_path / "q.json"
    path.write_text(json.dumps(data), "utf-8")
    asked = read_questionnaire(path)
    codes = np.zeros((2, len(asked.questions)), dtype=np.int8)
    codes[1, asked.positions["exit.return-days"]] = 3
    found = contradicted(asked, codes, {"a": 0, "b": 1}, (), DAY).contradictions
    assert found[0] == ()
    assert [(each.question, each.others) for each in found[1]] == [
        ("exit.destroy-days", ("exit.return-days",)),
        ("exit.return-days", ("exit.destroy-days",)),
    ]
    assert "Longer" in found[1][0].by


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([{"question": "no.such", "equals": "x"}], "consistency.unknown-question"),
        ([{"question": "exit.return-days", "equals": "x"}], "consistency.unknown-level"),
        ([{"question": "exit.destroy-days", "equals": "longer"}], "consistency.twice"),
        ([{"field": "kind", "equals": "software"}], "consistency.test"),
    ],
)
def test_a_consistency_rule_that_names_no_answers_is_refused(
    tmp_path: Path, answers: list[dict[str, str]], code: str
) -> None:
    source = Path(__file__).parents[1] / "questionnaires/library/partner-security/2.0.0.json"
    data = json.loads(source.read_bytes())
    tests = [{"question": "exit.destroy-days", "equals": "within-30"}, *answers]
    data["consistency"] = [{"id": "made", "why": "Made.", "answers": tests}]
    path = tmp_path / "q.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError) as raised:
        read_questionnaire(path)
    assert code in {each.code for each in raised.value.problems}
