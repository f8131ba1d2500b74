"""Git repositories made for the doctor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

from nbready.doctor import Diagnosis, diagnose, read_repository

TOOLS = Path(sys.executable).parent


def configure(folder: Path, files: dict[str, str]) -> tuple[Diagnosis, ...]:
    """Write files, and diagnose the folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return diagnose(read_repository(folder))


def hooks(*entries: dict[str, object]) -> dict[str, str]:
    return {".pre-commit-config.yaml": yaml.safe_dump({"repos": [{"repo": "local", "hooks": list(entries)}]})}


def run(folder: Path, *command: str) -> str:
    """Run a command with this environment's tools at hand."""
    surroundings = os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
    return done.stdout


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, "git", "init", "--quiet")
    return folder
