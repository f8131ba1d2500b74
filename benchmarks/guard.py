"""What the guard costs: over ``ast.parse`` of the same cell, and at ``%load_ext``.

Run it with ``python benchmarks/guard.py``, where the extra ``demo`` is installed. Ratios are taken within one
run, so that the machine drops out; the load time is the best of several started kernels. Exits with 1 when a
promise is broken.
"""

from __future__ import annotations

import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import ExecutionInfo, InteractiveShell

from nbready.kernel.magics import magics_of

LINES = (10, 200, 1000)
ROUNDS = 30
CLOSED, NONE = 0.5, 0.02
LOADS, LOAD_MS = 6, 80.0
HEAVY = ("nbformat", "ipywidgets", "anywidget")

# What notebooks are made of: calls, attributes, frames, a loop, a function, a plot.
BLOCK = '''\
import numpy as np
import pandas as pd

values = np.linspace(0.0, 1.0, {n} + 10)
frame = pd.DataFrame({{"x": values, "y": values**2 + {n}}})
frame["group"] = frame["x"].round(1).astype(str)
table = frame.groupby("group").agg(mean=("y", "mean"), count=("y", "size")).reset_index()
def scale_{n}(column, low=0.0, high=1.0):
    """Bring a column into a range."""
    return low + (column - column.min()) / (column.max() - column.min()) * (high - low)

for name in ["x", "y"]:
    frame[f"{{name}}_scaled"] = scale_{n}(frame[name])
ax = table.plot(x="group", y="mean", kind="bar", figsize=(8, 4))
ax.set_title("Mean by group, {n}")
print(table.head(), len(frame), frame["x_scaled"].describe())
'''


def cell_of(lines: int) -> str:
    """A cell of exactly so many lines."""
    text = "".join(BLOCK.format(n=n) for n in range(lines // 16 + 1)).splitlines()
    while lines and text[lines - 1].startswith(("def ", "for ")):
        text.insert(0, "answer = 42")
    return "\n".join(text[:lines]) + "\n"


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def cost(shell: InteractiveShell, source: str) -> tuple[float, float]:
    """The guard in ``transform_ast`` over parsing, and in IPython's events, in microseconds."""
    magics = magics_of(shell)
    assert magics is not None
    guard = magics.guard
    info = ExecutionInfo(source, True, False, True, None)  # type: ignore[no-untyped-call]

    def once() -> tuple[float, float]:
        parsing = seconds(lambda: ast.parse(source))
        tree = ast.parse(source)
        transform = partial(shell.transform_ast, tree)
        bare = seconds(transform)
        before = seconds(lambda: guard.before_cell(info))
        guarded = seconds(transform)
        after = seconds(lambda: guard.after_cell(None))
        return (guarded - bare) / parsing, (before + after) * 1e6

    once()
    ratios, events = zip(*(once() for _ in range(ROUNDS)), strict=True)
    return statistics.median(ratios), statistics.median(events)


def load_milliseconds(compiled: str) -> tuple[float, list[str]]:
    """The time of ``%load_ext nbready`` in a started kernel, and what heavy modules it imports.

    ``compiled`` is a folder for byte code, which pip has compiled where the package is installed.
    """
    from jupyter_client.manager import start_new_kernel

    code = (
        "import sys, time; before = set(sys.modules); start = time.perf_counter();"
        "get_ipython().run_line_magic('load_ext', 'nbready');"
        "took = (time.perf_counter() - start) * 1000; new = set(sys.modules) - before"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    manager, client = start_new_kernel(kernel_name="python3", env=environment, stderr=subprocess.DEVNULL)
    try:
        wanted = {"it": f"__import__('json').dumps([took, [m for m in {HEAVY!r} if m in new]])"}
        reply = client.execute(code, silent=True, user_expressions=wanted, reply=True, timeout=60)
        text = reply["content"]["user_expressions"]["it"]["data"]["text/plain"]
        took, heavy = json.loads(ast.literal_eval(text))
        return took, heavy
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> int:
    """Measure, print, and judge."""
    shell = InteractiveShell.instance()
    shell.display_pub = CapturingDisplayPublisher()  # type: ignore[no-untyped-call]
    shell.run_line_magic("load_ext", "nbready")
    ok = True
    print("guard in transform_ast over ast.parse of the same cell (and its events, microseconds)")
    print(f"{'lines':>6} {'gate closed':>20} {'none can fire':>20}")
    for lines in LINES:
        source = cell_of(lines)
        shell.run_line_magic("nbready", "policy data=block model=warn launch=warn")
        closed, closed_events = cost(shell, source)
        shell.run_line_magic("nbready", "policy data=off model=off launch=off")
        none, none_events = cost(shell, source)
        ok &= closed <= CLOSED and none <= NONE
        print(f"{lines:>6} {closed:>12.3f} ({closed_events:4.1f}) {none:>12.4f} ({none_events:4.1f})")
    with tempfile.TemporaryDirectory() as compiled:
        runs = [load_milliseconds(compiled) for _ in range(LOADS)]
    took, heavy = min(run[0] for run in runs), sorted({m for run in runs for m in run[1]})
    ok &= took <= LOAD_MS and not heavy
    print(f"%load_ext nbready: {took:.0f} ms (at most {LOAD_MS:.0f}); heavy imports: {heavy or 'none'}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
