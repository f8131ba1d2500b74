"""What a notebook says about itself: its charter, deferrals, questions and policy.

Both doors start here: the kernel from the file behind the running notebook (or from nothing), the linter
from each file that it reads. Whatever cannot be read becomes an entry in ``errors``; it never raises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from nbready.charter.check import review_charter
from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import GATES, Charter, Deferral, Gate, Questions, Review, Value
from nbready.charter.parse import charter_from_mapping, parse_with_places
from nbready.charter.questions import default_questions, load_questions, questions_from
from nbready.charter.share import Resolved, resolve_charter
from nbready.charter.store import (
    METADATA_KEY,
    Stored,
    body_line,
    charter_body,
    is_charter_source,
    is_rules_source,
    misplaced_magic,
    read_stored,
)
from nbready.charter.yaml_model import At
from nbready.config import Config
from nbready.defer_line import DeferLine
from nbready.errors import CharterError, NbreadyError
from nbready.gate import LEVELS, GateState, Level, Policy, gate_states
from nbready.marks import deferral_lines
from nbready.record.seal import Seal, read_seals

T = TypeVar("T")

LOCK = "lock"
"""What a template's policy says besides its gates' levels: ``off`` where its answers are never sealed."""

_INTENT = "project_intent"


class Source(NamedTuple):
    """A cell as far as a document needs it: its kind (``code``, ``raw``, ``markdown``) and its text."""

    kind: str
    text: str


class Place(NamedTuple):
    """A cell (index among all cells, from 0), and line and column in it, both from 1."""

    cell: int
    line: int = 1
    column: int = 1


class DocumentError(NamedTuple):
    """Something that cannot be read.

    Attributes:
        error: Why.
        cell: The cell (of all cells, from 0) that cannot be read, if it is one.
        part: The charter's key that leads to it, where the charter itself can be read.
    """

    error: NbreadyError
    cell: int | None = None
    part: str = ""


class CellCharter(NamedTuple):
    """What a charter cell says, and where it says it."""

    charter: Charter
    places: Mapping[At, Place]


class Document(NamedTuple):
    """A notebook's own record, and what it amounts to in its project.

    Attributes:
        config: The project's configuration.
        path: The notebook's file, if it is known.
        questions: The questions in force: the default's, the project's, the notebook's.
        policy: The stricter of the project's policy and the notebook's own.
        own: The notebook's own answers; the cell's where there is one, otherwise the stored ones.
        resolved: Own, pinned and inherited answers put together.
        stored: What the metadata holds; None when it holds nothing readable.
        pinned: The answers that its template pins, by question: they hold, whatever the notebook says.
        seals: What was sealed, by gate, from both halves.
        from_cell: The charter as the charter cell has it; None without a readable one.
        charter_cells: Indices (of all cells, from 0) of the charter cells.
        places: Where the cell of ``from_cell`` says what, by the path of keys.
        defer_lines: The ``%nbready defer`` lines, in order.
        errors: What could not be read.
    """

    config: Config
    path: Path | None
    questions: Questions
    policy: Policy
    own: Charter
    resolved: Resolved
    stored: Stored | None = None
    pinned: Mapping[str, Value] = {}
    seals: Mapping[Gate, Seal] = {}
    from_cell: Charter | None = None
    charter_cells: tuple[int, ...] = ()
    places: Mapping[At, Place] = {}
    defer_lines: tuple[DeferLine, ...] = ()
    errors: tuple[DocumentError, ...] = ()

    @property
    def charter(self) -> Charter:
        """The charter in force, deferral lines aside."""
        return self.resolved.charter

    @property
    def edited_pins(self) -> tuple[str, ...]:
        """The questions that the notebook answers otherwise than its template pins them."""
        answers = self.own.answers
        return tuple(
            key
            for key, value in self.pinned.items()
            if key in answers and fingerprint(answers[key]) != fingerprint(value)
        )

    def review(self, today: dt.date) -> Review:
        """The charter in force, deferral lines included, checked on a day."""
        limit = self.config.max_deferral_days
        review = review_charter(self.charter, self.questions, today=today, max_deferral_days=limit)
        deferrals = _deferrals_of_lines(self.defer_lines, review, self.charter)
        if not deferrals:
            return review
        charter = replace(self.charter, deferrals={**self.charter.deferrals, **deferrals})
        return review_charter(charter, self.questions, today=today, max_deferral_days=limit)

    def states(self, today: dt.date, *, policy: Policy | None = None) -> dict[Gate, GateState]:
        """How the gates stand on a day, under this document's policy or another."""
        return gate_states(self.review(today), policy or self.policy)

    def with_own(self, own: Charter) -> Document:
        """This document with other answers of its own, as a run of the charter cell gives them.

        Raises:
            CharterError: The charter it inherits from cannot be read.
        """
        resolved = _resolve(own, self.pinned, self.questions, self.config, self.path)
        # Seals in the metadata that cannot be read were told when the document was.
        seals = _attempt(lambda: _seals(own, self.stored), []) or {}
        return self._replace(own=own, from_cell=own, resolved=resolved, seals=seals, places={})

    def place_of(self, key: str = "", *, within: str = "") -> Place | None:
        """Where the charter cell speaks of ``key``, or of ``key`` inside the answer ``within``.

        None when the charter is not in a cell; where it does not speak of ``key``, the place of the answer
        around it, or the cell's first line.
        """
        if not self.charter_cells:
            return None
        known = (at for at in self.places if at[0] == within and at[-1] == key)
        wanted = next(known, (within,)) if within else (key,)
        nearest = self.places.get(wanted) or self.places.get((within,))
        somewhere = next(iter(self.places.values()), Place(cell=self.charter_cells[-1]))
        return nearest or Place(cell=somewhere.cell)


