"""The nouns of the charter: questions, answers, deferrals, and how they stand on a day.

Data only. Questions come from a YAML file (:mod:`nbready.charter.questions`), answers from a ``%%charter``
cell or a notebook's metadata (:mod:`nbready.charter.parse`); :mod:`nbready.charter.check` holds the one
against the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias, get_args

Gate = Literal["data", "model", "launch"]
GATES: tuple[Gate, ...] = get_args(Gate)

Intent = Literal["deployment", "feasibility", "learning"]
INTENTS: tuple[Intent, ...] = get_args(Intent)

Section = Literal["value", "target", "performance", "plan"]
SECTIONS: tuple[Section, ...] = get_args(Section)

Shown = Literal["always", "folded", "recorded"]
SHOWN: tuple[Shown, ...] = get_args(Shown)

PartType = Literal["text", "long_text", "choice", "quantity", "quantities", "date", "people"]

Seen = Literal["nothing", "training", "held_out"]
SEEN: tuple[Seen, ...] = get_args(Seen)
"""What was known when a sealed answer was changed, from least to most."""

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
"""An answer as the person typed it: every scalar is a string."""


class Part(NamedTuple):
    """One field of an answer.

    Attributes:
        key: Its name in the YAML; empty for the only part of a plain text answer.
        type: What the text becomes when it is checked.
        label: What people see.
        required: Whether the answer is open without it.
        choices: The allowed values of a choice.
        also: Values allowed besides a quantity (``not measured yet``).
        private: Whether a card made for sharing leaves it out, as it does all people.
        shown: Where it is asked for: ``always``; ``folded`` away, for those who want more; or not at all
            but ``recorded`` by nbready, so that only what is in it is shown.
        when: The choice on which it depends whether it is asked for; empty for none.
        values: The values of that choice that ask for it.
        names: What people see in place of some of the ``choices`` and ``also``, in pairs; the others they
            see as words.
    """

    key: str
    type: PartType
    label: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    private: bool = False
    shown: Shown = "always"
    when: str = ""
    values: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


class Need(NamedTuple):
    """A demand on several parts together: at least one of ``one_of`` must be there.

    It holds always, or only when the choice ``when`` is one of ``values``.
    """

    one_of: tuple[str, ...]
    when: str = ""
    values: tuple[str, ...] = ()


class Question(NamedTuple):
    """One thing the charter asks.

    Attributes:
        key: Its name in the YAML.
        label: A short title for cards and panels.
        gate: The gate that needs the answer.
        prompt: The question, as it is put to a person.
        help: A sentence or two on how to think about it.
        example: A good answer, in the shape of the YAML.
        refuse: Stock phrases that do not answer it.
        parts: Its fields; one part with an empty key for a plain text answer.
        many: Whether the answer is a list of such parts.
        needs: Demands on several parts together.
        intents: The intents that ask it.
        deferrable: The intents under which it may be put off.
        concerns: Siegel's impediments that it addresses: D, I, P, L.
        section: Where a decision maker's page shows it.
        shown: The good answer that people see, where it is another: one for the notebook's kind of project.
    """

    key: str
    label: str
    gate: Gate
    prompt: str
    help: str
    example: Value
    parts: tuple[Part, ...]
    refuse: tuple[str, ...] = ()
    many: bool = False
    needs: tuple[Need, ...] = ()
    intents: tuple[Intent, ...] = INTENTS
    deferrable: tuple[Intent, ...] = INTENTS
    concerns: tuple[str, ...] = ()
    section: Section = "plan"
    shown: Value = ""

    @property
    def good_answer(self) -> Value:
        """The good answer that people see."""
        return self.shown or self.example

    @property
    def is_plain(self) -> bool:
        """Whether the answer is one text, not a mapping of parts."""
        return len(self.parts) == 1 and not self.parts[0].key


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The questions in force, in order, and the words that messages are made of.

    ``messages`` maps a message's name to its template, so that a translated questions file also
    translates what is said about an answer. ``placeholders`` are whole answers that stand for "later",
    ``generic_people`` words for people whom nobody could ask; both as :func:`nbready.charter.words.bare`
    reduces them.
    """

    by_key: Mapping[str, Question]
    messages: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    placeholders: frozenset[str] = frozenset()
    generic_people: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        # A mapping has no hash of its own; these go with equality.
        return hash((*self.by_key, self.language))

    def __iter__(self) -> Iterator[Question]:
        return iter(self.by_key.values())

    def __getitem__(self, key: str) -> Question:
        return self.by_key[key]

    def get(self, key: str) -> Question | None:
        """The question of that key, if there is one."""
        return self.by_key.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self.by_key

    def __len__(self) -> int:
        return len(self.by_key)

    def at(self, gate: Gate) -> tuple[Question, ...]:
        """The questions of one gate, in order."""
        return tuple(question for question in self if question.gate == gate)

    def showing(self, examples: Mapping[str, Value]) -> Questions:
        """These questions with other good answers shown, by key."""
        by_key = {q.key: q._replace(shown=examples.get(q.key, q.shown)) for q in self}
        return replace(self, by_key=by_key)

    def say(self, message: str, **values: object) -> str:
        """A message in the language of the questions, ``values`` put in where it names them."""
        return self.messages[message].format_map(values)


