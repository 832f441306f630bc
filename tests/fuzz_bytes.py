"""Damages workbooks at random and looks what becomes of them, for minutes or hours.

`python -m tests.fuzz_bytes --minutes 10 --seed 1 --folder OUT`; the same seed makes the same
files. What must hold of every file: reading it raises nothing and ends nothing, takes bounded time
and memory, and comes to a submission or to problems. No cell of a sheet that is read is blank that
holds something, and a damaged zip, which knows its checksums, never gives other answers than the
whole one. A file for which that does not hold is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from assess.intake.cells import Cell, RefusedError, cell_name
from assess.intake.formats import open_book
from assess.intake.formats.markup import local, walk
from assess.intake.formats.walked import Places
from tests import mistreated
from tests.in_kinds import in_every_kind
from tests.measure_reading import read

SHARED = Path(__file__).resolve().parents[2] / "shared/workbooks"
REAL = ("caiq-4.0.3-filled.xlsx", "caiq-3.0.1-filled.xlsx", "samm2/s05_mixed.xlsx")
SECONDS = 30
"""After which a file counts as one that never ends."""
MEMORY = 1_200_000_000
"""Bytes of address space, of which a fresh reader takes a third."""

Mutator = Callable[[bytes, random.Random], bytes]


class Case(NamedTuple):
    """A damaged file: how it was made, its bytes, and the whole file if it still has checksums."""

    name: str
    data: bytes
    whole: bytes | None


# --- how files are damaged ------------------------------------------------------------------

_VALUES = (
    b"", b"-1", b"0", b"4294967295", b"99999999999999999999", b"1e400", b"NaN", b"A1:XFD1048576",
    b"XFD1048576", b"../../x", b"&#0;", b"&#xD800;", b"&a;", b"true", b"e", b"s", b"b", b"str",
    b"inlineStr", b"rId1", b"\xff\xfe", b"a" * 5_000,
)  # fmt: skip
_PIECES = (
    b"<c>", b"</c>", b"<v>", b"</v>", b"<f>1</f>", b"<row>", b"<!-- -->", b"<![CDATA[x]]>",
    b"<!DOCTYPE a>", b"<is><t>x</t></is>", b"<x:c r='ZZ99'>", b"<a>" * 200, b"\0", b"]]>", b"&lt;",
)  # fmt: skip


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Change some bits."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwritten(data: bytes, rng: random.Random) -> bytes:
    """Write something else over a stretch."""
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4, 8, 64))
    filler = rng.choice((b"\0", b"\xff", b"\x7f", rng.randbytes(1)))
    return data[:at] + filler * length + data[at + length :]


def cut(data: bytes, rng: random.Random) -> bytes:
    """Leave off the end."""
    return data[: rng.randrange(len(data))]


def spliced(data: bytes, rng: random.Random) -> bytes:
    """Put a copy of a stretch somewhere else, over what is there or between."""
    start, to = rng.randrange(len(data)), rng.randrange(len(data))
    piece = data[start : start + rng.choice((4, 32, 512, 4_096))]
    return data[:to] + piece + data[to + len(piece) * rng.randrange(2) :]


def shortened(data: bytes, rng: random.Random) -> bytes:
    """Take a stretch out."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice((1, 7, 100, 2_000)) :]


BYTES: tuple[Mutator, ...] = (flipped, overwritten, cut, spliced, shortened)


def _valued(xml: bytes, rng: random.Random) -> bytes:
    found = list(re.finditer(rb'="([^"]*)"|>([^<]+)<', xml))
    if not found:
        return xml
    one = rng.choice(found)
    start, end = one.span(1 if one[1] is not None else 2)
    return xml[:start] + rng.choice(_VALUES) + xml[end:]


def _pieced(xml: bytes, rng: random.Random) -> bytes:
    at = xml.find(b"<", rng.randrange(len(xml) or 1))
    return xml[:at] + rng.choice(_PIECES) + xml[at:]


def _moved(xml: bytes, rng: random.Random) -> bytes:
    tags = [found.start() for found in re.finditer(b"<", xml)]
    if not tags:
        return xml
    first, last = sorted(rng.choices(tags, k=2))
    to = rng.choice(tags)
    return xml[:to] + xml[first : min(last, first + 5_000)] + xml[to:]


def _removed(xml: bytes, rng: random.Random) -> bytes:
    tags = [found.start() for found in re.finditer(b"<", xml)]
    if not tags:
        return xml
    first = rng.randrange(len(tags))
    return xml[: tags[first]] + xml[tags[min(first + rng.randint(1, 20), len(tags) - 1)] :]


