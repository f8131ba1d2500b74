"""``[tool.nbready]``: strict keys, clear errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nbready.config import Config, Finder, find_config
from nbready.errors import ConfigError
from nbready.gate import Policy


def write(folder: Path, text: str) -> Path:
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert find_config(tmp_path) == Config(root=tmp_path)


def test_a_project_without_our_table_is_still_the_root(tmp_path: Path) -> None:
    write(tmp_path, "[project]\nname = 'x'\n")
    (tmp_path / "a").mkdir()
    assert find_config(tmp_path / "a") == Config(root=tmp_path)


def test_the_nearest_table_counts(tmp_path: Path) -> None:
    write(tmp_path, "[tool.nbready]\nfail-on = 'warning'\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, "[project]\nname = 'inner'\n")
    config = find_config(inner / "notebook.ipynb")
    assert (config.fail_on, config.root) == ("warning", tmp_path)


def test_every_key(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
[tool.nbready]
questions = "q.yaml"
charter = "charter.yaml"
presets = "presets"
template = "course.ipynb"
exclude = ["old/*"]
select = ["NBR2"]
extend-select = ["NBR301"]
ignore = ["NBR4"]
max-deferral-days = 90
fail-on = "warning"
policy = { data = "warn", model = "block" }
per-file-ignores = { "scratch/*" = ["NBR201"] }
stages = { load = ["corp.fetch"], train = ["corp.train"], deploy = ["corp.push"], ignore = ["corp.lookup"] }
""",
    )
    config = find_config(tmp_path)
    assert config.path == file
    assert config.questions == tmp_path / "q.yaml"
    assert config.charter == tmp_path / "charter.yaml"
    assert config.presets == tmp_path / "presets"
    assert config.template == tmp_path / "course.ipynb"
    assert config.exclude == ("old/*",)
    assert (config.select, config.extend_select, config.ignore) == (("NBR2",), ("NBR301",), ("NBR4",))
    assert config.max_deferral_days == 90
    assert config.fail_on == "warning"
    assert config.policy == Policy(data="warn", model="block", launch="warn")
    assert config.per_file_ignores == {"scratch/*": ("NBR201",)}
    assert config.stages.load == ("corp.fetch",)
    assert config.stages.ignore == ("corp.lookup",)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("polcy = {}", ["polcy", "policy"]),
        ("zzz = 1", ["zzz", "max-deferral-days"]),
        ("policy = { dta = 'warn' }", ["dta", "data"]),
        ("policy = { data = 'stop' }", ["policy.data", "stop", "block"]),
        ("policy = 'warn'", ["policy", "table"]),
        ("stages = { lod = [] }", ["lod", "load"]),
        ("stages = { load = 'x' }", ["stages.load", "list"]),
        ("exclude = 'old'", ["exclude", "list"]),
        ("exclude = [1]", ["exclude", "list"]),
        ("charter = 3", ["charter", "text"]),
        ("charter = ''", ["charter", "text"]),
        ("max-deferral-days = 0", ["max-deferral-days", "days"]),
        ("max-deferral-days = true", ["max-deferral-days", "days"]),
        ("fail-on = 'never'", ["fail-on", "warning"]),
        ("per-file-ignores = []", ["per-file-ignores", "table"]),
        ("respect-gitignore = 1", ["respect-gitignore", "true or false"]),
        ("overrides = {}", ["overrides", "[[tool.nbready.overrides]]"]),
        ("overrides = [{}]", ["overrides, number 1", "paths"]),
        ("overrides = [{ path = ['a'] }]", ["`path`", "number 1", "paths"]),
        ("overrides = [{ paths = ['a'], policy = { data = 'no' } }]", ["policy.data", "off"]),
        ("overrides = [{ paths = ['a'], intent = 'feasibility' }]", ["intent", "learning"]),
    ],
)
def test_a_wrong_table_names_file_key_and_remedy(tmp_path: Path, table: str, words: list[str]) -> None:
    file = write(tmp_path, f"[tool.nbready]\n{table}\n")
    with pytest.raises(ConfigError) as caught:
        find_config(tmp_path)
    message = str(caught.value)
    assert str(file) in message
    for word in words:
        assert word in message


