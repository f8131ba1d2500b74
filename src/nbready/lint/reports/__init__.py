"""One module a format: a report in, text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, cast

from nbready.lint.findings import Report


class Format(NamedTuple):
    """A format that a report can be written in, by the module of its name.

    Attributes:
        from_root: Whether its paths start at the top of the repository, where its readers look for them.
    """

    from_root: bool = False


FORMATS: Mapping[str, Format] = {
    "text": Format(),
    "json": Format(),
    "github": Format(from_root=True),
    "gitlab": Format(from_root=True),
    "sarif": Format(from_root=True),
    "markdown": Format(),
}


def renderer(name: str) -> Callable[[Report], str]:
    """The function that writes one of :data:`FORMATS`; only its module is imported."""
    module = import_module(f"nbready.lint.reports.{name}")
    return cast("Callable[[Report], str]", module.render)
