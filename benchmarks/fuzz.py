"""Coverage-guided fuzzing of what reads files of strangers: outside CI, as long as one likes.

    pip install atheris
    python benchmarks/fuzz.py reader -max_total_time=600 CORPUS

Whatever is not one of our own messages is a find: libFuzzer writes the input down and stops. Targets: reader,
splicer, charter, magics, configuration, detector. Seeds are made on the first run from the hostile set.
"""

# mypy: ignore-errors
from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nbready"]):
    from nbready.charter.check import review_charter
    from nbready.charter.fill_in import write_cell, write_charter
    from nbready.charter.parse import parse_charter
    from nbready.charter.questions import default_questions
    from nbready.charter.store import charter_body
    from nbready.config import parse_config
    from nbready.errors import NbreadyError
    from nbready.files.read import FileError
    from nbready.files.toml import parse_toml
    from nbready.lint.suppress import marks_of
    from nbready.marks import deferral_lines
    from nbready.notebook import parse_notebook
    from nbready.notebook.edit import InsertCell, RemoveCell, RemoveMetadata, SetMetadata, SetSource, apply
    from nbready.stages import detect_stages
    from nbready.stages.syntax.source import parse_cell, translate
    from nbready.templates.preset import find_presets

TODAY = dt.date(2026, 1, 5)
QUESTIONS = default_questions()
TEXTS = ("x", "", "a\nb\n", 'quote " and \\', "\u2028\x85\u00e9\U0001f600", "%%charter\nauthor: me\n")
TESTS = Path(__file__).parents[1] / "tests"


def reader(data: bytes) -> None:
    """A file is a notebook or a message."""
    with contextlib.suppress(NbreadyError):
        parse_notebook(data)


def splicer(data: bytes) -> None:
    """Every edit gives a notebook that is read again and holds what was written."""
    # Two bytes say what is done, so that seeds are notebooks from the third one on.
    position, text = sum(data[:1]) % 6, TEXTS[sum(data[1:2]) % len(TEXTS)]
    try:
        made = parse_notebook(data[2:], validate=False)
    except NbreadyError:
        return
    if made.nbformat[0] != 4:
        return
    at = position % max(1, len(made.cells))
    edits = [SetMetadata(key="nbready", value={"version": 1, "charter": {"author": text}})]
    edits.append(InsertCell(cell=min(position, len(made.cells)), source=text))
    edits += [SetSource(cell=at, source=text), RemoveCell(cell=at)] if made.cells else []
    for edit in edits:
        try:
            again = parse_notebook(apply(made, [edit]), validate=False)
        except IndexError:
            continue  # a cell without a source has none to set
        if isinstance(edit, SetMetadata):
            assert again.metadata["nbready"]["charter"]["author"] == text
            gone = parse_notebook(apply(again, [RemoveMetadata(key="nbready")]), validate=False)
            assert "nbready" not in gone.metadata
        elif isinstance(edit, InsertCell):
            assert again.cells[min(position, len(made.cells))].source == text
        elif isinstance(edit, SetSource):
            assert again.cells[at].source == text
        else:
            assert len(again.cells) == len(made.cells) - 1


def charter(data: bytes) -> None:
    """What is read is judged, and written again to the same answers."""
    try:
        read = parse_charter(data.decode(errors="replace"), QUESTIONS)
    except NbreadyError:
        return
    review_charter(read, QUESTIONS, today=TODAY)
    again = parse_charter(charter_body(write_cell(read, QUESTIONS)), QUESTIONS)
    assert again.author == read.author


def magics(data: bytes) -> None:
    """What people write besides Python is told from it, whatever it is."""
    text = data.decode(errors="replace")
    assert translate(text).count("\n") >= 0
    parse_cell(text)
    list(deferral_lines(text))
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
    document = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    with contextlib.suppress(NbreadyError):
        marks_of(parse_notebook(json.dumps(document).encode()).cells[0])


def configuration(data: bytes) -> None:
    """A table is a configuration or a message."""
    try:
        table = parse_toml(data.decode(errors="replace"))
    except FileError:
        return
    with contextlib.suppress(NbreadyError):
        parse_config(table.get("tool", {}).get("nbready", table), Path("/nowhere/pyproject.toml"))


def detector(data: bytes) -> None:
    """Every list of cells has its stages."""
    detect_stages(data.decode(errors="replace").split("\x00"))


TARGETS = {f.__name__: f for f in (reader, splicer, charter, magics, configuration, detector)}


def _parts(name: str, data: bytes) -> Iterator[bytes]:
    if name in ("reader", "splicer", "configuration"):
        yield b"\0\0" + data if name == "splicer" else data
        return
    cells = []
    with contextlib.suppress(NbreadyError):
        cells = [cell.source.encode(errors="replace") for cell in parse_notebook(data, validate=False).cells]
    if name == "detector":
        yield b"\0".join(cells)
    elif name == "charter":
        yield from (cell.partition(b"\n")[2] for cell in cells if cell.startswith(b"%%charter"))
    else:
        yield from cells


def _seeds(name: str, folder: Path) -> None:
    sys.path[:0] = [str(TESTS), str(TESTS / "hostile")]
    from hostile_files import CONTENTS

    for number, data in enumerate(CONTENTS.values()):
        if len(data) < 20_000:
            for part, seed in enumerate(_parts(name, data)):
                (folder / f"seed{number}-{part}").write_bytes(seed)
    if name == "charter":
        for preset in find_presets().values():
            (folder / preset.name).write_text(write_charter(preset.example, QUESTIONS))
    if name == "configuration":
        seed = 'policy = {data = "warn"}\nexclude = ["a/*"]\ncharter = "c.yaml"\n[stages]\nload = ["a.b"]\n'
        (folder / "seed").write_text(seed)


def main() -> None:
    """Fuzz the target that is named."""
    name, *options = sys.argv[1:]
    folders = [Path(option) for option in options if not option.startswith("-")]
    for folder in folders[:1]:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            _seeds(name, folder)
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
