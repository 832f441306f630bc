"""What an opened container yields, and how much it may yield."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from assess.intake import limits
from assess.intake.cells import RefusedError

Wanted: TypeAlias = Callable[[str], bool]
"""Tells by a name whether a file may be a workbook, or hold one, and is worth unpacking."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file in a container: its bytes, None where it is not wanted, or why they are not had."""

    name: str
    data: bytes | None = None
    error: RefusedError | None = None


@dataclass(slots=True)
class Budget:
    """What has been taken out of one container so far, whatever is nested in it."""

    files: int = 0
    size: int = 0

    def spend(self, size: int) -> None:
        """Count one more file of a size; raises RefusedError where that is too much."""
        self.files += 1
        self.size += size
        if self.files > limits.ARCHIVE_FILES:
            message = f"it holds more than {limits.ARCHIVE_FILES:,} files"
            raise too_large(message)
        if self.size > limits.ARCHIVE_UNPACKED_BYTES:
            message = f"unpacked, it has more than {limits.ARCHIVE_UNPACKED_BYTES:,} bytes"
            raise too_large(message)


def too_large(message: str) -> RefusedError:
    """Return the refusal of a container; what came out of it before stays."""
    hint = "split it, or import the workbooks themselves"
    return RefusedError(message, "file.too-large", hint)
