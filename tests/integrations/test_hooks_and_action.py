"""The pre-commit hooks and the GitHub Action, as far as they run without a network."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from lint_notebooks import LOAD, file_bytes
from nbready.cli import cli
from notebook_files import code

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project with a notebook, where the action has nbready installed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my notebook.ipynb").write_bytes(file_bytes(code(LOAD)))
    scripts = tmp_path / ".runner" / "nbready" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "nbready").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nbready "$@"\n')
    (scripts / "nbready").chmod(0o755)
    return tmp_path


def run_action(project: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the check as the runner would: inputs through the environment, the script by bash -e."""
    step = STEPS["Check notebooks"]
    given = {name: {"default": "", **spec}["default"] for name, spec in ACTION["inputs"].items()} | inputs
    values = {f"${{{{ inputs.{name} }}}}": value for name, value in given.items()}
    env = {name: values[text] for name, text in step["env"].items()}
    runner = {"RUNNER_TEMP": str(project / ".runner"), "GITHUB_STEP_SUMMARY": str(project / "summary.md")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    # What bash has learned since the one that macOS ships is taken away first.
    older = project / ".runner" / "bash-3.2"
    older.write_text("enable -n mapfile readarray coproc 2>/dev/null || enable -n mapfile readarray\n")
    runner["BASH_ENV"] = str(older)
    return subprocess.run(
        command, env={**os.environ, **env, **runner}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["nbready-check", "nbready-sync"])
def test_a_hook_runs_a_command_that_exists(project, name) -> None:
    program, *arguments = shlex.split(HOOKS[name]["entry"])
    assert program == "nbready"
    result = CliRunner().invoke(cli, [*arguments, "my notebook.ipynb"])
    assert result.exit_code == (1 if name == "nbready-check" else 0)
    assert "No such" not in result.output


def test_hooks_are_given_notebooks_only() -> None:
    assert {tuple(hook["types_or"]) for hook in HOOKS.values()} == {("jupyter",)}
    assert all(hook["language"] == "python" for hook in HOOKS.values())


def test_the_action_annotates_and_summarises(project) -> None:
    done = run_action(project)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=my notebook.ipynb,line=")
    assert "### nbready: 1 error in 1 notebook" in (project / "summary.md").read_text("utf-8")


def test_the_action_passes_arguments_on(project) -> None:
    done = run_action(
        project, paths="my notebook.ipynb\n", args="--ignore=NBR2\n--fail-on=warning", summary="false"
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert not (project / "summary.md").exists()
    assert run_action(project, args="--select=NBR999").returncode == 2


# Syntax and variables that came after bash 3.2.
_NEWER = re.compile(
    r"\b(mapfile|readarray|coproc)\b|declare -[Ang]|local -n|\$\{\w+(\[[@*]\])?(\^|,|@)|&>>|\|&|;;?&"
    r"|\[\[ -[vR] |\$\{\w+: -\d|EPOCHSECONDS|wait -n|printf -v \w+\[|\{\w+\}[<>]|globstar"
)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_asks_for_no_more_than_bash_3_2(name) -> None:
    assert not _NEWER.search(STEPS[name]["run"])


def test_the_action_finds_what_it_installed_on_windows(project) -> None:
    (project / ".runner" / "nbready" / "bin").rename(project / ".runner" / "nbready" / "Scripts")
    assert run_action(project, paths="my notebook.ipynb\r\n").returncode == 1


def test_inputs_are_no_commands(project) -> None:
    run_action(project, paths='"; touch hacked; "\n$(touch hacked)\n`touch hacked`', args="$(touch hacked)")
    assert not (project / "hacked").exists()
    scripts = [step["run"] for step in STEPS.values()]
    assert not any("${{" in script for script in scripts)


def test_the_action_installs_itself_with_the_fast_extra() -> None:
    step = STEPS["Install nbready"]
    assert step["env"]["NBREADY_SOURCE"] == "${{ github.action_path }}"
    assert '"${NBREADY_SOURCE}[fast]"' in step["run"]
    subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
