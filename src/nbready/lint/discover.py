"""Which files a check is about: the ones named, and the notebooks in the folders named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nbready.files.write import remove_leftovers
from nbready.lint.outsiders import ignored_by_git, is_foreign
from nbready.lint.remote import find_addresses, is_address

IsExcluded = Callable[[Path], bool]


def find_notebooks(
    paths: Iterable[str | os.PathLike[str]],
    is_excluded: IsExcluded,
    *,
    everything: bool = False,
    gitignore: bool = True,
) -> Iterator[str]:
    """The files to check, each once, in the order they were named; folders are searched in sorted order.

    A file that is named is yielded whatever it is called, even if it is missing or excluded: whoever reads
    it has to say so. In folders only ``.ipynb`` files count, hidden folders (``.ipynb_checkpoints`` among
    them) are skipped, links to folders are not followed, and excluded folders are not entered. A folder that
    cannot be listed is yielded as a file would be. Addresses (``s3://...``) are searched likewise.

    Args:
        paths: Files, folders and addresses.
        is_excluded: Whether a folder is not to be entered.
        everything: Whether to enter environments, packages of others and what git ignores too.
        gitignore: Whether what git ignores is left out.
    """
    seen: set[str] = set()
    tidied: set[str] = set()
    for given in paths:
        name = os.fspath(given)
        if is_address(name):
            found: Iterable[str] = find_addresses(name)
        else:
            is_folder = os.path.isdir(name)  # noqa: PTH112
            found = list(_search(name, is_excluded, everything)) if is_folder else [name]
            folder = os.path.dirname(name) or "."  # noqa: PTH120
            if not is_folder and folder not in tidied:
                tidied.add(folder)
                remove_leftovers(folder)
            if is_folder and gitignore and not everything:
                ignored = ignored_by_git(found)
                found = [path for path in found if path not in ignored] if ignored else found
        for path in found:
            key = path if is_address(path) else os.path.abspath(path)  # noqa: PTH100 (links count apart)
            if key not in seen:
                seen.add(key)
                yield path


def folders_to_stay_in(path: str, given: Iterable[str | os.PathLike[str]]) -> tuple[str, ...] | None:
    """The folders that a link found in them may lead to for writing; None for a file that was named itself.

    Args:
        path: A file that :func:`find_notebooks` gave.
        given: What it was found by.
    """
    names = [os.fspath(name) for name in given]
    folders = tuple(name for name in names if os.path.isdir(name))  # noqa: PTH112 (a Path can raise)
    files = (os.path.abspath(name) for name in names if name not in folders)  # noqa: PTH100
    return None if os.path.abspath(path) in files else folders  # noqa: PTH100


def _search(folder: str, is_excluded: IsExcluded, everything: bool) -> Iterator[str]:
    closed: list[str] = []
    for current, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        remove_leftovers(current, files)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and (everything or not is_foreign(os.path.join(current, name)))  # noqa: PTH118
            and not is_excluded(Path(current, name))
        )
        for name in sorted(files):
            if name.endswith(".ipynb") and not name.startswith("."):
                # As people write it: `a.ipynb`, not `./a.ipynb`.
                yield os.path.normpath(os.path.join(current, name))  # noqa: PTH118
    yield from map(os.path.normpath, closed)
