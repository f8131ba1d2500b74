"""A wheel at work, away from its source: both doors, on the examples.

python .github/release/smoke.py EXAMPLES [--compiled]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(examples: Path, *, compiled: bool) -> None:
    """Raise where the installed package does not do what it promises."""
    version = nbready("--version")
    assert ("compiled" in version.stdout) == compiled, version.stdout
    early = nbready("check", str(examples / "load_first.ipynb"))
    assert early.returncode == 1, early
    assert "NBR201" in early.stdout, early
    ready = nbready("check", str(examples / "triage" / "triage.ipynb"))
    assert ready.returncode == 0, ready
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "nbready")
    stopped = shell.run_cell("import pandas as pd\npd.read_csv('customers.csv')")
    assert type(stopped.error_before_exec).__name__ == "GateClosed", stopped
    print(f"{version.stdout.strip()}: works without the source")


def nbready(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    return subprocess.run(
        [sys.executable, "-m", "nbready", *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), compiled="--compiled" in sys.argv)
