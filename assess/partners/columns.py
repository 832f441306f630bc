"""Which column of a list holds which field of a profile."""

from __future__ import annotations

from collections.abc import Sequence

from assess.partners.profiles import FIELDS
from assess.partners.words import fold

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("partner id", "partner"),
    "name": ("partner name",),
    "kind": ("partner kind",),
    "data_classes": ("data classes shared", "data"),
    "access": (),
    "criticality": (),
    "regions": ("region",),
    "stage": ("lifecycle stage",),
    "contacts": ("contact",),
    "requested_tier": (),
    "language": ("preferred language",),
}
"""Further names of each field's column; case, spaces and underscores make no difference."""

REQUIRED = ("id", "name")

_FIELD_OF = {fold(name): field for field in FIELDS for name in (field, *NAMES[field])}


def fields_of(header: Sequence[str]) -> list[str | None]:
    """Return the field that each column holds; None for a heading that is no field's."""
    return [_FIELD_OF.get(fold(heading)) for heading in header]


def has_required(header: Sequence[str]) -> bool:
    """Tell whether a row is the header of a list of partners."""
    return set(REQUIRED) <= set(fields_of(header))
