"""What is missing in a project's folder, file by file. Nothing that is there is changed, only added to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

from nbready import __version__
from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.files.write import create_file, replace_file

MAX_BYTES = 1_000_000
"""Larger files are left alone."""

Action = Literal["create", "append", "by hand", "nothing"]


class Piece(NamedTuple):
    """One thing that a project needs.

    Attributes:
        what: What it is for.
        file: Where it goes, relative to the project.
        text: The file that it comes from.
        mark: What stands in the file once it is there.
        can_append: Whether it may go below what the file holds.
    """

    what: str
    file: str
    text: str
    mark: str
    can_append: bool = False


PIECES = (
    Piece("the configuration", "pyproject.toml", "pyproject.toml", "[tool.nbready", can_append=True),
    Piece("the hook for pre-commit", ".pre-commit-config.yaml", "pre-commit.yaml", "nbready"),
    Piece("the check in CI", ".github/workflows/nbready.yml", "workflow.yml", "nbready"),
    Piece("what coding agents are told", "AGENTS.md", "agents.md", "nbready", can_append=True),
    Piece("a skill for coding agents", ".agents/skills/nbready-charter/SKILL.md", "skill.md", "nbready"),
)


class Step(NamedTuple):
    """What is to be done about one file.

    Attributes:
        piece: The piece that it needs.
        action: ``create`` or ``append``; ``by hand`` where the file is there and cannot be added to safely;
            ``nothing`` where the piece is in it.
        text: The piece's text.
        before: What the file holds.
    """

    piece: Piece
    action: Action
    text: str
    before: str = ""


def plan(folder: Path) -> tuple[Step, ...]:
    """What a project's folder lacks.

    Raises:
        ConfigError: A file that is there cannot be read.
    """
    return tuple(_step(piece, folder) for piece in PIECES)


def carry_out(steps: tuple[Step, ...], folder: Path, tell: Callable[[str], None]) -> None:
    """Write what is to be created or appended; ``tell`` hears of each file.

    Raises:
        ConfigError: A file cannot be written, or changed since; those before it are written.
    """
    for step in steps:
        path = folder / step.piece.file
        try:
            if step.action == "create":
                path.parent.mkdir(parents=True, exist_ok=True)
                create_file(path, step.text.encode())
            elif step.action == "append":
                before = step.before.encode()
                replace_file(path, before + _addition(step).encode(), expected=before, within=(folder,))
            else:
                continue
        except (OSError, FileError) as error:
            problem = error.problem if isinstance(error, FileError) else error.strerror
            raise ConfigError(f"{step.piece.file} cannot be written: {problem}.", path=path) from error
        tell(step.piece.file)


def _step(piece: Piece, folder: Path) -> Step:
    text = files("nbready.start").joinpath("pieces").joinpath(piece.text).read_text(encoding="utf-8")
    text = text.replace("{version}", __version__)
    path = folder / piece.file
    try:
        before = read_text(path, max_bytes=MAX_BYTES, within=(folder,))
    except FileError as error:
        if error.is_absent:
            return Step(piece, "create", text)
        raise ConfigError(f"{piece.file} cannot be read: {error.problem}.", path=path) from error
    if piece.mark in before:
        return Step(piece, "nothing", text, before)
    return Step(piece, "append" if piece.can_append else "by hand", text, before)


def _addition(step: Step) -> str:
    """The piece with the lines above it that set it off from what is there."""
    newline = "\r\n" if "\r\n" in step.before else "\n"
    return "".join(_gap(step.before)) + newline.join((*step.text.splitlines(), ""))


def _gap(before: str) -> Iterator[str]:
    newline = "\r\n" if "\r\n" in before else "\n"
    if before and not before.endswith("\n"):
        yield newline
    if before.strip():
        yield newline