def read_document(
    cells: Iterable[Source],
    metadata: Mapping[str, object],
    config: Config,
    *,
    path: Path | None = None,
) -> Document:
    """Read a notebook's record out of its cells and metadata.

    Where charter cell and metadata differ, the cell wins; of several charter cells, the last one, as in
    a kernel that runs them in order.
    """
    sources = tuple(cells)
    errors: list[DocumentError] = []
    raw = _imposed(metadata.get(METADATA_KEY), config, errors)
    raw = _ruled(raw, sources, errors) if config.template is None else raw
    embedded = raw.get("questions") if isinstance(raw, dict) else None
    questions = _showing(_questions(config, embedded, path, errors), raw, config)
    stored = _attempt(lambda: read_stored(raw, questions), errors) if raw is not None else None
    charter_cells = tuple(i for i, s in enumerate(sources) if _is_charter(s))
    errors += (
        DocumentError(error=error, cell=index)
        for index, source in enumerate(sources)
        if source.kind == "code" and (error := misplaced_magic(source.text))
    )
    in_cell = _read_cells(sources, charter_cells, questions, errors)
    from_cell = in_cell.charter if in_cell else None
    own = from_cell or (stored.charter if stored else Charter())
    pinned = _attempt(lambda: _pinned(stored, questions, path), errors) or {}
    resolved = _attempt(lambda: _resolve(own, pinned, questions, config, path), errors, part="inherits")
    return Document(
        config=config,
        path=path,
        questions=questions,
        policy=_attempt(lambda: _policy(config, stored, path), errors) or config.policy,
        own=own,
        resolved=_for_what(resolved or Resolved(charter=own), config),
        stored=stored,
        pinned=pinned,
        seals=_attempt(lambda: _seals(own, stored), errors) or {},
        from_cell=from_cell,
        charter_cells=charter_cells,
        places=in_cell.places if in_cell else {},
        defer_lines=tuple(_defer_lines(sources)),
        errors=tuple(errors),
    )


def _for_what(resolved: Resolved, config: Config) -> Resolved:
    """The charter with the intent that its project gives to notebooks that have none of their own."""
    answers = resolved.charter.answers
    if not config.intent or _INTENT in answers:
        return resolved
    charter = replace(resolved.charter, answers={_INTENT: {"intent": config.intent}, **answers})
    return resolved._replace(charter=charter)


def _seals(own: Charter, stored: Stored | None) -> Mapping[Gate, Seal]:
    return read_seals(own, stored.seals if stored else {})


def _imposed(raw: object, config: Config, errors: list[DocumentError]) -> object:
    """What the metadata hold, with the locked parts of the project's template in place of its own."""
    path = config.template
    if path is None:
        return raw
    # Few projects have one, and the kernel loads nothing that it may not need.
    from nbready.templates.lock import impose, read_template

    template = _attempt(lambda: read_template(path), errors)
    return raw if template is None else impose(raw, template)


def _ruled(raw: object, sources: tuple[Source, ...], errors: list[DocumentError]) -> object:
    """What the metadata hold, with the rules of a cell where they have none that are whole."""
    cells = [index for index, source in enumerate(sources) if _is_rules(source)]
    if not cells:
        return raw
    from nbready.templates.lock import broken_parts, impose
    from nbready.templates.rules_cell import read_rules

    read = (_attempt(partial(read_rules, sources[index].text), errors, index) for index in cells)
    # The first that is whole: a second cell is somebody's addition.
    rules = next((found for found in read if found is not None), None)
    own = raw if isinstance(raw, Mapping) else {}
    is_whole = "template" in own and not broken_parts(own)
    return raw if rules is None or is_whole else impose(own, rules)


