"""One shell's project: its charter as far as this kernel knows it, and what was judged by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Protocol

from IPython.core.interactiveshell import InteractiveShell

from nbready.charter.model import Charter, Gate, Questions, Review
from nbready.config import Config
from nbready.defer_line import DeferLine
from nbready.document import Document, read_document
from nbready.errors import NbreadyError
from nbready.gate import GateState, Level, Policy, Verdict, can_fire
from nbready.kernel import place, trouble
from nbready.kernel.record import read_record
from nbready.kernel.show import show

Observer = Callable[[], object]


class Form(Protocol):
    """The charter as a form, as far as a session has to do with it."""

    def show(self) -> bool:
        """Show it under the running cell; whether it is shown."""

    def owe_metadata(self, cell_id: str | None) -> None:
        """Bring the metadata of the notebook with this cell in step with the charter."""

    def close(self) -> None:
        """Take it off the screen."""


class Session:
    """What nbready knows in one shell.

    The record starts from the notebook on disk, where that can be told safely, and from the cells that
    this kernel ran before the extension was loaded; from then on every ``%%charter`` cell that is run,
    every form that is sent and every ``%nbready defer`` line changes it.

    Args:
        shell: The shell it belongs to.
        new_form: Makes the form that follows the session; called when one is needed.

    Attributes:
        shell: The shell it belongs to.
        document: The notebook's record as it stands in this kernel.
        policy_override: Levels set with ``%nbready policy``, by gate; gone with the session.
        is_guarded: Whether a guard judges the shell's cells.
        charter_source: Where the answers came from: ``file``, ``cell`` or ``panel``.
    """

    def __init__(self, shell: InteractiveShell, new_form: Callable[[Session], Form]) -> None:
        self.shell = shell
        self._new_form = new_form
        self.document: Document
        self.policy_override: Mapping[Gate, Level] = {}
        self.is_guarded = False
        self.charter_source = "file"
        self._answered: Charter | None = None
        self._deferred: tuple[DeferLine, ...] = ()
        self._verdicts: list[tuple[int, Verdict]] = []
        self._shown: set[Gate] = set()
        self._said: set[str] = set()
        self._problems: list[str] = []
        self._observers: list[Observer] = []
        self._panel: Form | None = None
        self._is_located = False
        self._checked: tuple[dt.date, Review, dict[Gate, GateState], bool] | None = None
        self.locate()

    # -- what is known ---------------------------------------------------------------------------------

    @property
    def charter(self) -> Charter:
        """The charter in force: own, pinned and inherited answers; ``%nbready defer`` lines aside."""
        return self.document.charter

    @property
    def questions(self) -> Questions:
        """The questions in force."""
        return self.document.questions

    @property
    def policy(self) -> Policy:
        """What each gate does in this session."""
        return self.document.policy.replace(self.policy_override)

    @property
    def cell_id(self) -> str | None:
        """The id of the running cell, where the front end tells it."""
        return place.running_cell(self.shell)

    @property
    def is_attended(self) -> bool:
        """Whether a person is likely to be looking."""
        return place.is_attended(self.shell)

    @property
    def has_charter(self) -> bool:
        """Whether any question has an answer yet."""
        return bool(self.charter.answers)

    @property
    def verdicts(self) -> tuple[tuple[int, Verdict], ...]:
        """Every verdict so far with the execution count of its cell, shown or not."""
        return tuple(self._verdicts)

    @property
    def has_page(self) -> bool:
        """Whether a front end that can hold a form is likely to show what the running cell displays."""
        return self.is_attended and getattr(self.shell, "kernel", None) is not None

    @property
    def panel(self) -> Form:
        """The charter as a form; from the first use on it follows the session."""
        if self._panel is None:
            self._panel = self._new_form(self)
        return self._panel

    def review(self) -> Review:
        """The charter in force, deferrals included, checked today."""
        return self._check()[1]

    def states(self) -> dict[Gate, GateState]:
        """How the gates stand today, under this session's policy."""
        return self._check()[2]

    def can_fire(self) -> bool:
        """Whether any code could get a verdict other than ``pass`` today."""
        return self._check()[3]

    # -- what changes it -------------------------------------------------------------------------------

    def locate(self) -> bool:
        """Look for the notebook's file, unless it is known; whether it was found just now."""
        found = None
        if self._is_located:
            return False
        with suppress(Exception):
            # Whatever a foreign front end answers, not knowing the file is a normal state.
            found = place.find_notebook(self.shell)
        self._is_located = found is not None
        if found is not None or not hasattr(self, "document"):
            self.document = self._read(found or place.Place())
            self._changed()
        return self._is_located

    def set_charter(self, charter: Charter, *, source: str = "cell") -> None:
        """Answer with ``charter`` from here on.

        Args:
            charter: The notebook's own answers and deferrals.
            source: Where they come from, for ``%nbready`` to say: ``cell`` or ``panel``.

        Raises:
            CharterError: The charter it inherits from cannot be read; then nothing changes.
        """
        document = self.document.with_own(charter)
        self._answered, self.charter_source = charter, source
        is_new = document != self.document
        self.document = document
        if source == "cell" and self.has_page:
            with suppress(Exception):
                # Without widgets the metadata waits for `nbready sync` or the save hook.
                self.panel.owe_metadata(self.cell_id)
        self._changed() if is_new else self._notify()

    def defer(self, line: DeferLine) -> None:
        """Put a ``%nbready defer`` line on this session's record.

        It takes the place of a line about the same gates and questions: a person who mends a date runs the
        cell again.
        """
        if line.problem:
            return
        self._deferred = _latest((*self._deferred, line))
        lines = _latest((*self.document.defer_lines, line))
        if lines != self.document.defer_lines:
            self.document = self.document._replace(defer_lines=lines)
            self._changed()

    def set_policy(self, levels: Mapping[Gate, Level]) -> None:
        """Let gates do something else for this session; no levels at all: as the project says."""
        self.policy_override = {**self.policy_override, **levels} if levels else {}
        self._changed()

    def log(self, cell: int, verdicts: tuple[Verdict, ...]) -> None:
        """Keep the verdicts of a cell; ``cell`` is its execution count."""
        self._verdicts += [(cell, verdict) for verdict in verdicts]

    # -- what is told ----------------------------------------------------------------------------------

    def on_change(self, callback: Observer) -> Callable[[], None]:
        """Call ``callback()`` after every change of charter, deferrals or policy; returns how to stop.

        It is called, too, when a charter cell is run that changes nothing.
        """
        self._observers.append(callback)
        return lambda: self._observers.remove(callback) if callback in self._observers else None

    def is_news(self, gate: Gate) -> bool:
        """Whether a warning about this gate was not shown yet for this state of the charter."""
        news = gate not in self._shown
        self._shown.add(gate)
        return news

    def tell_problems(self) -> None:
        """Show what could not be read, each problem once."""
        problems, self._problems = self._problems, []
        for problem in problems:
            if self.say_once(problem):
                show(self.shell, trouble.problem(problem))

    def say_once(self, problem: str) -> bool:
        """Whether a problem was not said before in this session."""
        news = problem not in self._said
        self._said.add(problem)
        return news

    def show_panel(self) -> bool:
        """Show the charter as a form, where there is a front end for it; whether one is shown."""
        if not self.has_page:
            return False
        try:
            return self.panel.show()
        except Exception:
            # No widgets installed, or none that work here: the text has said everything already.
            return False

    def close_panel(self) -> None:
        """Take the form off the screen, if there is one."""
        if self._panel is not None:
            self._panel.close()
            self._panel = None

    # -- inside ----------------------------------------------------------------------------------------

    def _check(self) -> tuple[dt.date, Review, dict[Gate, GateState], bool]:
        today = dt.date.today()
        if self._checked is None or self._checked[0] != today:
            review = self.document.review(today)
            states = self.document.states(today, policy=self.policy)
            if self._checked is not None and states != self._checked[2]:
                # A date passed over night: what was said yesterday is news again.
                self._shown.clear()
            self._checked = today, review, states, can_fire(states)
        return self._checked

    def _changed(self) -> None:
        self._checked = None
        self._shown.clear()
        self._notify()

    def _notify(self) -> None:
        for callback in tuple(self._observers):
            with suppress(Exception):
                # A form that is gone from the screen must not stop the cell that changed the charter.
                callback()

    def _read(self, found: place.Place) -> Document:
        """The record of the file, and on top of it what this kernel was told already."""
        try:
            document, problems = read_record(found, past_cells(self.shell))
        except Exception as error:
            # A fault of ours in a notebook's record must not cost a person the whole extension.
            document = read_document((), {}, Config())
            problems = [f"nbready failed to read this notebook's record: {type(error).__name__}: {error}"]
        self._problems += problems
        document = document._replace(defer_lines=_latest((*document.defer_lines, *self._deferred)))
        with suppress(NbreadyError):
            document = document if self._answered is None else document.with_own(self._answered)
        return document


def past_cells(shell: InteractiveShell) -> tuple[str, ...]:
    """The raw text of the cells that this kernel has run, the running one included."""
    history = shell.history_manager
    return tuple(text for text in history.input_hist_raw if text) if history is not None else ()


def _latest(lines: Iterable[DeferLine]) -> tuple[DeferLine, ...]:
    """The last line about each set of gates and questions; where in its cell it stood does not matter."""
    return tuple({line.targets: line._replace(line=1) for line in lines}.values())
