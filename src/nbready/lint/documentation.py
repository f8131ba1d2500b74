"""The pages about the rules, made from their docstrings.

``python -m nbready.lint.documentation docs/rules`` writes them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from nbready.lint.rule import Rule
from nbready.lint.rules import RULES

INDEX = "README.md"
_FAMILIES = {
    "NBR0": "The file",
    "NBR1": "The charter",
    "NBR2": "Order",
    "NBR3": "The quality of answers",
    "NBR4": "Deferrals, templates, marks, the record",
}
_INTRODUCTION = """\
# Rules

What `nbready check` looks for. Each rule can be chosen or left out by its code or the start of it
(`--select NBR2`, `--ignore NBR104`, or `select`, `extend-select`, `ignore` and `per-file-ignores` in
`[tool.nbready]`), and ignored in one cell by a comment, `# nbready: ignore[NBR201] reason`, or by a tag of
the same form on the cell. `nbready rule NBR201` shows a page in the terminal.
"""


def rule_page(rule: Rule) -> str:
    """The page of one rule, in Markdown."""
    parts = [f"# {rule.code}: {rule.name}", rule.summary]
    for title, text in rule.sections.items():
        parts += [f"## {title}", text]
    return "\n\n".join(parts) + "\n"


def index_page() -> str:
    """The page that lists every rule."""
    return "\n".join(_index_lines())


def pages() -> dict[str, str]:
    """Every page, by file name."""
    return {INDEX: index_page(), **{f"{rule.code}.md": rule_page(rule) for rule in RULES}}


def write_pages(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _index_lines() -> Iterator[str]:
    yield _INTRODUCTION
    for family, title in _FAMILIES.items():
        yield from (f"## {family}xx: {title}", "", "| code | name | severity | finds |", "|---|---|---|---|")
        for rule in RULES:
            if rule.code.startswith(family):
                link = f"[{rule.code}]({rule.code}.md)"
                yield f"| {link} | {rule.name} | {rule.severity} | {rule.summary} |"
        yield ""


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
