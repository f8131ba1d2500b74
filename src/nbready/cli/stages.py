"""``nbready stages``: what each code cell of a notebook does, and why that is believed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from nbready.cli.outside import allow_outside
from nbready.config import find_config
from nbready.escape import plain_line
from nbready.notebook.open import open_notebook
from nbready.stages import Catalogue, CellStages, detect_stages

_STAGE_WIDTH = 8


@click.command("stages")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list with every code cell.")
@allow_outside
def stages(file: Path, as_json: bool) -> None:
    """Show which code cells of a notebook load data, train or deploy a model, by which call, and why.

    Cells are counted from 1 among all cells, as `nbready check` counts them; in JSON they are code cells,
    counted from 0. Lines are counted from 1. Nothing is executed.
    """
    notebook = open_notebook(file)
    config = find_config(file)
    catalogue = Catalogue.default().extended(*config.stages)
    cells = [cell for cell in notebook.cells if cell.kind == "code"]
    sources = [cell.source for cell in cells]
    found = detect_stages(sources, catalogue=catalogue, folder=file.parent, root=config.root)
    numbers = [cell.position + 1 for cell in cells]
    click.echo(json.dumps(_shape(found), indent=1) if as_json else "\n".join(_lines(found, numbers)))


def _shape(found: Sequence[CellStages]) -> list[dict[str, Any]]:
    return [
        {
            "cell": number,
            "stages": list(dict.fromkeys(use.stage for use in cell.uses)),
            "uses": [
                {"stage": use.stage, "call": use.call, "line": use.line, "how": use.how} for use in cell.uses
            ],
            **({"skipped": cell.skipped} if cell.skipped else {}),
        }
        for number, cell in enumerate(found)
    ]


def _lines(found: Sequence[CellStages], numbers: Sequence[int]) -> Iterator[str]:
    for number, cell in zip(numbers, found, strict=True):
        if cell.uses:
            yield f"cell {number}"
        for use in cell.uses:
            place = f"line {use.line}"
            yield plain_line(f"  {use.stage:<{_STAGE_WIDTH}}  {place:<8}  {use.call}  ({use.how})")
    entered = sum(bool(cell.uses) for cell in found)
    skipped = [str(number) for number, cell in zip(numbers, found, strict=True) if cell.skipped]
    left = f" Not valid Python, so read as far as possible: cell {', '.join(skipped)}." if skipped else ""
    yield f"{len(found)} code cells, {entered} of them enter a stage.{left}"
