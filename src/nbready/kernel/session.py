"""What nbready knows in one shell: the notebook at hand, its charter, and what was judged by it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec

from IPython.core.interactiveshell import InteractiveShell

from nbready.charter.model import Charter, Gate, Questions, Review, Value
from nbready.config import Config
from nbready.defer_line import DeferLine
from nbready.document import Document, read_document
from nbready.errors import CharterError, NbreadyError
from nbready.gate import GateState, Level, Policy, Verdict, can_fire
from nbready.kernel import place, request, trouble
from nbready.kernel.notebooks import Checked, Form, Notebooks, OpenNotebook
from nbready.kernel.record import read_record
from nbready.kernel.show import show
from nbready.locking import due_gates, find_departures, with_seals_of, with_stored_record

Observer = Callable[[], object]


class _AtHand(threading.local):
    """The notebook at hand, by thread: a kernel's subshells run cells at the same time.

    None in a thread that has run no cell yet: there it is the one whose cell ran last anywhere.
    """

    notebook: OpenNotebook | None = None


class Session:
    """What nbready knows in one shell.

    A notebook's record starts from its file, where that can be told safely, and from the cells that
    this kernel ran for it before the extension was loaded; from then on every ``%%charter`` cell that is
    run, every form that is sent and every ``%nbready defer`` line changes it.

    Args:
        shell: The shell it belongs to.
        new_form: Makes the form that follows the session; called when one is needed.

    Attributes:
        shell: The shell it belongs to.
        policy_override: Levels set with ``%nbready policy``, by gate; gone with the session.
        is_guarded: Whether a guard judges the shell's cells.
        is_recording: Whether that guard only tells what it would have stopped.
        on_catch_up: What the guard does to read the cells that ran unjudged.
    """

    def __init__(self, shell: InteractiveShell, new_form: Callable[[Session], Form]) -> None:
        self.shell = shell
        self._new_form = new_form
        self.policy_override: Mapping[Gate, Level] = {}
        self.is_guarded = False
        self.is_recording = False
        self.on_catch_up: Callable[[], None] = lambda: None
        self._notebooks = Notebooks(shell, past_cells(shell))
        self._at_hand = _AtHand()
        self._verdicts: list[tuple[int, Verdict]] = []
        self._said: set[str] = set()
        self._problems: list[str] = []
        self.locate()

    # -- what is known ---------------------------------------------------------------------------------

    @property
    def _here(self) -> OpenNotebook:
        return self._at_hand.notebook or self._notebooks.current

    @_here.setter
    def _here(self, notebook: OpenNotebook) -> None:
        self._at_hand.notebook = notebook

    @property
    def notebook(self) -> OpenNotebook:
        """The notebook at hand: that of the running cell, or of the form that was used."""
        return self._here

    @property
    def document(self) -> Document:
        """Its record as it stands in this kernel."""
        if self._here.document is None:
            self._here.document = self._read(place.Place())
        return self._here.document

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
        return request.running_cell(self.shell)

    @property
    def is_attended(self) -> bool:
        """Whether somebody is there to act on what is said."""
        return request.is_attended(self.shell)

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
        return request.has_page(self.shell)

    @property
    def panel(self) -> Form:
        """The notebook's charter as a form; from the first use on it follows the notebook."""
        if self._here.panel is None:
            self._here.panel = self._new_form(self)
        return self._here.panel

    def review(self) -> Review:
        """The charter in force, deferrals included, checked today."""
        return self._check().review

    def states(self) -> dict[Gate, GateState]:
        """How the gates stand today, under this session's policy."""
        return self._check().states

    def can_fire(self) -> bool:
        """Whether any code could get a verdict other than ``pass`` today."""
        return self._check().can_fire

    def due_gates(self) -> tuple[Gate, ...]:
        """The gates that code may seal by passing them, as of the last look at the day."""
        return (self._here.checked or self._check()).due

    # -- what changes it -------------------------------------------------------------------------------

    def enter(self, source: str) -> None:
        """A cell is about to run: from here on its notebook is the one at hand."""
        here = self._at_hand.notebook = self._notebooks.running()
        here.past.append(source)
        if here.document is None:
            self.locate()
        if here.panel is not None and self._notebooks.is_guess:
            here.panel.look()

    def leave(self, *, has_succeeded: bool) -> bool:
        """A cell has run; whether the charter cell that the form could not write was put below it."""
        # After an error front ends insert nothing.
        if not has_succeeded or not self._here.next_input:
            return False
        here = self._here
        self.shell.set_next_input(here.next_input)
        here.next_input = ""
        return True

    @contextmanager
    def inside(self, notebook: OpenNotebook) -> Iterator[None]:
        """Have a notebook at hand whose cell does not run: its form was used."""
        before, self._here = self._here, notebook
        try:
            yield
        finally:
            self._here = before

    def learn_cells(self, ids: Iterable[str]) -> None:
        """The page says which cells the notebook has."""
        self._notebooks.learn(self._here, tuple(ids))

    def locate(self) -> bool:
        """Look for the notebook's file, unless it is known; whether it was found just now."""
        here, found = self._here, None
        if here.is_located:
            return False
        with suppress(Exception):
            # Whatever a foreign front end answers, not knowing the file is a normal state.
            found = place.find_notebook(self.shell)
        here.is_located = found is not None
        if found is not None or here.document is None:
            here.document = self._read(found or place.Place())
            self._changed()
        return here.is_located

    def learn_rules(self) -> None:
        """A cell with a template's rules ran: they hold from here on, where the file's own don't already."""
        here = self._here
        if here.document is not None and here.document.stored and here.document.stored.template:
            return
        found = None
        with suppress(Exception):
            found = place.find_notebook(self.shell)
        here.document = self._read(found or place.Place())
        self._changed()

    def doubt(self) -> None:
        """Have it said which file's charter does not count for this notebook, and why, if there is one."""
        path = None
        with suppress(Exception):
            path = place.doubtful_notebook(self.shell)
        if path is not None and not self.document.own.answers:
            self._problems.append(trouble.doubtful(path.name))

    def is_unsaved_news(self) -> bool:
        """Whether the notebook is in no file yet as it stands here, which is to be said once."""
        here, is_unsaved = self._here, False
        if not here.is_located and self.is_attended:
            with suppress(Exception):
                is_unsaved = place.is_unsaved(self.shell)
        return is_unsaved and self.say_once(f"unsaved {id(here)}")

    def set_charter(self, charter: Charter, *, source: str = "cell", unrecorded: str = "") -> None:
        """Answer with ``charter`` from here on.

        Args:
            charter: The notebook's own answers and deferrals.
            source: Where they come from, for ``%nbready`` to say: ``cell`` or ``panel``.
            unrecorded: The charter cell's text where nothing could be written into the notebook.

        Raises:
            CharterError: The charter it inherits from cannot be read; then nothing changes.
        """
        here, document = self._here, self.document.with_own(charter)
        here.answered, here.source = charter, source
        here.unrecorded = here.next_input = unrecorded
        here.corrected = ""
        is_new = document != here.document
        here.document = document
        if source == "cell" and self.has_page:
            with suppress(Exception):
                # Without widgets the metadata waits for `nbready sync` or the save hook.
                self.panel.owe_metadata(self.cell_id)
        self._changed() if is_new else self._notify()

    def adopt(self, document: Document, *, source: str, unrecorded: str = "") -> None:
        """Go on with the charter and the record that a form has saved; as :meth:`set_charter`."""
        kept = with_stored_record(document)
        self._here.document = self.document._replace(stored=kept.stored, seals=kept.seals)
        self.set_charter(kept.own, source=source, unrecorded=unrecorded)

    def keep(self, document: Document, cell_id: str | None = None) -> None:
        """Go on with a changed record, and have it written into the notebook where a page can be reached.

        Args:
            document: The notebook's document, with other seals, amendments or another sign-off.
            cell_id: A cell of the notebook; None for the running one.
        """
        here = self._here
        here.document, here.answered, here.is_unwritten = document, document.own, True
        if self.has_page:
            with suppress(Exception):
                # Without widgets the record waits for `nbready sync`, the save hook or `%nbready lock`.
                self.panel.owe_record(cell_id or self.cell_id)
        self._changed()

    def catch_up(self) -> None:
        """Have the cells read that ran unjudged, so that what they passed is known."""
        self.on_catch_up()

    def defer(self, line: DeferLine) -> None:
        """Put a ``%nbready defer`` line on this session's record.

        It takes the place of a line about the same gates and questions: a person who mends a date runs the
        cell again.
        """
        if line.problem:
            return
        self._here.deferred = _latest((*self._here.deferred, line))
        lines = _latest((*self.document.defer_lines, line))
        if lines != self.document.defer_lines:
            self._here.document = self.document._replace(defer_lines=lines)
            self._changed()

    def set_policy(self, levels: Mapping[Gate, Level]) -> None:
        """Let gates do something else for this session; no levels at all: as the project says."""
        self.policy_override = {**self.policy_override, **levels} if levels else {}
        for notebook in self._notebooks.all:
            with self.inside(notebook):
                self._changed()

    def log(self, cell: int, verdicts: tuple[Verdict, ...]) -> None:
        """Keep the verdicts of a cell; ``cell`` is its execution count."""
        self._verdicts += [(cell, verdict) for verdict in verdicts]

    # -- what is told ----------------------------------------------------------------------------------

    def on_change(self, callback: Observer) -> Callable[[], None]:
        """Call ``callback()`` after every change of the notebook's charter, deferrals or policy.

        Returns how to stop.

        It is called, too, when a charter cell is run that changes nothing.
        """
        observers = self._here.observers
        observers.append(callback)
        return lambda: observers.remove(callback) if callback in observers else None

    def is_news(self, gate: Gate) -> bool:
        """Whether a warning about this gate was not shown yet for this state of the charter."""
        news = gate not in self._here.shown
        self._here.shown.add(gate)
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

    def can_show_panel(self) -> bool:
        """Whether there is a front end for the form, and the widgets that it is made of."""
        return self.has_page and find_spec("anywidget") is not None

    def show_panel(self, *, is_folded: bool = False) -> bool:
        """Show the charter as a form, where there is a front end for it; whether one is shown.

        ``is_folded``: as a line, whatever is open, where the cell's own output comes first.
        """
        if not self.has_page:
            return False
        try:
            return self.panel.show(is_folded=is_folded)
        except Exception:
            # No widgets installed, or none that work here: the text has said everything already.
            return False

    def offer(self, key: str, answer: Mapping[str, Value]) -> bool:
        """Show the form with an answer filled in and not saved, where there is a front end for it."""
        if not (self.has_page and self.is_attended):
            return False
        try:
            return self.panel.offer(key, answer)
        except Exception:
            return False

    def misplaced(self, error: CharterError, corrected: str) -> None:
        """A cell was meant as a charter and is none: say why, and how it should be."""
        self._here.corrected = corrected
        show(self.shell, trouble.problem(f"{error} `%nbready charter --fix` puts it below as it should be."))
        self.offer_correction()

    def offer_correction(self) -> None:
        """Below a charter cell that could not be read, offer to mend it where it stands."""
        if self.can_show_panel() and self._here.corrected:
            with suppress(Exception):
                self.panel.offer_fix(self._here.corrected)

    def close_panels(self) -> None:
        """Take every form off the screen."""
        for notebook in self._notebooks.all:
            if notebook.panel is not None:
                notebook.panel.close()
                notebook.panel = None

    # -- inside ----------------------------------------------------------------------------------------

    def _check(self) -> Checked:
        # Asked before every cell: the time is had at once, the date of today takes as long as all the rest.
        now, checked = time.time(), self._here.checked
        if checked is None or not checked.since <= now < checked.until:
            checked = self._check_on(dt.date.fromtimestamp(now))
        return checked

    def _check_on(self, today: dt.date) -> Checked:
        here, document = self._here, self.document
        review, states = document.review(today), document.states(today, policy=self.policy)
        if here.checked is not None and states != here.checked.states:
            # A date passed over night: what was said yesterday is news again.
            here.shown.clear()
        here.checked = Checked(
            since=_beginning(today),
            until=_beginning(today + dt.timedelta(days=1)),
            review=review,
            states=states,
            can_fire=can_fire(states),
            due=due_gates(document, review, states),
        )
        if not find_departures(document, review):
            here.settled = document.charter
        return here.checked

    def _changed(self) -> None:
        self._here.checked = None
        self._here.shown.clear()
        self._notify()

    def _notify(self) -> None:
        for callback in tuple(self._here.observers):
            with suppress(Exception):
                # A form that is gone from the screen must not stop the cell that changed the charter.
                callback()

    def _read(self, found: place.Place) -> Document:
        """The record of the file, and on top of it what this kernel was told already."""
        here = self._here
        try:
            document, problems = read_record(found, here.past)
        except Exception as error:
            # A fault of ours in a notebook's record must not cost a person the whole extension.
            document = read_document((), {}, Config())
            problems = [f"nbready failed to read this notebook's record: {type(error).__name__}: {error}"]
        self._problems += problems
        document = document._replace(defer_lines=_latest((*document.defer_lines, *here.deferred)))
        if here.document is not None and here.document.seals:
            # What this kernel sealed is not forgotten when the file is found.
            document = with_seals_of(document, here.document)
        with suppress(NbreadyError):
            document = document if here.answered is None else document.with_own(here.answered)
        return document


def past_cells(shell: InteractiveShell) -> tuple[str, ...]:
    """The raw text of the cells that this kernel has run, the running one included."""
    history = shell.history_manager
    return tuple(text for text in history.input_hist_raw if text) if history is not None else ()


def _beginning(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time()).timestamp()


def _latest(lines: Iterable[DeferLine]) -> tuple[DeferLine, ...]:
    """The last line about each set of gates and questions; where in its cell it stood does not matter."""
    return tuple({line.targets: line._replace(line=1, cell=None) for line in lines}.values())
