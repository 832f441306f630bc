"""Make the sample data anew: `python -m sample_data.generate` (about a minute, LibreOffice).

Writes `partners.csv`, `returned/<period>/` and `corrected/` beside this file. Everything
follows from `source/` and a seed; only LibreOffice's own bytes differ from run to run.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.issue import write_workbooks
from assess.periods import last_day
from questionnaires.library import load_questionnaire
from sample_data.answers import answers_of
from sample_data.characters import Character, partners_csv, read_characters
from sample_data.keyboard import answer_cells
from sample_data.mangle import mangled
from sample_data.prose import Prose, read_prose
from sample_data.workbooks import filled, through_libreoffice

HERE = Path(__file__).parent

ASKED = {
    "2026Q1": "partner-security@1.0.0",
    "2026Q2": "partner-security@1.0.0",
    "2026Q3": "partner-security@1.1.0",
}
"""The questionnaire of each quarter."""

MANGLED = ("saffron-voice", "2026Q3")
"""The file that comes back spoiled, and then again in good order."""

DAYS_TO_ANSWER = 8


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned file, before LibreOffice where it is for it; `path` is below this folder."""

    path: str
    data: bytes
    by_libreoffice: bool


def returned_files() -> Iterator[Returned]:
    """Yield every returned file, partner by partner and quarter by quarter."""
    prose = read_prose()
    for character in read_characters():
        by_libreoffice = character.office == "libreoffice"
        for period in character.periods:
            name = f"{character.profile.id}-{period}.xlsx"
            data = _answered(character, prose, period)
            if (character.profile.id, period) == MANGLED:
                spoiled = mangled(data, _day(period))
                yield Returned(f"returned/{period}/{name}", spoiled, by_libreoffice=False)
                yield Returned(f"corrected/{name}", data, by_libreoffice)
            else:
                yield Returned(f"returned/{period}/{name}", data, by_libreoffice)


def main() -> None:
    """Write all sample data in place of what stands there."""
    files = list(returned_files())
    converted = through_libreoffice(
        {Path(file.path).name: file.data for file in files if file.by_libreoffice}
    )
    for stale in (*HERE.glob("returned/*/*.xlsx"), *HERE.glob("corrected/*.xlsx")):
        stale.unlink()
    for file in files:
        path = HERE / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(converted[path.name] if file.by_libreoffice else file.data)
    text = partners_csv(read_characters())
    (HERE / "partners.csv").write_text(text, encoding="utf-8", newline="")


def _answered(character: Character, prose: Prose, period: str) -> bytes:
    questionnaire = load_questionnaire(ASKED[period])
    answers = answers_of(character, questionnaire, period)
    cells = [cell for given in answers.values() for cell in answer_cells(character, given)]
    beside = {key: prose.beside(character, given, period) for key, given in answers.items()}
    with tempfile.TemporaryDirectory() as folder:
        issued, problems = write_workbooks(questionnaire, [character.profile], period, Path(folder))
        if problems:
            raise RuntimeError(problems)
        return filled(issued[0].path.read_bytes(), cells, beside, _day(period))


def _day(period: str) -> dt.date:
    return last_day(period) + dt.timedelta(days=DAYS_TO_ANSWER)


if __name__ == "__main__":
    main()
