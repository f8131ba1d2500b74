"""The build: where a C compiler is at hand, the stage detector is compiled with mypyc.

The same modules go into the wheel as Python too, and are what runs where nothing was compiled: the verdicts
are the same, the detector takes about twice as long for what it does beside parsing. An editable install is
never compiled, for an edit would then have no effect. ``NBREADY_PURE=1`` asks for a wheel without compiled
code.
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
# What mypyc does not do: a package's lazy attributes, and methods that are put into slots.
LEFT_OUT = ("__init__.py", "pattern.py")
# The build environment has none of what the rest of the package imports.
LENIENT = ("--follow-imports=silent", "--ignore-missing-imports")


class CompileHook(BuildHookInterface[BuilderConfig]):
    """Puts the compiled modules beside the Python ones."""

    PLUGIN_NAME = "custom"
    _scratch: tempfile.TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """What compiling needs; nothing where there will be none."""
        return ["mypy>=2.4,<3", "setuptools>=77"] if can_compile() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the wheel carry the result; without a result it is pure Python."""
        if version == "editable" or not can_compile():
            return
        # The wheel is written after this returns, so the files have to stay until `finalize`.
        self._scratch = tempfile.TemporaryDirectory(prefix="nbready-build-")
        self.app.display_info(
            "Compiling the stage detector, which takes a minute; NBREADY_PURE=1 does without"
        )
        try:
            built = compile_into(Path(self._scratch.name), Path(self.root, "src", "nbready"))
        except subprocess.CalledProcessError as error:
            self.app.display_warning(
                f"{error.stdout}{error.stderr}\nmypyc gave up: this wheel is pure Python, and slower"
            )
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"].update(built)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed on the way."""
        if self._scratch:
            self._scratch.cleanup()


def can_compile() -> bool:
    """Whether this is CPython with its headers and a C compiler, and nobody asked for plain Python.

    On Windows it never is: nothing there says where the compiler is.
    """
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "").split()
    return (
        os.environ.get("NBREADY_PURE", "") in ("", "0")
        and sys.implementation.name == "cpython"
        and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and bool(compiler)
        and shutil.which(compiler[0]) is not None
        and Path(sysconfig.get_path("include"), "Python.h").exists()
        and (sys.platform != "darwin" or has_command_line_tools())
    )


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
