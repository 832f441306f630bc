"""The kinds of file that partners send, one module a kind, told apart by their bytes."""

from __future__ import annotations

from assess.intake.formats.xlsx import open_xlsx
from assess.intake.sheets import Book

__all__ = ["open_book"]


def open_book(data: bytes) -> Book:
    """Open a file by what its bytes are, whatever its name says.

    Raises RefusedError with a `file.…` code for anything that cannot be opened.
    """
    return open_xlsx(data)
