"""One returned file read: from its bytes to a submission, or to every reason why not."""

from __future__ import annotations

from assess.intake.cells import RefusedError
from assess.intake.formats import open_book
from assess.intake.outcome import Context, Outcome, Received, rejected
from assess.intake.own import read_own


def read_workbook(name: str, data: bytes, context: Context) -> Outcome:
    """Read one returned file from its bytes; it is taken whole or not at all.

    `name` is what problems call the file. Raises nothing for a defect of the file;
    InvalidDocumentError comes through where the library itself is broken.
    """
    file = Received.of(name, data)
    try:
        book = open_book(data)
    except RefusedError as error:
        return rejected(file, error)
    return read_own(file, book, context)
