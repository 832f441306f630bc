"""One picture of a portfolio: how often each tier holds, and where each partner may rank."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from assess.certainty.collecting import Certainty
from assess.look import palette
from scoring.results import Assessment
from scoring.robustness.ranks import Ranks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 40
"""How many partners fit a picture: the least sure ones of more."""

LONGEST = 28
"""Letters of a name that fit beside a bar."""

PARTS = (
    ("lower", palette.SEVERITY["high"][0], "//"),
    ("same", palette.ACCENT, ""),
    ("higher", palette.SEQUENCE[2], ".."),
)
"""What the tier is under other weights, with its colour, and a hatch that needs none."""

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "partner-posture",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": palette.INK,
    "text.parse_math": False,
    "axes.edgecolor": palette.MUTED,
    "axes.labelcolor": palette.MUTED,
    "xtick.color": palette.MUTED,
    "xtick.labelcolor": palette.INK,
    "ytick.labelcolor": palette.INK,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


def draw(
    certainties: Sequence[Certainty], order: Sequence[Assessment], ranks: Ranks, path: Path
) -> None:
    """Write the picture, the best partner on top; the file's ending says png, svg or pdf."""
    places = {found.profile.id: row for row, found in enumerate(order)}
    scored = [c for c in certainties if ranks.now[places[c.assessment.profile.id]]]
    shown = sorted(scored, key=lambda c: (c.same, c.assessment.profile.id))[:SHOWN]
    shown.sort(key=lambda c: (ranks.now[places[c.assessment.profile.id]], c.assessment.profile.id))
    rows = [places[certainty.assessment.profile.id] for certainty in shown]
    with mpl.rc_context(STYLE):
        height = 1.9 + 0.27 * max(len(shown), 1)
        figure = Figure(figsize=(10, height), layout="constrained", facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        _shares(left, shown)
        _intervals(right, rows, ranks)
        figure.suptitle(_title(shown, scored), x=0.01, ha="left", fontsize=11, fontweight="bold")
        left.legend(
            loc="upper left", bbox_to_anchor=(0, -0.55 / height), ncols=3, frameon=False, fontsize=8
        )
        figure.savefig(path, dpi=160, metadata=_METADATA.get(path.suffix.lower()))


_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def _title(shown: Sequence[Certainty], scored: Sequence[Certainty]) -> str:
    if not shown:
        return "No partner has a score"
    sure = sum(certainty.same == certainty.draws for certainty in scored)
    text = f"How sure is the tier? {sure} of {len(scored)} hold in all of {shown[0].draws:,} "
    more = f"; the {len(shown)} least sure are shown" if len(shown) < len(scored) else ""
    return f"{text}weightings{more}"


def _shares(axes: Axes, shown: Sequence[Certainty]) -> None:
    counts = {"lower": "lower", "same": "same", "higher": "higher"}
    left = [0.0] * len(shown)
    for kind, colour, hatch in PARTS:
        widths = [100 * getattr(each, counts[kind]) / each.draws for each in shown]
        axes.barh(
            range(len(shown)),
            widths,
            left=left,
            height=0.66,
            color=colour,
            hatch=hatch,
            edgecolor=palette.PAPER,
            linewidth=0.5,
            label={"lower": "a lower tier", "same": "this tier", "higher": "a higher tier"}[kind],
        )
        left = [start + width for start, width in zip(left, widths, strict=True)]
    names = [_name(certainty) for certainty in shown]
    axes.set_yticks(range(len(shown)), names)
    axes.tick_params(axis="y", length=0)
    axes.set(xlim=(0, 100), xlabel="Per cent of reasonable weightings")
    axes.set_ylim(len(shown) - 0.4, -0.6)


def _name(certainty: Certainty) -> str:
    name = certainty.assessment.profile.name
    short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    return f"{short}, {certainty.tier.title if certainty.tier else 'no tier'}"


def _intervals(axes: Axes, rows: Sequence[int], ranks: Ranks) -> None:
    for place, row in enumerate(rows):
        ends = (int(ranks.low[row]), int(ranks.high[row]))
        axes.plot(ends, (place, place), color=palette.ACCENT, linewidth=3, alpha=0.45)
    now = [int(ranks.now[row]) for row in rows]
    axes.plot(now, range(len(rows)), "o", color=palette.INK, markersize=4)
    axes.tick_params(axis="y", length=0)
    most = int(ranks.now.max(initial=1))
    axes.set(xlim=(0.5, max(most, int(ranks.high.max(initial=1))) + 0.5))
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)  # type: ignore[call-arg]
    axes.set_xlabel("Rank now (dot), in 9 of 10 weightings (line)")
