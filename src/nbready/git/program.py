"""The ``git`` program, asked in a way that reads only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from nbready.errors import ConfigError

# What a hook's or another repository's surroundings say about where git is would be believed before the
# folder that is asked about.
_FOREIGN = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
    "GIT_TRACE",
)
_SURROUNDINGS = {
    "GIT_OPTIONAL_LOCKS": "0",  # not even the index is refreshed
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # the same for versions of git that do not know the line above
    "LC_ALL": "C",
}
_LITERAL = {"GIT_LITERAL_PATHSPECS": "1"}  # a file may be called `*.ipynb`
_QUIET = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")


class GitError(ConfigError):
    """What git cannot tell: no program, no repository, no such revision, a history that is cut short."""


def ask_git(
    folder: Path,
    *arguments: str,
    settings: Sequence[str] = (),
    data: bytes | None = None,
    literal: bool = True,
) -> bytes | None:
    """What ``git ARGUMENTS`` prints, run in ``folder``; None where it fails.

    Args:
        folder: Where it runs: a folder that exists.
        arguments: A command that reads, and its arguments.
        settings: ``name=value`` pairs of git's configuration, for this run.
        data: What it reads from its standard input.
        literal: Whether paths are names and no patterns; some commands know no other and refuse to be told.

    Raises:
        GitError: There is no ``git`` on this machine.
    """
    command = ["git", *_QUIET, *(word for setting in settings for word in ("-c", setting)), *arguments]
    surroundings = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=data or b"",
            capture_output=True,
            check=False,
            env={**surroundings, **_SURROUNDINGS, **(_LITERAL if literal else {})},
        )
    except FileNotFoundError as error:
        if not folder.is_dir():
            raise GitError("This folder does not exist.", path=folder) from error
        raise GitError("There is no `git` program here.", remedy="Install git.") from error
    except OSError as error:
        raise GitError(f"`git` cannot be run: {error.strerror or error}.") from error
    return done.stdout if done.returncode == 0 else None
