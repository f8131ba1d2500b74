"""``%nbready`` and ``%%charter``."""

from __future__ import annotations

import argparse
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from nbready.charter.model import GATES, INTENTS
from nbready.charter.store import RULES_MAGIC
from nbready.errors import NbreadyError
from nbready.gate import LEVELS
from nbready.kernel.commands import COMMANDS, run_charter
from nbready.kernel.guard import Guard
from nbready.kernel.session import Session
from nbready.kernel.show import show
from nbready.kernel.trouble import failed
from nbready.nearest import did_you_mean

_ONE_OF = f"One of {', '.join(COMMANDS)}."
_REST = "What the command takes; see `%%nbready help`."


class CharterRefused(Exception):  # noqa: N818 - the name is what people read above the message
    """A charter cell that cannot be read; the message is all there is to show."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return [f"nbready: {self}"]


@magics_class
class NbreadyMagics(Magics):
    """The magics of one shell; they hold its session and its guard."""

    shell: InteractiveShell

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        super().__init__(shell)
        self.session = session
        self.guard = Guard(session)
        self._replaced: dict[tuple[str, str], Any] = {}

    @no_var_expand
    @magic_arguments("nbready")  # type: ignore[no-untyped-call, untyped-decorator]
    @argument("command", nargs="?", default="status", help=_ONE_OF)  # type: ignore[no-untyped-call, untyped-decorator]
    @argument("rest", nargs=argparse.REMAINDER, help=_REST)  # type: ignore[no-untyped-call, untyped-decorator]
    @line_magic
    def nbready(self, line: str) -> None:
        """Where this notebook stands, its charter, and what its gates do."""
        try:
            name: str = parse_argstring(self.nbready, line).command  # type: ignore[no-untyped-call]
            if name not in COMMANDS:
                raise UsageError(f"%nbready has no command `{name}`. {did_you_mean(name, COMMANDS)}")
            COMMANDS[name](self.session, line.strip()[len(name) :].strip())
        except (NbreadyError, ValueError) as error:
            raise UsageError(str(error)) from error

    @no_var_expand
    @cell_magic
    def charter(self, line: str, cell: str) -> None:
        """Answer the charter: YAML, one key a question; ``%nbready charter`` writes one to fill in."""
        try:
            run_charter(self.session, cell)
        except NbreadyError as error:
            raise CharterRefused(str(error)) from None
        except Exception as error:
            # A fault of ours is told; it must not stop a run of all cells.
            show(self.shell, failed(error))

    @no_var_expand
    @cell_magic
    def nbready_rules(self, line: str, cell: str) -> None:
        """Hold to the rules of a template: its questions, its policy, the answers it pins."""
        from nbready.templates.rules_cell import read_rules

        try:
            read_rules(f"{RULES_MAGIC}\n{cell}")
            self.session.learn_rules()
        except NbreadyError as error:
            raise CharterRefused(str(error)) from None

    def enlist(self) -> None:
        """Register with the shell; magics of the same name are kept for later."""
        manager = self.shell.magics_manager
        for kind, names in self.magics.items():
            for name in names:
                if name in manager.magics[kind]:
                    self._replaced[kind, name] = manager.magics[kind][name]
        self.shell.register_magics(self)
        self.shell.set_hook("complete_command", _complete, str_key="%nbready")  # type: ignore[no-untyped-call]

    def dismiss(self) -> None:
        """Leave the shell as it was before :meth:`enlist`."""
        manager = self.shell.magics_manager
        for kind, names in self.magics.items():
            for name in names:
                manager.magics[kind].pop(name, None)
        for (kind, name), magic in self._replaced.items():
            manager.magics[kind][name] = magic
        manager.registry.pop(type(self).__name__, None)
        self.shell.strdispatchers["complete_command"].strs.pop("%nbready", None)


def magics_of(shell: InteractiveShell) -> NbreadyMagics | None:
    """The magics registered with a shell, and with them its session and its guard."""
    # By name, not by class: after a reload of the module the class is another one.
    magics: NbreadyMagics | None = shell.magics_manager.registry.get(NbreadyMagics.__name__)
    return magics


def _complete(shell: InteractiveShell, event: Any) -> list[str]:
    """The commands, and after ``charter``, ``defer`` and ``policy`` what they take."""
    words = event.line.split()
    if len(words) < 2 or (len(words) == 2 and event.symbol):
        return list(COMMANDS)
    if words[1] == "policy":
        return [f"{gate}={level}" for gate in GATES for level in LEVELS]
    if words[1] == "charter":
        return [*GATES, *INTENTS, "--ask", "--fix"]
    if words[1] == "amend":
        return ["--reason", "--by", "--seen"]
    if words[1] == "sign":
        return ["go", "go_with_conditions", "no_go", "--by", "--conditions", "--confirm"]
    return [*GATES, "--reason", "--owner", "--until"] if words[1] == "defer" else []
