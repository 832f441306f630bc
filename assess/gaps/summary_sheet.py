"""The sheet "Summary": the gap report's first page as one sheet of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment

from assess.gaps import objections, rulings
from assess.gaps import sentences as say
from assess.gaps.report import GapReport, ScoreLine
from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, set_up_print, underline
from assess.look.words import percent, score, sentence
from scoring.policy import Severity
from scoring.rounding import shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (24, 14, 18, 16, 16, 16)
ACROSS = len(WIDTHS)
CHARACTERS = 104
"""About how many characters of the text size one line across the sheet holds."""

HALF = 50
"""The same for the right half, where what a figure means stands."""

MIDDLE = Alignment(vertical="center", wrap_text=True)
DATE = "d mmm yyyy"


def write_summary(sheet: Worksheet, report: GapReport) -> None:
    """Fill the sheet from top to bottom."""
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _line(sheet, report.name, font=font(size=20, bold=True))
    _line(
        sheet, f"{report.say('Gap report')} · {say.dated(report)}", font=font(colour=palette.MUTED)
    )
    _line(sheet, say.verdict(report), font=font(size=12))
    _tiers(sheet, report)
    for reason in report.why:
        _line(sheet, f"•  {reason}")
    _heading(sheet, report.say("What to do first"))
    _first(sheet, report)
    _beside(sheet, report)
    _heading(sheet, report.say("Scores"))
    _scores(sheet, report)
    _heading(sheet, report.say("What falls short"))
    _counts(sheet, report)
    _line(sheet, say.left_out(report), font=font(size=9, colour=palette.MUTED))
    _line(sheet, say.basis(report), font=font(size=8, colour=palette.MUTED))
    set_up_print(sheet, say.heading(report), landscape=False)


def _next(sheet: Worksheet) -> int:
    filled = any(cell.value is not None for cell in sheet[sheet.max_row])
    return sheet.max_row + 1 if filled else sheet.max_row


def _line(sheet: Worksheet, text: str, **style: Any) -> None:
    """Write a text across the sheet, as high as it needs to be."""
    row = _next(sheet)
    style = {"font": font(), "alignment": WRAPPED} | style
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=ACROSS)
    put(sheet.cell(row, 1), text, **style)
    size = style["font"].size
    lines = 1 + int(len(text) * size / 10) // CHARACTERS
    sheet.row_dimensions[row].height = lines * size * 1.35 + 3


def _heading(sheet: Worksheet, text: str) -> None:
    row = _next(sheet)
    sheet.row_dimensions[row].height = 30
    style = {"font": font(size=13, bold=True), "alignment": Alignment(vertical="bottom")}
    put(sheet.cell(row, 1), text, **style)


def _row(
    sheet: Worksheet, values: list[str | float | None], left: tuple[int, ...] = (1,), **style: Any
) -> int:
    """Write cells side by side, figures to the right but for the `left` columns."""
    row = _next(sheet)
    for column, value in enumerate(values, 1):
        side = "left" if column in left else "right"
        alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
        settings = {"font": font(), "alignment": alignment, "border": underline()} | style
        put(sheet.cell(row, column), value, **settings)
    return row


def _header(sheet: Worksheet, names: list[str], left: tuple[int, ...] = (1,)) -> None:
    row = _row(sheet, [*names], left, font=font(size=9, bold=True, colour=palette.MUTED))
    for column in range(1, ACROSS + 1):
        sheet.cell(row, column).border = underline(palette.INK)


def _tiers(sheet: Worksheet, report: GapReport) -> None:
    overall = sentence(score(report.overall.score.value, report.language))
    facts = [
        ("Required tier", report.required.title, sentence(report.required.allows)),
        ("Achieved tier", say.achieved(report), sentence(say.allowed(report))),
        ("Recommendation", say.advice(report), say.advised(report)),
        ("Overall score", overall, report.no_score or say.bounds(report)),
        ("Coverage", percent(report.coverage.percent, report.language), say.covered(report)),
    ]
    for name, result, meaning in facts:
        row = _next(sheet)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=ACROSS)
        for column in range(1, ACROSS + 1):
            sheet.cell(row, column).border = underline()
        put(sheet.cell(row, 1), report.say(name), font=font(colour=palette.MUTED), alignment=MIDDLE)
        put(sheet.cell(row, 2), result, font=font(size=12, bold=True), alignment=MIDDLE)
        put(sheet.cell(row, 4), meaning, font=font(size=9), alignment=MIDDLE)
        sheet.row_dimensions[row].height = 21 if len(meaning) < HALF else 30


def _first(sheet: Worksheet, report: GapReport) -> None:
    if not report.gaps:
        text = say.nothing_short(report)
        _line(sheet, text, font=font(size=12), fill=fill(palette.ACCENT_PALE))
        return
    _header(sheet, _said(report, "What to do", "", "", "Severity", "Due", "Points"), (1, 4))
    for gap in report.first:
        text = f"{gap.action} ({gap.question})"
        row = _row(sheet, [f"{gap.number}.  {text}", None, None, say.label(report, gap.severity)])
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        _colour(sheet, row, 4, gap.severity)
        style = {"font": font(), "border": underline(), "alignment": Alignment(vertical="center")}
        put(sheet.cell(row, 5), gap.due, number_format=DATE, **style)
        gain = shown(gap.gain.numerator * 10, gap.gain.denominator)
        put(sheet.cell(row, 6), gain, number_format='"+"0.0', **style)
        sheet.cell(row, 1).alignment = MIDDLE
        sheet.row_dimensions[row].height = (1 + (len(text) + 4) // 58) * 13.5 + 4
    _line(sheet, say.first_gain(report), font=font(colour=palette.MUTED))


def _beside(sheet: Worksheet, report: GapReport) -> None:
    if report.contradictions:
        _heading(sheet, report.say("Contradicted answers"))
        _line(sheet, report.say(objections.CONTRADICTED), font=font(colour=palette.MUTED))
    for each in objections.contradictions(report):
        _line(sheet, f"•  {each}")
    if report.lapsed:
        _heading(sheet, report.say("Evidence out of date"))
    for each in objections.lapses(report):
        _line(sheet, f"•  {each}")
    _on_record(sheet, report)


def _on_record(sheet: Worksheet, report: GapReport) -> None:
    if report.decisions:
        _heading(sheet, report.say("What assessors decided"))
        _line(sheet, rulings.without(report), font=font(colour=palette.MUTED))
    for each in rulings.decisions(report):
        _line(sheet, f"•  {each}")
    if report.disputes:
        _heading(sheet, report.say("Disputes"))
    for each in rulings.disputes(report):
        _line(sheet, f"•  {each}")


def _colour(sheet: Worksheet, row: int, column: int, severity: Severity) -> None:
    """Colour a cell that says a severity in words."""
    background, ink = palette.SEVERITY[severity]
    cell = sheet.cell(row, column)
    cell.fill, cell.font = fill(background), font(bold=True, colour=ink)
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)


def _scores(sheet: Worksheet, report: GapReport) -> None:
    names = _said(report, "Principle", "Score", "Range", "For the tier", "", "Floor")
    names[4] = say.needs(report)
    _header(sheet, names)
    for line in report.scores:
        row = _row(sheet, _score_cells(report, line), number_format="0.0")
        sheet.cell(row, 1).font = font(bold=line is report.overall)
        sheet.cell(row, 2).font = font(bold=True)
        sheet.cell(row, 5).number_format = "0"
    _line(sheet, say.how_to_read(report), font=font(size=9, colour=palette.MUTED))


def _said(report: GapReport, *names: str) -> list[str]:
    return [report.say(name) for name in names]


def _score_cells(report: GapReport, line: ScoreLine) -> list[str | float | None]:
    held = line.score
    none = score(None, report.language)
    return [
        say.label(report, line.name),
        none if held.value is None else held.value,
        say.span(report, line),
        none if held.decisive is None else held.decisive,
        line.needed,
        say.reached(report, line),
    ]


def _counts(sheet: Worksheet, report: GapReport) -> None:
    _header(sheet, _said(report, "By severity", "Findings", "", "By state", "", "Findings"), (1, 4))
    pairs = zip(report.severities.items(), report.states.items(), strict=True)
    for (severity, found), (state, of_state) in pairs:
        cells: list[str | float | None] = [
            say.label(report, severity),
            found,
            None,
            say.label(report, state),
            None,
            of_state,
        ]
        row = _row(sheet, cells)
        sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=5)
        sheet.cell(row, 4).alignment = WRAPPED
        _colour(sheet, row, 1, severity)