def _is_rules(source: Source) -> bool:
    return source.kind == "code" and is_rules_source(source.text)


def _defer_lines(sources: Iterable[Source]) -> Iterator[DeferLine]:
    for index, source in enumerate(sources):
        if source.kind == "code":
            yield from (line._replace(cell=index) for line in deferral_lines(source.text))


def _is_charter(source: Source) -> bool:
    return source.kind in ("code", "raw") and is_charter_source(source.text)


def _attempt(
    read: Callable[[], T], errors: list[DocumentError], cell: int | None = None, part: str = ""
) -> T | None:
    try:
        return read()
    except NbreadyError as error:
        errors.append(DocumentError(error=error, cell=cell, part=part))
        return None


def _questions(config: Config, embedded: object, path: Path | None, errors: list[DocumentError]) -> Questions:
    questions = default_questions()
    file = config.questions
    if file is not None:
        questions = _attempt(lambda: load_questions(file, base=default_questions()), errors) or questions
    if embedded:
        own = partial(questions_from, cast("Value", embedded), questions, path=path)
        questions = _attempt(own, errors) or questions
    return questions


def _showing(questions: Questions, raw: object, config: Config) -> Questions:
    """The questions with good answers of the kind of project that the notebook's template is for."""
    template = raw.get("template") if isinstance(raw, dict) else None
    preset = template.get("preset") if isinstance(template, dict) else None
    if not isinstance(preset, str):
        return questions
    from nbready.templates.preset import with_examples

    return with_examples(questions, preset, config.presets)


def _policy(config: Config, stored: Stored | None, path: Path | None) -> Policy:
    own = {gate: level for gate, level in (stored.policy if stored else {}).items() if gate != LOCK}
    for gate, level in own.items():
        if gate not in GATES or level not in LEVELS:
            remedy = f"Gates: {', '.join(GATES)}. Levels: {', '.join(LEVELS)}."
            message = f"`metadata.nbready.policy` cannot be `{gate}: {level}`."
            raise CharterError(message, path=path, remedy=remedy)
    return config.policy.stricter(cast("Mapping[Gate, Level]", own))


def _read_cells(
    sources: tuple[Source, ...],
    charter_cells: tuple[int, ...],
    questions: Questions,
    errors: list[DocumentError],
) -> CellCharter | None:
    last: CellCharter | None = None
    for index in charter_cells:
        last = _attempt(partial(_parse_cell, sources[index].text, index, questions), errors, index) or last
    return last


def _parse_cell(source: str, cell: int, questions: Questions) -> CellCharter:
    charter, places = parse_with_places(charter_body(source), questions, first_line=body_line(source))
    return CellCharter(charter, {at: Place(cell, line, column) for at, (line, column) in places.items()})


def _pinned(stored: Stored | None, questions: Questions, path: Path | None) -> Mapping[str, Value]:
    pinned = stored.template.get("pinned") if stored else None
    if not isinstance(pinned, dict) or not pinned:
        return {}
    return charter_from_mapping(pinned, questions, path=path).answers


def _resolve(
    own: Charter, pinned: Mapping[str, Value], questions: Questions, config: Config, path: Path | None
) -> Resolved:
    resolved = resolve_charter(
        own,
        questions,
        notebook=path,
        root=config.root,
        shared=config.charter,
        allow_outside=config.allow_outside,
    )
    # What a template pins is not the notebook's to answer.
    answers = {**resolved.charter.answers, **pinned}
    return resolved._replace(charter=replace(resolved.charter, answers=answers))


def _deferrals_of_lines(
    lines: Iterable[DeferLine], review: Review, charter: Charter
) -> Mapping[str, Deferral]:
    """The deferrals that the lines add.

    Of two lines for a question the last one counts, as in a kernel that runs them in order; of a line and
    the charter's own deferral, the one that reaches further.
    """
    latest: dict[str, Deferral] = {}
    for line in lines:
        for key in deferred_keys(line, review):
            latest[key] = Deferral(question=key, reason=line.reason, owner=line.owner, until=line.until)
    own = charter.deferrals
    return {key: line for key, line in latest.items() if key not in own or line.until >= own[key].until}


def deferred_keys(line: DeferLine, review: Review) -> tuple[str, ...]:
    """The questions that a line puts off: those named, and the deferrable ones of the gates named."""
    keys: list[str] = []
    for target in line.targets:
        if target in GATES:
            keys += [q.key for q in review.questions if q.gate == target and review.intent in q.deferrable]
        elif target in review.questions:
            keys.append(target)
    return tuple(dict.fromkeys(keys))
