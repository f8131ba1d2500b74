"""The money curve, drawn with matplotlib where it is installed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from nbready.valuation.words import money

if TYPE_CHECKING:
    from nbready.valuation.curve import Point
    from nbready.valuation.valued import Drawn, Valued

HINT = "`pip install 'nbready[measure]'` draws the curve as well."
# Seen on white and on black: the picture itself has no ground.
_INK, _MODEL, _TODAY, _LINE = "#7a828c", "#3d85c8", "#c8812b", "#9aa2ac"


def draw_curve(valued: Valued) -> str | None:
    """The curve as SVG, for light and dark pages; None where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return None
    figure = Figure(figsize=(7.2, 3.6), layout="constrained")
    figure.patch.set_alpha(0)
    axes: Any = figure.add_subplot()
    axes.patch.set_alpha(0)
    scale = valued.n
    if valued.today_curve is not None:
        _curve(axes, valued.today_curve, scale, _TODAY, "today's method", "--")
    _curve(axes, valued.curve, scale, _MODEL, "the model", "-")
    capacity = float(valued.capacity) * 100
    axes.axvline(capacity, color=_LINE, linewidth=1, linestyle=":")
    top = axes.get_ylim()[1]
    word = "best share" if valued.is_capacity_assumed else "capacity"
    beside: Any = {"textcoords": "offset points", "va": "top", "color": _INK, "fontsize": 8}
    axes.annotate(word, (capacity, top), (3, -4), **beside)
    axes.axhline(0, color=_LINE, linewidth=0.8)
    # The model's figure stands above its curve, that of today's method below.
    for point, color, is_above in (
        (valued.at_capacity, _MODEL, True),
        (valued.today_at_capacity, _TODAY, False),
    ):
        if point is not None:
            _point(axes, point, valued.currency, color, is_above)
    _words(axes, valued)
    stream = io.StringIO()
    # Without the date and random names, equal valuations give equal pictures.
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": "nbready", "svg.fonttype": "path"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def _curve(axes: Any, drawn: Drawn, scale: int, color: str, label: str, style: str) -> None:
    shares = drawn.shares * 100
    low, high = drawn.band * scale
    axes.fill_between(shares, low, high, color=color, alpha=0.16, linewidth=0)
    axes.plot(shares, drawn.values * scale, style, color=color, linewidth=1.8, label=label)


def _point(axes: Any, point: Point, currency: str, color: str, is_above: bool) -> None:
    place = (float(point.share) * 100, float(point.value))
    axes.plot(*place, "o", color=color, markersize=5)
    offset, side = ((-6, 5), "right") if is_above else ((7, -12), "left")
    look: Any = {"textcoords": "offset points", "ha": side, "color": color, "fontsize": 9, "weight": "bold"}
    axes.annotate(money(point.value, currency), place, offset, **look)


def _words(axes: Any, valued: Valued) -> None:
    from matplotlib.ticker import FuncFormatter

    axes.set_xlim(0, 100)
    axes.set_xlabel("Share of cases acted on, riskiest first (%)", color=_INK)
    unit = f" ({valued.currency})" if valued.currency else ""
    axes.set_ylabel(f"Value of {valued.n:,} cases{unit}", color=_INK)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: f"{amount:,.0f}"))
    axes.tick_params(colors=_INK, labelsize=8)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(_LINE)
    axes.legend(frameon=False, labelcolor=_INK, fontsize=9, loc="lower right")
