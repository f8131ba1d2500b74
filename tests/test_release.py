"""What a release needs is valid and agrees with the package: workflows, notes, recipe, built files."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import nbready

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = Path(sys.executable).parent


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_workflows_are_valid() -> None:
    schema = "vendor.github-workflows"
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_nothing_is_wrong_with_the_workflows_security() -> None:
    done = run(SCRIPTS / "zizmor", "--offline", "--no-progress", *WORKFLOWS, ROOT / "action.yml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_permissions_are_given_by_job(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    assert [
        (name, rest) for name, rest in used if not re.search(r"@[0-9a-f]{40}$", name) or "# v" not in rest
    ] == []
    assert yaml.safe_load(text)["permissions"] == {}


@pytest.fixture(scope="module")
def notes() -> Callable[..., str]:
    found: Callable[..., str] = runpy.run_path(str(ROOT / ".github" / "release" / "notes.py"))["notes"]
    return found


def test_notes_are_the_changelogs_part(notes: Callable[..., str]) -> None:
    text = "## 1.1.0 (2027-01-02)\n\n- New.\n\n### More\n\n- Old.\n\n## 1.0.0 (2026-12-01)\n\n- First.\n"
    assert notes("v1.1.0", text, "1.1.0") == "- New.\n\n### More\n\n- Old.\n"
    assert notes("v1.0.0", text, "1.0.0") == "- First.\n"


@pytest.mark.parametrize(
    ("tag", "text", "said"),
    [
        ("v1.0.1", "## 1.0.0 (2026-12-01)\n\n- First.\n", "the package says 1.0.0"),
        ("v1.0.0", "## 0.9.0 (2026-12-01)\n\n- First.\n", "no part `## 1.0.0`"),
        ("v1.0.0", "## 1.0.0 (unreleased)\n\n- First.\n", "write its date"),
    ],
)
def test_notes_are_refused_where_things_do_not_agree(
    tag: str, text: str, said: str, notes: Callable[..., str]
) -> None:
    with pytest.raises(SystemExit, match=re.escape(said)):
        notes(tag, text, "1.0.0")


def test_the_changelog_has_a_part_for_this_version() -> None:
    assert f"\n## {nbready.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_recipe_asks_for_what_the_package_asks_for() -> None:
    tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    recipe = yaml.safe_load((ROOT / ".github" / "release" / "recipe.yaml").read_text(encoding="utf-8"))
    asked = {one.partition(";")[0].replace(">=", " >=") for one in project["dependencies"]}
    given = {one.removeprefix("python-") for one in recipe["requirements"]["run"]}
    assert asked | {f"python {project['requires-python']}"} == given
    assert recipe["context"]["version"] == nbready.__version__


def test_what_is_built_can_be_published(tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "hatchling", "build", "-d", tmp_path).returncode == 0
    built = sorted(tmp_path.iterdir())
    assert [path.suffix for path in built] == [".whl", ".gz"]
    checked = run(sys.executable, "-m", "twine", "check", "--strict", *built)
    assert checked.returncode == 0, checked.stdout
    # W002: empty files are the same to the last byte; so are those of presets that share a text.
    contents = run(sys.executable, "-m", "check_wheel_contents", built[0])
    assert contents.returncode == 0, contents.stdout
