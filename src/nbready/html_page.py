"""Pages that stand on their own: one file, nothing fetched, no script but the one that came with it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path

from nbready.escape import plain_line


def write_html(title: str, body: Iterable[str], *, style: str = "", script: str = "") -> Iterator[str]:
    """A page in pieces in the colours that reports have, light or dark as the reader's system is.

    Args:
        title: Its title; anybody's text.
        body: What its body holds, as HTML.
        style: CSS besides what every page has.
        script: The only JavaScript that may run in it; empty for none.
    """
    return write_document(title, body, style=f"{_theme()}\n{style}", script=script)


def write_document(
    title: str,
    body: Iterable[str],
    *,
    style: str,
    script: str = "",
    language: str = "en",
    classes: str = "",
) -> Iterator[str]:
    """A page in pieces that looks as its own style says.

    Args:
        title: Its title; anybody's text.
        body: What its body holds, as HTML.
        style: All its CSS.
        script: The only JavaScript that may run in it; empty for none.
        language: The language of its words, as a tag of BCP 47.
        classes: The classes of its body.
    """
    yield f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(plain_line(title))}</title>"
    yield f"<style>{style}</style></head>\n"
    yield f'<body class="{escape(classes)}">' if classes else "<body>"
    yield from body
    yield f"<script>{script}</script>\n" if script else "\n"
    yield "</body></html>\n"


@cache
def asset(module: str, name: str) -> str:
    """The text of a file that ships beside a module, which gives its ``__file__``."""
    return Path(module).with_name(name).read_text(encoding="utf-8")


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
