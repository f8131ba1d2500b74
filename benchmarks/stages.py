"""How well and how fast cells are read: F1, precision, first cells; and time over that of parsing.

    python benchmarks/stages.py --cells CELLS.jsonl [--minipairs PAIRS.jsonl] [--notebooks FOLDER]

CELLS.jsonl holds a code cell a line: ``{"notebook", "cell_index", "source_set", "code", "labels"}``. The
labels ``load_data`` and ``model`` count; a cell labelled ``ambiguous_load`` or ``ambiguous_model`` is left
out of that stage. PAIRS.jsonl holds a notebook a line, as tests/stages/minipairs.jsonl does. FOLDER is
searched for notebooks that are only timed. Times are ratios within one run: reading over ``ast.parse`` of
the same cells, the least of three.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nbready.notebook import parse_notebook
from nbready.stages import Catalogue, Detector, detect_stages
from nbready.stages.syntax.source import parse_cell

STAGES = {"load": ("load_data", "ambiguous_load"), "train": ("model", "ambiguous_model")}
REPEATS = 3
# What a line of CELLS.jsonl has.
CELL = {"notebook", "source_set", "code", "labels"}

Labelled = list[tuple[str, set[str]]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cells", type=Path)
    parser.add_argument("--minipairs", type=Path, default=Path("tests/stages/minipairs.jsonl"))
    parser.add_argument("--notebooks", type=Path)
    given = parser.parse_args()
    groups: dict[str, dict[str, Labelled]] = {}
    if given.cells:
        groups["cells"] = read_cells(given.cells)
    if given.minipairs.exists():
        groups["minipairs"] = read_pairs(given.minipairs)
    for title, notebooks in groups.items():
        print_quality(title, notebooks)
    timed = [[code for code, _ in cells] for notebooks in groups.values() for cells in notebooks.values()]
    if given.notebooks:
        timed += read_notebooks(given.notebooks)
    print_times(timed)


def read_cells(path: Path) -> dict[str, Labelled]:
    """Labelled notebooks of a file with a cell a line, minipairs left out."""
    notebooks: dict[str, Labelled] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        lacking = CELL - row.keys()
        if lacking:
            missing = ", ".join(sorted(lacking))
            raise SystemExit(
                f"{path}:{number}: {missing} missing. --cells takes a code cell a line, with its code; "
                "join a file of labels with its notebooks first."
            )
        if row["source_set"] != "minipairs":
            notebooks.setdefault(row["notebook"], []).append((row["code"], set(row["labels"])))
    return notebooks


def read_pairs(path: Path) -> dict[str, Labelled]:
    """Labelled notebooks of a file with a notebook a line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["notebook"]: [(cell["code"], set(cell["labels"])) for cell in row["cells"]] for row in rows}


def read_notebooks(folder: Path) -> list[list[str]]:
    """The code cells of every Python notebook below a folder that can be read."""
    found = []
    for path in sorted(folder.rglob("*.ipynb")):
        try:
            notebook = parse_notebook(path.read_bytes(), path=path, validate=False)
        except Exception as error:
            print(f"left out {path.name}: {error}")
            continue
        found.append([cell.source for cell in notebook.cells if cell.kind == "code"])
    return found


def print_quality(title: str, notebooks: Mapping[str, Labelled]) -> None:
    """Precision, recall, F1 and the first cell, by stage."""
    found = {
        name: [{use.stage for use in cell.uses} for cell in detect_stages(code for code, _ in cells)]
        for name, cells in notebooks.items()
    }
    print(f"{title}: {len(notebooks)} notebooks, {sum(map(len, notebooks.values()))} cells")
    for stage, (label, ambiguous) in STAGES.items():
        pairs = [
            [
                (label in labels, stage in stages)
                for (_, labels), stages in zip(cells, found[name], strict=True)
                if ambiguous not in labels
            ]
            for name, cells in notebooks.items()
        ]
        flat = [pair for rows in pairs for pair in rows]
        hit, false, missed = (flat.count(pair) for pair in ((True, True), (False, True), (True, False)))
        precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
        f1 = 2 * hit / max(1, 2 * hit + false + missed)
        firsts = [(_first(rows, 0), _first(rows, 1)) for rows in pairs if _first(rows, 0) is not None]
        exact = sum(wanted == got for wanted, got in firsts)
        print(
            f"  {stage:<6} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  "
            f"first cell {exact}/{len(firsts)}"
        )


def _first(rows: Iterable[tuple[bool, bool]], column: int) -> int | None:
    return next((number for number, row in enumerate(rows) if row[column]), None)


def print_times(notebooks: list[list[str]]) -> None:
    """What reading costs over parsing, whole notebooks and cell by cell of a kernel."""
    warnings.simplefilter("ignore")
    Catalogue.default()
    gc.disable()  # a collection falls on whichever of the two happens to run
    parse = read = walk = 0.0
    for cells in notebooks:
        trees = [tree for tree in map(parse_cell, cells) if tree is not None]
        parse += _least(lambda cells=cells: _parse(cells))  # type: ignore[misc]
        read += _least(lambda cells=cells: detect_stages(cells))  # type: ignore[misc]
        walk += _least(lambda trees=trees: _walk(trees))  # type: ignore[misc]
        gc.collect(0)
    gc.enable()
    print(f"{len(notebooks)} notebooks, {sum(map(len, notebooks))} cells, over ast.parse of the same cells:")
    print(f"  whole notebook, from text, parser's time apart: {(read - parse) / parse:.2f}")
    print(f"  whole notebook, from text, parser's time included: {read / parse:.2f}")
    print(f"  in a kernel, from trees: {walk / parse:.2f}")


def _parse(cells: Iterable[str]) -> None:
    for cell in cells:
        try:
            ast.parse(cell)
        except (SyntaxError, ValueError):
            continue


def _walk(trees: Iterable[ast.Module]) -> None:
    detector = Detector()
    for tree in trees:
        detector.read_tree(tree)


def _least(run: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
