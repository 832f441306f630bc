"""The `assess` program: its commands, its exit codes, and the last word on every error."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from assess.cli import (
    certainty,
    dispute,
    evidence,
    explain,
    exporting,
    gaps,
    importing,
    issuing,
    layouts,
    methods,
    partners,
    planning,
    policies,
    questionnaire,
    review,
    scorecard,
    scores,
    signals,
    start,
    trend,
)
from assess.cli.options import WorkspaceOption
from assess.cli.screen import say
from questionnaires.problems import InputError, InvalidDocumentError, UnknownNameError

INTERNAL, USAGE, REJECTED, INVALID_DOCUMENT = 1, 2, 3, 4

app = typer.Typer(
    name="assess",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time that `assess --help` takes
    epilog="Start with `assess demo`, or with `assess init` in a folder of your own.",
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(version("partner-posture"))
        raise typer.Exit


@app.callback()
def assess(
    workspace: WorkspaceOption = "",
    version: Annotated[  # noqa: ARG001 - the callback answers
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Judge the security posture of partners: questionnaires out, scores and scorecards back."""
    # BLAS threads only get in each other's way: our blocks are small enough for one core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["ASSESS_WORKSPACE"] = workspace


app.command()(start.init)
app.command()(start.demo)
app.command()(issuing.issue)
app.command("import")(importing.import_)
app.command()(scores.score)
app.command()(explain.explain)
app.command()(certainty.certainty)
app.command()(gaps.gaps)
app.command()(planning.plan)
app.command()(evidence.observe)
app.command()(scorecard.scorecard)
app.command()(trend.trend)
app.command()(signals.signals)
app.command()(policies.whatif)
app.add_typer(partners.app, name="partner")
app.add_typer(questionnaire.app, name="questionnaire")
app.add_typer(policies.app, name="policy")
app.add_typer(layouts.app, name="layout")
app.add_typer(methods.app, name="method")
app.add_typer(evidence.app, name="evidence")
app.add_typer(review.app, name="review")
app.add_typer(dispute.app, name="dispute")
app.add_typer(exporting.app, name="export")


def main() -> None:
    """Run `assess`, turning every error into words and an exit code.

    0 done · 1 internal error · 2 usage · 3 some input was rejected · 4 invalid questionnaire,
    policy or layout · 10 a gate failed. ASSESS_DEBUG=1 shows the traceback of an internal error.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or pipe that cannot show a letter shows its code, and the work goes on.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except InputError as error:
        for problem in error.problems:
            say(str(problem))
        sys.exit(_exit_code(error))
    except OSError as error:
        # A full disk, a folder that may not be written to: not ours to mend, and no defect.
        say(f"{error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(USAGE)
    except Exception as error:  # the last resort: no traceback reaches a user
        if os.environ.get("ASSESS_DEBUG"):
            raise
        message = f"internal error: {type(error).__name__}: {error}"
        say(f"{message}\nRun it again with ASSESS_DEBUG=1 for the details.")
        sys.exit(INTERNAL)


def _exit_code(error: InputError) -> int:
    if isinstance(error, InvalidDocumentError):
        return INVALID_DOCUMENT
    return USAGE if isinstance(error, UnknownNameError) else REJECTED
