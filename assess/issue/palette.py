"""The workbook's looks: a quiet palette, and what each kind of cell wears."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection

FONT = "Calibri"
BASE = 11.0
"""Point size of questions and answers."""

NAVY = "1E3A52"
INK = "1F2D3A"
MUTED = "66757F"
TEAL = "0B6262"
RUST = "A3430A"
WHITE = "FFFFFF"
MIST = "E6EDF2"
PAPER = "F6F9FB"
LINE = "D3DCE3"
FIELD_LINE = "A9B8C3"

OPEN = "FFF5D6"
OPEN_MUST = "FFDDB5"
REASON_MISSING = "F9D0D0"
SILENT = "EDEFF1"
TO_CONFIRM = "DCEBF7"
"""Fills of the states a cell can be in; the legend on the first sheet explains them."""


@dataclass(frozen=True)
class Look:
    """What a cell wears; `unlocked` cells are the partner's."""

    font: Font
    fill: PatternFill = field(default_factory=PatternFill)
    border: Border = field(default_factory=Border)
    alignment: Alignment = field(default_factory=Alignment)
    number_format: str = "General"
    unlocked: bool = False

    @property
    def protection(self) -> Protection:
        """The cell's protection, which takes effect with the sheet's."""
        return Protection(locked=not self.unlocked)


def solid(colour: str) -> PatternFill:
    """Return a plain fill; both colours are set, as cells and conditional formats read others."""
    return PatternFill(fill_type="solid", start_color=colour, end_color=colour)


def ink(size: float = BASE, colour: str = INK, *, bold: bool = False, italic: bool = False) -> Font:
    """Return the workbook's font in a size and a colour."""
    return Font(name=FONT, size=size, color=colour, bold=bold, italic=italic)
