"""The reliability picture: how often it happens beside how probable it was said to be."""

from __future__ import annotations

import io
from collections.abc import Mapping

from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from benchmarks.measures.reliability import Curve

INK, SOFT, LINE, PAPER = "#20282b", "#556065", "#d9d6cd", "#ffffff"
PASSES = {"full": ("#0a5c8c", "o", "-"), "causal": ("#9c4408", "s", (0, (3, 2)))}
"""Colour, mark and line of each pass: never colour alone."""

COLUMNS = 4


def picture(curves: Mapping[str, Mapping[str, Curve]]) -> str:
    """A panel a head with a line a pass, as SVG; on the diagonal what is said is what happens. The
    same curves give the same drawing every time."""
    heads = list(dict.fromkeys(head for each in curves.values() for head in each))
    with rc_context():
        rcdefaults()  # A user's own matplotlib settings are for their own work.
        rcParams.update({"svg.fonttype": "none", "font.size": 9.5, "svg.hashsalt": "changetalk reliability"})
        rows = -(-len(heads) // COLUMNS)
        figure = Figure(figsize=(2.75 * COLUMNS, 2.9 * rows + 0.4), layout="constrained", facecolor=PAPER)
        panels = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for axes, head in zip(panels, heads, strict=False):
            _panel(axes, head)
            for name, each in curves.items():
                if head in each:
                    _line(axes, each[head], name)
        for axes in panels[len(heads) :]:
            axes.set_visible(False)
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, frameon=False
        )
        figure.supxlabel("probability said", color=SOFT, fontsize=9.5)
        figure.supylabel("how often true", color=SOFT, fontsize=9.5)
        out = io.BytesIO()
        figure.savefig(
            out, format="svg", metadata={"Date": None, "Title": "Probability said, how often true"}
        )
    return "\n".join(line.rstrip() for line in out.getvalue().decode().splitlines()) + "\n"


def _panel(axes: Axes, head: str) -> None:
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelcolor=SOFT)
    axes.grid(color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.plot((0, 1), (0, 1), color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks((0, 0.5, 1))
        axis.set_major_formatter(PercentFormatter(1))
    axes.set_title(head.replace(": ", ":\n"), color=INK, weight="bold", fontsize=9.5, loc="left")


def _line(axes: Axes, found: Curve, pass_: str) -> None:
    colour, mark, dashes = PASSES[pass_]
    axes.plot(
        found.said,
        found.true,
        color=colour,
        linewidth=1.4,
        linestyle=dashes,
        marker=mark,
        markersize=3.6,
        label=f"{pass_} pass",
        clip_on=False,
    )
