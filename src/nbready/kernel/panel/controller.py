"""What the form does: it shows the session, takes drafts and saves, and keeps the open notebook in step."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Gate, Value
from nbready.document import Document
from nbready.errors import NbreadyError
from nbready.gate import FIRST, GateState, gate_states, next_gate
from nbready.kernel.notice import quiet_line
from nbready.kernel.panel.asking import take_record
from nbready.kernel.panel.draft import Entries, apply_draft, read_draft, saved_values
from nbready.kernel.panel.offers import find_offers
from nbready.kernel.panel.view import describe_form, describe_questions, describe_state, describe_words, say
from nbready.kernel.panel.writing import (
    OpenDocument,
    as_json,
    cell_of,
    gates_up_to,
    open_document,
    record_of,
    unreadable_part,
)
from nbready.locking import with_stored_record
from nbready.sync import changed_metadata

if TYPE_CHECKING:
    from nbready.kernel.panel.widget import CharterWidget
    from nbready.kernel.session import Session

Reply = dict[str, Any]

FORM_MARK = {"nbready": "form"}
"""Metadata of the form's output: in a file it can be told from other widgets, and left out."""

FALLBACK = "nbready: the charter's form needs widgets to be shown; `%nbready charter` has it as a cell."
"""Says nothing of where the charter stands: a file that is opened later shows it still."""


