"""``[tool.nbready]`` of the nearest ``pyproject.toml``: strict keys, an immutable result."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from nbready.charter.model import GATES, Gate
from nbready.errors import ConfigError, UnreadableConfigError
from nbready.files.read import FileError, read_text, require_inside
from nbready.files.toml import MAX_BYTES, parse_toml
from nbready.gate import LEVELS, Level, Policy
from nbready.nearest import did_you_mean
from nbready.patterns import matches_any

# A folder is asked about for a notebook in it whose name nobody knows.
_ANY = "notebook.ipynb"
FailOn = Literal["error", "warning"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning")

_LISTS = ("exclude", "select", "extend-select", "ignore")
_PATHS = ("questions", "charter", "presets", "template", "baseline")
KEYS = (
    *_LISTS,
    *_PATHS,
    "policy",
    "max-deferral-days",
    "fail-on",
    "per-file-ignores",
    "respect-gitignore",
    "stages",
    "overrides",
)
OVERRIDE_KEYS = ("paths", "policy", "intent", "fail-on", "ignore")
_INTENTS = ("deployment", "learning")
ALLOW_OUTSIDE = "NBREADY_ALLOW_OUTSIDE"
"""Set in the environment, a configuration may name files outside its project, as with ``--allow-outside``."""
STAGE_KEYS = ("load", "train", "deploy", "ignore")


class Stages(NamedTuple):
    """Dotted names that a project adds to the catalogue, and those it wants left alone.

    In the order in which :meth:`nbready.stages.Catalogue.extended` takes them.
    """

    load: tuple[str, ...] = ()
    train: tuple[str, ...] = ()
    deploy: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Override(NamedTuple):
    """What a project asks of some of its files instead.

    Attributes:
        paths: Patterns of the files and folders that it is about.
        policy: Level by gate.
        intent: What a notebook is for that does not say so itself; empty for what holds elsewhere.
        fail_on: The severity from which a check fails; None for what holds elsewhere.
        ignore: Rule codes or prefixes to leave out besides.
    """

    paths: tuple[str, ...]
    policy: Mapping[Gate, Level] = {}
    intent: str = ""
    fail_on: FailOn | None = None
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
        baseline: The file of known findings that a check leaves out.
        exclude: Patterns of files and folders that are not checked.
        gitignore: Whether what git ignores is not checked either.
        select: Rule codes or prefixes to report; empty for the default set.
        extend_select: Rule codes or prefixes besides these.
        ignore: Rule codes or prefixes to leave out.
        per_file_ignores: Rule codes or prefixes to leave out, by file pattern.
        max_deferral_days: How far ahead a deferral may reach, in days; None for any.
        fail_on: The severity from which a check fails.
        stages: The project's own additions to the catalogue of calls.
        intent: What a notebook is for that does not say so itself; empty for deployment.
        overrides: What holds for some files instead, the last one that fits first of all.
        allow_outside: Whether files outside of the root may be named, which only the person who runs
            nbready can say.
    """

    path: Path | None = None
    root: Path | None = None
    policy: Policy = Policy()
    questions: Path | None = None
    charter: Path | None = None
    presets: Path | None = None
    template: Path | None = None
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    gitignore: bool = True
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    max_deferral_days: int | None = None
    fail_on: FailOn = "error"
    stages: Stages = Stages()
    intent: str = ""
    overrides: tuple[Override, ...] = ()
    allow_outside: bool = False

    def for_file(self, file: Path) -> Config:
        """What holds for one file of the project, with the overrides that fit it; itself where none does."""
        config = self
        for override in self.overrides:
            if matches_any(file, override.paths, self.root):
                config = config._replace(
                    policy=config.policy.replace(override.policy),
                    intent=override.intent or config.intent,
                    fail_on=override.fail_on or config.fail_on,
                    ignore=(*config.ignore, *override.ignore),
                )
        return config


def find_config(start: Path, *, allow_outside: bool | None = None) -> Config:
    """The configuration in force for a file or folder: see :class:`Finder`."""
    return Finder(allow_outside=allow_outside).find(start)