def test_broken_toml_is_one_message(tmp_path: Path) -> None:
    write(tmp_path, "[tool.nbready\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        find_config(tmp_path)


def test_a_table_that_is_no_table(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\nnbready = 3\n")
    with pytest.raises(ConfigError, match="must be a table"):
        find_config(tmp_path)


def test_undecodable_file_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.nbready]\nx = '\xff'\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        find_config(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project, and beside it what is none of its business."""
    (tmp_path / "project").mkdir()
    (tmp_path / "secret.yaml").write_text("password: 1234\n")
    (tmp_path / "project" / "link.yaml").symlink_to("../secret.yaml")
    return tmp_path / "project"


@pytest.mark.parametrize("key", ["questions", "charter", "presets", "template"])
@pytest.mark.parametrize("name", ["../secret.yaml", "link.yaml", "/etc/passwd", "a/../../secret.yaml"])
def test_no_path_leads_out_of_the_project(
    project: Path, key: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, f"[tool.nbready]\n{key} = '{name}'\n")
    with pytest.raises(ConfigError, match=r"out of the project\. .*--allow-outside") as error:
        find_config(project)
    assert "password" not in str(error.value)
    allowed = find_config(project, allow_outside=True)
    assert getattr(allowed, key) == project / name
    assert allowed.allow_outside
    monkeypatch.setenv("NBREADY_ALLOW_OUTSIDE", "1")
    assert find_config(project) == allowed


def test_a_file_cannot_allow_it_itself(project: Path) -> None:
    write(project, "[tool.nbready]\nallow-outside = true\n")
    with pytest.raises(ConfigError, match="Unknown key `allow-outside`"):
        find_config(project)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.nbready]\ncharter = \"a\\u0000b\"", "`charter` holds a null character"),
        ("[tool.nbready]\nx = " + "[" * 100_000, "nested too deeply"),
        ("[tool.nbready]\nx = " + "{a=" * 100_000, "nested too deeply"),
        ("# nbready\n\n" + "a." * 50_000 + "a = 1", "the key on line 3 has more than 100 parts"),
        ("[tool.nbready." + "a." * 50_000 + "a]", "more than 100 parts"),
        ("# nbready\nx = '''\n\n'''\ny = {" + '"=".' * 50_000 + "a = 1}", "the key on line 5"),
        ("# nbready\nx = " + "9" * 5_000, "not valid TOML"),
        ("# nbready\n" + "x" * 2**20, "1.0 MiB"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_one_message(project: Path, text: str, problem: str) -> None:
    file = write(project, text)
    with pytest.raises(ConfigError, match=problem.replace(".", r"\.")) as error:
        find_config(project)
    assert str(error.value).startswith(f"{file}: ")
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    "text",
    [
        'x = """' + "a.b." * 1_000 + '"""',
        "x = '" + "a.b." * 1_000 + "'",
        "x = '''\n" + "." * 1_000 + "\n'''",
        "# " + "." * 1_000,
        "x = [" + "1.5, " * 1_000 + "]",
    ],
)
def test_dots_that_divide_no_key_are_no_matter(project: Path, text: str) -> None:
    write(project, f"[tool.nbready]\nfail-on = 'warning'\n[other]\n{text}\n")
    assert find_config(project).fail_on == "warning"


def test_where_nothing_can_be_looked_for_there_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").mkdir()
    for name in ("n" * 5_000, "d/" * 3_000, "a\0b"):
        assert find_config(tmp_path / name) == Config(root=tmp_path)


def test_each_folder_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    levels, looked = 60, []
    folders = [tmp_path.joinpath(*["d"] * level) for level in range(levels)]
    folders[-1].mkdir(parents=True)
    is_file = os.path.isfile
    monkeypatch.setattr(os.path, "isfile", lambda path: looked.append(path) or is_file(path))
    finder = Finder()
    configs = [finder.find(folder) for folder in folders]
    assert configs == [find_config(tmp_path)] * levels
    assert len(looked) < 4 * levels


def test_overrides_hold_for_the_files_they_fit(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.nbready]
        policy = { model = "block" }
        ignore = ["NBR4"]
        [[tool.nbready.overrides]]
        paths = ["tutorials/*"]
        policy = { data = "off" }
        intent = "learning"
        [[tool.nbready.overrides]]
        paths = ["tutorials/last.ipynb", "drafts"]
        policy = { data = "warn" }
        fail-on = "warning"
        ignore = ["NBR301"]
        """,
    )
    elsewhere = find_config(tmp_path / "a.ipynb")
    assert (elsewhere.policy.data, elsewhere.policy.model, elsewhere.intent) == ("block", "block", "")
    first = find_config(tmp_path / "tutorials" / "a.ipynb")
    assert (first.policy.data, first.policy.model, first.intent) == ("off", "block", "learning")
    last = find_config(tmp_path / "tutorials" / "last.ipynb")
    assert (last.policy.data, last.intent, last.fail_on) == ("warn", "learning", "warning")
    assert last.ignore == ("NBR4", "NBR301")
    (tmp_path / "drafts").mkdir()
    assert find_config(tmp_path / "drafts").policy.data == "warn"  # where a notebook's name is not known
