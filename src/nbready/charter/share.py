"""One charter for a project: shared answers, overridden question by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from nbready.charter.fingerprint import fingerprint_charter
from nbready.charter.model import Charter, Questions
from nbready.charter.parse import parse_charter
from nbready.charter.yaml_text import MAX_BYTES
from nbready.errors import CharterError
from nbready.files.read import FileError, read_text, require_inside
from nbready.reads import note_read


class Resolved(NamedTuple):
    """A charter with the answers it inherits.

    Attributes:
        charter: Own and inherited answers; own ones win question by question.
        sources: The shared files that were read, nearest first.
        origin: The file that each answer comes from; None for the notebook's own.
        fingerprint: Fingerprint of all that is inherited; empty without a shared charter.
    """

    charter: Charter
    sources: tuple[Path, ...] = ()
    origin: Mapping[str, Path | None] = {}
    fingerprint: str = ""


def resolve_charter(
    own: Charter,
    questions: Questions,
    *,
    notebook: Path | None,
    root: Path | None,
    shared: Path | None = None,
    allow_outside: bool = False,
) -> Resolved:
    """Fill the gaps of a charter from the ones it inherits.

    Args:
        own: The notebook's own charter; its ``inherits`` is relative to the notebook's folder.
        questions: The questions in force.
        notebook: The notebook's file; None where it is not known (paths start at the working directory).
        root: The project's folder, which no shared charter may lie outside of; None for the notebook's.
        shared: The configuration's charter, asked last.
        allow_outside: Whether shared charters may lie anywhere.

    Raises:
        CharterError: A shared charter is missing, out of the project, inherits itself, or cannot be read.
    """
    layers: list[tuple[Path, Charter]] = []
    folder = notebook.absolute().parent if notebook else Path.cwd()
    within = None if allow_outside else root or folder
    _follow(own.inherits, folder, notebook, questions, within, layers)
    if shared is not None and shared.resolve() not in [path for path, _ in layers]:
        charter = _read(shared, questions, said_in=None, within=within)
        layers.append((shared.resolve(), charter))
        _follow(charter.inherits, shared.resolve().parent, shared, questions, within, layers)
    inherited = _merge([charter for _, charter in layers])
    origin: dict[str, Path | None] = {key: path for path, c in reversed(layers) for key in c.answers}
    return Resolved(
        charter=_merge([own, inherited]),
        sources=tuple(path for path, _ in layers),
        origin={**origin, **dict.fromkeys(own.answers)},
        fingerprint=fingerprint_charter(inherited) if layers else "",
    )


def _follow(
    inherits: str,
    folder: Path,
    said_in: Path | None,
    questions: Questions,
    within: Path | None,
    layers: list[tuple[Path, Charter]],
) -> None:
    """Read a chain of shared charters into ``layers``, nearest first."""
    chain: list[Path] = []
    while inherits:
        path = _locate(inherits, folder, said_in, within)
        if path in chain:
            circle = " → ".join(file.name for file in [*chain[chain.index(path) :], path])
            raise CharterError(
                f"This charter inherits itself: {circle}.", path=said_in, remedy="Delete one `inherits:`."
            )
        chain.append(path)
        charter = _read(path, questions, said_in=said_in, within=within)
        if path not in [known for known, _ in layers]:
            layers.append((path, charter))
        inherits, folder, said_in = charter.inherits, path.parent, path


def _locate(inherits: str, folder: Path, said_in: Path | None, within: Path | None) -> Path:
    if Path(inherits).is_absolute() or "\0" in inherits:
        raise CharterError(
            f"`inherits: {inherits}` is not a relative path.",
            path=said_in,
            remedy="Write it relative to this file, as in `../charter.yaml`.",
        )
    if within is None:
        return (folder / inherits).resolve()
    try:
        return Path(require_inside(folder / inherits, (within,)))
    except FileError as error:
        raise CharterError(
            f"`inherits: {inherits}` leads out of the project, {within}.",
            path=said_in,
            remedy="A project is the folder with `pyproject.toml` or `.git`; `--allow-outside` allows any.",
        ) from error


def _read(path: Path, questions: Questions, *, said_in: Path | None, within: Path | None) -> Charter:
    note_read(path)
    try:
        text = read_text(path, max_bytes=MAX_BYTES, within=None if within is None else (within,))
    except FileError as error:
        if error.is_absent:
            raise CharterError(
                f"The shared charter {path} does not exist.",
                path=said_in,
                remedy="Correct `inherits:`, or `charter` in the configuration, or write that file.",
            ) from error
        raise CharterError(f"The shared charter cannot be read: {error.problem}.", path=path) from error
    return parse_charter(text, questions, path=path)


def _merge(layers: list[Charter]) -> Charter:
    """One charter of several; earlier ones win question by question."""
    merged = Charter()
    for layer in reversed(layers):
        merged = replace(
            layer,
            answers={**merged.answers, **layer.answers},
            author=layer.author or merged.author,
            deferrals={**merged.deferrals, **layer.deferrals},
            amendments={**merged.amendments, **layer.amendments},
            # An answer of one's own is not the draft that it takes the place of.
            source={**{k: v for k, v in merged.source.items() if k not in layer.answers}, **layer.source},
        )
    return merged
