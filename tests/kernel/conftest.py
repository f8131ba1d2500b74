"""One kernel a module, fresh for every test; and a shell in this process where that is enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import LiveKernel, live_kernel

from .shells import Shell

ROWS = "x,y\n1,0\n2,1\n3,0\n4,1\n"


@pytest.fixture(scope="module")
def running_kernel() -> Iterator[LiveKernel]:
    with live_kernel() as kernel:
        yield kernel


@pytest.fixture
def kernel(running_kernel: LiveKernel, tmp_path: Path) -> LiveKernel:
    """A kernel in an empty folder that has `rows.csv`; nothing has run in it yet."""
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    running_kernel.fresh(tmp_path)
    return running_kernel


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in this process with the extension loaded, in an empty folder that has `rows.csv`."""
    monkeypatch.delenv("NBREADY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return Shell().load()
