"""Each tool set up by its own installer: what is said of it, held against the notebook that git stages."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from doctor.repositories import TOOLS, repository, run
from lint_notebooks import charter_cell, file_bytes, stored
from nbready.doctor import Diagnosis, diagnose, read_repository
from notebook_files import code

NBCONVERT = (
    "jupyter nbconvert --ClearOutputPreprocessor.enabled=True --ClearMetadataPreprocessor.enabled=True"
    " --to=notebook --stdin --stdout --log-level=ERROR"
)
EXTRA = "filter.nbstripout.extrakeys"
KEEP = "filter.nbstripout.keepmetadatakeys"


def git(*settings: str) -> tuple[str, ...]:
    return ("git", "config", *settings)


# The commands that set a tool up, and whether the charter's copy is then staged.
SETUPS: dict[str, tuple[list[tuple[str, ...]], bool]] = {
    "nbstripout": ([("nbstripout", "--install")], True),
    "nbstripout, in .gitattributes": ([("nbstripout", "--install", "--attributes", ".gitattributes")], True),
    "nbstripout, extra keys": (
        [("nbstripout", "--install"), git(EXTRA, "metadata.kernelspec metadata.nbready")],
        False,
    ),
    "nbstripout, on several lines": (
        [("nbstripout", "--install"), git(EXTRA, "\n  metadata.kernelspec\n  metadata.nbready\n")],
        False,
    ),
    "nbstripout, a part of it": (
        [("nbstripout", "--install"), git(EXTRA, "metadata.nbready.charter")],
        False,
    ),
    "nbstripout, told to keep it": (
        [
            ("nbstripout", "--install"),
            git(EXTRA, "metadata.nbready"),
            git(KEEP, "metadata.kernelspec metadata.nbready"),
        ],
        True,
    ),
    "nbstripout for all projects": (
        [("nbstripout", "--install", "--global"), git("--global", EXTRA, "metadata.nbready")],
        False,
    ),
    "nb-clean": ([("nb-clean", "add-filter")], True),
    "nb-clean, all metadata": ([("nb-clean", "add-filter", "-M")], False),
    "nbwipers": ([("nbwipers", "install", "local")], True),
    "nbwipers, extra keys": (
        [("nbwipers", "install", "local"), ("cp", "keys.toml", ".nbwipers.toml")],
        False,
    ),
    "nbconvert": ([git("filter.strip.clean", NBCONVERT), ("cp", "strip", ".gitattributes")], False),
    "nbdev": ([("nbdev-install-hooks",)], True),
}


@pytest.fixture
def project(tmp_path) -> Path:
    folder = repository(tmp_path / "project")
    (folder / "strip").write_text("*.ipynb filter=strip\n")
    (folder / "keys.toml").write_text('extra-keys = ["metadata.nbready"]\n')
    return folder


@pytest.mark.parametrize(("setup", "is_kept"), SETUPS.values(), ids=SETUPS)
def test_what_is_said_is_what_git_stages(project, setup, is_kept) -> None:
    install(project, setup)
    said = diagnose(read_repository(project))
    assert is_staged(project) is is_kept
    assert all((diagnosis.fate == "kept") is is_kept for diagnosis in said)
    assert said or setup == [("nbdev-install-hooks",)]
    assert not any(diagnosis.note for diagnosis in said)
    if not is_kept:
        (diagnosis,) = said
        follow(project, diagnosis)
        assert {d.fate for d in diagnose(read_repository(project))} == {"kept"}
        assert is_staged(project)


def install(project: Path, setup: list[tuple[str, ...]]) -> None:
    for command in setup:
        if shutil.which(command[0], path=f"{TOOLS}:/bin:/usr/bin") is None:
            pytest.skip(f"{command[0]} is not installed")
        run(project, *command)


def follow(project: Path, diagnosis: Diagnosis) -> None:
    """Do what the advice says, to the letter."""
    if diagnosis.tool == "nb-clean":
        clean = run(project, *git("filter.nb-clean.clean")).split()
        kept = (word for word in clean if f"`{word}`" not in diagnosis.advice)
        run(project, *git("filter.nb-clean.clean", " ".join(kept)))
    elif diagnosis.tool == "nbconvert":
        run(project, *git("filter.strip.clean", f"{NBCONVERT} {diagnosis.lines}"))
    elif diagnosis.tool == "nbwipers":
        with (project / ".nbwipers.toml").open("a") as file:
            file.write(f"{diagnosis.lines}\n")
    else:
        run(project, *shlex.split(diagnosis.lines))


def is_staged(project: Path) -> bool:
    """Whether the charter's copy in the metadata is in what git would commit."""
    run(project, "git", "update-index", "--force-remove", "a.ipynb")
    (project / "a.ipynb").write_bytes(file_bytes(charter_cell(), code("1"), metadata=stored()))
    run(project, "git", "add", "a.ipynb")
    notebook = run(project, "git", "show", ":a.ipynb")
    assert "%%charter" in notebook, "every tool keeps the cell"
    return "charter" in json.loads(notebook)["metadata"].get("nbready", {})


def worktree(project: Path) -> Path:
    run(project, "git", "commit", "--quiet", "--allow-empty", "-m", "x")
    run(project, "git", "worktree", "add", "--quiet", "../linked")
    return project.parent / "linked"


def subfolder(project: Path) -> Path:
    (project / "deep" / "er").mkdir(parents=True)
    return project / "deep" / "er"


PLACES: dict[str, Callable[[Path], Path]] = {"a linked worktree": worktree, "a subfolder": subfolder}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_git_is_asked_wherever_its_settings_are(project, place) -> None:
    install(project, SETUPS["nbstripout, extra keys"][0])
    (diagnosis,) = diagnose(read_repository(place(project)))
    assert diagnosis.fate == "stripped"


def test_a_submodule_has_filters_of_its_own(project) -> None:
    inner = repository(project.parent / "inner")
    run(inner, "git", "commit", "--quiet", "--allow-empty", "-m", "x")
    run(project, "git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    install(project / "sub", SETUPS["nbstripout, extra keys"][0])
    assert [d.fate for d in diagnose(read_repository(project / "sub"))] == ["stripped"]
    assert diagnose(read_repository(project)) == ()


def test_attributes_of_a_folder_count_for_its_notebooks(project) -> None:
    run(project, *git("--global", "filter.mine.clean", "strip-it-all"))
    assert diagnose(read_repository(project)) == ()
    (project / "reports").mkdir()
    (project / "reports" / ".gitattributes").write_text("*.ipynb filter=mine\n")
    (project / "reports" / "ä [1].ipynb").write_bytes(file_bytes(code("1")))
    assert [(d.tool, d.fate) for d in diagnose(read_repository(project))] == [("strip-it-all", "unknown")]
