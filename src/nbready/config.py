"""``[tool.nbready]`` of the nearest ``pyproject.toml``: strict keys, an immutable result."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from nbready.charter.model import GATES, Gate
from nbready.errors import ConfigError
from nbready.gate import LEVELS, Level, Policy
from nbready.nearest import did_you_mean

FailOn = Literal["error", "warning"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning")

_LISTS = ("exclude", "select", "extend-select", "ignore")
_PATHS = ("questions", "charter", "presets", "template")
KEYS = (*_LISTS, *_PATHS, "policy", "max-deferral-days", "fail-on", "per-file-ignores", "stages")
STAGE_KEYS = ("load", "train", "deploy", "ignore")


class Stages(NamedTuple):
    """Dotted names that a project adds to the catalogue, and those it wants left alone."""

    load: tuple[str, ...] = ()
    train: tuple[str, ...] = ()
    deploy: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Config(NamedTuple):
    """What a project asks of nbready.

    Attributes:
        path: The file it was read from; None for the defaults.
        root: Folder of that file: relative paths start here, and no shared charter lies outside it.
        policy: What each gate does when it is closed.
        questions: A questions file that extends or replaces the default one.
        charter: A charter that every notebook of the project inherits.
        presets: A folder with the organisation's own presets.
        template: The template whose questions and policy the notebooks must carry unchanged.
        exclude: Patterns of files and folders that are not checked.
        select: Rule codes or prefixes to report; empty for the default set.
        extend_select: Rule codes or prefixes besides these.
        ignore: Rule codes or prefixes to leave out.
        per_file_ignores: Rule codes or prefixes to leave out, by file pattern.
        max_deferral_days: How far ahead a deferral may reach, in days; None for any.
        fail_on: The severity from which a check fails.
        stages: The project's own additions to the catalogue of calls.
    """

    path: Path | None = None
    root: Path | None = None
    policy: Policy = Policy()
    questions: Path | None = None
    charter: Path | None = None
    presets: Path | None = None
    template: Path | None = None
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    max_deferral_days: int | None = None
    fail_on: FailOn = "error"
    stages: Stages = Stages()


def find_config(start: Path) -> Config:
    """The configuration in force for a file or folder: that of the nearest ``pyproject.toml`` above it.

    The nearest file that has a ``[tool.nbready]`` table counts; without one the defaults hold, and the
    nearest ``pyproject.toml`` or ``.git`` still marks the project's root.

    Raises:
        ConfigError: The table cannot be used; says which key, and which are allowed.
    """
    start = start.absolute()
    root: Path | None = None
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        file = folder / "pyproject.toml"
        if file.is_file():
            table = _read_table(file)
            if table is not None:
                return parse_config(table, file)
            root = root or folder
        if (folder / ".git").exists():
            return Config(root=root or folder)
    return Config(root=root)


def parse_config(table: Mapping[str, Any], path: Path) -> Config:
    """A ``[tool.nbready]`` table as a :class:`Config`; ``path`` is its file, for places and messages.

    Raises:
        ConfigError: An unknown key or a wrong value.
    """
    reader = _Reader(path)
    reader.known_keys(table, KEYS, "[tool.nbready]")
    root = path.parent
    config = Config(
        path=path,
        root=root,
        policy=Policy().replace(reader.policy(table.get("policy", {}))),
        fail_on=reader.choice(table.get("fail-on", "error"), FAIL_ON, "fail-on"),
        max_deferral_days=reader.days(table.get("max-deferral-days"), "max-deferral-days"),
        per_file_ignores=reader.texts_by_name(table.get("per-file-ignores", {}), "per-file-ignores"),
        stages=reader.stages(table.get("stages", {})),
    )
    lists = {key.replace("-", "_"): reader.texts(table[key], key) for key in _LISTS if key in table}
    paths = {key: root / reader.text(table[key], key) for key in _PATHS if key in table}
    return config._replace(**cast("dict[str, Any]", {**lists, **paths}))


def _read_table(file: Path) -> Mapping[str, Any] | None:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        text = file.read_text(encoding="utf-8")
        # Most projects have no table of ours: then the file need not be parsed at all.
        tool = tomllib.loads(text).get("tool", {}) if "nbready" in text else {}
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"This is not valid TOML: {error}.", path=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"This file cannot be read: {error}.", path=file) from error
    table = tool.get("nbready") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError("`tool.nbready` must be a table.", path=file, remedy="Write `[tool.nbready]`.")
    return table


class _Reader:
    """Turns TOML values into ours, with errors that name the file and the key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fail(self, message: str, remedy: str = "") -> ConfigError:
        return ConfigError(message, path=self._path, remedy=remedy)

    def known_keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        names = tuple(known)
        for key in table:
            if key not in names:
                raise self.fail(f"Unknown key `{key}` in {where}.", did_you_mean(key, names))

    def text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value:
            raise self.fail(f"`{key}` must be a text, not {value!r}.")
        return value

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"`{key}` must be a list of texts, not {value!r}.")
        return tuple(value)

    def table(self, value: object, key: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(f"`{key}` must be a table, not {value!r}.")
        return value

    def texts_by_name(self, value: object, key: str) -> Mapping[str, tuple[str, ...]]:
        return {name: self.texts(item, f"{key}.{name}") for name, item in self.table(value, key).items()}

    def choice(self, value: object, choices: tuple[Any, ...], key: str) -> Any:
        if value not in choices:
            raise self.fail(f"`{key}` cannot be {value!r}.", f"Allowed: {', '.join(choices)}.")
        return value

    def days(self, value: object, key: str) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fail(f"`{key}` must be a number of days, 1 or more, not {value!r}.")
        return value

    def policy(self, value: object) -> Mapping[Gate, Level]:
        table = self.table(value, "policy")
        self.known_keys(table, GATES, "[tool.nbready.policy]")
        return {
            cast("Gate", gate): self.choice(level, LEVELS, f"policy.{gate}") for gate, level in table.items()
        }

    def stages(self, value: object) -> Stages:
        table = self.table(value, "stages")
        self.known_keys(table, STAGE_KEYS, "[tool.nbready.stages]")
        return Stages(**{key: self.texts(names, f"stages.{key}") for key, names in table.items()})
