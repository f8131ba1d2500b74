"""``[tool.nbready]``: strict keys, clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.config import Config, find_config
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
