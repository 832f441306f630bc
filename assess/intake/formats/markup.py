"""XML of strangers, walked without building a tree and without ever expanding an entity."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from xml.parsers import expat

from assess.intake import limits
from assess.intake.formats.refusals import too_large, unreadable

Start: TypeAlias = Callable[[str, dict[str, str]], object]
"""Takes an element's name and attributes."""


def _ignore(_: str) -> None:
    return None


def walk(
    xml: bytes,
    start: Start,
    end: Callable[[str], object] = _ignore,
    text: Callable[[str], object] = _ignore,
) -> None:
    """Tell of each element and text in order; names carry their prefix, as they are written.

    RefusedError for a document type (nothing of it is expanded or fetched) and for elements
    nested too deep; expat's own error for what is not XML.
    """
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            message = f"a part of the file nests more than {limits.DEPTH} elements"
            raise too_large(message)
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not _ignore:
        parser.CharacterDataHandler = text
    parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keyword: this is the whole document


def check_whole(xml: bytes) -> None:
    """Hold XML to what `walk` does."""
    walk(xml, lambda _, __: None)


def _refuse_document_type(*_: object) -> None:
    message = "a part of the file declares a document type, as no spreadsheet program does"
    raise unreadable(message)


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]
