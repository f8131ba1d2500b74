"""What each tool does to the charter: one small function a tool.

Held against nbstripout 0.9, nb-clean 5, nbwipers 0.7, nbdev 3, databooks 1.4, nbconvert 7 and jupytext 1.19,
each set up as its own installer does, on a notebook that was staged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from nbready.charter.store import METADATA_KEY
from nbready.doctor.commands import program, values
from nbready.doctor.hook import Hook
from nbready.doctor.programs import HARMLESS
from nbready.doctor.repository import PYPROJECT, SETTINGS, Repository

Fate = Literal["kept", "stripped", "unknown"]

_WHOLE_KEY = f"metadata.{METADATA_KEY}"
_NOTEBOOKS = re.compile(r"ipynb|jupyter|notebook", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A tool that cleans notebooks, and whether the charter survives it.

    Attributes:
        tool: Its name.
        file: The file that puts it to use.
        fate: What becomes of ``metadata.nbready``.
        advice: What to do where it is not kept, one sentence.
        lines: The exact lines to write, if any.
        note: What else there is to know, such as that no notebook goes through it yet.
    """

    tool: str
    file: str
    fate: Fate
    advice: str = ""
    lines: str = ""
    note: str = ""


def diagnose(repository: Repository) -> tuple[Diagnosis, ...]:
    """The tools that a repository uses on its notebooks."""
    return tuple(diagnosis for look in (*_TOOLS.values(), _unknown) for diagnosis in look(repository))


def _nbstripout(repository: Repository) -> Iterator[Diagnosis]:
    # The program reads the settings of its filter however it was started.
    dropped_by_git = _names(repository.git.get("filter.nbstripout.extrakeys"))
    kept_by_git = _names(repository.git.get("filter.nbstripout.keepmetadatakeys"))
    for hook in _hooks(repository, "nbstripout"):
        dropped = _ours([*dropped_by_git, *_given(hook, "--extra-keys")])
        kept = [*kept_by_git, *_given(hook, "--keep-metadata-keys")]
        lost = [key for key in dropped if key not in kept]
        keys = " ".join(dict.fromkeys([*kept, *lost]))
        way, line = "argument", f'"--keep-metadata-keys={keys}"'
        if hook.is_filter:
            way, line = "command", f'git config filter.nbstripout.keepmetadatakeys "{keys}"'
        yield _of_hook(hook, "nbstripout", lost, advice=f"Keep the key, by this {way}:", lines=line)


def _nbwipers(repository: Repository) -> Iterator[Diagnosis]:
    there = repository.settings.get("nbwipers")
    table = there.values if there else {}
    for hook in _hooks(repository, "nbwipers"):
        dropped = _ours([*_names(table.get("extra-keys")), *_given(hook, "--extra-keys")])
        kept = [*_names(table.get("keep-keys")), *_given(hook, "--keep-keys")]
        lost = [key for key in dropped if key not in kept]
        file = there.file if there else ".nbwipers.toml"
        heading = "[tool.nbwipers]\n" if PurePath(file).name == PYPROJECT else ""
        line = f"{heading}keep-keys = {_toml_list([*kept, *lost])}"
        yield _of_hook(hook, "nbwipers", lost, advice=f"Write this in {file}:", lines=line)


def _nb_clean(repository: Repository) -> Iterator[Diagnosis]:
    for hook in _hooks(repository, "nb-clean", "nb_clean"):
        culprit = next((word for word in hook.words if word in ("-M", "--remove-all-notebook-metadata")), "")
        yield _of_hook(hook, "nb-clean", culprit, advice=f"Take `{culprit}` out of its arguments.")


def _nbconvert(repository: Repository) -> Iterator[Diagnosis]:
    name = "ClearMetadataPreprocessor"
    for hook in _hooks(repository, "nbconvert"):
        asked = [*values(hook.words, f"--{name}.enabled")]
        asked += [word for word in hook.words if name in word and "preprocessors" in word]
        spares = values(hook.words, f"--{name}.clear_notebook_metadata")
        masks = " ".join(values(hook.words, f"--{name}.preserve_nb_metadata_mask"))
        keeps = any(map(_is_off, spares)) or re.search(rf"\b{METADATA_KEY}\b", masks)
        culprit = "" if keeps or all(map(_is_off, asked)) else name
        yield _of_hook(
            hook,
            "nbconvert",
            culprit,
            advice="Keep the key, by this argument:",
            lines=f"--{name}.preserve_nb_metadata_mask=\"{{'{METADATA_KEY}', ('language_info', 'name')}}\"",
        )


def _nbdev(repository: Repository) -> Iterator[Diagnosis]:
    there, key = repository.settings.get("nbdev"), "allowed_metadata_keys"
    hooks = _hooks(repository, "nbdev-clean", "nbdev_clean")
    if there is None and not hooks:
        return
    kept = _names(there.values.get(key)) if there else []
    file = there.file if there else PYPROJECT
    if PurePath(file).name == SETTINGS:
        yield _by_line("nbdev", file, kept, f"{key} = {' '.join([*kept, METADATA_KEY])}", "[DEFAULT]")
    else:
        yield _by_line("nbdev", file, kept, f"{key} = {_toml_list([*kept, METADATA_KEY])}", "[tool.nbdev]")


