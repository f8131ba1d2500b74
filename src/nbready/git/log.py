"""The commits that changed a file, through its renames, and who vouches for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from nbready.git.program import GitError
from nbready.git.repository import Repository

_MARK, _FIELD = "\x01", "\x02"
_FORMAT = _MARK + _FIELD.join(("%H", "%an", "%ae", "%aI", "%s")) + _FIELD
_SIGNATURES = {
    "G": "a good signature",
    "U": "a good signature of a key whose owner is not vouched for",
    "X": "a good signature that has expired",
    "Y": "a good signature of a key that has expired",
    "R": "a good signature of a key that was revoked",
    "B": "a bad signature",
    "E": "a signature that cannot be checked here",
    "N": "no signature",
}


class Commit(NamedTuple):
    """One commit, as far as a file is concerned.

    Attributes:
        id: Its id.
        author: Who made the change, as they named themselves.
        email: Their address, as they gave it.
        date: When, by the author's clock.
        subject: The first line of the message.
        path: The file's path in it, from the top folder; empty where it deletes the file.
        before: The id of the file's content before; empty for a new file.
        after: The id of its content after; empty where it is deleted.
    """

    id: str
    author: str
    email: str
    date: dt.datetime
    subject: str
    path: str
    before: str
    after: str


class Signature(NamedTuple):
    """What git says of a commit's signature, and by whom it is; ``status`` is the letter of ``%G?``."""

    status: str
    words: str
    signer: str


def commits_of(repository: Repository, path: str) -> tuple[Commit, ...]:
    """The commits that changed a file or renamed it, the oldest first.

    A commit that merges shows what it changed against its first parent only where both sides were changed.

    Raises:
        GitError: There is no commit yet.
    """
    options = ("--follow", "--raw", "--no-abbrev", "-z", "-M", "--no-ext-diff", "--topo-order")
    answer = repository.ask("log", *options, f"--format={_FORMAT}", "--", path)
    if answer is None:
        raise GitError("There is no commit here yet.", path=repository.root)
    text = answer.decode(errors="replace")
    return tuple(_commits(text))[::-1]


def signature_of(repository: Repository, commit: str) -> Signature:
    """What git says of a commit's signature; nothing is vouched for beyond that."""
    answer = repository.ask("log", "-1", "--format=%G?%x02%GS", commit)
    status, _, signer = (answer or b"E\x02").decode(errors="replace").strip("\n").partition(_FIELD)
    return Signature(status, _SIGNATURES.get(status, _SIGNATURES["E"]), signer.strip())


def _commits(text: str) -> Iterator[Commit]:
    for part in text.split(_MARK)[1:]:
        id_, author, email, date, subject, rest = part.split(_FIELD, 5)
        fields = [field for field in rest.split("\0") if field.strip()]
        for number, head in enumerate(fields):
            if not head.lstrip("\n").startswith(":"):
                continue
            _, _, before, after, status = head.lstrip("\n").split(" ")
            path = fields[number + (2 if status[0] in "RC" else 1)]
            yield Commit(
                id=id_,
                author=author,
                email=email,
                date=dt.datetime.fromisoformat(date),
                subject=subject,
                path="" if status[0] == "D" else path,
                before="" if set(before) == {"0"} else before,
                after="" if set(after) == {"0"} else after,
            )
            break
