"""``nbready sync``: the charter's cell and its copy in the metadata, in step."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbready.cli.outside import allow_outside
from nbready.config import Finder
from nbready.errors import ConfigError, NbreadyError, UnreadableConfigError, confess
from nbready.escape import plain_line, plain_text

if TYPE_CHECKING:
    from nbready.notebook import Notebook


@click.command("sync")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--diff", is_flag=True, help="Print what would change, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a notebook would change.")
@click.option("--remove", is_flag=True, help="Remove the charter, cell and metadata both.")
@click.option("--repair-ids", is_flag=True, help="Mend cell ids that are missing, not valid or used twice.")
@allow_outside
def sync(paths: tuple[str, ...], diff: bool, check: bool, remove: bool, repair_ids: bool) -> None:
    """Bring the charter's cell and its copy in the metadata in step.

    Where the two differ, the cell wins; where one is missing, it is rebuilt from the other. Everything else
    in the file stays byte for byte. Folders are searched for notebooks.
    """
    from nbready.lint.discover import find_notebooks

    done: Counter[str] = Counter()
    files = Syncer(paths, diff=diff, write=not (diff or check), remove=remove, repair_ids=repair_ids)
    for path in find_notebooks(paths, lambda path: False):
        done[_outcome(files, path)] += 1
    click.echo(_summary(done, pending=diff or check), err=True)
    if done["not read"] or done["not written"] or (check and done["changed"]):
        sys.exit(1)


def _outcome(files: Syncer, path: str) -> str:
    """What became of one file; whatever is wrong with it, or with us, the others are gone on with."""
    from nbready.notebook.write import UnwrittenError

    try:
        return "changed" if files.sync(path) else "in step"
    except ConfigError as error:
        if not isinstance(error, UnreadableConfigError):
            raise
        problem, outcome = str(error), "not read"
    except NbreadyError as error:
        problem = str(error) if error.path is not None else f"{path}: {error}"
        outcome = "not written" if isinstance(error, UnwrittenError) else "not read"
    except Exception as error:
        problem, outcome = f"{path}: {confess(error)}", "not read"
    click.echo(f"{click.style('error', fg='red', bold=True)}: {plain_text(problem)}", err=True)
    return outcome


class Syncer:
    """Brings files in step, one by one.

    Args:
        given: The files and folders that were named; nothing is written through a link out of a folder.
        diff: Whether to print what would change, and write nothing.
        write: Whether to write.
        remove: Whether to remove the charter instead.
        repair_ids: Whether to mend cell ids too.
    """

    def __init__(
        self, given: Iterable[str], *, diff: bool, write: bool, remove: bool = False, repair_ids: bool = False
    ) -> None:
        self._given = tuple(given)
        self._diff = diff
        self._write = write
        self._remove = remove
        self._repair_ids = repair_ids
        self._configs = Finder()

    def sync(self, path: str) -> bool:
        """Bring one file in step; whether it was not.

        Raises:
            NbreadyError: It cannot be read or written.
        """
        from nbready.lint.discover import folders_to_stay_in
        from nbready.notebook.open import open_notebook
        from nbready.notebook.write import write_atomically

        notebook = open_notebook(path)
        data, changes = self._changed(notebook, path)
        if not changes:
            return False
        if self._diff:
            click.echo(_diff(path, notebook.data, data), nl=False)
            return True
        remark = ""
        if self._write:
            within = folders_to_stay_in(path, self._given)
            remark = write_atomically(path, data, expected=notebook.data, within=within)
        click.echo(plain_line(f"{path}: {'' if self._write else 'would change: '}{', '.join(changes)}"))
        if remark:
            click.echo(plain_text(f"{path}: {remark}"), err=True)
        return True

    def _changed(self, notebook: Notebook, path: str) -> tuple[bytes, tuple[str, ...]]:
        """The bytes that the file should have, and what is new in them, in words."""
        from nbready.notebook import parse_notebook
        from nbready.notebook.write import UnwrittenError
        from nbready.sync import remove_charter, sync_notebook

        if notebook.is_text:
            raise UnwrittenError(
                "A text notebook is read and not written.",
                path=path,
                remedy="Its charter is its `%%charter` cell, which needs no second copy.",
            )
        repaired: tuple[str, ...] = ()
        if self._repair_ids:
            from nbready.notebook.ids import repair_ids

            data, repaired = repair_ids(notebook)
            notebook = parse_notebook(data, path=notebook.path)
        if notebook.language != "python":
            return notebook.data, repaired
        if self._remove:
            data, changes = remove_charter(notebook)
        else:
            data, changes = sync_notebook(notebook, self._configs.find(Path(path)))
        return data, (*repaired, *changes)


def _diff(path: str, old: bytes, new: bytes) -> str:
    """A unified diff, coloured, with control characters made visible."""
    before, after = (data.decode(errors="replace").splitlines() for data in (old, new))
    lines = difflib.unified_diff(before, after, path, path, lineterm="")
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "".join(click.style(plain_line(line), fg=colours.get(line[:1])) + "\n" for line in lines)


def _summary(done: Counter[str], *, pending: bool) -> str:
    words = {
        "changed": "would change" if pending else "changed",
        "in step": "in step",
        "not read": "could not be read",
        "not written": "could not be written",
    }
    counts = ", ".join(f"{done[key]} {word}" for key, word in words.items() if done[key])
    return f"Notebooks: {counts or 'none found'}."
