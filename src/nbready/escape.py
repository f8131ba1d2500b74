"""Untrusted text, made harmless for a terminal, a log or a page."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, the marks that reorder or break a line unseen, and lone surrogates.
# Texts, not compiled patterns: `re` remembers them, and few texts ever need them.
_UNSAFE = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_UNSAFE_IN_LINE = _UNSAFE[:-1] + r"\n]"


def plain_text(text: str) -> str:
    """``text`` with every control character made visible, one for one: columns stay where they were.

    Tabs and line ends remain.
    """
    return text if text.isprintable() else re.sub(_UNSAFE, _picture, text)


def plain_line(text: str) -> str:
    """As :func:`plain_text`, for what must stay one line: line ends are made visible too."""
    return text if text.isprintable() else re.sub(_UNSAFE_IN_LINE, _picture, text)


LITERAL = "tex2jax_ignore mathjax_ignore"
"""Classes of an element in which MathJax looks for no formulas."""

# Typesetters look for formulas within one text node, KaTeX in any element but code: a delimiter in an
# element of its own has no partner, and a backslash nothing that it could escape.
_TYPESET = str.maketrans({"$": "<span>$</span>", "\\": "<span>\\</span>"})


def html_text(text: str) -> str:
    """``text`` as HTML that shows it letter for letter, also on pages that typeset formulas."""
    from html import escape  # brings the names of all characters

    return escape(text).translate(_TYPESET)


def own_words(text: str) -> str:
    """What a person wrote as HTML: it may run from right to left, and must not take its neighbours along."""
    return f'<bdi dir="auto">{html_text(text)}</bdi>'


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
