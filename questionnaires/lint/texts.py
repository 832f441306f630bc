"""Measuring English prose: words, sentences, syllables, and the years of school it takes."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;](?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouylt])(?:es|ed)$|(?<=[^aeiouy])e$|(?<=[aeiouy][^aeiouytd])ed$")
_SPOKEN_LE = re.compile(r"[^aeiouy]le$")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers left out."""
    return [word.casefold() for word in _WORD.findall(text)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a colon or a semicolon ends one, as a reader may rest."""
    return [part.strip() for part in _SENTENCE.split(text) if words(part)]


def syllables(word: str) -> int:
    """Count the syllables of an English word, at least one; exact for most words, near for all."""
    sounded = word if _SPOKEN_LE.search(word) else _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(sounded)))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: years of school it takes to read a text; 0 for no text."""
    found = words(text)
    if not found:
        return 0.0
    spoken = sum(syllables(word) for word in found)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * spoken / len(found) - 15.59
