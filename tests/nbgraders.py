"""nbgrader for tests: the real program, in a course of its own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., str]


def nbgrader_in(home: Path) -> Run:
    """Runs nbgrader in a course's folder, ``class`` in a home folder of its own.

    NBREADY_NBGRADER names a Python that has nbgrader and nbready, where this one has not.
    """
    python = os.environ.get("NBREADY_NBGRADER", "")
    if not python and importlib.util.find_spec("nbgrader") is None:
        pytest.skip("nbgrader is not installed; NBREADY_NBGRADER may name a Python that has it")
    folder = home / "class"
    folder.mkdir()
    config = (
        f"c = get_config()\nc.CourseDirectory.course_id = 'class'\nc.CourseDirectory.root = {str(folder)!r}\n"
    )
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    # nbgrader calls other programs of its environment, and keeps settings in the home folder.
    path = os.pathsep.join((str(Path(python or sys.executable).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "HOME": str(home), "PATH": path}

    def run(*arguments: str, **variables: str) -> str:
        command = [python or sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(
            command, cwd=folder, env={**environment, **variables}, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said

    return run
