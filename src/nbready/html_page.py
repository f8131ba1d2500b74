"""Pages that stand on their own: one file, nothing fetched, no script but the one that came with it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from nbready.escape import plain_line


def write_html(title: str, body: Iterable[str], *, style: str = "", script: str = "") -> Iterator[str]:
    """A page in pieces, light or dark as the reader's system is.

    Args:
        title: Its title; anybody's text.
        body: What its body holds, as HTML.
        style: CSS besides what every page has.
        script: The only JavaScript that may run in it; empty for none.
    """
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(plain_line(title))}</title>"
    yield f"<style>{_theme()}\n{style}</style></head>\n<body>"
    yield from body
    yield f"<script>{script}</script>\n" if script else "\n"
    yield "</body></html>\n"


@cache
def asset(module: str, name: str) -> str:
    """The text of a file that ships beside a module, which gives its ``__file__``."""
    return Path(module).with_name(name).read_text(encoding="utf-8")


@cache
def card_style() -> str:
    """The style of a charter card, for a page that has many."""
    return files("nbready.charter.card").joinpath("card.css").read_text(encoding="utf-8")


@cache
def _theme() -> str:
    return asset(__file__, "theme.css")


def _policy(script: str) -> str:
    # Only this very script may run: text that slipped through as markup would still do nothing.
    allowed = f"'sha256-{_digest(script)}'" if script else "'none'"
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}"


@cache
def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
