"""Promises of translated questionnaires: only words change, and an answer in any language reads."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from assess.intake.cells import fold
from assess.intake.names import names_of
from questionnaires.library import SHIPPED, load_questionnaire, locked_hashes
from questionnaires.model import Question, Questionnaire
from questionnaires.problems import InvalidDocumentError, UnknownNameError
from questionnaires.profiles import LANGUAGES
from questionnaires.translation import (
    Texts,
    checked,
    in_any_language,
    in_language,
    languages,
    load_texts,
    translated,
    translations,
)

TRANSLATED = LANGUAGES[1:]
VERSIONS = ("1.1.0", "2.0.0", "2.1.0")
CASES = [(version, language) for version in VERSIONS for language in TRANSLATED]
ASKED = load_questionnaire("partner-security@1.1.0")
SOURCE = json.loads((SHIPPED / "partner-security" / "1.1.0.json").read_bytes())
FILE = SHIPPED / "partner-security" / "texts" / "1.1.0.de.json"
GERMAN: dict[str, Any] = json.loads(FILE.read_bytes())


def without_words(questionnaire: Questionnaire) -> list[tuple[Any, ...]]:
    return [
        (
            q.id,
            q.section,
            q.weight,
            q.shares,
            q.element,
            q.must_have,
            q.na_allowed,
            q.applies_if,
            q.references,
            (q.remediation.effort, q.remediation.days),
            q.answer.type,
            [(level.id, level.points, level.bound) for level in q.answer.levels],
            [(option.id, option.exclusive) for option in q.answer.options],
        )
        for q in questionnaire.questions
    ]


def prose(question: Question) -> list[str]:
    return [
        question.text,
        question.guidance,
        question.why,
        question.evidence,
        question.remediation.text,
    ]


def refusal(data: dict[str, Any], language: str = "de") -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocumentError) as caught:
        checked(ASKED, SOURCE, data, language, FILE)
    return [(problem.code, problem.place.path) for problem in caught.value.problems]


def changed(**parts: Any) -> dict[str, Any]:
    return copy.deepcopy(GERMAN) | parts


@pytest.mark.parametrize("version", VERSIONS)
def test_the_shipped_versions_are_in_german_and_spanish(version: str) -> None:
    assert languages(f"partner-security@{version}") == TRANSLATED


@pytest.mark.parametrize(("version", "language"), CASES)
def test_a_translation_changes_nothing_but_words(version: str, language: str) -> None:
    asked = load_questionnaire(f"partner-security@{version}")
    shown = in_language(asked, language)
    assert shown.reference == asked.reference
    assert without_words(shown) == without_words(asked)


@pytest.mark.parametrize(("version", "language"), CASES)
def test_every_must_have_is_translated_whole(version: str, language: str) -> None:
    asked = load_questionnaire(f"partner-security@{version}")
    for english, other in zip(asked.questions, in_language(asked, language).questions, strict=True):
        if english.must_have:
            assert set(prose(english)).isdisjoint(prose(other)), english.id


@pytest.mark.parametrize(("version", "language"), CASES)
def test_every_level_option_scale_and_section_is_translated(version: str, language: str) -> None:
    source = json.loads((SHIPPED / "partner-security" / f"{version}.json").read_bytes())
    texts = load_texts(load_questionnaire(f"partner-security@{version}"), language)
    assert texts is not None
    given = texts.data
    assert {k: [e["id"] for e in v] for k, v in source["scales"].items()} == {
        scale: list(levels) for scale, levels in given["scales"].items()
    }
    assert [section["id"] for section in source["sections"]] == list(given["sections"])
    for question in source["questions"]:
        for key in ("levels", "options"):
            ids = [entry["id"] for entry in question["answer"].get(key, ())]
            assert list(given["questions"].get(question["id"], {}).get(key, {})) == ids


@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_in_any_language_is_read_as_the_same_level(version: str) -> None:
    asked = load_questionnaire(f"partner-security@{version}")
    names = names_of(in_any_language(asked))
    for shown in (asked, *translations(asked).values()):
        for known, question in zip(names.asked, shown.questions, strict=True):
            for index, level in enumerate(question.answer.levels):
                assert known.levels[fold(level.text)] == index, (question.id, level.text)
            for index, option in enumerate(question.answer.options):
                assert known.options[fold(option.text)] == index, (question.id, option.text)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_read_is_kept_in_the_words_of_the_version(version: str) -> None:
    asked = load_questionnaire(f"partner-security@{version}")
    read = in_any_language(asked)
    for english, other in zip(asked.questions, read.questions, strict=True):
        assert prose(english) == prose(other)
        texts = [level.text for level in english.answer.levels]
        assert texts == [level.text for level in other.answer.levels]


def test_what_is_not_translated_stays_in_the_words_of_the_version() -> None:
    few = {key: GERMAN[key] for key in ("questionnaire", "version", "language")}
    few["questions"] = {"governance.owner": {"text": "Wer?"}}
    texts: Texts = checked(ASKED, SOURCE, few, "de", FILE)
    shown = translated(ASKED, texts)
    owner = shown.question("governance.owner")
    assert owner.text == "Wer?"
    assert owner.guidance == ASKED.question("governance.owner").guidance
    assert shown.question("encryption.at-rest") == ASKED.question("encryption.at-rest")
    assert shown.title == ASKED.title


def test_a_version_without_texts_stays_as_it_is() -> None:
    asked = load_questionnaire("partner-security@1.0.0")
    assert in_language(asked, "de") is asked
    assert in_any_language(asked) is asked


def test_texts_of_an_unknown_questionnaire_are_refused() -> None:
    with pytest.raises(UnknownNameError):
        languages("nothing@1.0.0")


def test_a_workspace_may_add_texts_to_a_shipped_version(tmp_path: Path) -> None:
    folder = tmp_path / "partner-security" / "texts"
    folder.mkdir(parents=True)
    own = {"questionnaire": "partner-security", "version": "1.0.0", "language": "es"}
    (folder / "1.0.0.es.json").write_text(json.dumps(own | {"title": "Seguridad"}), "utf-8")
    asked = load_questionnaire("partner-security@1.0.0")
    assert in_language(asked, "es", (tmp_path, SHIPPED)).title == "Seguridad"


def test_another_version_or_language_than_the_name_says_is_refused() -> None:
    said = refusal(changed(version="9.0.0"), "es")
    assert said == [("texts.identity", "$.language"), ("texts.identity", "$.version")]


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"sections": {"nowhere": {"title": "X"}}}, "$.sections.nowhere"),
        ({"questions": {"no.question": {"text": "X"}}}, "$.questions.no.question"),
        ({"scales": {"no-scale": {"yes": {"text": "X"}}}}, "$.scales.no-scale"),
        ({"scales": {"presence": {"maybe": {"text": "X"}}}}, "$.scales.presence.maybe"),
        (
            {"questions": {"governance.owner": {"levels": {"dog": {"text": "X"}}}}},
            "$.questions.governance.owner.levels.dog",
        ),
        (
            {"questions": {"data.leak-checks": {"options": {"dog": {"text": "X"}}}}},
            "$.questions.data.leak-checks.options.dog",
        ),
    ],
)
def test_an_id_that_the_version_lacks_is_refused(parts: dict[str, Any], path: str) -> None:
    assert refusal(changed(**parts)) == [("texts.unknown-id", path)]


def test_a_word_for_two_levels_is_refused() -> None:
    scale = copy.deepcopy(GERMAN["scales"])
    scale["presence"]["yes"]["synonyms"] = ["NEIN"]
    assert refusal(changed(scales=scale)) == [("texts.duplicate", "$.scales.presence")]


def test_a_word_that_means_another_level_in_english_is_refused() -> None:
    scale = copy.deepcopy(GERMAN["scales"])
    scale["presence"]["yes"]["text"] = "No"
    assert refusal(changed(scales=scale)) == [("texts.duplicate", "$.scales.presence")]


@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_an_empty_text_is_refused(empty: str, tmp_path: Path) -> None:
    folder = tmp_path / "partner-security" / "texts"
    folder.mkdir(parents=True)
    texts = changed(questions={"governance.owner": {"why": empty}})
    (folder / "1.1.0.de.json").write_text(json.dumps(texts), encoding="utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        load_texts(ASKED, "de", (tmp_path, SHIPPED))
    (problem,) = caught.value.problems
    assert problem.place.path == "$.questions.governance.owner.why"


def test_texts_do_not_touch_the_frozen_hashes() -> None:
    locked = locked_hashes((SHIPPED,))
    for version, language in CASES:
        asked = load_questionnaire(f"partner-security@{version}")
        sha256 = in_language(asked, language).reference.sha256
        assert sha256 == locked.get(str(asked.reference), sha256)
