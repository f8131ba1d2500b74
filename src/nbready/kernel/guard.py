"""The guard: judges a cell before it runs, and never stands in the way by its own fault.

IPython drops an AST transformer that raises anything but ``InputRejected``, runs ``fix_missing_locations``
over every tree while one is registered, and calls transformers again for the code inside ``%%time`` and
the like. So the guard registers itself for one pass: ``pre_run_cell`` puts it on the list, its visit takes
it off again. A cell is judged once, as a whole; where no gate can fire, IPython never hears of the guard.

A kernel's subshells run cells at the same time, each in a thread of its own: which cell is at hand, and
whether its tree is still to come, belongs to the thread; what was read of the notebook is shared, and read
by one at a time.
"""

from __future__ import annotations

import ast
import asyncio
import re
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from IPython.core.error import InputRejected
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

from nbready.charter.model import Gate
from nbready.charter.store import misplaced_magic, replaced_magic
from nbready.gate import Verdict, decide
from nbready.kernel import trouble
from nbready.kernel.keeping import seal_gates
from nbready.kernel.reading import new_detector
from nbready.kernel.session import Session, past_cells
from nbready.kernel.show import show
from nbready.locking import gates_passed
from nbready.marks import deferral_lines, ignored_rules, unclear_marks

if TYPE_CHECKING:
    from nbready.stages import Detector
    from nbready.stages.uses import CellStages, StageUse


_PAUSE = 0.5
"""Seconds from a cell's end to the reading of what ran unjudged."""
_CALLS = re.compile(r"[(%!]")
_LOADS_US = re.compile(r"^[ \t]*%?(?:re)?load_ext[ \t]+nbready\b", re.MULTILINE)


