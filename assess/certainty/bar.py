"""A small picture of how often each tier comes out, drawn straight into a page."""

from __future__ import annotations

from markupsafe import Markup

from assess.certainty.collecting import Certainty
from assess.certainty.words import share_words

WIDTH, HEIGHT, GAP = 240, 18, 1

_PICTURE = Markup(
    '<svg class="certainty" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'role="img" aria-label="{label}" focusable="false">{marks}</svg>'
)
_BAND = Markup(
    '<rect class="{kind}" x="{x}" y="2" width="{width}" height="14"><title>{label}</title></rect>'
)


def share_bar(certainty: Certainty) -> Markup:
    """Draw, from left to right, the weightings that lower the tier, keep it and raise it.

    The page's style colours the classes lower, same and higher; the label says it in words.
    """
    parts = (
        ("lower", certainty.lower),
        ("same", certainty.same),
        ("higher", certainty.higher),
    )
    marks, x = [], 0.0
    for kind, count in parts:
        if count:
            width = round(max(count * WIDTH / certainty.draws, 1.5), 1)
            label = f"{kind} in {share_words(count, certainty.draws)}"
            shown = round(min(width, WIDTH - x) - GAP, 1)
            marks.append(_BAND.format(kind=kind, x=round(x, 1), width=shown, label=label))
            x += width
    words = ", ".join(f"{kind} in {share_words(n, certainty.draws)}" for kind, n in parts)
    label = f"Tier under other reasonable weightings: {words}"
    return _PICTURE.format(width=WIDTH, height=HEIGHT, label=label, marks=Markup("").join(marks))
