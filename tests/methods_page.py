"""Writes `docs/methods.md` by trying the laws on each method: `python -m tests.methods_page`."""

from __future__ import annotations

from assess.native import load_method
from tests.law_subjects import SUBJECTS, document_of
from tests.method_laws import Laws, Verdict
from tests.worlds import ROOT

PAGE = ROOT / "docs/methods.md"

LAWS = {
    "better": ("Better answer", "never lowers a figure that is shown"),
    "blank": ("Blank", "is never better than the worst answer"),
    "na": ("Not applicable", "gains nothing where the control has failed"),
    "order": ("Order", "of the rows changes nothing"),
    "scale": ("Scale", "of the weights changes nothing: all of them times 3"),
    "trace": ("Trace", "adds up: the parts that are shown give the whole, exactly"),
}

TOP = """# Published methods, and the laws they keep

`assess method score FILE --by ID` scores a file of answers as the method's own publisher does,
to compare with. None of this moves a score or a tier of ours. The figures of each method are a
file under `scoring/policies/native`; the formula is a module under `scoring/native`.

This page is written by `python -m tests.methods_page`, which tries the laws on each method: a
small form, filled in every way there is, the questions beside it at their best. A test holds that
the page is current.

## The methods

| method | is | computed by | source |
| --- | --- | --- | --- |
"""

LAWS_TOP = """
## The laws

{laws}

Ours stands for the standard policy, with each way to sum up the principles; its figures are the
decisive scores, on which the tier rests, and the tier.

| | tried | {titles} |
| --- | ---: | {lines} |
"""

BROKEN_TOP = """
A dash: there is nothing to hold. The method knows no "not applicable", has no weights, or gives no
overall figure. Under a geometric mean and the minimum the overall score is no sum; there, the trace
adds up in each principle, and the overall score is what the policy says of these.

## What breaks them

The first filling found, best answers first. Figures are per cent of what can be reached.

"""


def page() -> str:
    """Return the text of the page; takes some seconds."""
    found = {name: Laws(make()) for name, make in SUBJECTS.items()}
    verdicts = {name: laws.verdicts() for name, laws in found.items()}
    listed = "\n".join(f"- **{title}** {what}." for title, what in LAWS.values())
    titles = " | ".join(title for title, _ in LAWS.values())
    lines = " | ".join("---" for _ in LAWS)
    rows = [
        f"| {name} | {len(found[name].fillings)} | {_cells(each)} |\n"
        for name, each in verdicts.items()
    ]
    return "".join(
        [
            TOP,
            *(_method(name) for name in SUBJECTS if "@" in name),
            LAWS_TOP.format(laws=listed, titles=titles, lines=lines),
            *rows,
            BROKEN_TOP,
            *_broken(verdicts),
        ]
    )


def _method(name: str) -> str:
    policy, data = load_method(name), document_of(name)
    return f"| `{name}` | {policy.title} | `{policy.method}` | {data['source']} |\n"


def _cells(verdicts: dict[str, Verdict]) -> str:
    words = {True: "kept", False: "**broken**", None: "–"}
    return " | ".join(words[verdicts[law].kept] for law in LAWS)


def _broken(verdicts: dict[str, dict[str, Verdict]]) -> list[str]:
    return [
        f"- `{name}`, {LAWS[law][0].lower()}: {verdict.broken_by}\n"
        for name, each in verdicts.items()
        for law, verdict in each.items()
        if verdict.broken_by
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
