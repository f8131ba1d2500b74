"""What a charter said at each commit of its file: read from git, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import Charter, Value
from nbready.charter.parse import parse_charter
from nbready.charter.signing import RESULT, SIGN_OFF
from nbready.charter_file import is_charter_file
from nbready.config import Config, find_config
from nbready.document import Document, Source, read_document
from nbready.errors import NbreadyError
from nbready.git import GitError, Repository, find_repository
from nbready.git.log import Commit, commits_of
from nbready.notebook.file import read_bytes

Event = Literal["load", "training", "result", "sign_off"]
EVENTS: tuple[Event, ...] = get_args(Event)


class Change(NamedTuple):
    """One answer that a commit changed.

    Attributes:
        question: The question's key.
        commit: The commit; None for what is in the working tree and not committed.
        was: The answer before; empty where there was none.
        now: The answer after; empty where it was taken out.
        after: What had happened by then: the first load, training, result, sign-off.
        amendment: The name of the amendment that came with it; empty without one.
    """

    question: str
    commit: Commit | None
    was: Value
    now: Value
    after: tuple[Event, ...]
    amendment: str = ""


class History(NamedTuple):
    """A charter's past.

    Attributes:
        path: The file, as it was named.
        changes: The changes, in the order of the commits, within one in that of the questions.
        unreadable: Commits whose charter cannot be read, and why.
        is_cut: Whether the clone is shallow, so that the past before its first commit is not there.
        labels: What people call each question.
    """

    path: str
    changes: tuple[Change, ...]
    unreadable: tuple[tuple[Commit, str], ...] = ()
    is_cut: bool = False
    labels: Mapping[str, str] = {}


def read_history(path: Path) -> History:
    """The history of the charter in a notebook, a text notebook or a charter file, through its renames.

    Raises:
        GitError: There is no git here, no repository, or no commit of this file.
        NbreadyError: The project's configuration cannot be used.
    """
    repository, commits = _commits(path)
    config = find_config(path)
    reader = _Reader(path, config)
    versions = _versions(reader, repository, commits)
    changes: list[Change] = []
    unreadable: list[tuple[Commit, str]] = []
    happened: set[Event] = set()
    last = reader.read(None, "")
    for commit in commits:
        before, after = versions[commit.before], versions[commit.after]
        if isinstance(after, NbreadyError):
            unreadable.append((commit, after.message))
            continue
        if not isinstance(before, NbreadyError):  # else it is held against the last one that could be read
            last = before
        changes += _changes(last, after, commit, happened)
        happened |= events_in(after)
        last = after
    changes += _uncommitted(reader, path, last, happened)
    labels = {question.key: question.label for question in reader.questions}
    return History(
        path=str(path),
        changes=tuple(changes),
        unreadable=tuple(unreadable),
        is_cut=repository.is_shallow,
        labels=labels,
    )


class SignedBy(NamedTuple):
    """The commit that brought a sign-off in, and the sign-off; None where it is not committed."""

    commit: Commit | None
    repository: Repository
    answer: Value


def who_signed(path: Path) -> SignedBy | None:
    """The commit that brought today's sign-off into a file; None where there is no sign-off.

    Raises:
        NbreadyError: As :func:`read_history`; or the file cannot be read.
    """
    history = read_history(path)
    repository = find_repository(path)
    signed = [change for change in history.changes if change.question == SIGN_OFF]
    if not signed or not signed[-1].now:
        return None
    return SignedBy(commit=signed[-1].commit, repository=repository, answer=signed[-1].now)


def events_in(document: Document) -> set[Event]:
    """What a version of a charter shows to have happened: its seals, its result, its sign-off."""
    gates: Mapping[str, Event] = {"data": "load", "model": "training", "launch": "sign_off"}
    found: set[Event] = {gates[gate] for gate in document.seals}
    if RESULT in document.charter.answers:
        found.add("result")
    if SIGN_OFF in document.charter.answers:
        found.add("sign_off")
    return found


class _Reader:
    """Reads versions of one file as documents, under today's configuration."""

    def __init__(self, path: Path, config: Config) -> None:
        self._path = path
        self._config = config
        self._empty = read_document((), {}, config, path=path)
        self.questions = self._empty.questions

    def read(self, data: bytes | None, name: str) -> Document:
        """The document that a version of the file was.

        Raises:
            NbreadyError: It is no notebook, or its charter cannot be read.
        """
        if data is None:
            return self._empty
        name = name or self._path.name
        if is_charter_file(Path(name)):
            charter = parse_charter(data.decode(errors="replace"), self.questions)
            return self._empty.with_own(charter)._replace(charter_cells=())
        from nbready.notebook.open import parse_file

        notebook = parse_file(data, path=None, name=name, validate=False)
        cells = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
        document = read_document(cells, notebook.metadata, self._config, path=self._path)
        for problem in document.errors:
            if problem.cell is not None:
                raise problem.error
        return document


def _commits(path: Path) -> tuple[Repository, tuple[Commit, ...]]:
    repository = find_repository(path)
    commits = commits_of(repository, repository.relative(path))
    if not commits:
        raise GitError("git has no commit of this file yet.", path=path, remedy="Commit it first.")
    return repository, commits


def _versions(
    reader: _Reader, repository: Repository, commits: Iterable[Commit]
) -> dict[str, Document | NbreadyError]:
    """Every version of the file by its id, or why it cannot be read; an empty id is a file that is not there.

    Each is fetched and read once, and its bytes, which may be megabytes of pictures, are not kept.
    """
    names: dict[str, str] = {}
    for commit in commits:
        for blob in filter(None, (commit.before, commit.after)):
            names.setdefault(blob, commit.path)
    found: dict[str, Document | NbreadyError] = {"": reader.read(None, "")}
    for (blob, name), data in zip(names.items(), repository.contents([*names]), strict=True):
        try:
            found[blob] = reader.read(data, name)
        except NbreadyError as error:
            found[blob] = error
    return found


def _changes(
    before: Document, after: Document, commit: Commit | None, happened: set[Event]
) -> Iterator[Change]:
    past = tuple(event for event in EVENTS if event in happened | events_in(before))
    for key in after.questions.by_key:
        was, now = _own(before).get(key, ""), _own(after).get(key, "")
        if fingerprint(was) != fingerprint(now):
            made = _new_amendment(before.charter, after.charter, key)
            yield Change(question=key, commit=commit, was=was, now=now, after=past, amendment=made)


def _own(document: Document) -> Mapping[str, Value]:
    return document.own.answers


def _new_amendment(before: Charter, after: Charter, key: str) -> str:
    names = [amendment.name for amendment in after.amendments_of(key)]
    made = [name for name in names if name not in before.amendments]
    return made[-1] if made else ""


def _uncommitted(reader: _Reader, path: Path, last: Document, happened: set[Event]) -> Iterator[Change]:
    """What the working tree says otherwise than the last commit."""
    try:
        now = reader.read(read_bytes(path), path.name)
    except NbreadyError:
        return
    yield from _changes(last, now, None, happened)
