"""The configuration files of a repository, as far as they say how notebooks are cleaned."""

from __future__ import annotations

import configparser
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbready.errors import ConfigError

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
    tools = _table(_read(root / PYPROJECT, _parse_toml).get("tool"))
    file = next((name for name in _JUPYTEXT if (root / name).is_file()), "")
    jupytext = _read(root / file, _parse_toml) if file else _table(tools.get("jupytext"))
    return Repository(
        hooks=(*_pre_commit_hooks(root), *_git_filters(root)),
        tools=tools,
        settings=_read(root / SETTINGS, _parse_ini) if (root / SETTINGS).is_file() else None,
        jupytext_file=file or (PYPROJECT if "jupytext" in tools else ""),
        jupytext=jupytext,
    )


def _pre_commit_hooks(root: Path) -> Iterator[Hook]:
    for repo in _list(_read(root / PRE_COMMIT, _parse_yaml).get("repos")):
        for hook in _list(_table(repo).get("hooks")):
            table = _table(hook)
            entry = str(table.get("entry") or table.get("id") or "")
            arguments = [str(argument) for argument in _list(table.get("args"))]
            yield Hook(words=(*_words(entry), *arguments), file=PRE_COMMIT)


def _git_filters(root: Path) -> Iterator[Hook]:
    """The ``clean`` commands that git runs on notebooks; nbstripout installs itself as one."""
    config = root / ".git" / "config"
    if not config.is_file():
        return
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        # git indents its keys, which the parser would take for continued lines.
        parser.read_string("\n".join(line.strip() for line in _text(config).splitlines()))
    except configparser.Error:
        return  # git accepts more than this parser does
    extra = parser.get('filter "nbstripout"', "extrakeys", fallback="")
    for section in parser.sections():
        command = parser.get(section, "clean", fallback="") if section.startswith("filter ") else ""
        if command:
            keys = ("--extra-keys", extra) if extra else ()
            yield Hook(words=(*_words(command), *keys), file=".git/config")


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _read(file: Path, parse: Callable[[str], Any]) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        return _table(parse(_text(file)))
    except ValueError as error:
        raise ConfigError(f"This file cannot be read: {error}.", path=file) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"This file cannot be read: {error}.", path=file) from error


def _parse_toml(text: str) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _parse_yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def _parse_ini(text: str) -> Any:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(" ".join(str(error).split())) from error
    return dict(parser.defaults())


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
