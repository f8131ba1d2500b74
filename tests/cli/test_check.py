"""``nbready check``: options, exit codes, and where its words go."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from lint_notebooks import LOAD, TRAIN, charter_cell, file_bytes, full_charter, stored
from nbready import cli
from nbready.cli import progress
from notebook_files import code

NBREADY = [sys.executable, "-m", "nbready"]


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "load.ipynb").write_bytes(file_bytes(code(LOAD)))
    (tmp_path / "train.ipynb").write_bytes(file_bytes(code(TRAIN)))
    (tmp_path / "clean.ipynb").write_bytes(file_bytes(code("1 + 1")))
    return tmp_path


@pytest.fixture
def run(capsys):
    def call(*args: str) -> tuple[int | str | None, str, str]:
        with pytest.raises(SystemExit) as exit_:
            cli.main(["check", *args])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return exit_.value.code, out, err

    return call


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["clean.ipynb"], 0),
        (["train.ipynb"], 0),
        (["load.ipynb"], 1),
        ([], 1),
        (["."], 1),
        (["train.ipynb", "--fail-on", "warning"], 1),
        (["load.ipynb", "--exit-zero"], 0),
        (["load.ipynb", "--ignore", "NBR201"], 0),
        (["load.ipynb", "--select", "NBR1,NBR3"], 0),
        (["missing.ipynb"], 1),
        (["--format", "sarif", "--sarif-suppressed", "clean.ipynb"], 0),
        (["--select", "NBR999"], 2),
        (["--format", "xml"], 2),
        (["--no-such-option"], 2),
        (["--baseline", "missing.json"], 2),
        (["--template", "missing.ipynb"], 2),
        (["clean.ipynb", "-o", "no/such/folder/out.txt"], 2),
        (["--max-size", "0"], 2),
    ],
)
def test_exit_codes(project, run, args, expected) -> None:
    assert run(*args)[0] == expected


def test_findings_come_with_place_line_and_a_way_forward(project, run) -> None:
    _, out, err = run("load.ipynb")
    assert err == ""
    for part in (
        "load.ipynb",
        "error NBR201",
        "cell 1, line 3",
        "pd.read_csv",
        "^^^^^^^^^^^",
        "%%charter",
        "1 error",
    ):
        assert part in out
    assert "\x1b" not in out


def test_one_line_a_finding(project, run) -> None:
    _, out, _ = run("--concise", "--quiet")
    assert [line.split(" ")[0] for line in out.splitlines()] == ["load.ipynb:cell", "train.ipynb:cell"]
    assert run("clean.ipynb", "--quiet")[1] == ""


def test_a_report_goes_to_a_file(project, run) -> None:
    assert run("--format", "json", "-o", "out.json")[:2] == (1, "")
    assert len(json.loads(Path("out.json").read_text())["findings"]) == 2


def test_statistics(project, run) -> None:
    assert run("--statistics")[1].split()[:2] == ["1", "NBR201"]


def test_colour_on_request_and_never_against_it(project, run, monkeypatch) -> None:
    assert "\x1b[" in run("--color", "always")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run()[1]
    assert "\x1b[" not in run("--color", "never")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run()[1]


def test_a_baseline_is_written_and_heard(project, run) -> None:
    code_, out, err = run("--write-baseline", "--baseline", "known.json")
    assert (code_, out) == (0, "")
    assert "2 findings on record in known.json" in err
    code_, out, _ = run("--baseline", "known.json")
    assert code_ == 0
    assert "2 known to the baseline" in out


def test_marks_can_be_overruled(project, run) -> None:
    (project / "load.ipynb").write_bytes(file_bytes(code(f"# nbready: ignore[NBR201] lookup\n{LOAD}")))
    assert run("load.ipynb")[0] == 0
    assert run("load.ipynb", "--no-ignores")[0] == 1


def test_diff_shows_and_fix_does(project, run) -> None:
    file = project / "a.ipynb"
    file.write_bytes(before := file_bytes(charter_cell(), code(LOAD)))
    code_, out, _ = run("a.ipynb", "--diff")
    assert code_ == 1
    assert '+  "nbready": {' in out
    assert file.read_bytes() == before
    code_, out, err = run("a.ipynb", "--fix", "--format", "json", "--select", "NBR1")
    assert code_ == 0
    assert json.loads(out)["findings"] == []
    assert "a.ipynb" in err
    assert json.loads(file.read_bytes())["metadata"]["nbready"]["version"] == 1
    after = file.read_bytes()
    assert run("a.ipynb", "--fix", "--select", "NBR1")[0] == 0
    assert file.read_bytes() == after


def test_fix_leaves_alone_what_is_not_selected(project, run) -> None:
    file = project / "a.ipynb"
    file.write_bytes(before := file_bytes(metadata=stored(full_charter())))
    run("a.ipynb", "--fix", "--ignore", "NBR104")
    assert file.read_bytes() == before
    run("a.ipynb", "--fix")
    assert json.loads(file.read_bytes())["cells"][0]["source"]


def test_the_same_bytes_from_the_command_and_the_function(project) -> None:
    from nbready.lint import check
    from nbready.lint.reports import renderer

    done = subprocess.run(
        [*NBREADY, "check", "--format", "json"], capture_output=True, text=True, check=False
    )
    assert done.stdout == renderer("json")(check(["."]))


def test_names_that_no_terminal_can_show(project) -> None:
    Path("load.ipynb").rename(os.fsdecode(b"l\xff\x1b[31m.ipynb"))
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for format_ in ("text", "json", "github", "gitlab", "sarif", "markdown"):
        command = [*NBREADY, "check", "--format", format_]
        done = subprocess.run(command, capture_output=True, check=False, env=ascii_only)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stdout


def test_a_closed_pipe_is_no_failure(project) -> None:
    for number in range(200):
        (project / f"{number}.ipynb").write_bytes(file_bytes(code(LOAD)))
    command = f"'{sys.executable}' -m nbready check | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_ctrl_c_shows_what_was_found_so_far(project, run, monkeypatch) -> None:
    @contextmanager
    def impatient() -> Iterator[Callable[[int, int], None]]:
        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        yield stop

    monkeypatch.setattr(progress, "progress_bar", impatient)
    code_, out, _ = run()
    assert code_ == 130
    assert "Interrupted" in out


def test_progress_is_shown_on_a_terminal_only(project, monkeypatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    shown = {}
    for is_terminal in (True, False):
        stream = io.StringIO()
        stream.isatty = lambda is_terminal=is_terminal: is_terminal  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stderr", stream)
        with pytest.raises(SystemExit):
            cli.main(["check", "-q"])
        shown[is_terminal] = stream.getvalue()
    assert "of 3 notebooks" in shown[True]
    assert shown[True].endswith("\r\x1b[K")
    assert shown[False] == ""


def test_json_keeps_to_the_schema_that_is_shipped(project, run) -> None:
    from importlib.resources import files

    schema = json.loads(files("nbready.lint.reports").joinpath("report.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(run("--format", "json")[1]), schema)


def test_a_fix_that_could_not_be_written_is_a_failure(project, run, monkeypatch) -> None:
    (project / "a.ipynb").write_bytes(before := file_bytes(charter_cell(), code("1 + 1")))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refuse)
    code_, _, err = run("a.ipynb", "--fix", "--no-cache")
    assert code_ == 1
    assert "a.ipynb is not fixed: a.ipynb: This file cannot be written: permission denied." in err
    assert (project / "a.ipynb").read_bytes() == before
    assert run("a.ipynb", "--fix", "--no-cache", "--exit-zero")[0] == 0
