"""The widget behind the form. Importing this module imports anywidget and ipywidgets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

WEB = Path(__file__).with_name("web")
# In the order of their needs: a front end loads one module, and there is no build step.
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
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
# Comments, indentation, empty lines and lines that go on are for who reads the files; every notebook with a
# form loads the rest. Comments have lines of their own, or what follows one would be lost.
_FOR_READERS = re.compile(r"^[ \t]*(?:(?://|/\*|\*).*)?\n|^[ \t]+", re.MULTILINE)
_GOES_ON = re.compile(r"(?<=[{(\[,;=>&|])\n")
_EXPORT = re.compile(r"^export (?=class|const|function)", re.MULTILINE)


@cache
def bundle_script() -> str:
    """The form's JavaScript as one module."""
    sources = [(WEB / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    modules = (_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)
    return _for_pages("\n".join(modules))


@cache
def bundle_style() -> str:
    """The form's style sheet."""
    return _for_pages((WEB / "panel.css").read_text(encoding="utf-8")).replace("}\n", "}")


def _for_pages(source: str) -> str:
    return _GOES_ON.sub("", _FOR_READERS.sub("", source))


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
