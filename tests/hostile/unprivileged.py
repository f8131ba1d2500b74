"""Programs that run without the superuser's leave to enter and read everything, whoever runs the tests."""

import ctypes
import os
import subprocess
import sys

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def _give_up() -> None:
    if os.getuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def run(*arguments: object, **how: object) -> subprocess.CompletedProcess[str]:
    """``nbready`` with these arguments, as an ordinary user."""
    command = [sys.executable, "-m", "nbready", *map(str, arguments)]
    options = {"capture_output": True, "text": True, "timeout": 120, "preexec_fn": _give_up, **how}
    return subprocess.run(command, check=False, **options)