class Finder:
    """Finds the configuration in force for files and folders, each ``pyproject.toml`` read once.

    The nearest file above that has a ``[tool.nbready]`` table counts; without one the defaults hold, and the
    nearest ``pyproject.toml`` or ``.git`` still marks the project's root.

    Args:
        allow_outside: Whether a configuration may name files outside of its project; None for what the
            environment says.
    """

    def __init__(self, *, allow_outside: bool | None = None) -> None:
        self._allow_outside = bool(os.environ.get(ALLOW_OUTSIDE)) if allow_outside is None else allow_outside
        self._found: dict[str, Config] = {}

    def find(self, start: Path) -> Config:
        """The configuration in force for a file, or for a notebook of any name in a folder.

        Raises:
            ConfigError: The table cannot be used; says which key, and which are allowed.
        """
        found = self.project(start)
        if not found.overrides:
            return found
        return found.for_file(start / _ANY if start.is_dir() else start)

    def project(self, start: Path) -> Config:
        """The same, before anything is overridden for a file.

        Raises:
            ConfigError: As for :meth:`find`.
        """
        start = start.absolute()
        # Folders as texts: a path of many levels is taken apart once, not once a level.
        folder = str(start if os.path.isdir(start) else start.parent)  # noqa: PTH112 (a Path can raise)
        waiting = []
        while folder not in self._found:
            config = self._own(folder)
            if config is not None:
                self._found[folder] = config
                break
            waiting.append(folder)
            above = os.path.dirname(folder)  # noqa: PTH120
            if above == folder:
                self._found[folder] = Config(allow_outside=self._allow_outside)
                break
            folder = above
        found = self._found[folder]
        for below in reversed(waiting):
            if found.path is None and _is_file(below, "pyproject.toml"):
                found = found._replace(root=Path(below))
            self._found[below] = found
        return found

    def _own(self, folder: str) -> Config | None:
        """The configuration that a folder begins; None where the one above it goes on."""
        if _is_file(folder, "pyproject.toml"):
            file = Path(folder, "pyproject.toml")
            table = _read_table(file)
            if table is not None:
                return parse_config(table, file, allow_outside=self._allow_outside)
        if os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
            return Config(root=Path(folder), allow_outside=self._allow_outside)
        return None


def parse_config(table: Mapping[str, Any], path: Path, *, allow_outside: bool = False) -> Config:
    """A ``[tool.nbready]`` table as a :class:`Config`; ``path`` is its file, for places and messages.

    Raises:
        ConfigError: An unknown key or a wrong value.
    """
    reader = _Reader(path, allow_outside=allow_outside)
    reader.known_keys(table, KEYS, "[tool.nbready]")
    config = Config(
        path=path,
        root=path.parent,
        policy=Policy().replace(reader.policy(table.get("policy", {}))),
        fail_on=reader.choice(table.get("fail-on", "error"), FAIL_ON, "fail-on"),
        max_deferral_days=reader.days(table.get("max-deferral-days"), "max-deferral-days"),
        per_file_ignores=reader.texts_by_name(table.get("per-file-ignores", {}), "per-file-ignores"),
        stages=reader.stages(table.get("stages", {})),
        gitignore=reader.flag(table.get("respect-gitignore", True), "respect-gitignore"),
        overrides=tuple(reader.overrides(table.get("overrides", []))),
        allow_outside=allow_outside,
    )
    lists = {key.replace("-", "_"): reader.texts(table[key], key) for key in _LISTS if key in table}
    paths = {key: reader.place(table[key], key) for key in _PATHS if key in table}
    return config._replace(**cast("dict[str, Any]", {**lists, **paths}))


def _is_file(folder: str, name: str) -> bool:
    # In a folder that may be listed and not entered there is none, as far as anybody can tell.
    return os.path.isfile(os.path.join(folder, name))  # noqa: PTH113, PTH118 (a Path raises)


def _read_table(file: Path) -> Mapping[str, Any] | None:
    try:
        text = read_text(file, max_bytes=MAX_BYTES)
    except FileError as error:
        raise UnreadableConfigError(f"This file cannot be read: {error.problem}.", path=file) from error
    # Most projects have no table of ours: then the file need not be parsed at all.
    if "nbready" not in text:
        return None
    try:
        tool = parse_toml(text).get("tool", {})
    except FileError as error:
        raise ConfigError(f"This file cannot be used: {error.problem}.", path=file) from error
    table = tool.get("nbready") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError("`tool.nbready` must be a table.", path=file, remedy="Write `[tool.nbready]`.")
    return table


