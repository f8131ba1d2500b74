"""The wheel that people install, and what the pages promise of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import nbready
from nbready.cli import cli

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "nbready"
PAGES = [
    *(
        ROOT / name
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "RELEASING.md", "examples/README.md")
    ),
    *sorted((ROOT / "docs").glob("*.md")),
]


def build(target: Path, *, source: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target],
        cwd=source,
        env={**os.environ, "NBREADY_COMPILE": "0", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    assert build(target).returncode == 0
    (path,) = target.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_is_plain_python_and_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    assert str(wheel.filename).endswith("-py3-none-any.whl")
    tracked = {p for p in SOURCE.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {f"nbready/{p.relative_to(SOURCE).as_posix()}" for p in tracked} <= set(wheel.namelist())


def test_two_wheels_of_one_source_are_the_same(tmp_path: Path) -> None:
    wheels = []
    for name in ("one", "two"):
        assert build(tmp_path / name, SOURCE_DATE_EPOCH="1700000000").returncode == 0
        (path,) = (tmp_path / name).glob("*.whl")
        wheels.append(path.read_bytes())
    assert wheels[0] == wheels[1]


def small_project(folder: Path) -> Path:
    """This project with one module to compile, for what happens is the same with all of them."""
    folder.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "etc"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    stages = folder / "src" / "nbready" / "stages"
    stages.mkdir(parents=True)
    shutil.copy(SOURCE / "__init__.py", stages.parent)
    (stages / "__init__.py").touch()
    (stages / "one.py").write_text("ONE: int = 1\n", encoding="utf-8")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="the compiler is a shell script")
@pytest.mark.parametrize(
    ("compiler", "said"),
    [
        ("#!/bin/sh\nprintf 'caf\\351 broken' >&2\nexit 1\n", "mypyc gave up"),
        (None, "there is no C compiler"),
    ],
    ids=["a compiler that fails", "no compiler"],
)
def test_compiled_code_that_was_asked_for_is_not_left_out_unsaid(
    compiler: str | None, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "cc"
    if compiler is not None:
        file.write_text(compiler, encoding="utf-8")
        file.chmod(0o755)
    source = small_project(tmp_path / "source")
    done = build(tmp_path, source=source, CC=str(file), NBREADY_COMPILE="1", TMPDIR=str(tmp_path))
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert compiler is None or "broken" in done.stdout + done.stderr, "the compiler was asked"
    assert not list(tmp_path.glob("*.whl"))
    assert not list(tmp_path.glob("nbready-build-*"))


def test_the_wheel_switches_the_server_extension_on(wheel: zipfile.ZipFile) -> None:
    name = f"nbready-{nbready.__version__}.data/data/etc/jupyter/jupyter_server_config.d/nbready.json"
    assert b'"nbready' in wheel.read(name)


def test_the_wheel_works_without_the_source(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    site = tmp_path / "site"
    wheel.extractall(site)
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import nbready.cli as c; print(c.__file__); c.main()"
    )
    command = [sys.executable, "-c", code, "check", str(ROOT / "examples" / "load_first.ipynb")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith(str(site))
    assert "NBR201" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_the_pages_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:^    |`)nbready ([a-z]+)", text, re.MULTILINE))
    runner = CliRunner()
    for command in sorted(commands):
        assert runner.invoke(cli, [command, "--help"]).exit_code == 0, command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_of_the_pages_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    runner = CliRunner()
    for command, rest in re.findall(r"(?:^    |`)nbready ([a-z]+)([^`\n#]*)", text, re.MULTILINE):
        options = runner.invoke(cli, [command, "--help"]).output
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in options, f"nbready {command} {option}"
