"""The command itself: exit codes, one message for people's errors, light imports."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from nbready import cli
from nbready.errors import CharterError, ConfigError


def _exit_code(*args: str) -> int | str | None:
    with pytest.raises(SystemExit) as exit_:
        cli.main(list(args))
    return exit_.value.code


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    def install(error: BaseException) -> None:
        @click.command()
        def boom() -> None:
            raise error

        monkeypatch.setattr(sys.modules[__name__], "boom", boom, raising=False)
        monkeypatch.setitem(cli.COMMANDS, "boom", f"{__name__}:boom")

    return install


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code("--version") == 0
    assert re.fullmatch(r"nbready \d+\.\d+\.\d+ \((compiled|pure Python)\)\n", capsys.readouterr().out)


def test_every_command_of_the_table_exists_and_says_what_it_is_for() -> None:
    context = click.Context(cli.cli)
    for name in cli.COMMANDS:
        command = cli.cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str()


def test_an_unknown_command_is_wrong_usage_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code("chekc") == 2
    assert "Did you mean `check`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (ConfigError("Unknown key `polcy`.", path="pyproject.toml"), 2, "pyproject.toml: Unknown key"),
        (CharterError("Bad YAML.", path="a.ipynb", line=3, remedy="Indent it."), 1, "a.ipynb:3: Bad YAML."),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (ValueError("odd \x1b[31m"), 2, "a bug in nbready"),
    ],
)
def test_errors_are_one_message_and_a_code(failing, error, code, says, capsys) -> None:
    failing(error)
    assert _exit_code("boom") == code
    shown = capsys.readouterr().err
    assert says in shown
    assert "Traceback" not in shown
    assert "\x1b[31m" not in shown.replace("error", "")


def test_the_command_line_leaves_the_heavy_libraries_alone() -> None:
    code = (
        "import sys, nbready.cli; heavy = {'IPython', 'ipywidgets', 'anywidget', 'nbformat', 'traitlets'};"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_python_dash_m_is_the_same_command() -> None:
    run = subprocess.run([sys.executable, "-m", "nbready", "-V"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("nbready ")
