"""The texts that a workbook's cells share: how much text a sheet comes to by using them.

The reader copies a text for each cell that uses it, so that a small file could fill the memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.intake import limits
from assess.intake.formats.markup import check_whole
from assess.intake.formats.refusals import too_large, unreadable

_ENOUGH = 400_000
"""Characters of a sheet below which nobody counts: all sheets together cannot have too many."""
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_CLAIMED = re.compile(rb"""uniqueCount\s*=\s*["']([0-9]+)""")
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")


@dataclass(frozen=True, slots=True)
class Strings:
    """Lengths of the shared texts, in bytes of their XML: at least what they have as text."""

    lengths: tuple[int, ...]
    longest: int

    def text_in(self, xml: bytes) -> int:
        """Return how many characters the shared texts of a sheet have, or somewhat more."""
        if not self.longest:
            return 0
        # A cell with a value takes four tags.
        if xml.count(b"<") // 4 * self.longest <= _ENOUGH:
            return 0
        used = [int(value) for value in _VALUE.findall(xml) if value.isdigit()]
        unclear = xml.count(b"<v") + xml.count(b":v") - len(_VALUE.findall(xml))
        known = len(self.lengths)
        return sum(self.lengths[each] for each in used if each < known) + unclear * self.longest


NO_STRINGS = Strings((), 0)


def inline_text_in(xml: bytes) -> int:
    """Return how many characters a sheet's own texts have, or somewhat more."""
    return len(xml) if len(xml) > _ENOUGH and b"inlineStr" in xml else 0


def shared_strings(xml: bytes) -> Strings:
    """Take the lengths of a workbook's shared texts; RefusedError where there are too many."""
    if b"!" in xml and b"<!" in xml:
        # The reader passes over what stands in CDATA, so an answer there would be lost.
        message = "the texts of the workbook are not stored in the usual way"
        raise unreadable(message)
    check_whole(xml)  # the reader passes over what is damaged, and shows blanks
    starts = [found.start() for found in _ITEM.finditer(xml)]
    # The reader takes memory for as many texts as the list claims to have, or ends the program.
    if max(len(starts), *map(int, _CLAIMED.findall(xml)), 0) > limits.STRINGS:
        message = f"the workbook holds more than {limits.STRINGS:,} texts"
        raise too_large(message)
    ends = [*starts[1:], len(xml)]
    lengths = tuple(end - start for start, end in zip(starts, ends, strict=True))
    return Strings(lengths, max(lengths, default=0))
