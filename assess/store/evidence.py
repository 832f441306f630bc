"""Partner files as evidence: kept as received, by the hash of their bytes, never overwritten."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from pathlib import Path, PurePath

from questionnaires.problems import InputError, Place, Problem

SUFFIXES = (
    ".csv",
    ".json",
    ".ods",
    ".tsv",
    ".txt",
    ".xls",
    ".xlsb",
    ".xlsm",
    ".xlsx",
    ".yaml",
    ".yml",
)
"""File types that keep their suffix; any other is kept as `.bin`, for names are not trusted."""

READ_ONLY = 0o444


def evidence_path(folder: Path, sha256: str, name: str) -> Path:
    """Return where a file of this hash is kept below the evidence folder.

    Of `name`, the name the file came under, only the suffix counts.
    """
    suffix = PurePath(name).suffix.lower()
    return folder / sha256[:2] / f"{sha256}{suffix if suffix in SUFFIXES else '.bin'}"


def keep_evidence(folder: Path, data: bytes, name: str) -> Path:
    """Keep a file's bytes for good, and return where; to be called before its row is saved.

    A crash leaves the whole file or none of it. Bytes already kept are left alone; raises
    InputError where the kept file is not what its name says.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = evidence_path(folder, sha256, name)
    if path.exists():
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            message = "this kept file has been changed since it was received"
            hint = "restore it from a backup; it is never written over"
            raise InputError([Problem(Place(str(path)), "evidence.changed", message, hint)])
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{uuid.uuid4().hex}.partial"
    try:
        _write_through(temporary, data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for changed in (path.parent, folder, folder.parent):
        _sync_folder(changed)
    return path


def _write_through(path: Path, data: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, READ_ONLY), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows opens no folders, and keeps names safe without being asked.
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
