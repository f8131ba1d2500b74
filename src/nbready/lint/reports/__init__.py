"""One module a format: a report in, text out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from nbready.lint.findings import Report

FORMATS = ("text", "json", "github", "gitlab", "sarif", "markdown")


def renderer(name: str) -> Callable[[Report], str]:
    """The function that writes one of :data:`FORMATS`; only its module is imported."""
    module = import_module(f"nbready.lint.reports.{name}")
    return cast("Callable[[Report], str]", module.render)
