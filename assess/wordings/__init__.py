"""What workbooks and reports say, by language: English stands in the code, the others in files.

`<language>.json` beside this module leads from each English text to its translation; `{fields}`
are filled in by name, so that a translation may put them in another order. A text that a file
lacks stays English.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from questionnaires.profiles import ENGLISH, LANGUAGES


def wording(language: str, english: str, /, **values: object) -> str:
    """Return a text in a language, its fields filled in; "" is English, as is what is missing."""
    text = texts_in(language).get(english, english)
    return text.format(**values) if values else text


@cache
def texts_in(language: str) -> dict[str, str]:
    """Return every translated text of a language by the English one; none for English."""
    if language == ENGLISH or language not in LANGUAGES:
        return {}
    path = Path(__file__).parent / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts
