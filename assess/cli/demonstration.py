"""The demo: a whole quarter's work on the sample data, by the commands a user would type."""

from __future__ import annotations

import shlex
import sys
from contextlib import redirect_stdout
from pathlib import Path

import assess as package
from assess.cli.screen import say
from questionnaires.problems import InputError, Place, Problem

PERIOD = "2026Q3"
AS_OF = "2026-10-15"
QUARTERS = (("2026Q1", "2026-04-15"), ("2026Q2", "2026-07-15"), (PERIOD, AS_OF))

REJECTED = 3


def sample_data() -> Path:
    """Return where the sample data is: inside an installed package, or beside a checked-out one."""
    inside = Path(package.__file__).parent / "sample_data"
    return inside if inside.is_dir() else Path(package.__file__).parents[1] / "sample_data"


def run_demo(folder: Path) -> None:
    """Run the demo in a new folder, showing each command before what it says.

    Raises InputError where the folder has something in it already.
    """
    if folder.exists() and any(folder.iterdir()):
        hint = "name another: assess demo NEW-FOLDER"
        problem = Problem(Place(str(folder)), "demo.folder", "the folder is not empty", hint)
        raise InputError([problem])
    data = sample_data()
    _run("init", str(folder))
    _run("partner", "import", str(data / "partners.csv"), "--as-of", "2026-01-05", into=folder)
    outbox = str(folder / "outbox")
    asked = ("--questionnaire", "partner-security@1.1.0", "--fresh")
    sent = ("--period", PERIOD, "--as-of", "2026-07-01", "--out", outbox)
    _run("issue", *asked, *sent, into=folder)
    for period, day in QUARTERS:
        _run("import", str(data / "returned" / period), "--as-of", day, into=folder)
    say("One workbook was rejected above, with every reason why. Its corrected copy:")
    _run("import", str(data / "corrected"), "--as-of", AS_OF, into=folder)
    _judge(folder)
    _show_what_was_made(folder)


def _judge(folder: Path) -> None:
    quarter = ("--period", PERIOD, "--as-of", AS_OF)
    claim = ("accept-na", "granite-harbour", "data.removable-media")
    reason = "The ports are fused off, as the audit of the data centre saw"
    words = ("--reason", reason, "--by", "Partner security")
    _run("review", *claim, *words, *quarter, into=folder)
    _run("score", *quarter, into=folder)
    with (folder / "explain.json").open("w", encoding="utf-8") as told, redirect_stdout(told):
        _run("explain", "north-freight", *quarter, "--format", "json", into=folder)
    say(f"(kept in {folder / 'explain.json'})")
    for suffix in ("pdf", "xlsx", "html", "md", "json"):
        out = str(folder / "gaps" / f"north-freight.{suffix}")
        _run("gaps", "north-freight", *quarter, "--out", out, into=folder)
    _run("scorecard", *quarter, "--out", str(folder / "scorecard"), into=folder)
    _run("export", "responses", "--out", str(folder / "tables" / "responses.csv"), into=folder)
    for table in ("scores", "findings"):
        out = str(folder / "tables" / f"{table}.xlsx")
        _run("export", table, "--as-of", AS_OF, "--out", out, into=folder)


def _run(*arguments: str, into: Path | None = None) -> None:
    """Run one command as typed; a rejected file is part of the show."""
    from assess.cli.app import app  # noqa: PLC0415 - the program runs this module

    typed = [*arguments, *(["--workspace", str(into)] if into else [])]
    say("")
    say(f"$ assess {shlex.join(typed)}")
    sys.stderr.flush()
    status = app(typed, standalone_mode=False)
    sys.stdout.flush()
    if status not in {None, 0, REJECTED}:
        raise SystemExit(status)


def _show_what_was_made(folder: Path) -> None:
    say("")
    say("What was made:")
    made = (
        ("scorecard/index.html", "the quarter's portfolio, and a page for each partner"),
        ("scorecard/scorecard.pdf", "the same to hand out"),
        ("scorecard/scorecard.xlsx", "the same to work on"),
        ("gaps/north-freight.pdf", "what one partner should fix first (also xlsx, html, md, json)"),
        ("explain.json", "where every point of one partner's score came from"),
        ("tables/", "responses, scores and findings as tidy tables"),
        ("outbox/", "the quarter's workbooks, as they were sent"),
        ("evidence/", "every returned file, kept as it came"),
        ("rejected/", "what was not taken at first, each file with its reasons"),
        ("assess.db", "the store"),
    )
    width = max(len(str(folder / name)) for name, _ in made)
    for name, words in made:
        say(f"  {folder / name!s:{width}}  {words}")
    say(f"Go on: cd {folder} && assess explain north-freight")
