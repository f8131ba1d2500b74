"""Every way that IPython has to wrap code, in a real kernel: seen through once, from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernels import LiveKernel

from .charters import DATA, IMPORT, LOAD

pytestmark = pytest.mark.kernel

READ = "pd.read_csv('rows.csv')"
WRAPPED = {
    "line time": f"%time frame = {READ}",
    "cell time": f"%%time\n{LOAD}",
    "line timeit": f"%timeit -n 1 -r 1 {READ}",
    "cell timeit": f"%%timeit -n 1 -r 1\n{LOAD}",
    "capture": f"%%capture\n{LOAD}",
    "capture into a name": f"%%capture out\n{LOAD}",
    "cell prun": f"%%prun -q\n{LOAD}",
    "line prun": f"%prun -q {READ}",
    "capture of a time": f"%%capture\n%%time\n{LOAD}",
    "run": "%run load.py",
    "shell": "!python load.py",
    "shell into a name": "lines = !python load.py",
    "bash": "%%bash\npython load.py",
    "python": "%%python\nimport pandas as pd\npd.read_csv('rows.csv')",
    "line sql": "%sql SELECT * FROM loans",
    "cell sql": "%%sql\nSELECT * FROM loans",
    "exec": f'exec("frame = {READ}")',
    "eval": f'frame = eval("{READ}")',
    "await": f"async def fetch():\n    return {READ}\nframe = await fetch()",
    "a function of the notebook": f"def fetch():\n    return {READ}\nframe = fetch()",
    "a magic below code": f"x = 1\n%time frame = {READ}",
}
# Not to be found here, and then an error of their own; the guard has let them through by then.
UNINSTALLED = ("line sql", "cell sql")


@pytest.fixture
def loaded(kernel: LiveKernel, tmp_path: Path) -> LiveKernel:
    (tmp_path / "load.py").write_text("import pandas as pd\npd.read_csv('rows.csv')\n", encoding="utf-8")
    kernel.run("%load_ext nbready", "a")
    kernel.run(IMPORT, "b")
    return kernel


@pytest.mark.parametrize("name", WRAPPED)
def test_a_wrapped_load_is_stopped_once_and_then_let_through(loaded: LiveKernel, name: str) -> None:
    stopped = loaded.run(WRAPPED[name], "c")
    assert stopped.is_blocked
    assert stopped.text.count("This cell was stopped before it ran") == 1
    assert loaded.run(DATA, "d").status == "ok"
    free = loaded.run(WRAPPED[name], "e")
    assert (free.status == "ok") == (name not in UNINSTALLED)
    assert "nbready" not in free.text
    assert [verdict["outcome"] for _, verdict in loaded.verdicts()] == ["block", "pass"]


@pytest.mark.parametrize("wrapper", ["%%time\n", "%%capture\n", "%%prun -q\n", "%time ", ""])
def test_a_wrapped_warning_is_shown_once(loaded: LiveKernel, wrapper: str) -> None:
    loaded.run("%nbready policy data=warn", "c")
    cell = loaded.run(f"{wrapper}{LOAD}", "d")
    assert cell.text.count("loads data") == 1
    assert len(loaded.verdicts()) == 1


QUIET = {
    "a file that is only written": f"%%writefile other.py\nimport pandas as pd\n{READ}",
    "html": f"%%html\n<b>{READ}</b>",
    "an uncalled coroutine": f"async def fetch():\n    return {READ}",
    "a shell command": "!ls",
}


@pytest.mark.parametrize("source", QUIET.values(), ids=QUIET)
def test_stays_quiet(loaded: LiveKernel, source: str) -> None:
    assert loaded.run(source, "c").status == "ok"
    assert loaded.verdicts() == []
