"""Publishing a policy in a workspace: from then on its file never changes again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.adoption.comparing import Comparison, comparison
from assess.policies import every_policy, locked_policies, read_policy
from assess.versions.locking import hold_to_lock, lock, put, refusal
from questionnaires.documents import Document, read_document
from questionnaires.library import LOCK, version_key
from questionnaires.model import Questionnaire, Reference
from scoring.policy import SCHEMA, build_policy, check_fit


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
            "policy": self.reference.as_dict(),
            "file": str(self.path),
            "status": "unchanged" if self.already else "published",
            "previous": since.old.as_dict() if since else None,
            "changes": since.counts if since else None,
        }


def publish(path: Path, folders: Sequence[Path], asked: Questionnaire) -> Published:
    """Put a checked policy into a workspace, the first of the folders, and lock its hash there.

    Raises InvalidDocumentError for a file that breaks a rule, that does not fit the questionnaire
    `asked`, that would change a published one, or whose version is not higher than all of them.
    """
    document, content = _read(path)
    check_fit(build_policy(document), asked)
    reference = document.reference
    locked = locked_policies(folders)
    target = folders[0] / reference.id / f"{reference.version}.json"
    already = str(reference) in locked
    if already:
        hold_to_lock(reference, locked, path)
        standing = dict(every_policy(folders)).get(str(reference))
        if standing is not None and standing.read_bytes() == content:
            return Published(reference, standing, already=True, since=None)
    since = None if already else _since(document, locked, folders)
    put(content, target)
    lock(folders[0] / LOCK, reference)
    return Published(reference, target, already=False, since=since)


def _read(path: Path) -> tuple[Document, bytes]:
    """Read a file, and its bytes; the two must be of the same moment."""
    document = read_document(path, SCHEMA)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != document.reference.sha256:
        message, hint = "the file changed while it was read", "publish it again"
        raise refusal(path, "publish.changing", message, hint)
    return document, content


def _since(document: Document, locked: Iterable[str], folders: Sequence[Path]) -> Comparison | None:
    """Compare a policy with its highest published version, which it has to exceed."""
    reference = document.reference
    earlier = [name.partition("@")[2] for name in locked if name.startswith(f"{reference.id}@")]
    if not earlier:
        return None
    last = max(earlier, key=version_key)
    if version_key(last) >= version_key(reference.version):
        message = f"{reference.id}@{last} is published already, and {reference} is not higher"
        raise refusal(document.path, "version.not-higher", message, "give it a higher version")
    return comparison(read_policy(f"{reference.id}@{last}", folders)[1], document)