class Panel:
    """The one form of a notebook.

    Nothing of anywidget is imported before the form, or the notebook's metadata, is needed.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._notebook = session.notebook
        self._widget: CharterWidget | None = None
        self._display_id = ""
        self._draft: Entries = {}
        self._gate: Gate = FIRST
        self._folded = False
        self._shown = 0
        self._ack = ""
        self._owed: str | None = None
        self._stop = session.on_change(self._follow)

    # -- from the kernel -------------------------------------------------------------------------------

    def show(self, *, is_folded: bool = False) -> bool:
        """Show the form under the running cell, at the gate that matters now; the old one goes."""
        states = self._session.states()
        gate = self._asked_gate(states)
        return self._show_at(gate, folded=is_folded or states[gate].status == "open")

    def offer(self, key: str, answer: Mapping[str, Value]) -> bool:
        """Show the form at a question, an answer to it filled in as if it had been typed: saving keeps it."""
        base = saved_values(self._session.charter).get(key)
        self._draft = {**self._draft, key: {"value": {**answer}, "base": base}}
        return self._show_at(self._session.questions[key].gate, folded=False)

    def _show_at(self, gate: Gate, *, folded: bool) -> bool:
        self._gate, self._folded = gate, folded
        self._retire()
        widget = self._create()
        data, metadata = widget.bundle(quiet_line(FALLBACK))
        metadata = {**metadata, **FORM_MARK}
        self._display_id = uuid4().hex
        self._publish(data, metadata)
        return True

    def offer_fix(self, corrected: str) -> None:
        """Offer, with a button under the running cell, to put a corrected one in its place."""
        from nbready.kernel.panel.widget import CharterWidget

        widget = CharterWidget(
            cell_id=self._session.cell_id or "",
            form={"words": describe_words(self._session.questions)},
            view={"fix": {"source": corrected}},
        )
        data, metadata = widget.bundle(quiet_line(""))
        self._session.shell.display_pub.publish(data=data, metadata={**metadata, **FORM_MARK})

    def close(self) -> None:
        """Take the form off the screen and stop following the session."""
        self._stop()
        self._retire()

    def owe_metadata(self, cell_id: str | None) -> None:
        """Bring the metadata of the notebook with this cell, a charter cell that runs, in step with it."""
        if self._widget is None and self._is_stored():
            return
        self._owed = cell_id
        if self._widget is None:
            # A widget without a view: it has a page to reach the document through.
            self._create()
        else:
            self.look(cell_id)

    def owe_record(self, cell_id: str | None) -> None:
        """Bring seals, amendments and sign-off into the notebook with this cell."""
        self._owed = cell_id
        if self._widget is None:
            self._create()
        else:
            self.look(cell_id)

    def look(self, cell_id: str | None = None) -> None:
        """Have the page say what the notebook holds, if it has this cell, or the form's own."""
        if self._widget is not None:
            self._widget.send({"type": "look", "cell_id": cell_id or self._widget.cell_id})

    def _is_stored(self) -> bool:
        document = self._session.document
        return document.stored is not None and document.stored.charter == document.own

    def _follow(self) -> None:
        """The session changed: show it, folded once the gate in question is open."""
        if self._widget is not None:
            was_done = self._is_done(self._widget.view)
            self._refresh()
            if not was_done and self._is_done(self._widget.view):
                self._fold()
            self._refresh()

    def _fold(self) -> None:
        """Done, unless something in it is worth a look: that must not vanish with the form."""
        if not self._worth_a_look():
            self._folded, self._shown = True, self._shown + 1

    def _worth_a_look(self) -> tuple[str, ...]:
        """The questions of the gate that is shown whose answers have a warning."""
        standings = self._session.review().standings
        asked = self._session.states()[self._gate].asked
        return tuple(key for key in asked if any(not remark.is_open for remark in standings[key].remarks))

    def _is_done(self, view: Mapping[str, Any]) -> bool:
        """Whether the gate in question is open, and the notebook says why."""
        return view["gates"][self._gate]["status"] == "open" and not view["unrecorded"]

    def _create(self) -> CharterWidget:
        from nbready.kernel.panel.widget import CharterWidget

        self._shown += 1
        widget = CharterWidget(
            cell_id=self._session.cell_id or "",
            form=describe_form(self._session.questions, self._presets()),
            view=self._describe(),
        )
        widget.on_msg(self._receive)
        self._widget = widget
        return widget

    def _retire(self) -> None:
        if self._display_id:
            # Two forms would contradict each other; where it stood nothing is left.
            self._publish(quiet_line(""), {}, update=True)
        if self._widget is not None:
            self._widget.close()
        self._display_id, self._widget = "", None

    def _publish(self, data: Mapping[str, Any], metadata: Mapping[str, Any], *, update: bool = False) -> None:
        self._session.shell.display_pub.publish(
            data=data, metadata=metadata, transient={"display_id": self._display_id}, update=update
        )

    def _asked_gate(self, states: Mapping[Gate, GateState]) -> Gate:
        """The gate of the last verdict while it stays closed, or the one that wants answers next."""
        verdicts = self._session.verdicts
        last = verdicts[-1][1].gate if verdicts else None
        return last if last and states[last].status == "closed" and states[last].open else next_gate(states)

    # -- what the page is told -------------------------------------------------------------------------

    def _refresh(self) -> None:
        if self._widget is not None:
            self._widget.view = self._describe()

    def _describe(self) -> dict[str, Any]:
        """The state of the charter with the draft in place."""
        session = self._session
        saved = saved_values(session.charter)
        self._draft = entries = read_draft(self._draft, saved, session.questions)
        document, problem = self._with_draft(entries)
        review = document.review(session.review().today)
        unrecorded = bool(self._notebook.unrecorded)
        states = gate_states(review, session.policy)
        state = describe_state(document, review, states, unrecorded=unrecorded)
        return {
            **state,
            "ack": self._ack,
            "gate": self._gate,
            "folded": self._folded,
            "shown": self._shown,
            "unrecorded": unrecorded,
            "saved": saved,
            "draft": entries,
            "problem": problem,
        }

    def _with_draft(self, entries: Entries) -> tuple[Document, str]:
        document = self._session.document
        try:
            own = apply_draft(document.own, entries, document.questions)
            return document.with_own(own), ""
        except NbreadyError as error:
            return document, str(error)

    def _presets(self) -> tuple[Any, ...]:
        from nbready.templates.preset import find_presets

        with suppress(NbreadyError):
            folder = self._session.document.config.presets
            return tuple(find_presets(folder, self._session.questions).values())
        return ()

    # -- from the page ---------------------------------------------------------------------------------

    def _receive(self, widget: object, message: object, _buffers: object) -> None:
        """Answer a message of the page; nothing that it holds may stop the kernel."""
        message = as_json(message)
        if not isinstance(message, dict) or widget is not self._widget:
            return
        answer = {
            "document": self._on_document,
            "draft": self._on_draft,
            "offers": self._on_offers,
            "preset": self._on_preset,
            "save": self._on_save,
        }.get(str(message.get("type")))
        if answer is None or self._widget is None:
            return
        try:
            with self._session.inside(self._notebook):
                reply = answer(message)
        except NbreadyError as error:
            reply = {"saved": False, "message": str(error)}
        except Exception as error:
            reply = {"saved": False, "message": f"nbready failed here, and nothing was written: {error!r}"}
        self._widget.send({"type": "reply", "id": message.get("id"), **reply})

    def _on_document(self, message: Mapping[str, Any]) -> Reply:
        """The page says what the open notebook holds: learn from it, or bring its metadata in step."""
        opened = open_document(message)
        if opened is None:
            return {}
        self._session.learn_cells(cell.id for cell in opened.cells)
        document = opened.read(self._session.document)
        if self._owed in [cell.id for cell in opened.cells]:
            self._owed = None
            return self._owed_write(document, opened) if unreadable_part(document) is None else {}
        if not self._session.has_charter and document.own.answers:
            # The kernel could not find the file; the page can see the charter.
            self._session.set_charter(document.own, source="file")
        self._refresh()
        return {}

    def _owed_write(self, document: Document, opened: OpenDocument) -> Reply:
        """What the notebook lacks of the session's charter and record; its answers stay as they are typed."""
        known = self._session.document
        self._notebook.is_unwritten = False
        write = {"metadata": changed_metadata(with_stored_record(known), opened.metadata)}
        cell = record_of(known.own, document, opened.cells)
        return {"write": {**write, "cell": cell} if cell else write}

    def _on_draft(self, message: Mapping[str, Any]) -> Reply:
        self._take_draft(message)
        self._refresh()
        return {}

    def _on_offers(self, _message: Mapping[str, Any]) -> Reply:
        return {"offers": find_offers(self._session.document)}

    def _on_preset(self, message: Mapping[str, Any]) -> Reply:
        from nbready.templates.preset import load_preset

        questions = self._session.questions
        preset = load_preset(str(message.get("name")), self._session.document.config.presets, questions)
        shown = questions.showing(preset.example.answers)
        return {"answers": dict(preset.charter.answers), "questions": describe_questions(shown)}

    def _on_save(self, message: Mapping[str, Any]) -> Reply:
        self._take_draft(message)
        opened = open_document(message)
        if opened is not None:
            self._session.learn_cells(cell.id for cell in opened.cells)
        gates = gates_up_to(message.get("gate"))
        self._gate = gates[-1]
        said = message.get("record")
        reply = self._save_into(opened, gates, said) if opened else self._save_as_text(gates, said)
        self._refresh()
        return reply

    def _take_draft(self, message: Mapping[str, Any]) -> None:
        self._ack = str(message.get("id"))
        saved = saved_values(self._session.charter)
        self._draft = read_draft(message.get("draft"), saved, self._session.questions)

    # -- saving ----------------------------------------------------------------------------------------

    def _save_into(self, opened: OpenDocument, gates: tuple[Gate, ...], said: object) -> Reply:
        """Save over what the open notebook says: an edited cell that was not run yet is not lost."""
        session = self._session
        document = opened.read(session.document)
        problem = unreadable_part(document)
        if problem is not None:
            return {"saved": False, "message": f"{problem} {say(session.questions, 'mend')}"}
        base = document.own if document.from_cell or document.stored else session.document.own
        new, ask = take_record(session, document, self._filled_in(base), said)
        if ask is not None:
            return ask
        session.adopt(new, source="panel")
        self._draft = {}
        look = self._worth_a_look()
        if session.states()[self._gate].status == "open":
            self._fold()
        kept = with_stored_record(session.document)
        metadata = changed_metadata(kept, opened.metadata)
        cell = cell_of(kept.own, document, opened.cells, gates)
        self._notebook.is_unwritten = False
        return {
            "saved": True,
            "message": say(session.questions, "saved", next=self._what_now()),
            "look": next(iter(look), None),
            "write": {"metadata": metadata, "cell": cell},
        }

    def _save_as_text(self, gates: tuple[Gate, ...], said: object) -> Reply:
        """Nothing can be written from here: the kernel puts the cell below the next one that runs."""
        session = self._session
        new, ask = take_record(session, session.document, self._filled_in(session.document.own), said)
        if ask is not None:
            return ask
        new = with_stored_record(new)
        text = write_cell(new.own, session.questions, gates=gates, pinned=new.pinned)
        session.adopt(new, source="panel", unrecorded=text)
        self._draft = {}
        return {"saved": True, "message": say(session.questions, "not_kept"), "text": text}

    def _filled_in(self, base: Charter) -> Charter:
        questions = self._session.questions
        # Inherited answers are what a person typed over, too.
        saved = {**saved_values(self._session.charter), **saved_values(base)}
        entries = read_draft(self._draft, saved, questions)
        return apply_draft(base, entries, questions)

    def _what_now(self) -> str:
        state, questions = self._session.states()[self._gate], self._session.questions
        title = questions.messages[f"gate_{state.gate}"]
        if state.status != "open":
            return say(questions, "still_open", gate=title, count=len(state.open), asked=len(state.asked))
        ahead = say(questions, "go_ahead", gate=title)
        return f"{ahead} {say(questions, 'worth_one')}" if self._worth_a_look() else ahead
