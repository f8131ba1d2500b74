"""Small notebooks of minimal pairs and hard negatives, cell by cell."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from nbready.stages import Detector, detect_stages

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


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook["notebook"])
def test_a_kernel_s_tree_is_read_as_the_text_is(notebook: dict) -> None:
    inputtransformer2 = pytest.importorskip("IPython.core.inputtransformer2")
    transformer = inputtransformer2.TransformerManager()
    by_text, by_tree = Detector(), Detector()
    for cell in notebook["cells"]:
        uses = by_tree.read_tree(ast.parse(transformer.transform_cell(cell["code"]))).uses
        assert [(use.stage, use.call, use.line) for use in uses] == [
            (use.stage, use.call, use.line) for use in by_text.read(cell["code"]).uses
        ]
