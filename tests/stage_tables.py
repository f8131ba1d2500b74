"""What the tables of these tests share: cells in, the stages of the last one out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from nbready.stages import Catalogue, detect_stages

GATED = frozenset({"load", "train", "deploy"})


def stages_of(
    *cells: str, folder: Path | None = None, root: Path | None = None, catalogue: Catalogue | None = None
) -> set[str]:
    """The gated stages that the last of these cells enters."""
    found = detect_stages(cells, folder=folder, root=root, catalogue=catalogue)
    return {use.stage for use in found[-1].uses} & GATED


def all_stages_of(*cells: str) -> set[str]:
    """Every stage that the last of these cells enters."""
    return {use.stage for use in detect_stages(cells)[-1].uses}


def ids(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """A readable test id a row: the last line of its last cell."""
    names = []
    for row in rows:
        texts = [part for part in row if isinstance(part, str)] or [str(row[0])]
        names.append(texts[-1].strip().splitlines()[-1][:50] if texts[-1].strip() else "empty")
    return names


def both_tables(
    quiet: Sequence[tuple[str, ...]], fires: Sequence[tuple[str, ...]]
) -> tuple[Callable[..., None], Callable[..., None]]:
    """The tests of two tables: rows of cells that enter no gated stage; a stage and cells that enter it."""

    @pytest.mark.parametrize("cells", quiet, ids=ids(quiet))
    def test_stays_quiet(cells: tuple[str, ...]) -> None:
        assert stages_of(*cells) == set()

    @pytest.mark.parametrize("row", fires, ids=ids(fires))
    def test_fires(row: tuple[str, ...]) -> None:
        stage, *cells = row
        assert stages_of(*cells) == {stage}

    return test_stays_quiet, test_fires
