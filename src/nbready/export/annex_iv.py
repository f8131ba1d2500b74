"""A draft after Annex IV of the EU AI Act: what the charter says, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nbready.charter.card.markdown import markdown_text
from nbready.charter.model import Value
from nbready.charter.yaml_text import read_yaml
from nbready.errors import ConfigError
from nbready.export.source import Source

_NOTICE = (
    "A draft, made from the project's charter, to start from. It is no legal advice and does not show that "
    "anything is complied with: whether the Act applies, and what it asks, is for lawyers to say."
)
_KEYS = ("from", "amendments")


def annex_iv(source: Source) -> str:
    """The draft as Markdown, in the order of the annex; every quotation names its question."""
    return "\n".join(_lines(source)) + "\n"


def _lines(source: Source) -> Iterator[str]:
    name = f": {markdown_text(source.name)}" if source.name else ""
    yield f"# Technical documentation (Annex IV){name}"
    yield from ("", f"> **Draft.** {_NOTICE}", "", f"{source.review.today.isoformat()}")
    missing = []
    for title, parts in outline().items():
        yield from ("", f"## {title}")
        for part, wanted in parts.items():
            said = list(_said(source, wanted))
            yield from ("", f"### {part}", "")
            if not said:
                missing.append(f"{title}, {part}")
            yield from said or ["**Missing**: the charter does not say this."]
    yield from ("", "## Missing from this draft", "", *(f"- {place}" for place in missing))


def _said(source: Source, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for key in wanted.get("from", ()):
        text, question = source.text(key), source.review.questions.get(key)
        if text and question is not None:
            yield f"- {markdown_text(text)} *(question: {markdown_text(question.label)}, `{key}`)*"
    if "amendments" in wanted:
        for amendment in source.charter.amendments.values():
            told = f"{amendment.date}: {amendment.question} was {amendment.was}; {amendment.reason}"
            yield f"- {markdown_text(told)} *(amendment `{amendment.name}`)*"


@cache
def outline() -> Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]:
    """The annex: sections, their parts, and the questions that speak to each.

    Raises:
        ConfigError: The file of the package has another shape; says where.
    """
    path = Path(__file__).with_name("annex_iv.yaml")
    table = read_yaml(path.read_text(encoding="utf-8"), path=path, error=ConfigError).value
    if not isinstance(table, dict):
        raise ConfigError("This is no outline.", path=path)
    return {
        title: {name: _wanted(part, path) for name, part in _parts(parts, path)}
        for title, parts in table.items()
    }


def _parts(parts: Value, path: Path) -> Iterator[tuple[str, Value]]:
    if not isinstance(parts, dict):
        raise ConfigError("A section holds parts.", path=path)
    yield from parts.items()


def _wanted(part: Value, path: Path) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(part, dict) or any(key not in _KEYS for key in part):
        raise ConfigError(f"A part has {' and '.join(_KEYS)}, or nothing.", path=path)
    return {key: tuple(map(str, value)) if isinstance(value, list) else () for key, value in part.items()}
