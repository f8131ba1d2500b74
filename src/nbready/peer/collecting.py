"""Reviews that were handed in apart from the notebooks, each put beside the one that it was written for.

Reviewers of a course often may not write where the reviewed notebook lies. What they hand in says by
fingerprints which answers it is about; where those changed since, whose charter and which file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from nbready.charter.model import Gate
from nbready.charter.yaml_text import MAX_BYTES
from nbready.document import Document
from nbready.errors import NbreadyError
from nbready.files.read import FileError, read_text
from nbready.peer.file import parse_review
from nbready.peer.model import PeerReview, gate_prints, is_same_person
from nbready.peer.shelf import keep, kept_by

ENDINGS = (".yaml", ".yml")


class Collected(NamedTuple):
    """What became of one file.

    Attributes:
        file: The file.
        notebook: The notebook that it was put beside, or lies beside already; None for none.
        problem: Why it was not put anywhere; empty where it was.
    """

    file: Path
    notebook: Path | None = None
    problem: str = ""


class _Place(NamedTuple):
    """A notebook that a review can be about."""

    path: Path
    author: str
    prints: Mapping[Gate, str]


def collect(folder: Path, documents: Mapping[Path, Document]) -> Iterator[Collected]:
    """Put the reviews of a folder beside the notebooks.

    Args:
        folder: Where they lie, in folders of their own perhaps.
        documents: The notebooks, and what their charters say.
    """
    places = [
        _Place(path, document.charter.author, gate_prints(document.charter, document.questions))
        for path, document in documents.items()
    ]
    for file in _files(folder):
        try:
            review = parse_review(read_text(file, max_bytes=MAX_BYTES, within=(folder,)), path=file)
            yield _put(file, review, places)
        except FileError as error:
            yield Collected(file, problem=f"{file}: This review cannot be read: {error.problem}.")
        except NbreadyError as error:
            yield Collected(file, problem=str(error))


def _files(folder: Path) -> Iterator[Path]:
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(current, name) for name in sorted(names) if name.lower().endswith(ENDINGS))


def _put(file: Path, review: PeerReview, places: Sequence[_Place]) -> Collected:
    found = _candidates(review, places)
    if len(found) != 1:
        which = ", ".join(str(place.path) for place in found)
        problem = f"It could be about any of {which}." if found else "It is about no notebook here."
        return Collected(file, problem=f"{file}: {problem}")
    path = found[0].path
    before = kept_by(path, review.by)
    if before is not None and before.review == review:
        return Collected(file, path)
    if before is not None and before.review.date >= review.date:
        problem = f"{review.by} said something else of {path} on {before.review.date}: that review stays."
        return Collected(file, path, f"{file}: {problem}")
    keep(path, review, before)
    return Collected(file, path)


def _candidates(review: PeerReview, places: Sequence[_Place]) -> Sequence[_Place]:
    """The notebooks that a review can be about: of several the one by its author, and of its file's name."""
    found = [place for place in places if not review.older(place.prints)]
    found = found or [place for place in places if is_same_person(place.author, review.author)]
    for narrower in (
        [place for place in found if is_same_person(place.author, review.author)],
        [place for place in found if place.path.name == review.notebook],
    ):
        if len(found) > 1 and narrower:
            found = narrower
    return found
