"""Questionnaire files: what is read, what is refused and where, and how one is found."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from questionnaires.documents import LARGEST
from questionnaires.library import find, load_questionnaire, versions
from questionnaires.problems import InputError, InvalidDocumentError, Place, Problem
from questionnaires.reading import read_questionnaire
from tests.raw_answers import levels, multi, number, written
from tests.worlds import Raw, question, questionnaire


def problems(tmp_path: Path, data: Any) -> list[Problem]:
    with pytest.raises(InvalidDocumentError) as caught:
        read_questionnaire(written(tmp_path, data))
    return caught.value.problems


def asking(*questions: Raw) -> Raw:
    return questionnaire(*questions)


def test_all_answer_types_are_read_as_written(tmp_path: Path) -> None:
    answers: list[Raw] = [
        {"type": "choice", "levels": levels()},
        {"type": "choice", "scale": "implementation"},
        number(24, 72, minimum=0, maximum=1000),
        number(99.5, 50, side="at_least"),
        {"type": "date", "levels": levels("at_most", (365, 730))},
        multi(3, 1),
        {"type": "text"},
    ]
    raw = asking(
        *(
            question(f"a.n{i}", answer, weight=int(answer["type"] != "text"))
            for i, answer in enumerate(answers)
        )
    )
    read = [each.answer for each in read_questionnaire(written(tmp_path, raw)).questions]
    assert [answer.type for answer in read] == [answer["type"] for answer in answers]
    assert [level.id for level in read[1].levels] == ["yes", "partially", "planned", "no"]
    assert [read[2].minimum, read[2].maximum] == [Decimal(0), Decimal(1000)]
    assert read[2].lower_is_better
    assert [level.bound for level in read[3].levels] == [Decimal("99.5"), 50, None]
    assert not read[3].lower_is_better
    assert [option.id for option in read[5].options] == ["o0", "o1", "o2", "o3"]


def test_the_reference_carries_the_hash_of_the_bytes(tmp_path: Path) -> None:
    one = read_questionnaire(written(tmp_path, asking(question("a.one"))))
    other = read_questionnaire(written(tmp_path, json.dumps(asking(question("a.one")), indent=1)))
    assert str(one.reference) == str(other.reference) == "made@1.0.0"
    assert one.reference.sha256 != other.reference.sha256


def test_a_chain_of_questions_may_be_as_long_as_the_questionnaire(tmp_path: Path) -> None:
    from questionnaires.applicability import applicable  # noqa: PLC0415 - numpy, here alone
    from questionnaires.profiles import Profile  # noqa: PLC0415

    chain = [
        question(f"a.n{i}", weight=0, applies_if={"question": f"a.n{i + 1}", "equals": "yes"})
        for i in range(1200)
    ]
    raw = asking(*chain, question("a.n1200", weight=0))
    read = read_questionnaire(written(tmp_path, raw))
    assert all(applicable(read, Profile("p", "P")))


# --- files that are no questionnaire ----------------------------------------------------------


def nested(depth: int) -> str:
    condition = '{"not":' * depth + '{"field":"kind","equals":"software"}' + "}" * depth
    raw = json.dumps(asking(question("a.one", applies_if={"field": "@@", "equals": ""})))
    return raw.replace('{"field": "@@", "equals": ""}', condition)


def bounded(text: str) -> str:
    return json.dumps(asking(question("a.one", number("@@", 99)))).replace('"@@"', text)


BAD_FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "document.json"),
    "not JSON": (b"{'id': 1}", "document.json"),
    "not UTF-8": (b'{"id": "\xff"}', "document.encoding"),
    "a list": (b"[]", "schema.type"),
    "a key twice": (b'{"id": "a", "id": "b"}', "document.duplicate-key"),
    "nested without end": ("[" * 200_000, "document.json"),
    # Each of these was found to end in a traceback or to be taken.
    "a condition nested too deep": (nested(450), "condition.invalid"),
    "a bound that is not a number": (bounded("NaN"), "document.json"),
    "a bound without end": (bounded("Infinity"), "document.json"),
    "a number of 5000 digits": (bounded("9" * 5000), "document.json"),
    "half a character": (
        json.dumps(asking(question("a.one", text="\ud800"))),
        "document.encoding",
    ),
    "a line break in an id": (json.dumps(asking(question("a.one\n"))), "schema.pattern"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_that_is_no_questionnaire_is_refused_with_one_clear_reason(
    what: str, tmp_path: Path
) -> None:
    content, code = BAD_FILES[what]
    file = tmp_path / "1.0.0.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidDocumentError) as caught:
        read_questionnaire(file)
    assert code in {problem.code for problem in caught.value.problems}
    assert str(file) in str(caught.value)


def test_a_missing_file_is_refused_with_one_clear_reason(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match=r"document\.unreadable"):
        read_questionnaire(tmp_path / "nowhere.json")


def test_a_file_too_large_to_be_meant_is_refused_unparsed(tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.json"
    with file.open("wb") as sparse:
        sparse.truncate(LARGEST + 1)
    with pytest.raises(InvalidDocumentError, match=r"document\.too-large"):
        read_questionnaire(file)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.json"
    file.write_text(json.dumps(asking(question("a.one"))), "utf-8-sig")
    assert read_questionnaire(file).questions


@pytest.mark.parametrize("key", ["weigth", "Weight", "must-have"])
def test_a_misspelt_key_is_refused_by_name(key: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, asking(question("a.one") | {key: 1}))
    assert problem.code == "schema.additionalProperties"
    assert key in problem.message
    assert problem.place.path == "$.questions[0]"


def test_an_answer_without_a_type_is_told_so_and_nothing_else(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, asking(question("a.one", {"levels": levels()})))
    assert problem.code == "schema.required"
    assert problem.place.path == "$.questions[0].answer"


@pytest.mark.parametrize(
    "change",
    [
        {"weight": 11},
        {"weight": -1},
        {"weight": 1.5},
        {"weight": True},
        {"element": "price"},
        {"id": "onepart"},
        {"id": "A.one"},
        {"principles": {"beauty": 100}},
        {"remediation": {"text": "x", "effort": "none", "days": 1}},
        {"remediation": {"text": "x", "effort": "low", "days": 0}},
    ],
)
def test_values_outside_their_range_are_refused(change: Raw, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, asking(question("a.one") | change))
    assert problem.place.path.startswith("$.questions[0]")


# --- finding one ------------------------------------------------------------------------------


def library(tmp_path: Path, *versions_: str) -> Path:
    folder = tmp_path / "made"
    folder.mkdir(parents=True)
    for version in versions_:
        raw = asking(question("a.one")) | {"version": version}
        (folder / f"{version}.json").write_text(json.dumps(raw), "utf-8")
    return tmp_path


def test_versions_are_ordered_by_number_not_by_text(tmp_path: Path) -> None:
    folder = library(tmp_path, "1.10.0", "1.9.0", "1.2.0")
    assert [version for _, version, _ in versions([folder])] == ["1.2.0", "1.9.0", "1.10.0"]
    assert load_questionnaire("made", [folder]).reference.version == "1.10.0"


def test_an_earlier_folder_goes_before_a_later_one(tmp_path: Path) -> None:
    own, shipped = library(tmp_path / "own", "1.0.0"), library(tmp_path / "shipped", "1.0.0")
    path, _ = find("questionnaire", "made@1.0.0", [own, shipped])
    assert path.is_relative_to(own)


@pytest.mark.parametrize("name", ["other", "made@2.0.0", "", "../made@1.0.0", "made@1.0.0@x"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"known: made@1\.0\.0"):
        load_questionnaire(name, [library(tmp_path, "1.0.0")])


def test_a_file_under_another_name_than_its_own_is_refused(tmp_path: Path) -> None:
    folder = library(tmp_path, "1.0.0")
    (folder / "made/1.0.0.json").rename(folder / "made/1.0.1.json")
    with pytest.raises(InvalidDocumentError, match=r"document\.identity"):
        load_questionnaire("made@1.0.1", [folder])


def test_a_published_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    raw = asking(question("a.one")) | {"id": "partner-security"}
    folder = tmp_path / "partner-security"
    folder.mkdir()
    (folder / "1.0.0.json").write_text(json.dumps(raw), "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"document\.frozen"):
        load_questionnaire("partner-security@1.0.0", [tmp_path])


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    folder = library(tmp_path, "1.0.0")
    first = load_questionnaire("made@1.0.0", [folder])
    raw = asking(question("a.one"), question("a.two"))
    (folder / "made/1.0.0.json").write_text(json.dumps(raw), "utf-8")
    assert len(load_questionnaire("made@1.0.0", [folder]).questions) > len(first.questions)


@pytest.mark.parametrize("version", ["draft", "1.²", "1..0", "1.0"])
def test_a_file_name_that_is_no_version_is_passed_over(tmp_path: Path, version: str) -> None:
    folder = library(tmp_path, "1.0.0")
    (folder / "made" / f"{version}.json").write_text("{}", "utf-8")
    assert [found for _, found, _ in versions([folder])] == ["1.0.0"]


# --- problems as people read them -------------------------------------------------------------


def test_a_problem_reads_as_place_what_and_what_to_do() -> None:
    place = Place("answers.xlsx", "Questions", "D12")
    problem = Problem(place, "answer.unknown", "`maybe` is no answer", "choose from the list")
    assert str(problem) == (
        "answers.xlsx, Questions!D12: `maybe` is no answer (choose from the list) [answer.unknown]"
    )
    assert problem.as_dict()["cell"] == "D12"
