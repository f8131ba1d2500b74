"""Where the reviews of a charter are kept: a folder beside its file, one file a reviewer.

``week3.ipynb.reviews/ada-lovelace.yaml`` is what Ada Lovelace said of the charter in ``week3.ipynb``.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbready.charter.yaml_text import MAX_BYTES
from nbready.document import Document
from nbready.errors import ConfigError, NbreadyError
from nbready.files.name import safe_stem
from nbready.files.read import FileError, read_file, require_inside
from nbready.files.write import create_file, replace_file
from nbready.peer.file import parse_review, write_review
from nbready.peer.model import PeerReview, Reviewed, gate_prints, is_same_person

_ENDING = ".yaml"
MOST = 500
"""Reviews of one charter that are read."""


class Kept(NamedTuple):
    """One review, and its file as it was read."""

    review: PeerReview
    file: Path
    data: bytes


class Beside(NamedTuple):
    """What is found beside a file.

    Attributes:
        reviews: The reviews, in the order of their dates.
        problems: What cannot be read, a sentence each.
    """

    reviews: tuple[Reviewed, ...] = ()
    problems: tuple[str, ...] = ()


def reviews_folder(path: Path) -> Path:
    """The folder with the reviews of the charter in a file."""
    return path.with_name(f"{path.name}.reviews")


def read_beside(path: Path, document: Document | None) -> Beside:
    """The reviews of the charter in a file; one that cannot be read is its own problem and no other's.

    Args:
        path: The file.
        document: What its charter says today; None where that cannot be read.
    """
    problems: list[str] = []
    found = [kept.review for kept in _read(path, problems)]
    if not found:
        return Beside(problems=tuple(problems))
    found.sort(key=lambda review: (review.date, review.by))
    if document is None:
        return Beside(tuple(map(Reviewed, found)), tuple(problems))
    author, prints = document.charter.author, gate_prints(document.charter, document.questions)
    reviewed = (Reviewed(r, r.older(prints), is_same_person(r.by, author)) for r in found)
    return Beside(tuple(reviewed), tuple(problems))


def kept_by(path: Path, by: str) -> Kept | None:
    """The review that somebody gave of the charter in a file, if there is one."""
    return next((kept for kept in _read(path, []) if is_same_person(kept.review.by, by)), None)


def keep(path: Path, review: PeerReview, before: Kept | None = None) -> Path:
    """Put a review beside the file that it is about; the file that it is in.

    Args:
        path: The file.
        review: The review.
        before: The one by the same person that it replaces.

    Raises:
        ConfigError: It cannot be written, or somebody wrote at the same time.
    """
    folder = reviews_folder(path)
    data = write_review(review).encode()
    try:
        # A link in its place could lead anywhere.
        require_inside(folder, (path.absolute().parent,))
        if before is not None:
            replace_file(before.file, data, expected=before.data, within=(folder,))
            return before.file
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        for file in _names(folder, review.by):
            if _made(file, data):
                return file
    except (FileError, OSError) as error:
        problem = error.problem if isinstance(error, FileError) else str(error.strerror)
        raise ConfigError(f"This review cannot be written: {problem}.", path=folder) from error
    raise ConfigError(f"More than {MOST} files there have the name of {review.by:.60}.", path=folder)


def _names(folder: Path, by: str) -> Iterator[Path]:
    stem = safe_stem(by).lower() or "reviewer"
    yield folder / f"{stem}{_ENDING}"
    yield from (folder / f"{stem}-{number}{_ENDING}" for number in range(2, MOST))


def _made(file: Path, data: bytes) -> bool:
    """Whether a file could be made; not where there is one already, which is somebody else's."""
    try:
        create_file(file, data)
    except FileExistsError:
        return False
    return True


def _read(path: Path, problems: list[str]) -> Iterator[Kept]:
    folder = reviews_folder(path)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return
    except OSError as error:
        problems.append(f"{folder}: These reviews cannot be read: {error.strerror}.")
        return
    if len(names) > MOST:
        problems.append(f"{folder}: Of {len(names):,} reviews the first {MOST} are read.")
    for name in names[:MOST]:
        try:
            data = read_file(folder / name, max_bytes=MAX_BYTES, within=(path.absolute().parent,))
            yield Kept(parse_review(data.decode(), path=folder / name), folder / name, data)
        except FileError as error:
            problems.append(f"{folder / name}: This review cannot be read: {error.problem}.")
        except UnicodeDecodeError:
            problems.append(f"{folder / name}: This review is not UTF-8.")
        except NbreadyError as error:
            problems.append(str(error))
