"""A repository: its top folder, its revisions, and what changed since one of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from nbready.git.program import GitError, ask_git

_RUNS = re.compile(r"filter\..*\.(clean|smudge|process|required)|gpg\.(.*\.)?program|gpg\..*command", re.I)
_NONE = re.compile("0+")
_SHALLOW = "Fetch the whole history: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0`."


class Change(NamedTuple):
    """A file of the working tree that is not what it was at a revision.

    Attributes:
        path: Its path from the top folder, with slashes.
        was: Its path at the revision; None for a new file.
        blob: The id of its content at the revision; empty for a new file.
    """

    path: str
    was: str | None = None
    blob: str = ""


class Repository:
    """One working tree and its history.

    Attributes:
        root: The top folder of the working tree.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def ask(self, *arguments: str, data: bytes | None = None) -> bytes | None:
        """What a git command that reads prints; None where it fails. Runs in the top folder."""
        return ask_git(self.root, *arguments, settings=self._harmless, data=data)

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the history is cut short, as most CI systems fetch it."""
        return (self.ask("rev-parse", "--is-shallow-repository") or b"").strip() == b"true"

    def relative(self, file: Path) -> str:
        """A file's path from the top folder, with slashes.

        Raises:
            GitError: It lies elsewhere.
        """
        absolute = Path(os.path.abspath(file))  # noqa: PTH100 (a link is a file of its own to git)
        for path in (absolute, absolute.parent.resolve() / absolute.name):
            if path.is_relative_to(self.root):
                return path.relative_to(self.root).as_posix()
        raise GitError(f"This file is not in the repository {self.root}.", path=file)

    def commit(self, revision: str) -> str:
        """The id of the commit that a branch, a tag or another name of git's stands for.

        Raises:
            GitError: There is none.
        """
        found = None
        if revision and not revision.startswith("-") and "\0" not in revision:
            found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found is None:
            remedy = (
                _SHALLOW if self.is_shallow else "Name a branch, a tag or a commit; `git fetch` may help."
            )
            raise GitError(f"git knows no revision `{revision:.80}`.", path=self.root, remedy=remedy)
        return found.decode().split()[-1]

    def fork_point(self, revision: str) -> str:
        """The commit from which this branch and ``revision`` went apart.

        Histories that never met are compared as they stand: then it is the commit of ``revision``.

        Raises:
            GitError: There is no such revision, or the clone does not reach back to where they met.
        """
        commit = self.commit(revision)
        found = self.ask("merge-base", commit, "HEAD")
        if found is not None:
            return found.decode().strip()
        if self.is_shallow:
            problem = f"This clone does not reach back to where this branch left `{revision}`."
            raise GitError(problem, path=self.root, remedy=_SHALLOW)
        return commit

    def changes_since(self, revision: str) -> tuple[Change, ...]:
        """The files of the working tree that differ from the fork point with ``revision``, by path.

        What is staged, not staged and not yet added counts; what git ignores or is deleted does not.

        Raises:
            GitError: As :meth:`fork_point`.
        """
        base = self.fork_point(revision)
        options = ("--raw", "--no-abbrev", "-z", "-M", "-l0", "--no-ext-diff", "--no-textconv")
        raw = self.ask("diff", *options, "--ignore-submodules", "--diff-filter=d", base, "--")
        new = self.ask("ls-files", "-z", "--others", "--exclude-standard")
        if raw is None or new is None:
            raise GitError(f"git could not compare the files with `{revision}`.", path=self.root)
        untracked = [Change(path) for path in _fields(new)]
        return tuple(sorted((*_changes(_fields(raw)), *untracked)))

    def contents(self, blobs: Sequence[str]) -> Iterator[bytes | None]:
        """The content of each blob, in order, as it was committed; None where the clone has it not."""
        batch = 64  # a notebook with pictures may have megabytes
        for start in range(0, len(blobs), batch):
            asked = blobs[start : start + batch]
            answer = self.ask("cat-file", "--batch", data="".join(f"{blob}\n" for blob in asked).encode())
            yield from _batch(answer or b"", len(asked))

    @cached_property
    def _harmless(self) -> tuple[str, ...]:
        """Settings that keep git from running what this repository's own configuration names."""
        listed = ask_git(self.root, "config", "--local", "--includes", "--name-only", "-z", "--list") or b""
        return tuple(
            f"{name}={'false' if name.lower().endswith('.required') else _default(name)}"
            for name in dict.fromkeys(_fields(listed))
            if _RUNS.fullmatch(name)
        )


def find_repository(path: Path) -> Repository:
    """The repository that a file or folder lies in.

    Raises:
        GitError: It lies in none, or there is no ``git``.
    """
    folder = next((f for f in (path.absolute(), *path.absolute().parents) if f.is_dir()), Path.cwd())
    found = ask_git(folder, "rev-parse", "--show-toplevel")
    if not found:
        raise GitError("This is not in a git repository.", path=path, remedy="Make one with `git init`.")
    return Repository(Path(os.fsdecode(found.removesuffix(b"\n"))))


def _default(name: str) -> str:
    """What a setting that names a program is without the repository's word."""
    if not name.lower().startswith("gpg."):
        return ""
    return {"gpg.x509.program": "gpgsm", "gpg.ssh.program": "ssh-keygen"}.get(name.lower(), "gpg")


def _fields(output: bytes) -> list[str]:
    return [os.fsdecode(field) for field in output.split(b"\0") if field]


def _changes(fields: Sequence[str]) -> Iterator[Change]:
    """Read ``--raw -z``: modes, ids and status, then one path, or two where a file was moved or copied."""
    rest = iter(fields)
    for head in rest:
        _, mode, blob, _, status = head.split(" ")
        was = next(rest)
        path = next(rest) if status[0] in "RC" else was
        if mode.startswith("100"):  # neither a link nor a submodule
            is_new = bool(_NONE.fullmatch(blob))
            yield Change(path) if is_new else Change(path, was, blob)


def _batch(answer: bytes, count: int) -> Iterator[bytes | None]:
    """Read ``cat-file --batch``: ``ID blob SIZE``, a line break, the content and a line break each."""
    at = 0
    for _ in range(count):
        end = answer.find(b"\n", at)
        head = answer[at:end].split() if end >= 0 else []
        at = end + 1 if end >= 0 else len(answer)
        if len(head) != 3 or head[1] != b"blob":
            yield None
            continue
        size = int(head[2])
        yield answer[at : at + size]
        at += size + 1
