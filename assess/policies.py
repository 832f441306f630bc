"""Finding a policy by `id@version` among the shipped ones and a workspace's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import scoring
from questionnaires.documents import read_document
from questionnaires.library import check_identity, find, frozen
from scoring.policy import SCHEMA, Policy, build_policy

SHIPPED = Path(scoring.__file__).parent / "policies"


def load_policy(name: str, folders: Sequence[Path] = ()) -> Policy:
    """Load `id@version`, or the newest version for a bare id; `folders` win over the shipped ones.

    Raises UnknownNameError for a name that is in no folder, InvalidDocumentError for a file that
    breaks a rule, that says another id or version inside, or whose frozen hash changed.
    """
    path, expected = find("policy", name, (*folders, SHIPPED))
    policy = build_policy(read_document(path, SCHEMA))
    check_identity(policy.reference, expected, path, frozen(SHIPPED / "frozen.json"))
    return policy


def newest_policy(name: str) -> str:
    """Return the id of a shipped policy with its newest version, as `id@version`."""
    _, expected = find("policy", name, (SHIPPED,))
    return "@".join(expected)