PARTS: tuple[Mutator, ...] = (_valued, _valued, _pieced, _moved, _removed, *BYTES)


def repacked(data: bytes, rng: random.Random) -> bytes:
    """Change the content of a part or two, swap parts, drop or add one, with right checksums."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    names = sorted(parts)
    for _ in range(rng.randint(1, 3)):
        one, other = rng.choice(names), rng.choice(names)
        what = rng.randrange(12)
        if what == 0:
            parts[one], parts[other] = parts.get(other, b""), parts.get(one, b"")
        elif what == 1:
            parts.pop(one, None)
        elif what == 2:
            parts[rng.choice((one.upper(), f"../{one}", f"/{one}"))] = parts.get(other, b"")
        elif parts.get(one):
            parts[one] = rng.choice(PARTS)(parts[one], rng)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


# --- which files ----------------------------------------------------------------------------

ANSWERS = {
    "trial.gate": "Yes",
    "trial.mfa": "Partly",
    "trial.mfa/Comment": "in the EU\nonly – größtenteils",
    "trial.laptops": 99.5,
    "trial.admins": 3,
    "trial.channels:mail": "x",
    "trial.contact": "security@example.org",
}


KINDS_OF_CELL = (
    b'<c r="A1" t="s"><v>0</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><f>1+1</f></c>'
    b'<c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" s="1"><v>46112</v></c>'
    b'<c r="G1" t="str"><f>"a"</f><v>a</v></c><c r="H1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    b'<c r="I1" t="inlineStr"><is><t>in</t></is></c><c r="J1"><v>1.5</v></c>'
)


def with_every_cell(data: bytes) -> bytes:
    """Return a workbook whose first sheet holds every kind of cell, a hundred times."""
    rows = b"".join(
        b'<row r="%d">%s</row>'
        % (
            number,
            KINDS_OF_CELL.replace(b'1" ', b'%d" ' % number).replace(b'1">', b'%d">' % number),
        )
        for number in range(1, 101)
    )
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    return mistreated.repacked(
        data,
        lambda name, part: sheet if name == "xl/worksheets/sheet1.xml" else part,
        [("xl/sharedStrings.xml", b"<sst><si><t>shared</t></si></sst>")],
    )


def bases() -> dict[str, bytes]:
    """Return the whole files, by name: ours in every kind, and real ones where they are."""
    found = in_every_kind(mistreated.returned(ANSWERS))
    found["xlsx of every cell"] = with_every_cell(found["xlsx"])
    found |= {name: (SHARED / name).read_bytes() for name in REAL if (SHARED / name).is_file()}
    return found


def case(seed: int, number: int, whole: dict[str, bytes]) -> Case:
    """Make the damaged file of a number."""
    rng = random.Random(f"{seed}/{number}")
    small = [name for name in whole if "." not in name]
    name = rng.choice(small if rng.random() < 0.85 else sorted(whole))
    data = whole[name]
    is_zip = data.startswith(b"PK")
    if is_zip and rng.random() < 0.6:
        return Case(f"{name}/repacked", repacked(data, rng), None)
    mutator = rng.choice(BYTES)
    damaged = mutator(data, rng)
    return Case(f"{name}/{mutator.__name__}", damaged, data if is_zip else None)


# --- what must hold -------------------------------------------------------------------------


def findings(damaged: Case) -> list[str]:
    """Return what does not hold of a damaged file; nothing, if all is well."""
    outcome = read(damaged.data)
    found = []
    if (outcome.submission is None) != bool(outcome.problems):
        found.append("neither a submission nor problems, or both")
    if damaged.whole is not None and outcome.submission is not None:
        before = read(damaged.whole).submission
        if before is None or before.responses != outcome.submission.responses:
            found.append("other answers than the whole file gives")
    if damaged.whole is None and damaged.data.startswith(b"PK"):
        found += _lost(damaged.data)
    return found


def _lost(data: bytes) -> Iterator[str]:
    """Yield each cell of an .xlsx that holds something and is read as blank."""
    with suppress(RefusedError):
        book = open_book(data)
        if book.kind not in {"xlsx", "xlsm"}:
            return
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive)
            for sheet in book.sheets:
                with suppress(RefusedError, expat.ExpatError, KeyError, ValueError):
                    held = _held(archive.read(parts[sheet.name]))
                    grid = book.read(sheet.name).grid
                    for row, column in sorted(held):
                        if _at(grid, row, column) == "":
                            name = f"{sheet.name}!{cell_name(row, column)}"
                            yield f"{name} holds something and is read as blank"


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the parts of sheets, where they are spelled as openpyxl spells them."""
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = dict(re.findall(r'Target="/?(?:xl/)?([^"]*)" Id="([^"]*)"', relations))
    targets = {number: target for target, number in targets.items()}
    workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    named = re.findall(r'<sheet [^>]*name="([^"]*)"[^>]*r:id="([^"]*)"', workbook)
    return {name: f"xl/{targets[each]}" for name, each in named if each in targets}


