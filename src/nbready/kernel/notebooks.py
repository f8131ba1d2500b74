"""The notebooks that one kernel runs, and whose cell it is that runs now.

Two notebooks can share a kernel, and a kernel is not told which one a cell belongs to. It goes by the cell's
id and by the client that sent it: a front end has one of its own for each notebook that it shows. A cell that
shows neither again (the page was loaded anew, and the cell is new) is looked for in the files beside the
kernel's first one, and counts as the last notebook's where it is in none, until a page says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from IPython.core.interactiveshell import InteractiveShell

from nbready.charter.model import Charter, Gate, Review, Value
from nbready.defer_line import DeferLine
from nbready.document import Document
from nbready.gate import GateState
from nbready.kernel import place, request


class Form(Protocol):
    """The charter as a form, as far as a session has to do with it."""

    def show(self, *, is_folded: bool = False) -> bool:
        """Show it under the running cell, as a line if ``is_folded``; whether it is shown."""

    def offer(self, key: str, answer: Mapping[str, Value]) -> bool:
        """Show it with an answer filled in and not saved; whether it is shown."""

    def owe_metadata(self, cell_id: str | None) -> None:
        """Bring the metadata of the notebook with this cell in step with the charter."""

    def owe_record(self, cell_id: str | None) -> None:
        """Bring seals, amendments and sign-off into the notebook with this cell."""

    def offer_fix(self, corrected: str) -> None:
        """Offer to put a corrected charter cell in the place of the running one."""

    def look(self) -> None:
        """Have the page say which cells its notebook holds."""

    def close(self) -> None:
        """Take it off the screen."""


class Checked(NamedTuple):
    """How a notebook stands on one day.

    Attributes:
        since: When the day began, in seconds since 1970.
        until: When it ends.
        review: Its charter, checked.
        states: Its gates.
        can_fire: Whether any code could get a verdict other than ``pass``.
        due: The gates that code may seal by passing them.
    """

    since: float
    until: float
    review: Review
    states: dict[Gate, GateState]
    can_fire: bool
    due: tuple[Gate, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class OpenNotebook:
    """One notebook, as far as this kernel knows it.

    Attributes:
        past: The raw text of the cells that this kernel ran for it.
        document: Its record; None until it is read.
        is_located: Whether its file is known.
        source: Where the answers came from: ``file``, ``cell`` or ``panel``.
        settled: The charter in force when it last agreed with its seals.
        is_unwritten: Whether its record (seals, amendments, sign-off) still has to get into the notebook.
        answered: The charter that a cell or the form gave; it goes over the file's.
        unrecorded: The charter cell's text where answers stand in no notebook yet; otherwise empty.
        next_input: The same text, until it was put below a cell.
        corrected: The last charter cell that could not be read, as it should be.
        deferred: The ``%nbready defer`` lines that were run.
        shown: The gates that a warning was shown about for this state of the charter.
        observers: Who follows it.
        panel: Its form, once there was one.
        checked: How it stands; None when it has to be looked at again.
        valuation: What its cases were worth when they were last valued, as JSON has it.
        cells: Ids of cells that are its own.
        clients: The clients that sent them.
    """

    past: list[str]
    document: Document | None = None
    is_located: bool = False
    source: str = "file"
    settled: Charter | None = None
    is_unwritten: bool = False
    answered: Charter | None = None
    unrecorded: str = ""
    next_input: str = ""
    corrected: str = ""
    deferred: tuple[DeferLine, ...] = ()
    shown: set[Gate] = field(default_factory=set)
    observers: list[Callable[[], object]] = field(default_factory=list)
    panel: Form | None = None
    checked: Checked | None = None
    valuation: Mapping[str, Any] | None = None
    cells: set[str] = field(default_factory=set)
    clients: set[str] = field(default_factory=set)


class Notebooks:
    """All of them; which one a cell belongs to is told by :meth:`running`."""

    def __init__(self, shell: InteractiveShell, past: Collection[str]) -> None:
        self._shell = shell
        self._all = [OpenNotebook(past=list(past))]
        self._guess: tuple[OpenNotebook, str, str] | None = None
        self._foreign: set[str] = set()
        self._claim(self._all[0], *request.sender(shell))

    @property
    def all(self) -> tuple[OpenNotebook, ...]:
        """Every notebook whose cells this kernel has run."""
        return tuple(self._all)

    @property
    def current(self) -> OpenNotebook:
        """The one whose cell ran last."""
        return self._all[-1]

    def running(self) -> OpenNotebook:
        """The notebook of the running cell; a new one where it surely belongs to none that is known."""
        client, cell = request.sender(self._shell)
        last = self._all[-1]
        if client in last.clients and (len(self._all) == 1 or not cell or cell in last.cells):
            # Nearly every cell; this stands in the way of each.
            if cell:
                last.cells.add(cell)
            return last
        found = self._of_cell(cell) or self._of_client(client) or self._of_file(cell)
        if found is None and client in self._foreign:
            found = OpenNotebook(past=[])
        if found is None:
            found = self.current
            self._guess = found, client, cell
        self._claim(found, client, cell)
        self._all = [*(notebook for notebook in self._all if notebook is not found), found]
        return found

    @property
    def is_guess(self) -> bool:
        """Whether the page had better say whether the last cell is one of its notebook's."""
        return self._guess is not None and self._guess[0] is self.current

    def learn(self, notebook: OpenNotebook, ids: Collection[str]) -> None:
        """The page says which cells a notebook has: what was only guessed to be one of them may go."""
        if self._guess is not None and self._guess[0] is notebook:
            _, client, cell = self._guess
            if cell not in ids:
                notebook.clients.discard(client)
                self._foreign.add(client)
            self._guess = None
        notebook.cells = set(ids)

    # -- inside ----------------------------------------------------------------------------------------

    def _claim(self, notebook: OpenNotebook, client: str, cell: str) -> None:
        notebook.clients.add(client)
        notebook.cells |= {cell} - {""}

    def _of_cell(self, cell: str) -> OpenNotebook | None:
        return next((notebook for notebook in self._all if cell and cell in notebook.cells), None)

    def _of_client(self, client: str) -> OpenNotebook | None:
        return next((notebook for notebook in self._all if client in notebook.clients), None)

    def _of_file(self, cell: str) -> OpenNotebook | None:
        found = place.find_notebook(self._shell) if cell else None
        if found is None or found.path is None or found.is_alike:
            return None
        known = (notebook for notebook in self._all if _is_at(notebook, found, cell))
        return next(known, None) or OpenNotebook(past=[])


def _is_at(notebook: OpenNotebook, found: place.Place, cell: str) -> bool:
    """Whether a file that has the running cell is a known notebook's."""
    if cell in found.cell_ids:
        # By its cells: another file may have taken a renamed one's name.
        return bool(notebook.cells & found.cell_ids)
    return notebook.document is not None and notebook.document.path == found.path
