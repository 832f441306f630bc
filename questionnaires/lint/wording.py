"""Rules about words: one question a question, nothing vague, easy to read."""

from __future__ import annotations

import re

from questionnaires.lint import vocabulary
from questionnaires.lint.finding import Found, texts_of
from questionnaires.lint.texts import grade, sentences, words
from questionnaires.model import Question


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    inside = "|".join(re.escape(phrase) for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{inside})(?![\w-])", re.IGNORECASE)


_VAGUE = _any_of([*vocabulary.VAGUE, *vocabulary.NAMES])
_JOINER = _any_of(list(vocabulary.JOINERS))
_PAIR = _any_of(list(vocabulary.PAIRS))
_ASIDE = re.compile(r"\([^)]*\)|“[^”]*”|\"[^\"]*\"")
_AND = re.compile(r"\w+,? and (?:\w+ )?\w+", re.IGNORECASE)


def one_question(question: Question) -> Found:
    """Hold that a question asks one thing: who does half of it has no true answer."""
    text = _ASIDE.sub(" ", question.text)
    joined = _JOINER.search(text) or (None if _PAIR.search(text) else _AND.search(text))
    if text.count("?") > 1:
        message = f"{question.id}: asks {text.count('?')} questions in one"
    elif joined:
        message = f"{question.id}: “{joined[0]}” asks two things in one"
    else:
        return
    hint = "ask one of them, or make two questions"
    yield ".text", "lint.double-barrelled", message, hint


def nothing_vague(question: Question) -> Found:
    """Hold that no word means to each partner what it likes."""
    seen = set()
    for path, text in texts_of(question):
        for found in _VAGUE.findall(text):
            word = found.casefold()
            if word in vocabulary.VAGUE and (path, word) not in seen:
                seen.add((path, word))
                message = f"{question.id}: “{found}” is vague"
                yield path, "lint.vague", message, vocabulary.VAGUE[word]


def easy_to_read(question: Question) -> Found:
    """Hold that people who read it in a second language understand it the first time."""
    for path, text in texts_of(question):
        longest = max((len(words(each)) for each in sentences(text)), default=0)
        if longest > vocabulary.MOST_WORDS:
            message = f"{question.id}: a sentence has {longest} words"
            hint = f"make sentences of at most {vocabulary.MOST_WORDS} words"
            yield path, "lint.long-sentence", message, hint
    level = grade(f"{question.text}\n{question.guidance}")
    if level > vocabulary.MOST_GRADE:
        message = f"{question.id}: takes {level:.0f} years of school to read"
        hint = f"use shorter sentences and words, down to {vocabulary.MOST_GRADE} years"
        yield ".text", "lint.hard-to-read", message, hint
