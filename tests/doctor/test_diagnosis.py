"""What each tool does to the charter, first in tables, then by the tools themselves."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from doctor.repositories import TOOLS, configure, hooks, repository, run
from lint_notebooks import charter_cell, file_bytes, stored
from nbready import cli
from nbready.doctor import read_repository
from nbready.errors import ConfigError
from notebook_files import code

STRIP_ALL = "metadata.nbready metadata.foo"

QUIET = {
    "nothing": {},
    "no notebook tools": hooks({"id": "ruff", "args": ["--fix"]}, {"id": "x", "entry": "echo nbstripout"}),
    "other tables": {"pyproject.toml": "[tool.ruff]\n", "settings.ini": "[DEFAULT]\nname = x\n"},
    "odd shapes": {".pre-commit-config.yaml": "- a\n- b\n", "pyproject.toml": "tool = 1\n"},
    "odd hooks": {".pre-commit-config.yaml": "repos: [1, {hooks: 2}, {hooks: [3, {args: 4}]}]\n"},
    "a databooks command that writes nothing": hooks({"id": "databooks-assert"}),
}


@pytest.mark.parametrize("files", QUIET.values(), ids=QUIET)
def test_it_stays_quiet(tmp_path, files) -> None:
    assert configure(tmp_path, files) == ()


KEEPS = {
    "nbstripout": hooks({"id": "nbstripout"}),
    "nbstripout, extra keys": hooks({"id": "nbstripout", "args": ["--extra-keys", "metadata.kernelspec"]}),
    "nbstripout, told to keep": hooks(
        {"id": "nbstripout", "args": [f"--extra-keys={STRIP_ALL}", "--keep-metadata-keys=metadata.nbready"]}
    ),
    "nb-clean": hooks({"id": "nb-clean", "args": ["--remove-empty-cells"]}),
    "nbdev": {"pyproject.toml": '[tool.nbdev]\nallowed_metadata_keys = ["nbready"]\n'},
    "nbdev 2": {"settings.ini": "[DEFAULT]\nnbs_path = .\nallowed_metadata_keys = foo nbready\n"},
    "databooks": {"pyproject.toml": '[tool.databooks.meta]\nnb-meta-keep = ["nbready"]\n'},
    "databooks, by argument": hooks({"id": "databooks-meta", "args": ["--nb-meta-keep", "nbready"]}),
    "jupytext": {"jupytext.toml": 'notebook_metadata_filter = "nbready,-all"\n'},
    "jupytext in YAML": {"jupytext.yaml": "notebook_metadata_filter: nbready\n"},
    "jupytext in Python": {".jupytext.py": 'c.notebook_metadata_filter = "all"\n'},
    "nbconvert, told to keep": hooks(
        {
            "id": "x",
            "entry": "jupyter nbconvert --ClearMetadataPreprocessor.enabled=True --inplace",
            "args": ["--ClearMetadataPreprocessor.clear_notebook_metadata=False"],
        }
    ),
    "nbconvert, output only": hooks({"id": "x", "entry": "jupyter nbconvert --clear-output --inplace"}),
    "jupytext, all": {"pyproject.toml": '[tool.jupytext]\nnotebook_metadata_filter = "all"\n'},
}

# What strips it, and the lines that keep it.
STRIPS = {
    "nbstripout": (
        hooks({"id": "nbstripout", "args": ["--extra-keys", STRIP_ALL]}),
        '"--keep-metadata-keys=metadata.nbready"',
    ),
    "nbstripout by its program": (
        hooks({"id": "x", "entry": f"python -m nbstripout --extra-keys '{STRIP_ALL}'"}),
        '"--keep-metadata-keys=metadata.nbready"',
    ),
    "nbstripout in a script": (
        hooks({"id": "x", "entry": f'bash -c \'nbstripout --extra-keys "{STRIP_ALL}" "$@"\' --'}),
        '"--keep-metadata-keys=metadata.nbready"',
    ),
    "nbconvert": (
        hooks({"id": "x", "entry": "jupyter nbconvert --ClearMetadataPreprocessor.enabled=True --inplace"}),
        "--ClearMetadataPreprocessor.preserve_nb_metadata_mask=\"{'nbready', ('language_info', 'name')}\"",
    ),
    "nbconvert, as one of its steps": (
        hooks(
            {
                "id": "x",
                "entry": "jupyter-nbconvert --inplace",
                "args": ["--Exporter.preprocessors", '["nbconvert.preprocessors.ClearMetadataPreprocessor"]'],
            }
        ),
        "--ClearMetadataPreprocessor.preserve_nb_metadata_mask=\"{'nbready', ('language_info', 'name')}\"",
    ),
    "nb-clean": (hooks({"id": "nb-clean", "args": ["-M"]}), ""),
    "nb-clean, in long": (hooks({"id": "nb-clean", "args": ["--remove-all-notebook-metadata"]}), ""),
    "nbdev": ({"pyproject.toml": "[tool.nbdev]\n"}, '[tool.nbdev]\nallowed_metadata_keys = ["nbready"]'),
    "nbdev by its hook": (hooks({"id": "nbdev-clean"}), '[tool.nbdev]\nallowed_metadata_keys = ["nbready"]'),
    "nbdev with a list": (
        {"pyproject.toml": '[tool.nbdev]\nallowed_metadata_keys = ["foo"]\n'},
        '[tool.nbdev]\nallowed_metadata_keys = ["foo", "nbready"]',
    ),
    "nbdev 2": (
        {"settings.ini": "[DEFAULT]\nlib_name = x\nallowed_metadata_keys = foo\n"},
        "[DEFAULT]\nallowed_metadata_keys = foo nbready",
    ),
    "databooks": (hooks({"id": "databooks-meta"}), '[tool.databooks.meta]\nnb-meta-keep = ["nbready"]'),
    "databooks with a list": (
        {"pyproject.toml": '[tool.databooks.meta]\nnb-meta-keep = ["kernelspec"]\n'},
        '[tool.databooks.meta]\nnb-meta-keep = ["kernelspec", "nbready"]',
    ),
    "jupytext": ({"jupytext.toml": 'formats = "ipynb,md"\n'}, 'notebook_metadata_filter = "nbready"'),
    "jupytext by its hook": (hooks({"id": "jupytext"}), 'notebook_metadata_filter = "nbready"'),
    "jupytext in YAML": (
        {"jupytext.yml": "formats: ipynb,py:percent\n"},
        'notebook_metadata_filter: "nbready"',
    ),
    "jupytext in hidden YAML": (
        {".jupytext.yaml": "notebook_metadata_filter: kernelspec\n"},
        'notebook_metadata_filter: "nbready,kernelspec"',
    ),
    "jupytext in JSON": (
        {"jupytext.json": '{"formats": "ipynb,md"}'},
        '"notebook_metadata_filter": "nbready"',
    ),
    "jupytext in Python": (
        {".jupytext.py": 'c.formats = "ipynb,py:percent"\n'},
        'c.notebook_metadata_filter = "nbready"',
    ),
    "jupytext, none": (
        {"pyproject.toml": '[tool.jupytext]\nnotebook_metadata_filter = "-all"\n'},
        '[tool.jupytext]\nnotebook_metadata_filter = "nbready,-all"',
    ),
    "jupytext, all but": (
        {".jupytext": 'notebook_metadata_filter = "all,-nbready"\n'},
        'notebook_metadata_filter = "nbready,all"',
    ),
}


@pytest.mark.parametrize("files", KEEPS.values(), ids=KEEPS)
def test_tools_that_keep_it(tmp_path, files) -> None:
    (diagnosis,) = configure(tmp_path, files)
    assert diagnosis.fate == "kept"
    assert diagnosis.lines == ""


@pytest.mark.parametrize(("files", "lines"), STRIPS.values(), ids=STRIPS)
def test_tools_that_strip_it(tmp_path, files, lines) -> None:
    (diagnosis,) = configure(tmp_path, files)
    assert diagnosis.fate == "stripped"
    assert diagnosis.lines == lines
    assert diagnosis.advice


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", b"[tool"),
        ("pyproject.toml", b"\xff"),
        ("jupytext.toml", b"="),
        (".pre-commit-config.yaml", b"a: [\n"),
        (".pre-commit-config.yaml", b"repos: " + b"[" * 900 + b"]" * 900),
        (".pre-commit-config.yaml", b"repos: " + b"[" * 100_000),
        ("pyproject.toml", b"x = " + b"[" * 50_000),
        ("jupytext.toml", b"a." * 50_000 + b"a = 1"),
        ("settings.ini", b"no section"),
        ("jupytext.yml", b"a: ["),
        ("jupytext.json", b"{"),
        (".jupytext.py", b"c.x = = 1"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError) as error:
        read_repository(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / name}: This file cannot be read")


UNKNOWN = {
    "a hook for notebooks": hooks({"id": "tidy", "entry": "tidy-notebooks", "types": ["jupyter"]}),
    "a hook for names of notebooks": hooks({"id": "tidy", "entry": "./tidy.sh", "files": r"\.ipynb$"}),
    "a jupytext file that is a program": {".jupytext.py": "import os\nc.formats = os.environ['F']\n"},
}


@pytest.mark.parametrize("files", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_said_to_be(tmp_path, files) -> None:
    (diagnosis,) = configure(tmp_path, files)
    assert diagnosis.fate == "unknown"
    assert diagnosis.advice


def test_the_nearest_files_up_to_the_top_of_the_repository_count(tmp_path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.databooks]\n")
    top = repository(tmp_path / "top")
    folder = top / "deep"
    assert configure(folder, {"x": ""}) == ()
    (diagnosis,) = configure(folder, {"../jupytext.toml": ""})
    assert (diagnosis.tool, diagnosis.file, diagnosis.fate) == ("jupytext", "../jupytext.toml", "stripped")
    (diagnosis,) = configure(folder, {"jupytext.yml": "notebook_metadata_filter: all\n"})
    assert (diagnosis.file, diagnosis.fate) == ("jupytext.yml", "kept")


@pytest.mark.parametrize(
    ("script", "fates"),
    [
        ("#!/bin/sh\n# nbstripout\npytest\n", []),
        ("# File generated by pre-commit\nnbstripout *.ipynb", []),
        ("for f in *.ipynb; do nbstripout $f; done", ["kept"]),
        ("jupyter nbconvert --inplace \\\n  --ClearMetadataPreprocessor.enabled=True a.ipynb", ["stripped"]),
        ("git diff --name-only | grep ipynb$ | xargs tidy-notebooks", ["unknown"]),
        ("./tidy a.ipynb", ["unknown"]),
    ],
)
def test_scripts_of_git(tmp_path, script, fates) -> None:
    (repository(tmp_path / "a") / ".husky").mkdir()
    (tmp_path / "a" / ".git" / "hooks" / "pre-commit").write_text(script)
    assert [diagnosis.fate for diagnosis in configure(tmp_path / "a", {})] == fates
    run(tmp_path / "a", "git", "config", "core.hooksPath", ".husky")
    assert configure(tmp_path / "a", {}) == ()


def test_a_filter_that_this_clone_does_not_have(tmp_path) -> None:
    folder = repository(tmp_path / "a")
    (diagnosis,) = configure(folder, {".gitattributes": "*.ipynb filter=nbs\n"})
    assert (diagnosis.tool, diagnosis.fate, diagnosis.lines) == ("nbs", "unknown", "")
    run(folder, "git", "config", "filter.nbs.clean", "git-lfs clean -- %f")
    assert configure(folder, {}) == ()


def test_without_git(tmp_path, monkeypatch, capsys) -> None:
    folder = repository(tmp_path / "a")
    monkeypatch.setenv("PATH", "")
    code_, out = _doctor(capsys, str(folder))
    assert code_ == 0
    assert "git could not be asked" in out
    assert "Nothing" not in out


# The tools themselves: name, arguments, and the configuration; with what is advised, the charter is kept.
REAL = {
    "nbstripout": (["nbstripout", "a.ipynb"], {}),
    "nbstripout, extra keys": (["nbstripout", "--extra-keys", STRIP_ALL, "a.ipynb"], {}),
    "nb-clean": (["nb-clean", "clean", "a.ipynb"], {}),
    "nb-clean, all": (["nb-clean", "clean", "-M", "a.ipynb"], {}),
    "nbdev": (
        ["nbdev-clean", "--fname", "a.ipynb"],
        {"pyproject.toml": '[project]\nname = "x"\n[tool.nbdev]\n'},
    ),
    "databooks": (["databooks", "meta", "--yes", "a.ipynb"], {"pyproject.toml": "[tool.databooks]\n"}),
    "jupytext": (
        ["jupytext", "--to", "py:percent", "a.ipynb"],
        {"jupytext.toml": "hide_notebook_metadata = false\n"},
    ),
    "jupytext, none": (
        ["jupytext", "--to", "md", "a.ipynb"],
        {"jupytext.toml": 'notebook_metadata_filter = "-all"\n'},
    ),
}


@pytest.mark.parametrize(("command", "files"), REAL.values(), ids=REAL)
def test_the_tools_do_what_is_said_of_them(tmp_path, command, files) -> None:
    program = shutil.which(command[0], path=str(TOOLS))
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    (diagnosis,) = configure(tmp_path, {**files, **hooks({"id": command[0], "args": command[1:]})})
    assert _survives(tmp_path, [program, *command[1:]]) is (diagnosis.fate == "kept")
    if diagnosis.fate == "kept":
        return
    if diagnosis.file.endswith(".toml"):
        added = diagnosis.lines if "[tool" in files.get(diagnosis.file, "") else f"{diagnosis.lines}\n"
        text = (tmp_path / diagnosis.file).read_text() if diagnosis.file == "pyproject.toml" else ""
        (tmp_path / diagnosis.file).write_text(text.replace("[tool.nbdev]\n", "") + added + "\n")
    arguments = [word for word in command[1:] if word != "-M"]
    if command[0] == "nbstripout":
        arguments.insert(0, diagnosis.lines.strip('"'))
    assert _survives(tmp_path, [program, *arguments])


def _survives(folder: Path, command: list[str]) -> bool:
    file = folder / "a.ipynb"
    file.write_bytes(file_bytes(charter_cell(), code("1"), metadata=stored()))
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    written = next((f for name in ("a.py", "a.md") if (f := folder / name).exists()), file)
    text = written.read_text(encoding="utf-8")
    assert "%%charter" in text, "every tool keeps the cell"
    if written is file:
        return "nbready" in json.loads(text)["metadata"]
    written.unlink()
    return "\n#   nbready:\n" in text or "\n  nbready:\n" in text or "\nnbready:\n" in text


def _doctor(capsys, *args: str) -> tuple[int | str | None, str]:
    with pytest.raises(SystemExit) as exit_:
        cli.main(["doctor", *args])
    out, err = capsys.readouterr()
    return exit_.value.code, out + err


def test_the_command_tells_what_to_do(tmp_path, capsys) -> None:
    code_, out = _doctor(capsys, str(tmp_path))
    assert code_ == 0
    assert out.startswith("Nothing that cleans notebooks was found: looked at pre-commit, at git's filters")
    configure(tmp_path, hooks({"id": "nbstripout"}, {"id": "databooks-meta"}))
    code_, out = _doctor(capsys, str(tmp_path))
    assert code_ == 1
    assert "✓ nbstripout keeps the charter" in out
    assert "✗ databooks strips" in out
    assert '      nb-meta-keep = ["nbready"]\n' in out
    (tmp_path / "pyproject.toml").write_text("[tool")
    code_, out = _doctor(capsys, str(tmp_path))
    assert code_ == 2
    assert "pyproject.toml" in out
