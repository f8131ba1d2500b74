"""The widget behind the form. Importing this module imports anywidget and ipywidgets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from nbready.web import join_modules, without_spaces

WEB = Path(__file__).with_name("web")
# In the order of their needs.
MODULES = (
    "dom",
    "words",
    "quantity",
    "draft",
    "document",
    "requests",
    "offers",
    "fields",
    "question",
    "stepper",
    "fix",
    "record",
    "panel",
)


@cache
def bundle_script() -> str:
    """The form's JavaScript as one module."""
    return join_modules((WEB / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)


@cache
def bundle_style() -> str:
    """The form's style sheet."""
    return (
        without_spaces((WEB / "panel.css").read_text(encoding="utf-8")).replace("}\n", "}").replace(" {", "{")
    )


class CharterWidget(anywidget.AnyWidget):
    """One form in one notebook.

    Attributes:
        cell_id: Id of the cell that showed it; a document without that cell is another notebook.
        form: What does not change: :func:`nbready.kernel.panel.view.describe_form`.
        view: What does: :func:`nbready.kernel.panel.view.describe_state`, the saved values, the draft.
    """

    _esm = bundle_script()
    _css = bundle_style()

    cell_id = traitlets.Unicode().tag(sync=True)
    form = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def bundle(self, fallback: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Data and metadata to display, with ``fallback`` for where no widget can be shown."""
        data, metadata = self._repr_mimebundle_() or ({}, {})
        return {**data, **fallback}, metadata
