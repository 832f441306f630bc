"""What looks like an id, and the pattern that a column of ids has in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assess.layouts import id_pattern

LONGEST = 40
"""Characters of an id that is recognised by its looks alone."""

LONGEST_WORD = 8
"""Letters in a row within an id; more are a word of a sentence."""

MOST_KINDS = 5
"""Forms of id that a suggested pattern offers; rarer ones are left out."""

_TOKENS = re.compile(r"[A-Za-z&]+|[0-9]+|[^A-Za-z0-9&]+")
_SEPARATORS = frozenset(" ._:/-")


def looks_like_id(text: str) -> bool:
    """Tell whether a text may be an id: short words and numbers, with a mark or two between."""
    if not 0 < len(text) <= LONGEST:
        return False
    tokens = _TOKENS.findall(text)
    if not any(token.isdigit() for token in tokens) or not tokens[-1][-1].isalnum():
        return False
    return all(
        len(token) <= LONGEST_WORD if token[0].isalnum() or token[0] == "&" else _separates(token)
        for token in tokens
    )


def pattern_of(ids: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return the pattern of some ids, and what to replace in them.

    Blanks are taken out where that makes an id look as most do (`AIS- 02.2`). Forms that only
    one id in a hundred has are left out; the pattern is "" where no form is left.
    """
    texts = list(ids)
    usual = {form for form, count in Counter(map(_form, texts)).items() if count > 1}
    blanks = [each for each in texts if " " in each and _form(each.replace(" ", "")) in usual]
    kept = [each.replace(" ", "") if each in blanks else each for each in texts]
    forms: dict[str, list[list[str]]] = {}
    for each in kept:
        forms.setdefault(_form(each), []).append(_TOKENS.findall(each))
    common = sorted(forms.values(), key=len, reverse=True)[:MOST_KINDS]
    patterns = [_pattern(each) for each in common if 100 * len(each) >= len(texts)]
    while patterns:
        pattern = patterns[0] if len(patterns) == 1 else f"({'|'.join(patterns)})"
        try:
            id_pattern(pattern)
        except ValueError:
            patterns.pop()
        else:
            return pattern, {" ": ""} if blanks else {}
    return "", {}


def _separates(token: str) -> bool:
    return len(token) <= 2 and _SEPARATORS.issuperset(token)  # noqa: PLR2004 - a mark and a blank


def _form(text: str) -> str:
    """Return what an id is made of: A for letters, 9 for digits, marks as they are."""
    return "".join(
        "9" if token.isdigit() else "A" if token[0].isalpha() or token[0] == "&" else token
        for token in _TOKENS.findall(text)
    )


def _pattern(several: list[list[str]]) -> str:
    """Return the pattern of ids of one form, by their tokens."""
    return "".join(_piece(list(tokens)) for tokens in zip(*several, strict=True))


def _piece(tokens: list[str]) -> str:
    first = tokens[0]
    if not (first[0].isalnum() or first[0] == "&"):
        return re.escape(first).replace("\\ ", " ").replace("\\-", "-")
    if first.isdigit():
        kind = r"\d"
    else:
        kind = "[A-Z&]" if any("&" in token for token in tokens) else "[A-Z]"
    low, high = min(map(len, tokens)), max(map(len, tokens))
    times = str(low) if low == high else f"{low},{high}"
    return kind if times == "1" else f"{kind}{{{times}}}"
