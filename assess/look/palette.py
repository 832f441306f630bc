"""The colours of every report, by meaning; page.css and report.typ say the same.

Severities and the sequence run from light to dark, so that they stay in order in grey and for
every kind of colour blindness; a word or a shape always stands beside the colour.
"""

from __future__ import annotations

INK = "#17212b"
MUTED = "#52606d"
LINE = "#d5dde4"
SURFACE = "#f4f7f9"
PAPER = "#ffffff"
ACCENT = "#00507a"
ACCENT_PALE = "#d9e9f2"

SEVERITY: dict[str, tuple[str, str]] = {
    "critical": ("#6b1436", "#ffffff"),
    "high": ("#b3470f", "#ffffff"),
    "moderate": ("#f3c65b", "#3a2a00"),
    "low": ("#e1e8ee", "#2c3a47"),
}
"""Background and text by severity."""

RECOMMENDATION: dict[str, tuple[str, str]] = {
    "approve": ("#00664f", "#ffffff"),
    "approve with conditions": ("#cfe9e0", "#0a3d31"),
    "remediate": ("#f3c65b", "#3a2a00"),
    "restrict": ("#b3470f", "#ffffff"),
    "suspend": ("#6b1436", "#ffffff"),
}
"""Background and text by recommendation."""

SEQUENCE = ("#f3e9c6", "#cfe0c3", "#93c4bd", "#4f9bb3", "#22699a", "#123b66")
"""Low to high score, for heat maps: pale yellow to dark blue, evenly darker."""

SEQUENCE_INK = ("#17212b", "#17212b", "#17212b", "#17212b", "#ffffff", "#ffffff")
"""Text on each colour of SEQUENCE."""


def shade(score: float) -> tuple[str, str]:
    """Return background and text of a heat map's cell for a score of 0 to 100."""
    index = min(int(score * len(SEQUENCE) / 100), len(SEQUENCE) - 1)
    return SEQUENCE[index], SEQUENCE_INK[index]
