"""The booklet as an A4 document, tagged for screen readers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from assess.booklet.content import Booklet
from assess.look.pdf import compile_typst
from assess.look.words import percent, sentence

TEMPLATE = Path(__file__).parent / "document.typ"


def document(booklet: Booklet) -> bytes:
    """Return the PDF; the same booklet gives the same bytes."""
    data = asdict(booklet)
    data["basis"] = booklet.basis
    data["principles"] = [
        [sentence(name), percent(share), share or 0] for name, share in booklet.principles
    ]
    for chapter, written in zip(booklet.chapters, data["chapters"], strict=True):
        for entry, each in zip(chapter.entries, written["entries"], strict=True):
            each["worth"] = sentence(entry.worth)
    return compile_typst(TEMPLATE, data)
