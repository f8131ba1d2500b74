"""What each tool does to the charter: one small function a tool.

Held against nbstripout 0.9, nb-clean 5, nbdev 3, databooks 1.4 and jupytext 1.19, each run on a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nbready.charter.store import METADATA_KEY
from nbready.doctor.repository import PYPROJECT, SETTINGS, Hook, Repository

# What may stand before a program: what runs it, and that one's options.
_LEAD = re.compile(r"python[\d.]*(\.exe)?|-.*|uvx?|run|poetry|pipx|env")
_WHOLE_KEY = f"metadata.{METADATA_KEY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A tool that cleans notebooks, and whether the charter survives it.

    Attributes:
        tool: Its name.
        file: The file that puts it to use.
        keeps: Whether ``metadata.nbready`` survives.
        advice: What to do where it does not, one sentence.
        lines: The exact lines to write, if any.
    """

    tool: str
    file: str
    keeps: bool
    advice: str = ""
    lines: str = ""


def diagnose(repository: Repository) -> tuple[Diagnosis, ...]:
    """The tools that a repository uses on its notebooks."""
    return tuple(diagnosis for look in _TOOLS for diagnosis in look(repository))


def _nbstripout(repository: Repository) -> Iterator[Diagnosis]:
    for hook in _hooks(repository, "nbstripout"):
        dropped = _option(hook.words, "--extra-keys").split()
        kept = _option(hook.words, "--keep-metadata-keys").split()
        keeps = _WHOLE_KEY not in dropped or _WHOLE_KEY in kept
        yield Diagnosis(
            tool="nbstripout",
            file=hook.file,
            keeps=keeps,
            advice="" if keeps else "Keep the key, by this argument:",
            lines="" if keeps else f'"--keep-metadata-keys={" ".join([*kept, _WHOLE_KEY])}"',
        )


def _nb_clean(repository: Repository) -> Iterator[Diagnosis]:
    for hook in _hooks(repository, "nb-clean"):
        culprit = next((word for word in hook.words if word in ("-M", "--remove-all-notebook-metadata")), "")
        yield Diagnosis(
            tool="nb-clean",
            file=hook.file,
            keeps=not culprit,
            advice=f"Take `{culprit}` out of its arguments." if culprit else "",
        )


def _nbdev(repository: Repository) -> Iterator[Diagnosis]:
    hooks = _hooks(repository, "nbdev-clean", "nbdev_clean")
    table, settings = repository.tools.get("nbdev"), repository.settings
    key = "allowed_metadata_keys"
    if isinstance(table, dict):
        kept = _names(table.get(key))
        yield _by_line(
            "nbdev", PYPROJECT, kept, f"{key} = {_toml_list([*kept, METADATA_KEY])}", "[tool.nbdev]"
        )
    elif settings is not None and ("nbs_path" in settings or "lib_name" in settings):
        kept = _names(settings.get(key))
        yield _by_line("nbdev", SETTINGS, kept, f"{key} = {' '.join([*kept, METADATA_KEY])}", "[DEFAULT]")
    elif hooks:
        yield _by_line("nbdev", PYPROJECT, [], f"{key} = {_toml_list([METADATA_KEY])}", "[tool.nbdev]")


def _databooks(repository: Repository) -> Iterator[Diagnosis]:
    hooks = [hook for hook in _hooks(repository, "databooks", "databooks-meta") if _is_meta(hook)]
    table = repository.tools.get("databooks")
    if not hooks and not isinstance(table, dict):
        return
    meta = table.get("meta") if isinstance(table, dict) else None
    kept = _names(meta.get("nb-meta-keep", meta.get("nb_meta_keep")) if isinstance(meta, dict) else None)
    if any(METADATA_KEY in _options(hook.words, "--nb-meta-keep") for hook in hooks):
        kept = [*kept, METADATA_KEY]
    line = f"nb-meta-keep = {_toml_list([*kept, METADATA_KEY])}"
    yield _by_line("databooks", PYPROJECT, kept, line, "[tool.databooks.meta]")


def _jupytext(repository: Repository) -> Iterator[Diagnosis]:
    if not repository.jupytext_file and not _hooks(repository, "jupytext"):
        return
    file = repository.jupytext_file or "jupytext.toml"
    heading = "[tool.jupytext]" if file == PYPROJECT else ""
    names = _names(repository.jupytext.get("notebook_metadata_filter"))
    keeps = METADATA_KEY in names or ("all" in names and f"-{METADATA_KEY}" not in names)
    wanted = [METADATA_KEY, *(name for name in names if name != f"-{METADATA_KEY}")]
    line = f'notebook_metadata_filter = "{",".join(wanted)}"'
    yield _by_line("jupytext", file, [METADATA_KEY] if keeps else [], line, heading)


_TOOLS: tuple[Callable[[Repository], Iterator[Diagnosis]], ...] = (
    _nbstripout,
    _nb_clean,
    _nbdev,
    _databooks,
    _jupytext,
)


def _by_line(tool: str, file: str, kept: Sequence[str], line: str, heading: str) -> Diagnosis:
    """The diagnosis of a tool that keeps what a line of a configuration file names."""
    if METADATA_KEY in kept:
        return Diagnosis(tool=tool, file=file, keeps=True)
    lines = f"{heading}\n{line}" if heading else line
    return Diagnosis(tool=tool, file=file, keeps=False, advice=f"Write this in {file}:", lines=lines)


def _hooks(repository: Repository, *names: str) -> list[Hook]:
    return [hook for hook in repository.hooks if _runs(hook, names)]


def _runs(hook: Hook, names: Sequence[str]) -> bool:
    """Whether a hook's program, or the module that Python runs, has one of the names."""
    programs = [word.replace("\\", "/").rpartition("/")[2] for word in hook.words]
    first = next((program for program in programs if not _LEAD.fullmatch(program)), "")
    return first in names


def _is_meta(hook: Hook) -> bool:
    return "databooks-meta" in hook.words or "meta" in hook.words


def _option(words: Sequence[str], name: str) -> str:
    return " ".join(_options(words, name))


def _options(words: Sequence[str], name: str) -> list[str]:
    """The values given to an option, as ``--name value`` or ``--name=value``."""
    pairs = [after for word, after in pairwise(words) if word == name]
    return pairs + [word.partition("=")[2] for word in words if word.startswith(f"{name}=")]


def _names(value: Any) -> list[str]:
    """Names as configuration files give them: a list, or a text with spaces or commas between them."""
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(name) for name in value] if isinstance(value, list) else []


def _toml_list(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in dict.fromkeys(names)) + "]"
