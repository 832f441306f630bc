"""A second HECVAT 4.1 scorer, written from a description of the workbook's columns alone.

It keeps one small table a column, as the workbook does, with fractions and the words "N/A", where
ours sums as it goes; gates, sections and totals stand here as the description lists them. Of our
policy file it takes only what each question wants and how much it matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

Cell: TypeAlias = Fraction | None
"""A number, or None for the text N/A, which every sum passes over."""

Texts: TypeAlias = Mapping[str, str]
Row: TypeAlias = tuple[Fraction, Fraction]

OWN = [
    "COMP",
    "DOCU",
    "THRD",
    "CHNG",
    "PPPR",
    "AAAI",
    "DATA",
    "APPL",
    "DCTR",
    "FIDP",
    "HFIH",
    "VULN",
    "CONS",
    "HIPA",
    "PCID",
    "OPEM",
    "ITAC",
]
ARTIFICIAL = ["AIQU", "AIGN", "AIPL", "AISC", "AIML", "AILM"]
PRIVACY = ["PRGN", "PCOM", "PDOC", "PTHP", "PCHG", "PDAT", "PRPO", "INTL", "DRPV", "DPAI"]

CLOSES = {
    "REQU-01": ["APPL", "AAAI", "DATA", "DCTR", "FIDP", "HFIH", "VULN"],
    "REQU-02": ["ITAC"],
    "REQU-03": ["CONS"],
    "REQU-04": ARTIFICIAL,
    "REQU-05": ["HIPA"],
    "REQU-06": ["PCID"],
    "REQU-07": ["OPEM"],
    "REQU-08": PRIVACY,
    "AIQU-01": ["AIML"],
    "AIQU-02": ["AILM"],
}

WEIGHT = {"critical importance": 20, "standard importance": 10, "minor importance": 5}


def scorecard(
    wanted: Mapping[str, tuple[str, str] | None],
    answers: Texts,
    compliance: Texts,
    importance: Texts,
    included: Mapping[str, bool],
) -> tuple[dict[str, Row], tuple[int, Row]]:
    """Return max and score by row of the scorecards, and the critical count, max and score.

    `wanted` holds compliant answer and importance by question, None for those not scored.
    """
    column_f = {q: answers.get(q, "") for q in wanted}
    column_h = {q: compliance.get(q, "") for q in wanted}
    column_j = {q: importance.get(q, "") for q in wanted}
    column_n = {q: _critical(wanted[q], column_j[q]) for q in wanted}
    column_o = {q: _potential(q, wanted[q], column_f, column_j[q]) for q in wanted}
    column_l = {q: _compliant(q, wanted[q], column_f[q], column_h[q]) for q in wanted}
    column_p = {
        q: None if column_o[q] is None or column_l[q] is None else _times(column_o[q], column_l[q])
        for q in wanted
    }

    def total(questions: list[str]) -> Row:
        return _sum([column_o[q] for q in questions]), _sum([column_p[q] for q in questions])

    def row(name: str, questions: list[str]) -> Row:
        return total(questions) if included.get(name, True) else (Fraction(0), Fraction(0))

    rows = {name: row(name, [q for q in wanted if q[:4] == name]) for name in (*OWN, *PRIVACY)}
    rows["AI (aggregated)"] = row("AI (aggregated)", [q for q in wanted if q[:4] in ARTIFICIAL])
    private = _add([rows[name] for name in PRIVACY])
    asked = included.get("Privacy (aggregated)", True)
    rows["Privacy (aggregated)"] = private if asked else (Fraction(0), Fraction(0))
    rows["overall"] = _add([rows[n] for n in rows if n in OWN or n.endswith("(aggregated)")])
    lite = [q for q in wanted if column_n[q]]
    return rows, (len(lite), total(lite))


def _same(one: str, other: str) -> bool:
    return one.upper() == other.upper()


def _critical(asked: tuple[str, str] | None, override: str) -> bool:
    default = asked[1] if asked else ""
    return _same(override, "Critical Importance") or (
        override == "" and _same(default, "Critical Importance")
    )


def _potential(question: str, asked: tuple[str, str] | None, answers: Texts, override: str) -> Cell:
    gates = [gate for gate, sections in CLOSES.items() if question[:4] in sections]
    if any(_same(answers[gate], "No") for gate in gates):
        return None
    if asked is None or _same(answers[question], "N/A"):
        return None
    if question.startswith("DCTR") and answers[question] == "":
        return None
    return Fraction(WEIGHT.get((override or asked[1]).lower(), 0))


def _compliant(question: str, asked: tuple[str, str] | None, answer: str, override: str) -> Cell:
    if asked is None or (question.startswith("DCTR") and answer == ""):
        return None
    good = _same(answer, asked[0]) if override == "" else _same(override, "Mark as Compliant")
    return Fraction(good)


def _times(one: Cell, other: Cell) -> Fraction:
    return (one or Fraction(0)) * (other or Fraction(0))


def _sum(cells: list[Cell]) -> Fraction:
    return sum((cell for cell in cells if cell is not None), Fraction(0))


def _add(rows: list[Row]) -> Row:
    return sum((row[0] for row in rows), Fraction(0)), sum((row[1] for row in rows), Fraction(0))
