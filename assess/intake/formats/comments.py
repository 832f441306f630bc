"""Comments that hang at the cells of an .xlsx sheet: notes, and the threads of newer Excels."""

from __future__ import annotations

from assess.intake.formats.gathering import check_notes, said_in
from assess.intake.formats.markup import local, walk
from assess.intake.formats.package import Package

_ELEMENTS = {"comments": "comment", "threadedComment": "threadedComment"}
"""What a comment is called, by the kind of the part that it stands in."""
_SPOKEN = frozenset({"t", "text", "author"})


def comments_of(package: Package, part: str, sheet: str) -> dict[str, str]:
    """Return the text of the comments of a sheet's part, by cell; replies of a thread are joined.

    RefusedError where there are too many.
    """
    notes: dict[str, list[str]] = {}
    threads: dict[str, list[str]] = {}
    for relation in package.relations(part):
        if relation.kind in _ELEMENTS:
            said = _Said(sheet, _ELEMENTS[relation.kind])
            walk(package.read(relation.target), said.start, said.end, said.say)
            for cell, text in said.found:
                (notes if relation.kind == "comments" else threads).setdefault(cell, []).append(
                    text
                )
    # A thread stands among the notes as well, for programs that know no threads.
    joined = {cell: "\n".join(texts) for cell, texts in (notes | threads).items()}
    return {cell: text for cell, text in joined.items() if text}


class _Said:
    """Where a walk through comments is, and what it has found: cell and text.

    The author's name, which Excel puts first, is no part of the text.
    """

    def __init__(self, sheet: str, element: str) -> None:
        self.found: list[tuple[str, str]] = []
        self._sheet, self._element = sheet, element
        self._authors: list[str] = []
        self._open: list[str] = []
        self._cell = self._author = ""
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(local(name))
        if self._open[-1] == self._element:
            self._cell = attributes.get("ref", "").upper()
            self._author = attributes.get("authorId", "")
        if self._open[-1] in {self._element, "author"}:
            self._words = []

    def say(self, text: str) -> None:
        if self._open[-1] in _SPOKEN and "rPh" not in self._open:
            self._words.append(text)

    def end(self, _: str) -> None:
        closed = self._open.pop()
        if closed == "author":
            self._authors.append("".join(self._words))
        elif closed == self._element:
            self.found.append((self._cell, self._without_author("".join(self._words))))
            check_notes(self._sheet, len(self.found))

    def _without_author(self, text: str) -> str:
        known = self._author.isdigit() and int(self._author) < len(self._authors)
        name = self._authors[int(self._author)] if known else ""
        return said_in(text.removeprefix(f"{name}:") if name else text)
