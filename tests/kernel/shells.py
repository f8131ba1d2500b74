"""A shell in this process: no kernel to start, its insides in reach."""

from __future__ import annotations

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

from nbready.kernel.magics import NbreadyMagics, magics_of
from nbready.kernel.session import Session


class Shell:
    """An IPython shell that keeps what is shown in place of printing it."""

    def __init__(self, *, history: bool = True) -> None:
        config = Config()
        config.HistoryManager.hist_file = ":memory:"
        config.HistoryManager.enabled = history
        self.ip = InteractiveShell(config=config)
        self.ip.display_pub = CapturingDisplayPublisher()

    def run(self, source: str) -> ExecutionResult:
        return self.ip.run_cell(source, store_history=True)

    def load(self) -> Shell:
        assert self.run("%load_ext nbready").success
        self.clear()
        return self

    def clear(self) -> None:
        self.ip.display_pub.outputs.clear()

    @property
    def shown(self) -> list[str]:
        """The texts of what was shown, in order."""
        return [output["data"]["text/plain"] for output in self.ip.display_pub.outputs]

    @property
    def magics(self) -> NbreadyMagics:
        magics = magics_of(self.ip)
        assert magics is not None
        return magics

    @property
    def session(self) -> Session:
        return self.magics.session


def is_blocked(result: ExecutionResult) -> bool:
    return type(result.error_before_exec).__name__ == "GateClosed"
