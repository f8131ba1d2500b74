"""Which files a check is about: the ones named, and the notebooks in the folders named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nbready.lint.remote import find_addresses, is_address

IsExcluded = Callable[[Path], bool]


def find_notebooks(paths: Iterable[str | os.PathLike[str]], is_excluded: IsExcluded) -> Iterator[str]:
    """The files to check, each once, in the order they were named; folders are searched in sorted order.

    A file that is named is yielded whatever it is called, even if it is missing or excluded: whoever reads
    it has to say so. In folders only ``.ipynb`` files count, hidden folders (``.ipynb_checkpoints`` among
    them) are skipped, links to folders are not followed, and excluded folders are not entered. Addresses
    (``s3://...``) are searched likewise.
    """
    seen: set[str] = set()
    for given in paths:
        name = os.fspath(given)
        if is_address(name):
            found: Iterable[str] = find_addresses(name)
        else:
            found = _search(name, is_excluded) if Path(name).is_dir() else [name]
        for path in found:
            key = path if is_address(path) else os.path.abspath(path)  # noqa: PTH100 (links count apart)
            if key not in seen:
                seen.add(key)
                yield path


def _search(folder: str, is_excluded: IsExcluded) -> Iterator[str]:
    for current, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not is_excluded(Path(current, name))
        )
        for name in sorted(files):
            if name.endswith(".ipynb") and not name.startswith("."):
                # As people write it: `a.ipynb`, not `./a.ipynb`.
                yield os.path.normpath(os.path.join(current, name))  # noqa: PTH118
