"""The build: a wheel of plain Python, or with ``NBREADY_COMPILE=1`` one whose stage detector mypyc compiled.

Nothing is compiled on a person's machine unless asked: it takes a minute, and saves microseconds a cell.
Releases carry compiled wheels beside the plain one. The same modules go into a compiled wheel as Python too;
the verdicts are the same, the detector takes about half as long for what it does beside parsing. An editable
install is never compiled, for an edit would then have no effect.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "nbready/stages"
# What mypyc does not do: a package's lazy attributes.
LEFT_OUT = ("__init__.py",)
# What the rest of the package imports need not be here; where it is, its types are nobody's business.
LENIENT = ("--follow-imports=silent", "--ignore-missing-imports", "--no-site-packages")


class CompileHook(BuildHookInterface[BuilderConfig]):
    """Puts the compiled modules beside the Python ones."""

    PLUGIN_NAME = "custom"
    _scratch: tempfile.TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """What compiling needs; nothing where nobody asked for it."""
        return ["mypy>=2.4,<3", "setuptools>=77"] if is_asked_for() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the wheel carry the result.

        Raises:
            RuntimeError: It was asked for and cannot be done; a plain wheel in its place would go unnoticed.
        """
        if version == "editable" or not is_asked_for():
            return
        if (obstacle := what_is_missing()) is not None:
            raise RuntimeError(f"NBREADY_COMPILE=1, but {obstacle}; without it the wheel is plain Python")
        # The wheel is written after this returns, so the files have to stay until `finalize`.
        self._scratch = tempfile.TemporaryDirectory(prefix="nbready-build-")
        self.app.display_info("Compiling the stage detector, which takes a minute")
        try:
            built = compile_into(Path(self._scratch.name), Path(self.root, "src", "nbready"))
        except subprocess.CalledProcessError as error:
            self._scratch.cleanup()
            raise RuntimeError(f"{error.stdout}{error.stderr}\nmypyc gave up") from None
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"].update(built)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed on the way."""
        if self._scratch:
            self._scratch.cleanup()


def is_asked_for() -> bool:
    """Whether somebody asked for compiled code."""
    return os.environ.get("NBREADY_COMPILE", "") not in ("", "0")


def what_is_missing() -> str | None:
    """Why nothing can be compiled here; None where it can."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "mypyc compiles for CPython with its lock only"
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        return "Python's C headers are not installed"
    if sys.platform == "win32":
        return None  # setuptools finds the compiler, and says so where it does not
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "").split()
    if not compiler or shutil.which(compiler[0]) is None:
        return "there is no C compiler"
    if sys.platform == "darwin" and not has_command_line_tools():
        return "the command line tools are not installed (xcode-select --install)"
    return None


def has_command_line_tools() -> bool:
    """Whether macOS has its compiler: the one that is always there only asks people to install it."""
    return subprocess.run(["xcode-select", "-p"], check=False, capture_output=True).returncode == 0


def compile_into(scratch: Path, package: Path) -> dict[str, str]:
    """Compile a copy of the package; the files that were made, and where they go in the wheel.

    Raises:
        subprocess.CalledProcessError: mypyc or the C compiler failed; its output says why.
    """
    shutil.copytree(package, scratch / package.name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    sources = sorted(
        path.relative_to(scratch).as_posix()
        for path in (scratch / COMPILED).rglob("*.py")
        if path.name not in LEFT_OUT
    )
    subprocess.run(
        # Without a file of its own, mypy would go by whichever lies above or at home.
        [sys.executable, "-m", "mypyc", "--config-file=", *LENIENT, *sources],
        cwd=scratch,
        env={**os.environ, "MYPYC_OPT_LEVEL": "2", "MYPYC_DEBUG_LEVEL": "0", "MYPY_CACHE_DIR": os.devnull},
        check=True,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    made = [*scratch.glob("*__mypyc.*"), *(scratch / package.name).rglob(f"*{suffix}")]
    return {str(path): path.relative_to(scratch).as_posix() for path in made}
