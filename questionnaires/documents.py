"""Reading the versioned JSON files we keep: bytes in, checked data and a reference out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError, Place, Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

LARGEST = 20_000_000
"""Bytes beyond which a document is refused unread; the largest real one is under 1 MB."""

SchemaOf: TypeAlias = Callable[[Any], Path]
"""Tells from a file's unchecked data which of several schemas it is to fit."""

HINTS = {
    "additionalProperties": "remove the key, or correct its spelling",
    "required": "add the key",
    "enum": "use one of the listed values",
    "pattern": "see the schema for the form",
    "type": "correct the type of the value",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A checked JSON file: its identity, its data (numbers exact), and where it came from."""

    reference: Reference
    data: dict[str, Any]
    path: Path


def read_document(path: Path, schema: Path | SchemaOf) -> Document:
    """Read a versioned JSON file and check it against its schema, or that of what it holds.

    Raises InvalidDocumentError with every problem found: unreadable, not JSON, a key twice,
    or a breach of the schema, each with the JSON path where it stands.
    """
    data, sha256 = read_checked(path, schema)
    return Document(Reference(data["id"], data["version"], sha256), data, path)


def read_checked(path: Path, schema: Path | SchemaOf) -> tuple[dict[str, Any], str]:
    """Read any JSON file of ours as `read_document` does; return its data and its SHA-256."""
    raw = _read_bytes(path)
    data: dict[str, Any] = _parse(raw, path)
    fitting = schema if isinstance(schema, Path) else schema(data)
    problems = [_as_problem(error, path) for error in _errors(data, fitting)]
    if problems:
        raise InvalidDocumentError(sorted(problems))
    return data, hashlib.sha256(raw).hexdigest()


def json_path(steps: Iterable[str | int]) -> str:
    """Write a path into a JSON document the usual way: `$.questions[3].answer`."""
    return "$" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise _invalid(path, "document.unreadable", error.strerror or str(error)) from error
    if len(raw) > LARGEST:
        raise _invalid(path, "document.too-large", f"more than {LARGEST} bytes")
    return raw


def _parse(raw: bytes, path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise _invalid(path, "document.duplicate-key", f"the key `{twice}` stands twice")
        return data

    def refuse(name: str) -> None:
        message = f"{name} is not a number"
        raise ValueError(message)

    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(
            text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=unique
        )
        # A JSON escape may stand for half a character, which no file or report can hold.
        json.dumps(data, ensure_ascii=False, default=str).encode()
    except UnicodeError as error:
        raise _invalid(path, "document.encoding", "not UTF-8 text", "save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # ValueError: also a number without end
        message = f"not valid JSON: {error}"
        raise _invalid(path, "document.json", message, "correct it at that line") from error
    return data


@cache
def _validator(schema: Path) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 60 ms, and only here

    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _errors(data: Any, schema: Path) -> Iterable[ValidationError]:
    for error in _validator(schema).iter_errors(data):
        yield from _leaves(error)


def _leaves(error: ValidationError) -> Iterable[ValidationError]:
    """Go down to the errors a person can act on, past `allOf` and `if`."""
    if error.context and error.validator in {"allOf", "if"}:
        for inner in error.context:
            yield from _leaves(inner)
    else:
        yield error


def _as_problem(error: ValidationError, path: Path) -> Problem:
    message = error.message if len(error.message) <= 300 else error.message[:297] + "…"  # noqa: PLR2004
    place = Place(file=str(path), path=json_path(error.absolute_path))
    hint = HINTS.get(str(error.validator), "see the schema")
    return Problem(place, f"schema.{error.validator}", message, hint)


def _invalid(path: Path, code: str, message: str, hint: str = "") -> InvalidDocumentError:
    return InvalidDocumentError([Problem(Place(file=str(path)), code, message, hint)])
