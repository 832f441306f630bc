"""`assess method`: scores by the published methods of others, without a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import Format, FormatOption
from assess.cli.screen import say, show_json, show_table

if TYPE_CHECKING:
    from scoring.native import NativePolicy

app = typer.Typer(
    no_args_is_help=True,
    help="Published scoring methods, such as HECVAT, NIST SP 800-171 and SAMM.",
)

NAME_HELP = "Method, as id@version, or its id for the newest."


@app.command("list")
def list_(shown: FormatOption = Format.table) -> None:
    """List every method and version.

    Example: assess method list
    """
    from assess.native import load_method, method_names  # noqa: PLC0415 - jsonschema is slow

    found = [load_method(name) for name in method_names()]
    if shown is Format.json:
        keys = ("method", "title", "source", "sha256")
        rows = ((str(m.reference), m.title, m.source, m.reference.sha256) for m in found)
        show_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        table = [(str(m.reference), m.title, m.source) for m in found]
        show_table(("Method", "Title", "Source"), table)
        say("Next: assess method show ID, or assess method score FILE --by ID")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help=NAME_HELP)], shown: FormatOption = Format.table
) -> None:
    """Show what a method asks and which answers it takes; as JSON, its file with every figure.

    Example: assess method show cmmc-l2
    """
    from assess.native import load_method, path_of_method  # noqa: PLC0415 - jsonschema is slow
    from questionnaires.documents import read_document  # noqa: PLC0415
    from scoring.native import SCHEMA  # noqa: PLC0415

    policy = load_method(name)
    if shown is Format.json:
        show_json(read_document(path_of_method(name), SCHEMA).data)
        return
    headings = ("Question", "Counts", "Answers, worst first", "Not applicable")
    show_table(
        headings, _asked(policy), title=f"{policy.title}, {policy.reference}", right="Counts"
    )
    say(policy.description)
    say(f"Columns of a file to score: {', '.join(('id', 'answer', *policy.rules.states))}.")
    say(f"Method: {policy.source}")


@app.command()
def score(
    file: Annotated[Path, typer.Argument(help="Answers: a table with id and answer, or JSON.")],
    by: Annotated[str, typer.Option("--by", metavar="METHOD", help=NAME_HELP)],
    shown: FormatOption = Format.table,
) -> None:
    """Score a file of answers as a method's publisher does, to compare with.

    Example: assess method score answers.csv --by nist-800-171
    """
    from assess.cli.native import show_native  # noqa: PLC0415
    from assess.method_answers import read_answers  # noqa: PLC0415 - loads intake
    from assess.native import load_method  # noqa: PLC0415 - jsonschema is slow
    from scoring.native import native_scores  # noqa: PLC0415

    policy = load_method(by)
    answers = read_answers(file, policy)
    scores = native_scores(policy, answers.given).as_dict()
    if shown is Format.json:
        show_json({**scores, "answered": answers.answered, "asked": answers.asked})
    else:
        show_native(scores, {}, policy.source)
        say(f"{answers.answered} of {answers.asked} questions are answered.")
    if answers.unread:
        say(f"Columns that the method has no use for: {', '.join(answers.unread)}.")


def _asked(policy: NativePolicy) -> Iterator[tuple[Any, ...]]:
    rules = policy.rules
    if rules.asks:
        known = [(name, name) for name in rules.asks]
    elif rules.domains:
        known = [(f"{domain}-…", f"{domain}-1") for domain in rules.domains]
    else:
        known = [("any", "1")]
    for label, question in known:
        scale = rules.scale(question)
        if scale is not None:
            words = " · ".join(scale.answers) or "not scored"
            yield label, scale.weight, words, scale.not_applicable
