"""What a notebook was at another revision, for the rules that hold it against its past."""

from __future__ import annotations

from pathlib import Path

from nbready.config import Config
from nbready.document import Document, Source, read_document
from nbready.errors import NbreadyError
from nbready.git import Change, Repository, find_repository
from nbready.notebook.open import parse_file


class Earlier:
    """The notebooks as they were where this branch left a revision; each repository is asked once.

    Args:
        revision: A branch, a tag or another name of git's.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._repositories: dict[Path, Repository] = {}
        self._changes: dict[Path, dict[str, Change]] = {}

    def require(self, folder: Path) -> None:
        """Ask for the revision once, before a whole run fails file by file.

        Raises:
            GitError: There is no repository, or no such revision.
        """
        self._changed(self._repository(folder))

    def document_of(self, file: Path, config: Config) -> Document | None:
        """What the notebook said there; None where it was not there, is as it was, or could not be read.

        Raises:
            GitError: As :meth:`require`.
        """
        repository = self._repository(file.parent)
        change = self._changed(repository).get(repository.relative(file))
        if change is None or not change.blob:
            return None
        data = next(repository.contents([change.blob]))
        try:
            return _document(data or b"", change.was or "", file, config)
        except NbreadyError:
            return None  # a notebook that could not be read has promised nothing

    def _repository(self, folder: Path) -> Repository:
        if folder not in self._repositories:
            self._repositories[folder] = find_repository(folder)
        return self._repositories[folder]

    def _changed(self, repository: Repository) -> dict[str, Change]:
        if repository.root not in self._changes:
            changes = repository.changes_since(self._revision)
            self._changes[repository.root] = {change.path: change for change in changes}
        return self._changes[repository.root]


def _document(data: bytes, name: str, file: Path, config: Config) -> Document:
    notebook = parse_file(data, path=None, name=name, validate=False)
    cells = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    return read_document(cells, notebook.metadata, config, path=file)
