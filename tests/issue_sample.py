"""The questionnaire, partners and look-ups that the tests of issued workbooks share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from assess.issue.plan import HEADER_ROW
from questionnaires.profiles import Profile
from questionnaires.reading import read_questionnaire

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ASKED = read_questionnaire(Path(__file__).parent / "data" / "issue-1.0.0.json")
PERIOD = "2026Q3"
RESELLER = Profile("north-shop", 'Nørth & "Shop" <Ltd>', kind="reseller", data_classes=("public",))
HOSTER = Profile("stack", "Stack", kind="hosting", data_classes=("payment",))


def parts(path: Path) -> dict[str, bytes]:
    """Return the contents of a workbook's parts by name."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(sheet: Worksheet) -> dict[str, int]:
    """Return the row of each id below the header."""
    return {
        str(cell.value): cell.row
        for (cell,) in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=1)
        if cell.value
    }