class _Reader:
    """Turns TOML values into ours, with errors that name the file and the key."""

    def __init__(self, path: Path, *, allow_outside: bool) -> None:
        self._path = path
        self._allow_outside = allow_outside

    def fail(self, message: str, remedy: str = "") -> ConfigError:
        return ConfigError(message, path=self._path, remedy=remedy)

    def known_keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        names = tuple(known)
        for key in table:
            if key not in names:
                raise self.fail(f"Unknown key `{key}` in {where}.", did_you_mean(key, names))

    def text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value:
            raise self.fail(f"`{key}` must be a text, not {reprlib.repr(value)}.")
        return value

    def place(self, value: object, key: str) -> Path:
        """A path, relative to the folder of the configuration, that does not lead out of it."""
        name = self.text(value, key)
        path = self._path.parent / name
        if "\0" in name:
            raise self.fail(f"`{key}` holds a null character, which no path can.")
        if not self._allow_outside:
            try:
                require_inside(path, (self._path.parent,))
            except FileError as error:
                remedy = "Keep the file in the project, or allow it with `--allow-outside`."
                message = f"`{key} = {name[:100]!r}` cannot be used: {error.problem}."
                raise self.fail(message, remedy) from error
        return path

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"`{key}` must be a list of texts, not {reprlib.repr(value)}.")
        return tuple(value)

    def table(self, value: object, key: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(f"`{key}` must be a table, not {reprlib.repr(value)}.")
        return value

    def texts_by_name(self, value: object, key: str) -> Mapping[str, tuple[str, ...]]:
        return {name: self.texts(item, f"{key}.{name}") for name, item in self.table(value, key).items()}

    def choice(self, value: object, choices: tuple[Any, ...], key: str) -> Any:
        if value not in choices:
            raise self.fail(f"`{key}` cannot be {reprlib.repr(value)}.", f"Allowed: {', '.join(choices)}.")
        return value

    def days(self, value: object, key: str) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fail(f"`{key}` must be a number of days, 1 or more, not {reprlib.repr(value)}.")
        return value

    def policy(self, value: object) -> Mapping[Gate, Level]:
        table = self.table(value, "policy")
        self.known_keys(table, GATES, "[tool.nbready.policy]")
        return {
            cast("Gate", gate): self.choice(level, LEVELS, f"policy.{gate}") for gate, level in table.items()
        }

    def flag(self, value: object, key: str) -> bool:
        if not isinstance(value, bool):
            raise self.fail(f"`{key}` must be true or false, not {reprlib.repr(value)}.")
        return value

    def overrides(self, value: object) -> Iterator[Override]:
        if not isinstance(value, list):
            raise self.fail("`overrides` must be a list of tables.", "Write `[[tool.nbready.overrides]]`.")
        for number, item in enumerate(value, 1):
            where = f"overrides, number {number}"
            table = self.table(item, where)
            self.known_keys(table, OVERRIDE_KEYS, f"[[tool.nbready.overrides]], number {number}")
            paths = self.texts(table.get("paths", []), f"{where}: paths")
            if not paths:
                raise self.fail(f"`{where}` names no `paths`.", 'Write `paths = ["tutorials/*"]`.')
            intent, fail_on = table.get("intent"), table.get("fail-on")
            yield Override(
                paths=paths,
                policy=self.policy(table.get("policy", {})),
                intent=self.choice(intent, _INTENTS, f"{where}: intent") if intent is not None else "",
                fail_on=self.choice(fail_on, FAIL_ON, f"{where}: fail-on") if fail_on is not None else None,
                ignore=self.texts(table.get("ignore", []), f"{where}: ignore"),
            )

    def stages(self, value: object) -> Stages:
        table = self.table(value, "stages")
        self.known_keys(table, STAGE_KEYS, "[tool.nbready.stages]")
        return Stages(**{key: self.texts(names, f"stages.{key}") for key, names in table.items()})
