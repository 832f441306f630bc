"""A partner's profile, and the closed vocabulary of each of its fields."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

PARTNER_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""The form of a partner's id; it names files and pages and stands in commands we suggest."""

KINDS = ("reseller", "software", "logistics", "manufacturing", "services", "hosting")
DATA_CLASSES = (
    "public",
    "internal",
    "confidential",
    "personal",
    "special-category",
    "payment",
    "health",
    "design-ip",
)
ACCESS = ("none", "portal", "api", "network", "on-site", "hosts-data")
CRITICALITY = ("low", "moderate", "high", "critical")
REGIONS = ("eu", "uk", "ch", "us", "us-ca", "ca", "br", "in", "cn", "jp", "sg", "au", "other")
STAGES = ("prospect", "onboarding", "active", "offboarding")

LANGUAGES = ("en", "de", "es")
"""Languages, by ISO 639-1, that workbooks and reports can be written in; English is complete."""

ENGLISH = LANGUAGES[0]

VOCABULARY: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "data_classes": DATA_CLASSES,
    "access": ACCESS,
    "criticality": CRITICALITY,
    "regions": REGIONS,
    "stage": STAGES,
}
"""Profile fields that a condition may test, and the values each may take."""

ORDERED = ("criticality",)
"""Fields whose vocabulary runs from least to most, so that `at_least` makes sense."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What we know of a partner before it answers anything.

    An empty field is unknown, never "none": what depends on it then counts as applying.
    No condition may test `language`; where it is empty, English is used.
    `data_classes`, `access` and `regions` keep the order of their vocabulary.
    """

    id: str
    name: str
    kind: str = ""
    data_classes: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    criticality: str = ""
    regions: tuple[str, ...] = ()
    stage: str = ""
    contacts: tuple[str, ...] = ()
    requested_tier: str = ""
    language: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as JSON-ready data."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Profile:
        """Rebuild a profile from `as_dict` data; a field that was not known then is empty."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        return cls(**values)
