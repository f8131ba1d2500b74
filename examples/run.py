"""Run the examples in real kernels, as a notebook would, and say what happened.

The notebooks are copied first: running them leaves this folder as it was.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parent
CODES = {"load_first.ipynb": 1, "triage/triage.ipynb": 0, "triage/later.ipynb": 1}
"""What ``nbready check`` is promised to say: 1 for an error."""


def main() -> int:
    """Run and check the notebooks; 0 when all did what the README promises."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(HERE, Path(folder) / "examples"))
        say("1. Data first, questions later: load_first.ipynb runs in a kernel.")
        stopped = not runs_to_the_end(copy / "load_first.ipynb")
        say("2. The same data behind an answered charter: triage/triage.ipynb runs in a kernel.")
        finished = runs_to_the_end(copy / "triage" / "triage.ipynb")
        say("3. Three weeks later, signed for another text: triage/later.ipynb warns at the launch.")
        warned = runs_to_the_end(copy / "triage" / "later.ipynb")
        say("4. The same gates over the files, as in CI: nbready check.")
        codes = {name: check(copy / name) for name in CODES}
    as_promised = stopped and finished and warned and codes == CODES
    say("All as promised." if as_promised else "Something is not as promised: see above.")
    return 0 if as_promised else 1


def runs_to_the_end(path: Path) -> bool:
    """Run a notebook, printing what its cells print."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        resources={"metadata": {"path": str(path.parent)}},
        # The kernel is ours and local: its advice on transport encryption would only alarm.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    try:
        client.execute()
        ended = True
    except CellExecutionError:
        ended = False
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            show(output)
    print("-> ran to its end" if ended else "-> stopped before the cell ran")
    return ended


def show(output: nbformat.NotebookNode) -> None:
    """Print an output as a terminal would show it; the error itself repeats the message above it."""
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    if text:
        print(str(text).rstrip())


def check(path: Path) -> int:
    """``nbready check`` on one notebook; its exit code."""
    done = subprocess.run([sys.executable, "-m", "nbready", "check", path.name], cwd=path.parent, check=False)
    print(f"-> nbready check {path.name}: exit code {done.returncode}")
    return done.returncode


def say(what: str) -> None:
    """A heading."""
    print(f"\n{what}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