class Deferral(NamedTuple):
    """An open question put off on the record; texts as typed, empty where one is missing."""

    question: str
    reason: str
    owner: str
    until: str


class Amendment(NamedTuple):
    """A change of an answer that was sealed, on the record; texts as typed, empty where one is missing.

    Attributes:
        question: The question's key.
        number: Which amendment of this question it is, from 1.
        was: What the answer said before, as far as it changed.
        reason: Why it changed.
        by: Who changed it.
        date: When.
        seen: What was known by then: ``nothing``, ``training`` or ``held_out``.
        before: Fingerprint of the answer before; ``from`` in the YAML.
        after: Fingerprint of the answer after; ``to`` in the YAML.
    """

    question: str
    number: int
    was: str = ""
    reason: str = ""
    by: str = ""
    date: str = ""
    seen: str = ""
    before: str = ""
    after: str = ""

    @property
    def name(self) -> str:
        """Its key in the YAML: ``success_metric-1``."""
        return f"{self.question}-{self.number}"


OWN_KEYS = ("author", "inherits", "deferrals", "amendments", "sealed", "source")
"""Keys of every charter, which therefore are no questions."""

CONSULTED = "stakeholders_consulted"
"""The question whose answer lists who saw the plan, and what they said."""

AGENT_DRAFT = "agent_draft"
"""What ``source`` says of an answer that an agent wrote and no person confirmed yet."""


class Note(NamedTuple):
    """Something noticed while a text was read that its answers no longer show.

    Attributes:
        check: ``cut_by_comment``: `` #`` in an answer made the rest of the line a comment.
        question: The question it is about.
        part: The part of the answer, empty for a plain answer.
        kept: What was read.
        line: Line in the text, counted from 1.
        column: Column in that line, counted from 1.
        remedy: The corrected line.
    """

    check: str
    question: str
    part: str
    kept: str
    line: int
    column: int
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    r"""The answers that were given, as typed and unjudged.

    Canonical: line ends are ``\n``, texts have no space around them, and what is empty is left out, so
    that equal charters say the same. A question of parts that was answered with one text holds that text.
    ``amendments`` go by their name; ``sealed`` holds a line a gate, for :mod:`nbready.record` to read;
    ``source`` says of questions whose answer is no person's yet: ``agent_draft``.
    ``notes`` (not compared) are turned into warnings by :func:`nbready.charter.check.review_charter`.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    author: str = ""
    inherits: str = ""
    deferrals: Mapping[str, Deferral] = field(default_factory=dict)
    amendments: Mapping[str, Amendment] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def amendments_of(self, key: str) -> tuple[Amendment, ...]:
        """The amendments of a question, in their order."""
        found = (amendment for amendment in self.amendments.values() if amendment.question == key)
        return tuple(sorted(found, key=lambda amendment: amendment.number))


class Remark(NamedTuple):
    """One thing a check says about an answer, in the language of the questions.

    Attributes:
        check: The check's name (``missing_part``, ``placeholder``, ``future_date``, ...).
        message: What is wrong, one sentence.
        part: The part it is about, if it is about one.
        is_open: Whether it leaves the question open; otherwise it is a warning.
        remedy: The question and a good answer, quoted.
    """

    check: str
    message: str
    part: str = ""
    is_open: bool = True
    remedy: str = ""


class Standing(NamedTuple):
    """How one question stands on a day.

    Attributes:
        question: The question.
        status: ``answered``, ``open``, or ``deferred`` (a valid deferral of an open question).
        open_at: The gates that this question keeps closed: its own gate when it is open; a later one for
            an answer that is good enough for now (a baseline not measured yet).
        remarks: What the checks say.
        deferral: The deferral on record, valid or not.
        expired: Whether that deferral has run out.
    """

    question: Question
    status: Literal["answered", "open", "deferred"]
    open_at: tuple[Gate, ...] = ()
    remarks: tuple[Remark, ...] = ()
    deferral: Deferral | None = None
    expired: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether it is answered, with a warning."""
        return self.status == "answered" and bool(self.remarks)


class Review(NamedTuple):
    """A whole charter, checked on a day.

    Attributes:
        questions: The questions it was checked against.
        standings: How each question stands, in the order of the questions.
        intent: The intent in force: ``deployment`` unless another is validly written.
        today: The day.
        intent_expired: Whether the intent's ``until`` has passed.
    """

    questions: Questions
    standings: Mapping[str, Standing]
    intent: Intent
    today: dt.date
    intent_expired: bool = False
