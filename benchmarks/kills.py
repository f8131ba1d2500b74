"""Kills nbready at any moment of a write, and looks at what is left: ``python benchmarks/kills.py [TIMES]``.

Each way to write (``sync``, ``check --fix``, ``--write-baseline``, ``-o``, ``report -o``, a save through the
server's hook) is killed with SIGKILL so many times, at moments spread over its run. After each kill the
file must be whole, the old one or the new one; after the next run, an hour later by the clock of the files,
nothing may be left beside it. Exits 1 otherwise. Runs are forks of this process: none waits for imports.

Jupyter Server itself writes into the file that is there, and keeps the old one beside it (``.~a.ipynb``)
until it is done: there a kill in the middle counts as ``old beside it`` when that copy is whole.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

MEBIBYTE = "x" * 2**20


def _notebook(*cells: str) -> bytes:
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None}
    picture = {"output_type": "stream", "name": "stdout", "text": MEBIBYTE}
    made = [{**code, "source": cell, "outputs": [picture]} for cell in cells]
    document = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return (json.dumps(document, indent=1) + "\n").encode()


CHARTER = _notebook("%%charter\nauthor: me\n", "import pandas as pd\npd.read_csv('a.csv')")


def _nbready(*arguments: str) -> None:
    from nbready.cli import main

    main(list(arguments))


def _save() -> None:
    import logging

    from jupyter_server.services.contents.filemanager import FileContentsManager

    from nbready.server import SaveHook

    manager: Any = FileContentsManager(root_dir=".")
    manager.register_pre_save_hook(SaveHook(logging.getLogger()))
    content = json.loads(Path("a.ipynb").read_bytes())
    manager.save({"type": "notebook", "format": "json", "content": content}, "a.ipynb")


class Way(NamedTuple):
    """One way to write: what is done, the file that it writes, and what that file must be."""

    name: str
    act: Callable[[], None]
    file: str
    is_whole: Callable[[bytes], bool]


def _is_notebook(data: bytes) -> bool:
    return bool(json.loads(data)["cells"])


CHECK = ("check", ".", "--no-cache")
WAYS = (
    Way("sync", partial(_nbready, "sync", "a.ipynb"), "a.ipynb", _is_notebook),
    Way("check --fix", partial(_nbready, *CHECK, "--fix"), "a.ipynb", _is_notebook),
    Way(
        "baseline",
        partial(_nbready, *CHECK, "--write-baseline", "--baseline", "b.json"),
        "b.json",
        lambda data: "findings" in json.loads(data),
    ),
    Way(
        "check -o",
        partial(_nbready, *CHECK, "--format", "json", "-o", "o.json"),
        "o.json",
        lambda data: "notebooks" in json.loads(data),
    ),
    Way(
        "report -o",
        partial(_nbready, "report", ".", "-o", "o.html"),
        "o.html",
        lambda data: data.startswith(b"<!doctype") and data.rstrip().endswith(b"</html>"),
    ),
    Way("server save", _save, "a.ipynb", _is_notebook),
)


def _start(way: Way, folder: Path) -> int:
    """A process that goes that way; its number."""
    number = os.fork()
    if number:
        return number
    os.chdir(folder)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        way.act()
    except SystemExit:
        pass
    finally:
        os._exit(0)


def _kill(way: Way, folder: Path, old: bytes | None, after: float) -> str:
    """Kill one run; what is left: ``old``, ``new``, or what is wrong."""
    file = folder / way.file
    (folder / "a.ipynb").write_bytes(CHARTER)
    (folder / ".~a.ipynb").unlink(missing_ok=True)
    if old is None:
        file.unlink(missing_ok=True)
    elif way.file != "a.ipynb":
        file.write_bytes(old)
    run = _start(way, folder)
    time.sleep(after)
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)
    if not file.exists():
        return "old" if old is None else "GONE"
    data = file.read_bytes()
    if data == old or (way.file == "a.ipynb" and data == CHARTER):
        return "old"
    with contextlib.suppress(ValueError):
        if way.is_whole(data):
            return "new"
    copy = folder / f".~{way.file}"
    return "old beside it" if copy.exists() and copy.read_bytes() == CHARTER else "TORN"


def _clean(way: Way, folder: Path) -> int:
    """Names that are left an hour later, once the way was gone to its end; how many kills left any before."""
    left = [path for path in folder.iterdir() if path.name.endswith(".tmp")]
    for path in left:
        os.utime(path, (0, 0))
    os.waitpid(_start(way, folder), 0)
    remaining = {path.name for path in folder.iterdir()} - {"a.ipynb", way.file, ".ipynb_checkpoints"}
    # The server's own temporary copies are its own to clean.
    ours = {name for name in remaining if name.startswith(".nbready-")}
    if ours:
        raise SystemExit(f"{way.name} left {ours}")
    return len(left)


def _duration(way: Way, folder: Path) -> float:
    """How long it takes when nobody kills it, in seconds: the longest of three."""
    durations = []
    for _ in range(3):
        (folder / "a.ipynb").write_bytes(CHARTER)
        started = time.monotonic()
        os.waitpid(_start(way, folder), 0)
        durations.append(time.monotonic() - started)
    return max(durations)


def main() -> None:
    """Kill every way to write, and tell what was left."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    is_wrong = False
    for module in ("check", "sync", "report"):
        importlib.import_module(f"nbready.cli.{module}")
    for module in ("nbready.lint", "nbready.sync", "jupyter_server.services.contents.filemanager"):
        importlib.import_module(module)
    for way in WAYS:
        folder = Path(tempfile.mkdtemp(prefix="nbready-kills-"))
        (folder / "a.ipynb").write_bytes(CHARTER)
        whole = _duration(way, folder)
        is_new = way.file != "a.ipynb"
        outcomes: Counter[str] = Counter()
        for number in range(times):
            old = None if is_new and number % 2 else (b"what was there before" if is_new else CHARTER)
            outcomes[_kill(way, folder, old, whole * 1.1 * number / times)] += 1
        left = _clean(way, folder)
        shutil.rmtree(folder)
        is_wrong |= bool(outcomes["TORN"] or outcomes["GONE"])
        told = f"{way.name:12} {times} kills over {whole:.2f} s: {dict(outcomes)}"
        print(f"{told}; temporary files: {left}, after the next run 0", flush=True)
    sys.exit(is_wrong)


if __name__ == "__main__":
    main()
