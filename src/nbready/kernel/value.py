"""``%nbready value``: what acting on the scores is worth, with sliders for what may be otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbready.errors import MeasureError
from nbready.files.read import FileError
from nbready.files.write import write_file
from nbready.kernel.expressions import CasesParser, evaluate_cases, split_expressions
from nbready.kernel.session import Session
from nbready.kernel.show import publish

if TYPE_CHECKING:
    from nbready.valuation import Figures, Valuation

USAGE = (
    "Write %nbready value LABELS SCORES [--baseline SCORES] [--capacity 40%] [--prevalence 5%] "
    "[--json FILE] [--sliders]"
)
_MOVED = ("false_positive", "false_negative")


def value(session: Session, arguments: str) -> None:
    """Value a model with expressions of the notebook, and show the card.

    Raises:
        MeasureError: The charter's figures do not suffice, an expression has no value, or the cases do not
            fit.
    """
    from nbready.valuation import read_figures, read_share, value_cases

    asked = _parser().parse_args(split_expressions(arguments, USAGE))
    figures = read_figures(session.charter)
    given = evaluate_cases(session, asked, ("y_true", "y_score", "baseline", "positive"))
    labels, scores = given.pop("y_true"), given.pop("y_score")
    capacity = read_share(asked.capacity, "capacity", figures.volume)
    prevalence = read_share(asked.prevalence, "prevalence", None)

    def valued(figures: Figures, share: Fraction | None) -> Valuation:
        return value_cases(figures, labels, scores, capacity=share, prevalence=prevalence, **given)

    found = valued(figures, capacity)
    session.notebook.valuation = valuation = found.as_dict()
    if asked.json:
        _write(asked.json, valuation)
    if asked.sliders and session.has_page:
        with suppress(ImportError):
            _show_sliders(session, found, valued)
            return
    publish(session.shell, html=found._repr_html_(), text=str(found))


def _parser() -> CasesParser:
    parser = CasesParser("value", USAGE)
    for name in ("baseline", "positive", "capacity", "prevalence"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sliders", action="store_true")
    return parser


def _write(file: Path, valuation: dict[str, Any]) -> None:
    try:
        write_file(file, (json.dumps(valuation, indent=2, ensure_ascii=False) + "\n").encode())
    except FileError as error:
        raise MeasureError(f"This file cannot be written: {error.problem}.", path=file) from error


def _show_sliders(
    session: Session, found: Valuation, valued: Callable[[Figures, Fraction | None], Valuation]
) -> None:
    """The card below sliders for the capacity and for what the two wrong calls cost."""
    import ipywidgets as widgets

    from nbready.valuation.words import CALLS

    figures = found.figures
    wide = {"style": {"description_width": "14em"}, "layout": {"width": "36em"}, "continuous_update": False}
    share = widgets.IntSlider(round(100 * found.capacity), 0, 100, description="Share acted on (%)", **wide)
    costs = {
        name: _cost_slider(widgets, f"Cost of {CALLS[name]}", figures.amounts[name], wide) for name in _MOVED
    }
    card = widgets.HTML(found._repr_html_())

    def follow(_: object) -> None:
        moved = {name: Decimal(str(-slider.value)) for name, slider in costs.items()}
        changed = figures._replace(amounts={**figures.amounts, **moved})
        card.value = valued(changed, Fraction(share.value, 100))._repr_html_()

    for slider in (share, *costs.values()):
        slider.observe(follow, names="value")
    box = widgets.VBox([share, *costs.values(), card])
    data = {**box._repr_mimebundle_(), "text/plain": str(found)}
    session.shell.display_pub.publish(data=data, metadata={})


def _cost_slider(widgets: Any, title: str, amount: Decimal, wide: dict[str, Any]) -> Any:
    cost = float(-amount)
    most = max(4 * abs(cost), 10.0)
    return widgets.FloatSlider(cost, min=min(0.0, cost), max=most, step=most / 200, description=title, **wide)