def _held(xml: bytes) -> set[tuple[int, int]]:
    """Return the cells that hold a value, a text of their own or a formula.

    A shared text may be blank, and of a cell that stands there twice the later one counts. One
    of the type `inlineStr` with a `<v>` is not told here: no program writes one, and the reader
    shows it as blank.
    """
    held: set[tuple[int, int]] = set()
    kind = ""
    places, inside = Places(), [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind
        inside.append(local(name))
        if places.pass_by(local(name), attributes):
            kind = attributes.get("t", "")
            held.discard((places.row, places.column))
        if inside[-1] == "v" and kind == "inlineStr":
            held.discard((places.row, places.column))

    def end(_: str) -> None:
        inside.pop()

    def say(text: str) -> None:
        own = inside[-1] in {"t", "f"} or (inside[-1] == "v" and kind not in {"s", "inlineStr"})
        if own and "c" in inside and "rPh" not in inside and text.strip():
            held.add((places.row, places.column))

    walk(xml, start, end, say)
    return held


def _at(grid: list[list[Cell]], row: int, column: int) -> Cell:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


# --- the loop -------------------------------------------------------------------------------


def run(seed: int, numbers: range) -> list[str]:
    """Look at the files of some numbers; return what does not hold."""
    whole = bases()
    return [
        f"{number} {damaged.name}: {each}"
        for number in numbers
        for damaged in [case(seed, number, whole)]
        for each in findings(damaged)
    ]


def _work(seed: int, first: int, seconds: float, folder: Path) -> None:
    """Look at files for some time; the operating system ends a process that takes too much.

    Each file is written down first, so that the one is known that ends the program.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    whole = bases()
    slowest, number = 0.0, first
    while time.process_time() < seconds:
        damaged = case(seed, number, whole)
        (folder / "current").write_bytes(damaged.data)
        _say(number=number)
        signal.alarm(SECONDS)
        start = time.process_time()
        for each in findings(damaged):
            _say(wrong=f"{damaged.name}: {each}")
        slowest = max(slowest, time.process_time() - start)
        number += 1
    _say(slowest=slowest, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def _say(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _supervise(seed: int, seconds: float, folder: Path) -> int:
    """Let a process look at files, and another after one that dies; return how many went wrong."""
    number, wrong, slowest, memory = -1, 0, 0.0, 0
    while (used := _children()) < seconds:
        options = ["--seed", str(seed), "--first", str(number + 1), "--folder", str(folder)]
        options += ["--minutes", str((seconds - used) / 60)]
        command = [sys.executable, "-m", "tests.fuzz_bytes", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            for line in worker.stdout or ():
                said = json.loads(line)
                number = said.get("number", number)
                slowest = max(slowest, said.get("slowest", 0))
                memory = max(memory, said.get("memory", 0))
                if "wrong" in said:
                    wrong += 1
                    _keep(folder, number, said["wrong"])
        if worker.returncode:
            wrong += 1
            _keep(folder, number, f"it ended the program: {worker.returncode}")
    sys.stdout.write(
        f"{number + 1:,} files in {_children() / 60:.1f} minutes of processor time, {wrong} wrong; "
        f"slowest {slowest:.2f} s, most memory {memory / 1e6:.0f} MB\n"
    )
    return wrong


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _keep(folder: Path, number: int, reason: str) -> None:
    (folder / f"wrong-{number}").write_bytes((folder / "current").read_bytes())
    sys.stdout.write(f"{number}: {reason}\n")
    sys.stdout.flush()


def main() -> None:
    """Look at damaged files for some minutes of processor time; exit with 1 if one goes wrong."""
    parser = argparse.ArgumentParser(description="Damage workbooks and look what becomes of them.")
    parser.add_argument("--minutes", type=float, default=10, help="of processor time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="keeps the files that go wrong")
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    seconds = given.minutes * 60
    if given.first is not None:
        _work(given.seed, given.first, seconds, given.folder)
    else:
        sys.exit(bool(_supervise(given.seed, seconds, given.folder)))


if __name__ == "__main__":
    main()
