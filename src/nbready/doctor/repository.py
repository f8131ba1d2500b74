"""The configuration files of a repository, as far as they say how notebooks are cleaned."""

from __future__ import annotations

import ast
import configparser
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbready.doctor.commands import commands
from nbready.doctor.git_setup import read_git
from nbready.doctor.hook import Hook
from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.files.toml import MAX_BYTES, parse_toml

PYPROJECT, SETTINGS = "pyproject.toml", "settings.ini"
_PRE_COMMIT = (".pre-commit-config.yaml", ".pre-commit-config.yml")
# In the order in which each tool looks for its files.
_ENDINGS = ("", ".toml", ".yml", ".yaml", ".json")
_JUPYTEXT = (*(f"{dot}jupytext{end}" for dot in ("", ".") for end in _ENDINGS), ".jupytext.py")
_NBWIPERS = ("nbwipers.toml", ".nbwipers.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one tool's configuration says.

    Attributes:
        file: The file, as seen from the folder that is diagnosed.
        values: What stands in it; empty where that cannot be told without running it.
        is_read: Whether it can be told.
    """

    file: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What the files say, and git.

    Attributes:
        hooks: Commands of pre-commit, of git's filters and of its pre-commit script.
        settings: The configuration of each tool that has one, by the tool's name.
        git: The settings of git's filters, by key.
        problem: Why git could not be asked; empty when it was, or there is no repository.
    """

    hooks: tuple[Hook, ...] = ()
    settings: Mapping[str, Settings] = field(default_factory=dict)
    git: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def read_repository(root: Path) -> Repository:
    """Read what holds for a folder: its own files, and those above it up to the top of its repository.

    Raises:
        ConfigError: One of them is not the TOML, YAML, JSON or INI that it should be.
    """
    root = root.resolve()
    git = read_git(root)
    folders = tuple(_folders(root, git.top))
    found = {
        "nbdev": _of_pyproject(folders, "nbdev") or _of_nbdev_2(folders),
        "databooks": _of_pyproject(folders, "databooks"),
        "jupytext": _of_files(folders, _JUPYTEXT, "jupytext"),
        "nbwipers": _of_files(folders, _NBWIPERS, "nbwipers"),
    }
    return Repository(
        hooks=(*_pre_commit_hooks(folders), *git.hooks),
        settings={
            tool: Settings(file=_seen(there.file, root), values=there.values, is_read=there.is_read)
            for tool, there in found.items()
            if there is not None
        },
        git=git.settings,
        problem=git.problem,
    )


def _folders(root: Path, top: Path | None) -> Iterator[Path]:
    yield root
    if top is not None and top.resolve() in root.parents:
        for folder in root.parents:
            yield folder
            if folder == top.resolve():
                return


def _seen(file: str, root: Path) -> str:
    return os.path.relpath(file, root).replace(os.sep, "/")


def _of_pyproject(folders: Sequence[Path], tool: str) -> Settings | None:
    """The nearest ``[tool.*]`` table of a tool."""
    for folder in folders:
        tools = _table((_read(folder / PYPROJECT, parse_toml) or {}).get("tool"))
        if isinstance(tools.get(tool), dict):
            return Settings(file=str(folder / PYPROJECT), values=tools[tool])
    return None


def _of_files(folders: Sequence[Path], names: Sequence[str], tool: str) -> Settings | None:
    """The nearest of a tool's own files; in each folder its ``pyproject.toml`` comes last."""
    for folder in folders:
        for file in (folder / name for name in names):
            values = _read(file, _PARSERS.get(file.suffix, parse_toml))
            if values is not None:
                return Settings(file=str(file), values=values, is_read=bool(values) or file.suffix != ".py")
        there = _of_pyproject([folder], tool)
        if there is not None:
            return there
    return None


def _of_nbdev_2(folders: Sequence[Path]) -> Settings | None:
    """The ``settings.ini`` of nbdev before version 3."""
    for folder in folders:
        values = _read(folder / SETTINGS, _parse_ini) or {}
        if "nbs_path" in values or "lib_name" in values:
            return Settings(file=str(folder / SETTINGS), values=values)
    return None


def _pre_commit_hooks(folders: Sequence[Path]) -> Iterator[Hook]:
    files = (folder / name for folder in folders for name in _PRE_COMMIT)
    found = ((file, _read(file, _parse_yaml)) for file in files)
    file, table = next(((file, table) for file, table in found if table is not None), (folders[0], {}))
    for repo in _list(table.get("repos")):
        for hook in map(_table, _list(_table(repo).get("hooks"))):
            arguments = tuple(_word(argument) for argument in _list(hook.get("args")))
            for words in commands(_word(hook.get("entry")) or _word(hook.get("id"))):
                yield Hook(
                    words=(*words, *arguments),
                    file=_seen(str(file), folders[0]),
                    gets_notebooks=_names_notebooks(hook),
                )


def _names_notebooks(hook: Mapping[str, Any]) -> bool:
    """Whether a hook of pre-commit says that notebooks are what it is for."""
    types = {_word(kind) for key in ("types", "types_or") for kind in _list(hook.get(key))}
    return "jupyter" in types or "ipynb" in _word(hook.get("files"))


def _read(file: Path, parse: Callable[[str], Any]) -> Mapping[str, Any] | None:
    """What a configuration file says; None where there is none."""
    try:
        return _table(parse(read_text(file, max_bytes=MAX_BYTES, within=(file.parent,))))
    except FileError as error:
        if error.is_absent:
            return None
        raise ConfigError(f"This file cannot be read: {error.problem}.", path=file) from error


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


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileError(f"it is not valid JSON: {error}") from error


def _parse_ini(text: str) -> Any:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise FileError(" ".join(str(error).split())) from error
    return dict(parser.defaults())


def _parse_python(text: str) -> Any:
    """What a Python file of traitlets sets by ``c.name = "literal"``; it is read and never run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FileError(" ".join(str(error).split())) from error
    return {
        target.attr: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Attribute)
    }


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    ".json": _parse_json,
    ".py": _parse_python,
    ".yaml": _parse_yaml,
    ".yml": _parse_yaml,
}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
