"""The project's commands, for a machine with nothing but Python.

    python tasks.py demo               run the examples: one is stopped, one runs to its end
    python tasks.py test               lint, types and every test
    python tasks.py test --compiled    the tests of reading code once more, on a compiled detector
    python tasks.py test --all         both, as CI runs them
    python tasks.py docs               the documentation, into docs/_build/html

All make a virtual environment in ``.venv`` and install what they need into it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
# Rooms whose tests read code, and so differ if compiled code does.
READING = ("tests/stages", "tests/hostile", "tests/parity")
# Tests that share a kernel or a server go to one process, in the order of tests/scheduling.py.
SPREAD = ("--dist", "loadgroup", "--no-loadscope-reorder")


def main() -> int:
    """Run the command that was asked for; its exit code."""
    tasks: dict[tuple[str, ...], Callable[[], int]] = {
        ("demo",): demo,
        ("test",): test,
        ("test", "--compiled"): test_compiled,
        ("test", "--all"): test_all,
        ("docs",): docs,
    }
    task = tasks.get(tuple(sys.argv[1:]))
    if task is None:
        print(__doc__, file=sys.stderr)
        return 2
    # Tests start hundreds of processes: each would compile every module that it imports anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return task()


def demo() -> int:
    """Run the examples and say what happens."""
    python = environment(".[fast,demo]")
    return run(python, "examples/run.py")


def test() -> int:
    """Everything that has to hold before a change lands; all of it runs, whatever fails first."""
    if CI:
        install_browser()
    python = environment(".[test]")
    older = overlay(python, "ipython8", "ipython>=8,<9", "decorator")  # which IPython 9 does without
    with ThreadPoolExecutor() as beside:
        # One process by itself: it fits in where tests wait for a browser.
        types = beside.submit(run_quietly, python, "-m", "mypy")
        codes = [
            run(python, "-m", "ruff", "check", "."),
            run(python, "-m", "ruff", "format", "--check", "."),
            javascript(),
            pytest(python),
            pytest(python, "tests/kernel", over=older),
            types.result(),
        ]
    return 1 if any(codes) else 0


def test_compiled() -> int:
    """What the compiled detector serves, on it: the wheel is built as a release builds it."""
    python = environment(".[test]")
    return test_on(python, compiled(python))


def test_all() -> int:
    """All tests; the compiler, one process by itself too, is at work during the others."""
    python = environment(".[test]")
    with ThreadPoolExecutor() as beside:
        wheel = beside.submit(compiled, python)
        code = test()
        return test_on(python, wheel.result()) or code


def compiled(python: Path) -> Path:
    """The overlay with a compiled detector."""
    return overlay(python, "compiled", ".", NBREADY_COMPILE="1")


def test_on(python: Path, wheel: Path) -> int:
    """The tests of reading code, on a compiled detector."""
    asked = "import sys; from nbready.stages import walk; sys.exit(walk.__file__.endswith('.py'))"
    if run(python, "-c", asked, over=wheel) != 0:
        say("The tests would not run on compiled code")
        return 1
    return pytest(python, *READING, over=wheel)


def docs() -> int:
    """The documentation; whatever Sphinx warns of is an error. The notebook in it needs npm."""
    python = environment(".[docs]")
    shutil.rmtree(ROOT / "docs" / "_build", ignore_errors=True)
    code = run(python, "-m", "sphinx", "--fail-on-warning", "--keep-going", "docs", "docs/_build/html")
    if code == 0 and shutil.which("npm") is None:
        say("No npm: the notebook on the first page is left out")
        return 0
    return code or run(python, "docs/live.py", "docs/_build/html/live")


def javascript() -> int:
    """The tests of the form's own logic, in Node.js; skipped where there is none, but not in CI."""
    node = shutil.which("node")
    if node is None:
        say("No Node.js: the JavaScript tests are skipped")
        return 1 if CI else 0
    say("node --test tests/js")
    tests = sorted(ROOT.glob("tests/js/*.test.js"))
    return subprocess.run([node, "--test", *tests], cwd=ROOT, check=False).returncode


def environment(requirement: str) -> Path:
    """The interpreter of ``.venv``, which holds this project, editable, and what it requires."""
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        say("Making .venv")
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], cwd=ROOT, check=False)
    say(f"Installing {requirement} into .venv")
    install(python, "--editable", requirement)
    return python


def overlay(python: Path, name: str, *requirements: str, **settings: str) -> Path:
    """A folder with a package in another version or build, to lay over ``.venv``.

    What else it needs is in ``.venv`` already: nothing is installed twice.
    """
    folder = ROOT / ".venv" / "overlays" / name
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Installing {' '.join((*requirements, *(f'({k}={v})' for k, v in settings.items())))} over .venv")
    install(python, "--no-deps", "--target", folder, *requirements, **settings)
    return folder


def install(python: Path, *arguments: str | Path, **settings: str) -> None:
    """Run uv, which takes seconds; where it is missing or does not get through pip, which takes minutes."""
    environment = {**os.environ, **settings}
    uv = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python, *arguments]
    if subprocess.run(uv, cwd=ROOT, check=False, env=environment).returncode != 0:
        quiet = ("--quiet", "--disable-pip-version-check", "--no-compile")
        pip = [python, "-m", "pip", "install", *quiet, *arguments]
        subprocess.run(pip, cwd=ROOT, check=True, env=environment)


def install_browser() -> None:
    """Debian's Chromium, for the browser tests, where it is missing and no other is named."""
    if "NBREADY_CHROMIUM" in os.environ or shutil.which("chromium") or not shutil.which("apt-get"):
        return
    say("Installing chromium")
    subprocess.run(["apt-get", "update", "--quiet", "--quiet"], check=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "install", "--yes", "--quiet", "--quiet", "chromium"], check=True, env=quiet)


def pytest(python: Path, *paths: str, over: Path | None = None) -> int:
    """Run tests on three processes, for those in a browser wait as often as they work; the exit code."""
    return run(python, "-m", "pytest", "-n", "3", *SPREAD, *paths, over=over)


def run(python: Path, *arguments: str, over: Path | None = None) -> int:
    """Run Python in the project's folder, perhaps with an overlay before its packages; its exit code."""
    say(" ".join(("python", *arguments, *((f"(over it: {over.name})",) if over else ()))))
    settings = {**os.environ, "PYTHONPATH": str(over)} if over else None
    return subprocess.run([python, *arguments], cwd=ROOT, check=False, env=settings).returncode


def run_quietly(python: Path, *arguments: str) -> int:
    """Run Python beside something else: what it says comes in one piece, at its end; its exit code."""
    command = [python, *arguments]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=ROOT, check=False, text=True, **both)
    say(f"{' '.join(('python', *arguments))}\n{done.stdout}")
    return done.returncode


def say(what: str) -> None:
    """Say what comes next."""
    print(f"\n> {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