def _databooks(repository: Repository) -> Iterator[Diagnosis]:
    hooks = [hook for hook in _hooks(repository, "databooks", "databooks-meta") if _is_meta(hook)]
    there = repository.settings.get("databooks")
    if not hooks and there is None:
        return
    meta = there.values.get("meta") if there else None
    kept = _names(meta.get("nb-meta-keep", meta.get("nb_meta_keep")) if isinstance(meta, dict) else None)
    if any(METADATA_KEY in values(hook.words, "--nb-meta-keep") for hook in hooks):
        kept = [*kept, METADATA_KEY]
    line = f"nb-meta-keep = {_toml_list([*kept, METADATA_KEY])}"
    yield _by_line("databooks", there.file if there else PYPROJECT, kept, line, "[tool.databooks.meta]")


def _jupytext(repository: Repository) -> Iterator[Diagnosis]:
    there, key = repository.settings.get("jupytext"), "notebook_metadata_filter"
    if there is None and not _hooks(repository, "jupytext"):
        return
    file = there.file if there else "jupytext.toml"
    if there and not there.is_read:
        advice = f"It is a program, which is not run here: see that it sets `{key}` to keep `{METADATA_KEY}`."
        yield Diagnosis(tool="jupytext", file=file, fate="unknown", advice=advice)
        return
    names = _names(there.values.get(key)) if there else []
    keeps = METADATA_KEY in names or ("all" in names and f"-{METADATA_KEY}" not in names)
    wanted = ",".join([METADATA_KEY, *(name for name in names if name != f"-{METADATA_KEY}")])
    line, heading = _JUPYTEXT_LINES.get(PurePath(file).suffix, f'{key} = "{{}}"').format(wanted), ""
    if PurePath(file).name == PYPROJECT:
        heading = "[tool.jupytext]"
    yield _by_line("jupytext", file, [METADATA_KEY] if keeps else [], line, heading)


_JUPYTEXT_LINES = {
    ".json": '"notebook_metadata_filter": "{}"',
    ".py": 'c.notebook_metadata_filter = "{}"',
    ".yaml": 'notebook_metadata_filter: "{}"',
    ".yml": 'notebook_metadata_filter: "{}"',
}

_TOOLS: dict[tuple[str, ...], Callable[[Repository], Iterator[Diagnosis]]] = {
    ("nbstripout",): _nbstripout,
    ("nb-clean", "nb_clean"): _nb_clean,
    ("nbwipers",): _nbwipers,
    ("nbconvert",): _nbconvert,
    ("nbdev-clean", "nbdev_clean"): _nbdev,
    ("databooks", "databooks-meta", "databooks-assert"): _databooks,
    ("jupytext",): _jupytext,
}
_KNOWN = frozenset(name for names in _TOOLS for name in names)


def _unknown(repository: Repository) -> Iterator[Diagnosis]:
    """What notebooks go through and nobody here knows: it may strip the charter or not."""
    for hook in repository.hooks:
        name = program(hook.words)
        is_about = hook.gets_notebooks or (hook.is_filter and _NOTEBOOKS.search(" ".join(hook.words)))
        if not is_about or name in _KNOWN or name in HARMLESS or name.startswith("nbqa-"):
            continue
        yield Diagnosis(
            tool=name,
            file=hook.file,
            fate="unknown",
            advice="Stage a notebook with a charter, and see whether the key is still there:"
            if hook.is_set_up
            else "It is not set up in this clone, so what it does cannot be told.",
            lines=f"git show :NOTEBOOK.ipynb | grep {METADATA_KEY}" if hook.is_set_up else "",
        )


def _of_hook(hook: Hook, tool: str, culprit: object, *, advice: str, lines: str = "") -> Diagnosis:
    """The diagnosis of a command that strips the charter where there is a culprit among its words."""
    note = "" if hook.gets_notebooks or not hook.is_filter else "no attribute gives it to notebooks yet"
    if not culprit:
        return Diagnosis(tool=tool, file=hook.file, fate="kept", note=note)
    return Diagnosis(tool=tool, file=hook.file, fate="stripped", advice=advice, lines=lines, note=note)


def _by_line(tool: str, file: str, kept: Sequence[str], line: str, heading: str) -> Diagnosis:
    """The diagnosis of a tool that keeps what a line of a configuration file names."""
    if METADATA_KEY in kept:
        return Diagnosis(tool=tool, file=file, fate="kept")
    lines = f"{heading}\n{line}" if heading else line
    return Diagnosis(tool=tool, file=file, fate="stripped", advice=f"Write this in {file}:", lines=lines)


def _hooks(repository: Repository, *names: str) -> list[Hook]:
    return [hook for hook in repository.hooks if program(hook.words) in names]


def _is_meta(hook: Hook) -> bool:
    return "databooks-meta" in hook.words or "meta" in hook.words


def _ours(keys: Sequence[str]) -> list[str]:
    """Those of some dotted keys that are the charter's, or a part of it."""
    return [key for key in keys if key == _WHOLE_KEY or key.startswith(f"{_WHOLE_KEY}.")]


def _given(hook: Hook, option: str) -> list[str]:
    return _names(" ".join(values(hook.words, option)))


def _is_off(value: str) -> bool:
    return value.strip("\"'").lower() in ("false", "0")


def _names(value: Any) -> list[str]:
    """Names as configuration files give them: a list, or a text with spaces or commas between them."""
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(name) for name in value] if isinstance(value, list) else []


def _toml_list(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in dict.fromkeys(names)) + "]"
