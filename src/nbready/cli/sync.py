"""``nbready sync``: the charter's cell and its copy in the metadata, in step."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError, NbreadyError
from nbready.escape import plain_line, plain_text


@click.command("sync")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--diff", is_flag=True, help="Print what would change, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a notebook would change.")
@click.option("--remove", is_flag=True, help="Remove the charter, cell and metadata both.")
@allow_outside
def sync(paths: tuple[str, ...], diff: bool, check: bool, remove: bool) -> None:
    """Bring the charter's cell and its copy in the metadata in step.

    Where the two differ, the cell wins; where one is missing, it is rebuilt from the other. Everything else
    in the file stays byte for byte. Folders are searched for notebooks.
    """
    done: Counter[str] = Counter()
    for path in _notebooks(paths):
        try:
            changed = sync_file(path, diff=diff, write=not (diff or check), remove=remove)
        except ConfigError:
            raise
        except NbreadyError as error:
            click.echo(
                f"{click.style('error', fg='red', bold=True)}: {plain_text(_placed(error, path))}", err=True
            )
            done["not read"] += 1
        else:
            done["changed" if changed else "in step"] += 1
    click.echo(_summary(done, pending=diff or check), err=True)
    if done["not read"] or (check and done["changed"]):
        sys.exit(1)


def _notebooks(paths: tuple[str, ...]) -> Iterator[Path]:
    from nbready.lint.discover import find_notebooks

    yield from map(Path, find_notebooks(paths, lambda path: False))


def sync_file(path: Path, *, diff: bool, write: bool, remove: bool) -> bool:
    """Bring one file in step; whether it was not."""
    from nbready.notebook import read_notebook
    from nbready.notebook.write import write_atomically
    from nbready.sync import remove_charter, sync_notebook

    notebook = read_notebook(path)
    if notebook.language != "python":
        return False
    data, changes = remove_charter(notebook) if remove else sync_notebook(notebook)
    if not changes:
        return False
    if diff:
        click.echo(_diff(path, notebook.data, data), nl=False)
        return True
    if write:
        write_atomically(path, data, expected=notebook.data)
    click.echo(plain_line(f"{path}: {'' if write else 'would change: '}{', '.join(changes)}"))
    return True


def _diff(path: Path, old: bytes, new: bytes) -> str:
    """A unified diff, coloured, with control characters made visible."""
    before, after = (data.decode(errors="replace").splitlines() for data in (old, new))
    lines = difflib.unified_diff(before, after, str(path), str(path), lineterm="")
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "".join(click.style(plain_line(line), fg=colours.get(line[:1])) + "\n" for line in lines)


def _placed(error: NbreadyError, path: Path) -> str:
    return str(error) if error.path is not None else f"{path}: {error}"


def _summary(done: Counter[str], *, pending: bool) -> str:
    words = {
        "changed": "would change" if pending else "changed",
        "in step": "in step",
        "not read": "could not be read",
    }
    counts = ", ".join(f"{done[key]} {word}" for key, word in words.items() if done[key])
    return f"Notebooks: {counts or 'none found'}."
