"""How people write the words of a profile: a closed list for each field, nothing guessed."""

from __future__ import annotations

import re
import unicodedata

from questionnaires.profiles import LANGUAGES, VOCABULARY

VALUES = VOCABULARY | {"language": LANGUAGES}
"""Every field with a closed vocabulary: those that a condition may test, and the language."""

LISTS = ("data_classes", "access", "regions")
"""Fields of the vocabulary that take several values."""

SYNONYMS: dict[str, dict[str, str]] = {
    "kind": {
        "channel partner": "reseller",
        "software partner": "software",
        "software vendor": "software",
        "logistics partner": "logistics",
        "logistics provider": "logistics",
        "manufacturer": "manufacturing",
        "service": "services",
        "service firm": "services",
        "service provider": "services",
        "host": "hosting",
        "hosting provider": "hosting",
    },
    "data_classes": {
        "public data": "public",
        "internal data": "internal",
        "confidential data": "confidential",
        "personal data": "personal",
        "special category data": "special-category",
        "special categories": "special-category",
        "payment data": "payment",
        "health data": "health",
        "design and IP": "design-ip",
    },
    "access": {
        "no access": "none",
        "hosts our data": "hosts-data",
        "hosting our data": "hosts-data",
    },
    "criticality": {"medium": "moderate"},
    "regions": {
        "European Union": "eu",
        "United Kingdom": "uk",
        "GB": "uk",
        "Switzerland": "ch",
        "United States": "us",
        "United States of America": "us",
        "USA": "us",
        "California": "us-ca",
        "Canada": "ca",
        "Brazil": "br",
        "India": "in",
        "China": "cn",
        "Japan": "jp",
        "Singapore": "sg",
        "Australia": "au",
    },
    "stage": {},
    "language": {
        "English": "en",
        "German": "de",
        "Deutsch": "de",
        "Spanish": "es",
        "Español": "es",
        "Espanol": "es",
        "Castellano": "es",
    },
}


def fold(text: str) -> str:
    """Return only letters and digits, case evened: `On-site`, `on site`, `ON_SITE` are one."""
    return "".join(
        each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum()
    )


_MEANINGS = {
    field: {fold(value): value for value in values}
    | {fold(synonym): value for synonym, value in SYNONYMS[field].items()}
    for field, values in VALUES.items()
}


def meaning(field: str, text: str) -> str | None:
    """Return the value of the vocabulary that a text stands for; None for one that is none."""
    return _MEANINGS[field].get(fold(text))


def parts(text: str) -> list[str]:
    """Split a cell that holds several values, at `;`, `|`, `,` or a line break."""
    return [part for part in (each.strip() for each in re.split(r"[;|,\n]", text)) if part]


def contacts(text: str) -> list[str]:
    """Split contacts at `;`, `|` or a line break; at commas only between e-mail addresses."""
    found = [part for part in (each.strip() for each in re.split(r"[;|\n]", text)) if part]
    addresses = [each.strip() for part in found for each in part.split(",")]
    return addresses if all("@" in each for each in addresses) else found
