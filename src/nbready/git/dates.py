"""When files were last changed, by the commits that changed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from nbready.git.repository import Repository

_MARK, _FIELD = "\x01", "\x02"
_FORMAT = f"{_MARK}%aI{_FIELD}%P{_FIELD}"


def last_changes(repository: Repository, paths: Iterable[str]) -> Mapping[str, dt.datetime | None]:
    """The author's date of the last commit that changed each file.

    A file that is new, or was changed since the last commit, has no entry. None stands where a clone that was
    cut short does not reach back to the change.

    Args:
        repository: The repository.
        paths: Paths from its top folder, with slashes.

    Raises:
        GitError: There is no ``git`` on this machine.
    """
    wanted = sorted(set(paths))
    if not wanted:
        return {}
    unchanged = {*wanted} - _changed_since(repository, wanted)
    options = ("--name-only", "--no-renames", "-z", "--no-ext-diff", f"--format={_FORMAT}")
    text = (repository.ask("log", *options, "--", *wanted) or b"").decode(errors="surrogateescape")
    found: dict[str, dt.datetime | None] = {}
    for part in text.split(_MARK)[1:]:
        date, parents, names = part.split(_FIELD, 2)
        # The first commit of a shallow clone seems to have made everything.
        is_cut = not parents and repository.is_shallow
        for name in filter(None, (name.lstrip("\n") for name in names.split("\0"))):
            found.setdefault(name, None if is_cut else dt.datetime.fromisoformat(date))
    return {path: found[path] for path in wanted if path in found and path in unchanged}


def _changed_since(repository: Repository, paths: Iterable[str]) -> set[str]:
    """Those of the files that are not what the last commit has; all of them before the first one."""
    options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules")
    answer = repository.ask("diff", *options, "HEAD", "--", *paths)
    if answer is None:
        return {*paths}
    return {name for name in answer.decode(errors="surrogateescape").split("\0") if name}
