"""Notebooks on other file systems (``s3://``, ``gs://``, ``memory://``), read through fsspec."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from nbready.errors import ConfigError, NotebookError
from nbready.files.read import TooLargeError
from nbready.notebook.file import unreadable


def is_address(path: str) -> bool:
    """Whether a path names a file on another file system."""
    scheme, separator, _ = path.partition("://")
    return bool(separator) and scheme.replace("+", "").isalnum()


def read_address(address: str, *, max_bytes: int) -> bytes:
    """The bytes of a remote file of at most ``max_bytes``.

    Raises:
        ConfigError: fsspec, or the package for this kind of address, is not installed.
        NotebookError: (NBR001) Not there, not readable, or too large.
    """
    system, path = _open(address)
    try:
        with system.open(path, "rb") as file:
            data: bytes = file.read(max_bytes + 1)
    except Exception as error:  # every file system has exceptions of its own
        raise _unreadable(address, error) from error
    if len(data) > max_bytes:
        raise unreadable(address, TooLargeError(len(data), max_bytes))
    return data


def find_addresses(address: str) -> Iterator[str]:
    """The notebooks below a remote folder, sorted; any other address is handed on as it is.

    So is a folder that cannot be listed: whoever reads it has to say so.

    Raises:
        ConfigError: fsspec, or the package for this kind of address, is not installed.
    """
    system, path = _open(address)
    found = None
    with contextlib.suppress(Exception):  # every file system has exceptions of its own
        found = sorted(system.find(path)) if system.isdir(path) else None
    if found is None:
        yield address
        return
    for name in found:
        inner = name.removeprefix(path).split("/")
        if name.endswith(".ipynb") and not any(part.startswith(".") for part in inner):
            yield str(system.unstrip_protocol(name))


def _open(address: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        remedy = "Install it: `pip install 'nbready[remote]'`."
        raise ConfigError(f"Reading {address} needs fsspec.", remedy=remedy) from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ConfigError(f"{address} cannot be opened: {error}.") from error
    return system, str(path)


def _unreadable(address: str, error: Exception) -> NotebookError:
    problem = str(error) or type(error).__name__
    return NotebookError(f"This file cannot be read: {problem.rstrip('.')}.", path=address)