class GateClosed(InputRejected):
    """A cell was stopped before it ran: why in the first line, how to go on in the others."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines[0])
        self.lines = tuple(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return list(self.lines)


@dataclass(slots=True, kw_only=True)
class _Cell:
    """A cell that runs or has run.

    Attributes:
        source: Its text.
        is_judged: Whether anything in it was judged.
        passed: The gates that it seals if it runs to its end.
        has_failed: Whether it ended with an error.
    """

    source: str
    is_judged: bool = False
    passed: tuple[Gate, ...] = ()
    has_failed: bool = False


class _Running(threading.local):
    """What the guard knows of the thread that runs a cell.

    Attributes:
        cells: The running cell, and those that it runs itself (`%%capture`, `%rerun`), innermost last.
        is_armed: Whether the tree of the innermost one is still to come.
    """

    def __init__(self) -> None:
        self.cells: list[_Cell | None] = []
        self.is_armed = False


class Guard(ast.NodeTransformer):
    """Judges the cells of one session's shell between :meth:`start` and :meth:`stop`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running = _Running()
        self._armed = 0  # how many threads wait for a tree
        self._one_at_a_time = threading.RLock()
        self._detector: Detector | None = None
        # Cells that ran unjudged: read only once a gate can fire (again).
        self._unread = self._past()
        # The cell that loaded the extension: its end comes by, and its beginning never did.
        self._loading: _Cell | None = None
        self._catching_up: asyncio.TimerHandle | None = None

    @property
    def _shell(self) -> InteractiveShell:
        return self._session.shell

    def start(self) -> None:
        """Judge every cell from the next one on."""
        self._session.is_guarded = True
        self._session.on_catch_up = self.catch_up
        self._shell.events.register("pre_run_cell", self.before_cell)
        self._shell.events.register("post_run_cell", self.after_cell)

    def stop(self) -> None:
        """Leave the shell as it was before :meth:`start`, if that was called."""
        if not self._session.is_guarded:
            return
        self._session.is_guarded = False
        self._session.on_catch_up = lambda: None
        if self._catching_up is not None:
            self._catching_up.cancel()
        self._shell.events.unregister("pre_run_cell", self.before_cell)
        self._shell.events.unregister("post_run_cell", self.after_cell)
        with self._one_at_a_time:
            self._armed = 0
            self._leave_list()

    def judge_rest(self) -> None:
        """Judge what the running cell still holds below the line that loaded the extension.

        Raises:
            GateClosed: A gate that is closed blocks it.
        """
        refusal = None
        with self._one_at_a_time:
            if not self._unread:
                return
            cell = self._loading = self._unread[-1]
            source = cell.source
            load = _LOADS_US.search(source)
            # Without a call or a magic below, the detector need not even be imported yet.
            if load is None or not _CALLS.search(source, load.end()) or not self._session.can_fire():
                return
            line = source.count("\n", 0, load.start()) + 1
            try:
                self._unread.pop()
                uses = [use for use in self._detect(source).uses if use.line > line]
                refusal = self._judge(cell, uses)
            except Exception as error:
                self._report(error)
        if refusal is not None:
            raise refusal

    def catch_up(self) -> None:
        """Read the cells that ran unjudged, and seal what they passed."""
        try:
            with self._one_at_a_time:
                self._read_unread()
        except Exception as error:
            self._report(error)

    # -- called by IPython -----------------------------------------------------------------------------

    def before_cell(self, info: ExecutionInfo) -> None:
        """Get ready for a cell: its deferrals count for itself already."""
        cells = self._running.cells
        outer = cells[-1] if cells else None
        cells.append(outer)
        source = info.raw_cell or ""
        try:
            with self._one_at_a_time:
                if len(cells) == 1:
                    self._session.enter(source)
                # What a magic runs was judged with the cell around it.
                if outer is None or not outer.is_judged:
                    self._prepare(source, is_outermost=len(cells) == 1)
        except Exception as error:
            self._report(error)

    def after_cell(self, result: ExecutionResult | None) -> None:
        """Forget a cell, also one that never came to its tree because it was no Python."""
        running = self._running
        cells = running.cells
        if cells:
            cell = cells.pop()
        else:
            cell, self._loading = self._loading, None
        if running.is_armed:
            self._disarm()
        if cells:
            return
        has_succeeded = result is not None and result.success
        if cell is not None:
            cell.has_failed = not has_succeeded
        try:
            if has_succeeded and cell is not None and (cell.passed or self._unread):
                self._seal(cell)
            if self._session.leave(has_succeeded=has_succeeded):
                from nbready.kernel import message

                show(self._shell, message.charter_below(self._session.questions))
        except Exception as error:
            self._report(error)

    def visit(self, tree: ast.AST) -> ast.AST:
        """Judge the tree of a whole cell; returned as it is.

        Raises:
            GateClosed: A gate that is closed blocks the cell.
        """
        # While it is on the list for one thread, the others' trees come by as well.
        running = self._running
        cell = running.cells[-1] if running.is_armed and running.cells else None
        self._disarm()
        if cell is None or not isinstance(tree, ast.Module):
            return tree
        try:
            with self._one_at_a_time:
                refusal = self._judge(cell, self._detect(tree).uses)
        except Exception as error:
            self._report(error)
            return tree
        if refusal is not None:
            raise refusal
        return tree

    # -- inside ----------------------------------------------------------------------------------------

    def _prepare(self, source: str, *, is_outermost: bool) -> None:
        # Looking for one character is nearly free, and most cells have none.
        if "%" in source:
            if is_outermost and (error := misplaced_magic(source)):
                self._session.misplaced(error, replaced_magic(source))
            if "%nbready" in source:
                for line in deferral_lines(source):
                    self._session.defer(line)
        if self._session.can_fire():
            self._running.cells[-1] = _Cell(source=source)
            self._arm()
        elif is_outermost:
            self._running.cells[-1] = cell = _Cell(source=source)
            self._unread.append(cell)

    def _arm(self) -> None:
        """Wait for the tree of this thread's cell."""
        running = self._running
        if not running.is_armed:
            running.is_armed = True
            self._armed += 1
        transformers = self._shell.ast_transformers
        if self not in transformers:
            transformers.append(self)

    def _seal(self, cell: _Cell) -> None:
        """Seal what the cell passed; a cell that failed has loaded nothing."""
        if cell.passed:
            with self._one_at_a_time:
                seal_gates(self._session, cell.passed)
        elif self._catching_up is None and self._session.due_gates():
            # Not before the next cells: reading code is not worth a wait.
            with suppress(RuntimeError):  # no loop, no page: the status and the save hook ask for it
                later = asyncio.get_running_loop().call_later
                self._catching_up = later(_PAUSE, self._catch_up_later, self._session.cell_id)

    def _catch_up_later(self, cell_id: str | None) -> None:
        self._catching_up = None
        with suppress(Exception), self._one_at_a_time:
            self._read_unread(cell_id)

    def _read_unread(self, cell_id: str | None = None) -> None:
        due = self._session.due_gates()
        if not self._unread or not due:
            return
        if self._detector is None:
            self._detector = new_detector(self._session)
        unread, self._unread = self._unread, []
        passed: set[Gate] = set()
        for cell in unread:
            uses = self._detector.read(cell.source).uses
            if not cell.has_failed:
                passed |= {*gates_passed(cell.source, uses, due)}
        seal_gates(self._session, passed, cell_id)

    def _disarm(self) -> None:
        """Wait for it no more; off the list with us, unless another thread's is still to come."""
        running = self._running
        if not running.is_armed:
            return
        with self._one_at_a_time:
            running.is_armed = False
            self._armed = max(0, self._armed - 1)
            if not self._armed:
                self._leave_list()

    def _leave_list(self) -> None:
        transformers = self._shell.ast_transformers
        if transformers and transformers[-1] is self:
            transformers.pop()
        else:
            # A new list, not a changed one: IPython is walking the old one, and would skip the next.
            self._shell.ast_transformers = [t for t in transformers if t is not self]

    def _detect(self, cell: ast.Module | str) -> CellStages:
        """The stages of a cell, after those of the cells before it."""
        if self._detector is None:
            self._detector = new_detector(self._session)
        unread, self._unread = self._unread, []
        for past in unread:
            self._detector.read(past.source)
        return self._detector.read(cell) if isinstance(cell, str) else self._detector.read_tree(cell)

    def _past(self) -> list[_Cell]:
        """The cells that the kernel ran, unread; how they ended is not kept anywhere."""
        return [_Cell(source=source) for source in past_cells(self._shell)]

    def _judge(self, cell: _Cell, uses: Sequence[StageUse]) -> GateClosed | None:
        if not uses:
            return None
        verdicts = self._decide(cell, uses)
        cell.is_judged = bool(verdicts)
        if any(v.outcome in ("block", "warn") for v in verdicts):
            if self._session.locate():
                # The file may hold the charter although the first cells ran before it was saved.
                self._detector, self._unread = None, self._past()
                verdicts = self._decide(cell, uses)
            else:
                self._session.doubt()
        cell.passed = gates_passed(cell.source, uses, self._session.due_gates())
        self._session.log(_number(self._shell), verdicts)
        for mark in unclear_marks(cell.source):
            if self._session.say_once(f"{mark.message}\0{cell.source}"):
                show(self._shell, trouble.unclear(mark))
        return self._tell(verdicts)

    def _decide(self, cell: _Cell, uses: Sequence[StageUse]) -> tuple[Verdict, ...]:
        return decide(
            uses,
            self._session.states(),
            ignored=ignored_rules(cell.source),
            unattended=not self._session.is_attended,
        )

    def _tell(self, verdicts: Sequence[Verdict]) -> GateClosed | None:
        from nbready.kernel import message

        self._session.tell_problems()
        blocking = [v for v in verdicts if v.outcome == "block"]
        if self._session.is_recording:
            for verdict in blocking:
                show(self._shell, message.recorded(verdict, self._session))
        elif blocking:
            has_form = self._session.can_show_panel()
            show(self._shell, message.blocked(blocking, self._session, has_form=has_form))
            is_told = self._session.show_panel() and has_form
            return GateClosed(message.refusal_lines(blocking, self._session.questions, is_told=is_told))
        for verdict in verdicts:
            if verdict.outcome == "warn" and self._session.is_news(verdict.gate):
                has_form = self._session.can_show_panel()
                show(self._shell, message.warned(verdict, self._session, has_form=has_form))
                self._session.show_panel(is_folded=True)
        return None

    def _report(self, error: Exception) -> None:
        """Say that the guard failed, once; whatever happens here, the cell runs."""
        with suppress(Exception):
            if self._session.say_once("guard failed"):
                show(self._shell, trouble.failed(error))


def _number(shell: InteractiveShell) -> int:
    """The execution count of the running cell; IPython 9 has raised its own by then, 8 not."""
    history = shell.history_manager
    return shell.execution_count if history is None else len(history.input_hist_raw) - 1
