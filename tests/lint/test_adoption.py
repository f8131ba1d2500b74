"""The way of a repository with a past: fifty notebooks, from the first look to blocking."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest

from lint_notebooks import LOAD, charter_cell, file_bytes, stored
from nbready import cli
from notebook_files import code, markdown


def write(folder: Path, name: str, *cells: dict[str, object], **how: object) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(file_bytes(*cells, **how))


def loading(number: int) -> list[dict[str, object]]:
    return [
        markdown(f"# Report {number}"),
        code("import pandas as pd"),
        code(f"cards = pd.read_csv('cards-{number}.csv')"),
        code(f"cards.groupby('region').size().plot(title='{number}')"),
    ]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """12 tutorials, 6 notebooks that git ignores, 2 of an environment, 30 of projects: 5 of them in order."""
    folder = tmp_path / "analytics"
    for number in range(12):
        write(folder, f"tutorials/{number:02}.ipynb", code(LOAD))
    for number in range(6):
        write(folder, f"scratch/{number}.ipynb", code(LOAD))
    for number in range(2):
        write(folder, f"env/share/{number}.ipynb", code(LOAD))
    for number in range(25):
        write(folder, f"projects/p{number % 5}/{number:02}.ipynb", *loading(number))
    for number in range(2):
        write(folder, f"projects/good/{number}.ipynb", charter_cell(), code(LOAD), metadata=stored())
    for number in range(3):
        write(folder, f"projects/notes/{number}.ipynb", markdown("x"), code("1 + 1"))
    assert len(list(folder.rglob("*.ipynb"))) == 50
    (folder / "env" / "pyvenv.cfg").touch()
    (folder / ".gitignore").write_text("scratch/\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "the past")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def nbready(capsys):
    def run(*arguments: str) -> tuple[int | str | None, str]:
        with pytest.raises(SystemExit) as exit_:
            cli.main([*arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return exit_.value.code, " ".join((out + err).split())

    return run


def set_up(folder: Path, before: str, after: str) -> None:
    file = folder / "pyproject.toml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


CHECK = ("check", "--no-cache", "--concise")


def test_from_the_first_look_to_blocking(repository, nbready, monkeypatch) -> None:
    # The first look: what is nobody's project is not in it.
    code_, said = nbready(*CHECK)
    assert code_ == 1
    assert "37 errors in 42 notebooks" in said
    assert nbready(*CHECK, "--exit-zero")[0] == 0

    # Set up; nothing else changes.
    assert nbready("init", "--yes")[0] == 0
    assert "37 errors" in nbready(*CHECK)[1]

    # Tutorials owe nothing.
    with (repository / "pyproject.toml").open("a") as file:
        file.write('\n[[tool.nbready.overrides]]\npaths = ["tutorials/*"]\npolicy = { data = "off" }\n')
    code_, said = nbready(*CHECK)
    assert code_ == 1
    assert "25 errors in 42 notebooks" in said

    # What is there goes on record.
    set_up(repository, "[tool.nbready]\n", '[tool.nbready]\nbaseline = "nbready-baseline.json"\n')
    assert nbready(*CHECK)[0] == 2  # there is none yet, and that is no reason to pass
    assert nbready(*CHECK, "--write-baseline")[0] == 0
    code_, said = nbready(*CHECK)
    assert (code_, "25 known to the baseline" in said) == (0, True)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "adopt nbready")

    # A branch renames one notebook, edits the load line of another, and adds nothing of its own.
    git(repository, "checkout", "-qb", "work")
    git(repository, "mv", "projects/p0/00.ipynb", "projects/p4/renamed.ipynb")
    cells = loading(1)
    cells[2]["source"] = "cards = pd.read_csv('cards-2027.csv', sep=';')"
    write(repository, "projects/p1/01.ipynb", code("# a new first cell"), *cells)
    assert nbready(*CHECK)[0] == 0
    code_, said = nbready(*CHECK, "--changed")
    assert (code_, "2 known to the baseline" in said) == (0, True)
    assert "in 2 notebooks" in said

    # A new notebook is asked: it blocks, or warns while the project only warns.
    write(repository, "projects/p2/new.ipynb", *loading(99)[1:3])
    code_, said = nbready(*CHECK, "--changed=main")
    assert (code_, said.count("NBR201 `")) == (1, 1)
    set_up(repository, 'data = "block"', 'data = "warn"')
    code_, said = nbready(*CHECK)
    assert (code_, "1 warning in 43 notebooks" in said) == (0, True)
    assert nbready(*CHECK, "--fail-on", "warning")[0] == 1

    # One folder blocks first.
    with (repository / "pyproject.toml").open("a") as file:
        file.write('\n[[tool.nbready.overrides]]\npaths = ["projects/p2"]\npolicy = { data = "block" }\n')
    assert nbready(*CHECK)[0] == 1
    write(repository, "projects/p2/new.ipynb", charter_cell(), *loading(99), metadata=stored())
    assert nbready(*CHECK)[0] == 0

    # Old ones are mended one by one, and leave the record.
    write(repository, "projects/p3/03.ipynb", charter_cell(), *loading(3), metadata=stored())
    assert "1 of the baseline mended" in nbready(*CHECK)[1]
    code_, said = nbready(*CHECK, "--prune-baseline")
    assert (code_, "1 finding taken out" in said) == (0, True)
    assert "24 known to the baseline" in said
    assert "mended" not in nbready(*CHECK)[1]

    # A hook that hands over nothing has nothing checked.
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert nbready(*CHECK, "--paths-from", "-") == (0, "No notebook was checked.")

    # In the end everything blocks, and the record is what is left to do.
    set_up(repository, 'data = "warn"', 'data = "block"')
    assert nbready(*CHECK)[0] == 0
    set_up(repository, 'baseline = "nbready-baseline.json"\n', "")
    code_, said = nbready(*CHECK)
    assert code_ == 1
    assert re.search(r"\b24 errors in 43 notebooks", said)
