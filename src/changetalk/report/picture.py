"""The picture of change and sustain talk over a conversation, drawn as SVG for any theme."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from xml.etree import ElementTree

from markupsafe import Markup
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from changetalk.fidelity import Point

COLOURS = {
    "#0a5c8c": "var(--change)",
    "#9c4408": "var(--sustain)",
    "#20282b": "var(--ink)",
    "#556065": "var(--soft)",
    "#d9d6cd": "var(--line)",
}
"""Matplotlib wants true colours; the page wants names that a dark theme can change."""

CHANGE, SUSTAIN, INK, SOFT, LINE = COLOURS
SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
GAP = float("nan")


def draw(points: Sequence[Point], where: Sequence[float], axis: str, width: float, height: float) -> Markup:
    """Two panels over one line of time, as one `<svg>` element: the share of change talk with its
    interval, and under it the amounts, change talk above a line and sustain talk below.

    `where` places the points, `axis` says in what ("minutes"). `width` and `height` are in inches
    where text is 9.5 points. The same points give the same drawing every time.
    """
    with rc_context():
        rcdefaults()  # A user's own matplotlib settings are for their own work.
        rcParams.update({"svg.fonttype": "none", "font.size": 9.5, "hatch.linewidth": 0.9})
        # The salt also keeps two drawings of one page from using each other's patterns.
        rcParams["svg.hashsalt"] = f"changetalk {width}"
        figure = Figure(figsize=(width, height), layout="constrained")
        figure.patch.set_visible(False)
        share, amount = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        for axes in (share, amount):
            _quiet(axes)
        _draw_share(share, points, where)
        _draw_amounts(amount, points, where)
        amount.set_xlim(where[0], max(where[-1], where[0] + 1))
        amount.set_xlabel(axis, color=SOFT, loc="right")
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return _for_any_theme(out.getvalue().decode())


def _quiet(axes: Axes) -> None:
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelcolor=SOFT)
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)


def _title(axes: Axes, text: str, colour: str) -> None:
    axes.text(0, 1.04, text, color=colour, weight="bold", transform=axes.transAxes)


def _draw_share(axes: Axes, points: Sequence[Point], where: Sequence[float]) -> None:
    shares = [GAP if point.share is None else point.share for point in points]
    ends = [point.interval or (GAP, GAP) for point in points]
    axes.fill_between(
        where, [low for low, _ in ends], [high for _, high in ends], color=CHANGE, alpha=0.16, lw=0
    )
    axes.plot(where, shares, color=CHANGE, linewidth=2, solid_capstyle="round")
    axes.axhline(0.5, color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_ylim(0, 1)
    axes.set_yticks((0, 0.5, 1))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.tick_params(axis="x", labelbottom=False)
    _title(axes, "Share of change talk, with its interval", INK)


def _draw_amounts(axes: Axes, points: Sequence[Point], where: Sequence[float]) -> None:
    change = [point.change for point in points]
    sustain = [-point.sustain for point in points]
    axes.fill_between(where, change, color=CHANGE, alpha=0.75, lw=0)
    axes.fill_between(where, sustain, facecolor="none", edgecolor=SUSTAIN, hatch="////", linewidth=0)
    axes.plot(where, sustain, color=SUSTAIN, linewidth=1.2)
    axes.axhline(0, color=INK, linewidth=0.8)
    reach = max(1.0, *change, *(-low for low in sustain))
    axes.set_ylim(-reach, reach)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    _title(axes, "▲ Change talk, thoughts", CHANGE)
    axes.text(0.0, 0.02, "▼ Sustain talk, thoughts", color=SUSTAIN, weight="bold", transform=axes.transAxes)


def _for_any_theme(svg: str) -> Markup:
    """The drawing alone: colours by name, no ids or rules that would reach into the page."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}metadata" or child.find(f"{{{SVG}}}style") is not None:
                parent.remove(child)
        if parent.tag == f"{{{SVG}}}g":
            parent.attrib.pop("id", None)
        if LINK in parent.attrib:
            parent.set("href", parent.attrib.pop(LINK))
    for size in ("width", "height"):
        root.attrib.pop(size)
    root.set("aria-hidden", "true")
    text = re.sub(r"font-family: [^;]+; ?", "", ElementTree.tostring(root, encoding="unicode"))
    return Markup(re.sub("|".join(COLOURS), lambda found: COLOURS[found[0]], text))
