"""Publishing a questionnaire: from then on its file never changes again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.versions.comparing import Comparison, Version, comparison, version_in, version_of
from assess.versions.locking import hold_to_lock, lock, put, refusal
from questionnaires.library import LOCK, locked_hashes, version_key
from questionnaires.lint import lint
from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: `already` where it had been done before and nothing was left to do.

    `since` is the comparison with the version published before it, None for the first one.
    """

    reference: Reference
    path: Path
    already: bool
    since: Comparison | None

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        since = self.since
        return {
            "questionnaire": self.reference.as_dict(),
            "file": str(self.path),
            "status": "unchanged" if self.already else "published",
            "previous": since.old.questionnaire.reference.as_dict() if since else None,
            "demands": since.demanded if since else None,
        }


def publish(path: Path, folders: Sequence[Path]) -> Published:
    """Put a checked file into a library, the first of the folders, and lock its hash there.

    The file comes first and the lock second, each whole or not at all: wherever the program
    stops, the same command goes on from there. Raises InvalidDocumentError for a file that
    breaks a rule or that the lint has remarks on, that would change a published one, or whose
    number does not rise as far above the last published version as the changes demand.
    """
    content, version = _read(path)
    reference = version.questionnaire.reference
    locked = locked_hashes(folders)
    target = folders[0] / reference.id / f"{reference.version}.json"
    already = str(reference) in locked
    if already:
        hold_to_lock(reference, locked, path)
        standing = [each / reference.id / target.name for each in folders]
        found = next((each for each in standing if each.is_file()), None)
        if found is not None and found.read_bytes() == content:
            return Published(reference, found, already=True, since=None)
    remarks = lint(version.questionnaire, path)
    if remarks:
        raise InvalidDocumentError(remarks)
    since = None if already else _since(version, locked, folders)
    put(content, target)
    lock(folders[0] / LOCK, reference)
    return Published(reference, target, already=False, since=since)


def _read(path: Path) -> tuple[bytes, Version]:
    """Read a file, and its bytes; the two must be of the same moment."""
    version = version_in(path)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != version.questionnaire.reference.sha256:
        message, hint = "the file changed while it was read", "publish it again"
        raise refusal(path, "publish.changing", message, hint)
    return content, version


def _since(
    version: Version, locked: Mapping[str, str], folders: Sequence[Path]
) -> Comparison | None:
    """Compare a version with the highest one published, and hold its number to the rule."""
    reference = version.questionnaire.reference
    earlier = [name.partition("@")[2] for name in locked if name.startswith(f"{reference.id}@")]
    if not earlier:
        return None
    last = f"{reference.id}@{max(earlier, key=version_key)}"
    since = comparison(version_of(last, folders), version, folders)
    if since.misfits:
        raise InvalidDocumentError(list(since.misfits))
    if since.fits:
        return since
    if since.step is None:
        message = f"{last} is published already, and {reference} is not higher"
        raise refusal(version.path, "version.not-higher", message, f"make it {since.least}")
    why = next(each for each in since.found.changes if each.bump == since.demanded)
    subject = f"{why.questions[0]}, {why.part}" if why.questions else why.part
    message = (
        f"{reference} is a {since.step} step from {last}, and the changes demand a "
        f"{since.demanded} one: {subject}: {why.reason}"
    )
    hint = f"make it {since.least}; assess questionnaire diff {last} {version.path} shows all"
    raise refusal(version.path, "version.too-small", message, hint)
