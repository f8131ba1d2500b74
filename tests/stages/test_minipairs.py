"""Small notebooks of minimal pairs and hard negatives, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbready.stages import detect_stages

NOTEBOOKS = [
    json.loads(line)
    for line in Path(__file__).with_name("minipairs.jsonl").read_text(encoding="utf-8").splitlines()
]
LABEL = {"load": "load_data", "train": "model"}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook["notebook"])
def test_every_cell_is_read_as_it_is_labelled(notebook: dict) -> None:
    found = detect_stages(cell["code"] for cell in notebook["cells"])
    got = [sorted({LABEL[u.stage] for u in cell.uses if u.stage in LABEL}) for cell in found]
    wanted = [sorted(set(cell["labels"]) & set(LABEL.values())) for cell in notebook["cells"]]
    assert got == wanted
