"""The portfolio's pictures by matplotlib, as SVG that is the same every time.

Text is drawn as outlines, so that a page, a PDF and a projector show the same; colour never
stands alone: bars carry their count, and bands of a stack a hatch and a legend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from assess.look import palette
from assess.look.words import counted, listed, quarter
from assess.scorecard.figures import in_tenths
from assess.scorecard.portfolio import Spread
from scoring.policy import RECOMMENDATIONS, Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 10
BANDS: tuple[tuple[str | None, str], ...] = (
    *zip(RECOMMENDATIONS, ("", "..", "//", "xx", ""), strict=True),
    (None, ""),
)
"""Recommendations, best first, with their hatch: each band differs from the next without colour."""

NO_ADVICE = (palette.PAPER, palette.INK)

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "partner-posture",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": palette.INK,
    "text.parse_math": False,
    "axes.edgecolor": palette.MUTED,
    "axes.labelcolor": palette.MUTED,
    "xtick.color": palette.MUTED,
    "ytick.color": palette.MUTED,
    "xtick.labelcolor": palette.INK,
    "hatch.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


@dataclass(frozen=True)
class Chart:
    """One picture: its SVG, and the same in words for who cannot see it."""

    svg: str
    words: str


def distribution(spread: Spread, policy: Policy) -> Chart:
    """Draw how many partners have which overall score, with the score each tier asks for."""
    scores = [score for _, score in spread.scores]
    counts = Counter(min(score * BINS // 1000, BINS - 1) for score in scores)
    heights = [counts[index] for index in range(BINS)]
    with mpl.rc_context(STYLE):
        figure, axes = _axes(height=3.1)
        centres = [(index + 0.5) * 100 / BINS for index in range(BINS)]
        axes.bar(centres, heights, width=9.2, color=palette.ACCENT)
        for centre, height in zip(centres, heights, strict=True):
            if height:
                axes.annotate(str(height), (centre, height), (0, 3), **_LABEL)
        _floors(axes, policy)
        axes.set(xlim=(0, 100), ylim=(0, max([*heights, 1]) * 1.15), yticks=[])
        axes.set(xticks=range(0, 101, 10), xlabel="Overall score")
        return Chart(_svg(figure), _distribution_words(spread, heights))


def advice_by_period(counts: Mapping[str, Mapping[str | None, int]]) -> Chart:
    """Draw how many partners got each recommendation, a stacked bar a period, oldest first."""
    periods = list(counts)
    with mpl.rc_context(STYLE):
        figure, axes = _axes(height=3.1)
        left = [0] * len(periods)
        for advice, hatch in BANDS:
            widths = [counts[period][advice] for period in periods]
            if any(widths):
                _band(axes, widths, left, (advice, hatch))
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_yticks(range(len(periods)), [quarter(period) for period in periods])
        axes.set(ylim=(len(periods) - 0.4, -0.6), xlim=(0, max([*left, 1])), xticks=[])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0, labelsize=10, labelcolor=palette.INK)
        if any(left):
            figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=9)
        return Chart(_svg(figure), _advice_words(counts))


_LABEL: dict[str, Any] = {
    "textcoords": "offset points",
    "ha": "center",
    "va": "bottom",
    "fontweight": "bold",
    "bbox": {"boxstyle": "round,pad=0.1", "facecolor": palette.PAPER, "edgecolor": "none"},
}


def _axes(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(5.4, height), layout="constrained")
    FigureCanvasSVG(figure)
    return figure, figure.add_subplot()


def _floors(axes: Axes, policy: Policy) -> None:
    """Mark above the bars the overall score that each tier needs, names in two rows in turn."""
    for index, tier in enumerate(tier for tier in policy.tiers if tier.overall):
        low = index % 2 == 0
        axes.axvline(
            tier.overall,
            ymax=1.02 if low else 1.12,
            clip_on=False,
            color=palette.MUTED,
            linewidth=1,
            linestyle=(0, (3, 2)),
            zorder=0,
        )
        axes.annotate(
            f"{_short(tier.title)} {tier.overall}",
            (tier.overall, 1.03 if low else 1.13),
            xycoords=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=9,
            color=palette.INK,
        )


def _short(title: str) -> str:
    return title if len(title) <= 14 else title[:13] + "…"  # noqa: PLR2004 - what fits


def _band(
    axes: Axes, widths: Sequence[int], left: Sequence[int], kind: tuple[str | None, str]
) -> None:
    advice, hatch = kind
    background, ink = palette.RECOMMENDATION[advice] if advice else NO_ADVICE
    edge = palette.PAPER if ink == palette.PAPER else palette.MUTED
    label = advice or "no recommendation"
    rows = range(len(widths))
    bars = axes.barh(rows, widths, left=left, height=0.62, color=background, label=label)
    for bar, width in zip(bars, widths, strict=True):
        bar.set(hatch=hatch, edgecolor=edge)
        if width:
            centre = (bar.get_x() + width / 2, bar.get_y() + bar.get_height() / 2)
            axes.annotate(
                str(width),
                centre,
                ha="center",
                va="center",
                color=ink,
                fontweight="bold",
                bbox={"boxstyle": "round,pad=0.25", "facecolor": background, "edgecolor": "none"},
            )


def _svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue().decode("utf-8")


def _distribution_words(spread: Spread, heights: Sequence[int]) -> str:
    if not spread.scores:
        return "No partner has an overall score."
    parts = [
        f"{count} from {index * 100 // BINS} to {(index + 1) * 100 // BINS}"
        for index, count in enumerate(heights)
        if count
    ]
    median = in_tenths(spread.median)
    return f"Partners by overall score: {listed(parts)}. The median is {median}."


def _advice_words(counts: Mapping[str, Mapping[str | None, int]]) -> str:
    lines = []
    for period, held in counts.items():
        parts = [f"{number} {advice or 'without one'}" for advice, number in held.items() if number]
        total = counted(sum(held.values()), "partner", "partners")
        lines.append(f"{quarter(period)}: {total}, {listed(parts) or 'none'}.")
    return f"Recommendations. {' '.join(lines)}"
