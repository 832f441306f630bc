"""Why a file is not read, in the words that all kinds share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assess.intake.cells import RefusedError

SAVE = "open it in Excel or LibreOffice and save it as .xlsx"


def too_large(message: str) -> RefusedError:
    """Say that a file holds more than a questionnaire does."""
    hint = "return the workbook that was sent, without what does not belong to it"
    return RefusedError(message, "file.too-large", hint)


def unreadable(message: str, hint: str = SAVE) -> RefusedError:
    """Say that a file, or a part of it, cannot be read."""
    return RefusedError(message, "file.unreadable", hint)


def truncated() -> RefusedError:
    """Say that the end of a file is missing."""
    message = "the file is cut off or damaged: its end is missing"
    return RefusedError(message, "file.truncated", "ask for it to be sent again")


def protected() -> RefusedError:
    """Say that a file can only be opened with a password."""
    message = "the file is protected with a password"
    hint = "remove the password for opening the file and send it again"
    return RefusedError(message, "file.password", hint)


def not_a_spreadsheet(kind: str, hint: str = "") -> RefusedError:
    """Say what a file seems to be instead."""
    message = f"the file is not a spreadsheet that can be read; it seems to be {kind}"
    hint = hint or "return the workbook that was sent, as .xlsx"
    return RefusedError(message, "file.not-excel", hint)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn whatever goes wrong inside a library into the refusal of this file alone."""
    try:
        yield
    except (RefusedError, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        message = "the file needs more memory than there is"
        raise too_large(message) from None
    except BaseException as error:  # a panic inside calamine derives from BaseException
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        message = f"the file is damaged, or no spreadsheet program wrote it so (found: {reason})"
        raise unreadable(message) from error
