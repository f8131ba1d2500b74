"""The configuration files of a repository, as far as they say how notebooks are cleaned."""

from __future__ import annotations

import configparser
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.files.toml import MAX_BYTES, parse_toml

PYPROJECT, SETTINGS, PRE_COMMIT = "pyproject.toml", "settings.ini", ".pre-commit-config.yaml"
_JUPYTEXT = ("jupytext.toml", ".jupytext.toml", ".jupytext")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A command that cleans notebooks: its words, the program or hook id first, and the file that says so."""

    words: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What the files say.

    Attributes:
        hooks: Commands of pre-commit and of git's own filters.
        tools: The ``[tool.*]`` tables of ``pyproject.toml``.
        settings: The ``settings.ini`` of nbdev before version 3; None without one.
        jupytext_file: The file that configures jupytext; empty without one.
        jupytext: What it says.
    """

    hooks: tuple[Hook, ...] = ()
    tools: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, str] | None = None
    jupytext_file: str = ""
    jupytext: Mapping[str, Any] = field(default_factory=dict)


def read_repository(root: Path) -> Repository:
    """Read the configuration files in the top folder of a repository.

    Raises:
        ConfigError: One of them is not the TOML, YAML or INI that it should be.
    """
    tools = _table((_read(root, PYPROJECT, parse_toml) or {}).get("tool"))
    found = ((name, _read(root, name, parse_toml)) for name in _JUPYTEXT)
    file, jupytext = next(((name, table) for name, table in found if table is not None), ("", None))
    return Repository(
        hooks=(*_pre_commit_hooks(root), *_git_filters(root)),
        tools=tools,
        settings=_read(root, SETTINGS, _parse_ini),
        jupytext_file=file or (PYPROJECT if "jupytext" in tools else ""),
        jupytext=_table(tools.get("jupytext")) if jupytext is None else jupytext,
    )


def _pre_commit_hooks(root: Path) -> Iterator[Hook]:
    for repo in _list((_read(root, PRE_COMMIT, _parse_yaml) or {}).get("repos")):
        for hook in _list(_table(repo).get("hooks")):
            table = _table(hook)
            entry = _word(table.get("entry")) or _word(table.get("id"))
            arguments = [_word(argument) for argument in _list(table.get("args"))]
            yield Hook(words=(*_words(entry), *arguments), file=PRE_COMMIT)


def _git_filters(root: Path) -> Iterator[Hook]:
    """The ``clean`` commands that git runs on notebooks; nbstripout installs itself as one."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        text = read_text(root / ".git" / "config", max_bytes=MAX_BYTES, within=(root,))
        # git indents its keys, which the parser would take for continued lines.
        parser.read_string("\n".join(line.strip() for line in text.splitlines()))
    except (FileError, configparser.Error):
        return  # git accepts more than this parser does
    extra = parser.get('filter "nbstripout"', "extrakeys", fallback="")
    for section in parser.sections():
        command = parser.get(section, "clean", fallback="") if section.startswith("filter ") else ""
        if command:
            keys = ("--extra-keys", extra) if extra else ()
            yield Hook(words=(*_words(command), *keys), file=".git/config")


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _read(root: Path, name: str, parse: Callable[[str], Any]) -> Mapping[str, Any] | None:
    """What a configuration file says; None where there is none."""
    try:
        return _table(parse(read_text(root / name, max_bytes=MAX_BYTES, within=(root,))))
    except FileError as error:
        if error.is_absent:
            return None
        raise ConfigError(f"This file cannot be read: {error.problem}.", path=root / name) from error


def _parse_yaml(text: str) -> Any:
    import yaml

    # All that is asked of it are texts, and as texts no alias is ever written out.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise FileError(" ".join(str(error).split())) from error
    except RecursionError as error:
        raise FileError("its values are nested too deeply") from error


def _parse_ini(text: str) -> Any:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise FileError(" ".join(str(error).split())) from error
    return dict(parser.defaults())


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
