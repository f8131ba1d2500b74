"""A notice under a cell, once as HTML and once as plain text: the same words in both."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Literal

from nbready.escape import LITERAL, html_text, plain_line

Tone = Literal["block", "warn", "note", "good"]

WIDTH = 88
_WIDE = 32

# Theme variables of JupyterLab first, then of VS Code; the last resort reads on light and on dark.
_COLOURS: dict[Tone, str] = {
    "block": "var(--jp-error-color1, var(--vscode-errorForeground, #d6453d))",
    "warn": "var(--jp-warn-color1, var(--vscode-editorWarning-foreground, #c77700))",
    "note": "var(--jp-info-color1, var(--vscode-textLink-foreground, #1a8fe3))",
    "good": "var(--jp-success-color1, var(--vscode-testing-iconPassed, #388e3c))",
}
_MUTED = "var(--jp-ui-font-color2, var(--vscode-descriptionForeground, inherit))"
_SMALL = f"color:{_MUTED};font-size:.93em"
_BOX = (
    "border:1px solid var(--jp-border-color2, rgba(128,128,128,.35));border-left:4px solid {colour};"
    "border-radius:4px;padding:10px 16px 12px;margin:4px 0;max-width:52em;line-height:1.5;"
    "font-family:var(--jp-ui-font-family, system-ui, sans-serif);font-size:var(--jp-ui-font-size1, 13px);"
    "color:var(--jp-ui-font-color1, inherit);background:var(--jp-layout-color1, transparent)"
)
_CODE = (
    "font-family:var(--jp-code-font-family, ui-monospace, monospace);font-size:.95em;"
    "background:rgba(128,128,128,.14);border-radius:3px;padding:1px 4px;white-space:pre-wrap"
)
_CELL = "padding:3px 14px 3px 0;vertical-align:top;text-align:left;border:0"
_TABLE = "border-collapse:collapse;margin:2px 0 0;border:0;font-size:inherit;color:inherit"
_TICKED = re.compile(r"``|`([^`]*)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a list: a term, what it means, and a remark in smaller type."""

    term: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A list with a heading.

    Attributes:
        heading: What stands above it.
        items: Its lines; without any it is left out.
        code: Whether its terms are code.
        is_folded: Whether a page shows the heading only, until somebody opens it.
        is_text_only: Whether a page shows the same better, below.
    """

    heading: str
    items: tuple[Item, ...]
    code: bool = True
    is_folded: bool = False
    is_text_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What nbready has to say: a title, a sentence or two, and lists.

    Text in backticks is code; what people wrote goes through :func:`literal` first. Terms are literal.
    """

    tone: Tone
    title: str
    text: str = ""
    sections: tuple[Section, ...] = ()
    footer: str = ""

    def as_text(self) -> str:
        """The notice for a terminal, lines of at most 88 characters where words allow it."""
        parts = [_fill(f"nbready: {_plain(self.title)}")]
        parts += [_fill(_plain(self.text))] if self.text else []
        parts += [_section_text(section) for section in self.sections if section.items]
        parts += [_fill(_plain(self.footer))] if self.footer else []
        return "\n\n".join(parts)

    def as_html(self) -> str:
        """The notice for a front end, in the colours of its theme; everything in it is escaped."""
        role = "alert" if self.tone == "block" else "status"
        parts = [f'<div style="font-weight:600">{_inline(self.title)}</div>']
        parts += [f'<div style="margin-top:4px">{_inline(self.text)}</div>'] if self.text else []
        shown = (section for section in self.sections if section.items and not section.is_text_only)
        parts += [_section_html(section) for section in shown]
        parts += [_footer_html(self.footer)] if self.footer else []
        style = _BOX.format(colour=_COLOURS[self.tone])
        return f'<div class="nbready-notice {LITERAL}" role="{role}" style="{style}">{"".join(parts)}</div>'


def quiet_line(text: str) -> dict[str, str]:
    """One line of small type, as display data: for where or when there is nothing else to show."""
    return {"text/plain": _plain(text), "text/html": f'<small class="{LITERAL}">{_inline(text)}</small>'}


def literal(text: str) -> str:
    """A person's words for a notice: their backticks are no markup."""
    return text.replace("`", "``")


def _line(text: str) -> str:
    return plain_line(" ".join(text.split()))


def _plain(text: str) -> str:
    return _line(text).replace("``", "`")


def _fill(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _section_text(section: Section) -> str:
    width = min(26, max(len(_line(item.term)) for item in section.items))
    lines = [_plain(section.heading)] if section.heading else []
    for item in section.items:
        lines += _item_text(item, width)
    return "\n".join(lines)


def _item_text(item: Item, width: int) -> list[str]:
    term, indent = _line(item.term), " " * (width + 4)
    if len(term) > width:
        lines = [f"  {term}", _fill(_plain(item.text), "      ", "      ")]
        indent = "      "
    else:
        lines = [_fill(_plain(item.text), f"  {term:<{width}}  ", indent) if item.text else f"  {term}"]
    return [*lines, _fill(_plain(item.remark), indent, indent)] if item.remark else lines


def _section_html(section: Section) -> str:
    heading = _inline(section.heading)
    # A command that is broken over lines is hard to read and to copy: then it gets a line of its own.
    is_wide = any(len(item.term) > _WIDE for item in section.items)
    rows = "".join(_block(item) if is_wide else _row(item, code=section.code) for item in section.items)
    body = rows if is_wide else f'<table style="{_TABLE}"><tbody>{rows}</tbody></table>'
    if section.is_folded:
        summary = f'<summary style="cursor:pointer;{_SMALL}">{heading}</summary>'
        return f'<details style="margin-top:6px">{summary}{body}</details>'
    return (f'<div style="margin-top:10px;{_SMALL}">{heading}</div>' if heading else "") + body


def _row(item: Item, *, code: bool) -> str:
    term = html_text(plain_line(item.term))
    term = f'<code style="{_CODE}">{term}</code>' if code else f"<b>{term}</b>"
    remark = f'<div style="{_SMALL}">{_inline(item.remark)}</div>' if item.remark else ""
    return (
        f'<tr style="background:transparent"><td style="{_CELL}">{term}</td>'
        f'<td style="{_CELL}">{_inline(item.text)}{remark}</td></tr>'
    )


def _block(item: Item) -> str:
    term = f'<code style="{_CODE}">{html_text(plain_line(item.term))}</code>'
    return f'<div style="margin-top:5px">{term}<div style="{_SMALL}">{_inline(item.text)}</div></div>'


def _footer_html(footer: str) -> str:
    return f'<div style="margin-top:10px;{_SMALL}">{_inline(footer)}</div>'


def _inline(text: str) -> str:
    line, parts, end = _line(text), [], 0
    for found in _TICKED.finditer(line):
        code = "`" if found[1] is None else f'<code style="{_CODE}">{html_text(found[1])}</code>'
        parts += [html_text(line[end : found.start()]), code]
        end = found.end()
    return "".join((*parts, html_text(line[end:])))
