"""The project's two commands, for a machine with nothing but Python: ``demo`` and ``test``.

    python tasks.py demo     run the examples: one is stopped, one runs to its end
    python tasks.py test     lint, types and every test

Both make a virtual environment in ``.venv`` and install what they need into it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def main() -> int:
    """Run the command that was asked for; its exit code."""
    tasks: dict[str, Callable[[], int]] = {"demo": demo, "test": test}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        print(__doc__, file=sys.stderr)
        return 2
    return tasks[sys.argv[1]]()


def demo() -> int:
    """Run the examples and say what happens."""
    python = environment(".venv", ".[fast,demo]")
    return run(python, "examples/run.py")


def test() -> int:
    """Everything that has to hold before a change lands; all of it runs, whatever fails first."""
    if CI:
        install_browser()
    python = environment(".venv", ".[test]")
    old = environment(".venv-ipython8", ".[test-kernel]", "ipython<9")
    codes = [
        run(python, "-m", "ruff", "check", "."),
        run(python, "-m", "ruff", "format", "--check", "."),
        run(python, "-m", "mypy"),
        run(python, "-m", "pytest", "-n", "2", "--dist", "loadgroup"),
        run(old, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "tests/kernel", "tests/parity"),
        compiled(),
        javascript(),
    ]
    return 1 if any(codes) else 0


def compiled() -> int:
    """The tests of what the compiled detector serves, once more, on it; skipped without a C compiler."""
    python = environment(".venv-compiled", ".[test]", editable=False)
    asked = "from nbready.stages import walk; print(walk.__file__)"
    found = subprocess.run([python, "-c", asked], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        return found.returncode
    if found.stdout.strip().endswith(".py"):
        say("Nothing was compiled: no test of compiled code")
        return 1 if CI else 0
    rooms = ("stages", "lint", "hostile", "kernel", "parity")
    return run(python, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *(f"tests/{room}" for room in rooms))


def javascript() -> int:
    """The tests of the form's own logic, in Node.js; skipped where there is none, but not in CI."""
    node = shutil.which("node")
    if node is None:
        say("No Node.js: the JavaScript tests are skipped")
        return 1 if CI else 0
    say("node --test tests/js")
    tests = sorted(ROOT.glob("tests/js/*.test.js"))
    return subprocess.run([node, "--test", *tests], cwd=ROOT, check=False).returncode


def environment(name: str, *requirements: str, editable: bool = True) -> Path:
    """The interpreter of a virtual environment that holds this project and ``requirements``.

    Args:
        name: The environment's folder.
        requirements: This project, with its extras, and whatever else.
        editable: Whether changes to the source take effect; otherwise it is built as people install it.
    """
    folder = ROOT / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        say(f"Making {name}")
        venv.create(folder, with_pip=True)
    say(f"Installing {' '.join(requirements)} into {name}")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # An editable install is pure Python anyway, and would fetch a compiler for nothing.
    how, settings = (["--editable"], {**os.environ, "NBREADY_PURE": "1"}) if editable else ([], None)
    subprocess.run([*install, *how, *requirements], cwd=ROOT, check=True, env=settings)
    return python


def install_browser() -> None:
    """Debian's Chromium, for the browser tests, where it is missing."""
    if shutil.which("chromium") or not shutil.which("apt-get"):
        return
    say("Installing chromium")
    subprocess.run(["apt-get", "update", "--quiet", "--quiet"], check=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "install", "--yes", "--quiet", "--quiet", "chromium"], check=True, env=quiet)


def run(python: Path, *arguments: str) -> int:
    """Run Python in the project's folder; its exit code."""
    say(" ".join(("python", *arguments)))
    return subprocess.run([python, *arguments], cwd=ROOT, check=False).returncode


def say(what: str) -> None:
    """Say what comes next."""
    print(f"\n> {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
