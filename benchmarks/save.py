"""What the save hook costs: on a notebook of 2 MB with a charter, and on the same without one.

Run it with ``python benchmarks/save.py``. The median and the best of many saves of a file on disk, in
milliseconds, beside what writing the same notebook as JSON takes. Exits with 1 when a median breaks its
promise.
"""

from __future__ import annotations

import json
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from nbready.server import SaveHook

ROOT = Path(__file__).resolve().parents[1]
SIZE, CELLS, SAVES = 2_000_000, 80, 40
WITH_MS, WITHOUT_MS = 30.0, 1.0
CODE = (
    "import pandas as pd\nframe = pd.DataFrame({'x': range(10)})\n"
    "table = frame.groupby(frame['x'] % 2).agg(mean=('x', 'mean'))\ntable.head()\n"
)


def notebook(name: str) -> dict[str, Any]:
    """An example, run, with cells and outputs up to the size, as Jupyter Server hands it over."""
    content: dict[str, Any] = json.loads((ROOT / "examples" / "triage" / name).read_text("utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    picture = "iVBORw0KGgo" * (SIZE // CELLS // 11)
    for number in range(CELLS):
        output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}}
        content["cells"].append(
            {"id": f"more-{number}", "cell_type": "code", "metadata": {}, "outputs": [output], "source": CODE}
        )
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 1
    return content


def without_charter(content: dict[str, Any]) -> dict[str, Any]:
    """The same without a copy of its charter."""
    cells = [cell for cell in content["cells"] if not cell["source"].startswith("%%charter")]
    metadata = {key: value for key, value in content["metadata"].items() if key != "nbready"}
    return {**content, "cells": cells, "metadata": metadata}


class Taken(NamedTuple):
    """Milliseconds of many calls."""

    median: float
    best: float


def milliseconds(call: Callable[[], object]) -> Taken:
    """What many calls take."""
    taken = []
    for _ in range(SAVES):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return Taken(statistics.median(taken), min(taken))


def save_ms(content: dict[str, Any], folder: Path) -> tuple[Taken, Taken]:
    """Milliseconds of the hook, and of writing the notebook."""
    (folder / "a.ipynb").write_text(json.dumps(content), "utf-8")
    hook, manager = SaveHook(logging.getLogger("save")), SimpleNamespace(root_dir=str(folder))

    def save() -> None:
        # Shallow but for what the hook may change: each save starts from what the page sent.
        sent = {**content, "cells": [dict(cell) for cell in content["cells"]]}
        sent["metadata"] = dict(content["metadata"])
        hook(model={"type": "notebook", "content": sent}, path="a.ipynb", contents_manager=manager)

    save()
    return milliseconds(save), milliseconds(lambda: json.dumps(content, indent=1))


def main() -> int:
    """Measure, print, and judge."""
    # One without a seal yet, which is sealed at each of these saves, and one whose record is whole.
    new, sealed = notebook("triage.ipynb"), notebook("later.ipynb")
    cases = {
        "a charter, sealed at this save": (new, WITH_MS),
        "a charter with its record": (sealed, WITH_MS),
        "no charter": (without_charter(new), WITHOUT_MS),
    }
    ok = True
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, most) in cases.items():
            hook, writing = save_ms(content, Path(folder))
            ok &= hook.median <= most
            print(
                f"{name:<32} {hook.median:6.2f} ms, at best {hook.best:.2f} (at most {most:.0f}); "
                f"writing it as JSON: {writing.median:.1f} ms"
            )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
