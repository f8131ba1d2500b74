"""Cell and metadata in step, and ``nbready sync``."""

import json

import pytest
from click.testing import CliRunner

from nbready.charter.store import METADATA_KEY
from nbready.cli import sync as cli_sync
from nbready.config import Config
from nbready.errors import CharterError
from nbready.notebook import parse_notebook
from nbready.sync import remove_charter, sync_notebook
from notebook_files import as_bytes, code, markdown, notebook, raw

OBJECTIVE = "Cut charge-offs on new cards from 4.1 % to 3.6 % of balances, Retail Credit."
CELL = f"%%charter\nbusiness_objective: |\n  {OBJECTIVE}\n"
STORED = {"version": 1, "charter": {"business_objective": [OBJECTIVE]}}
OTHER = {"version": 1, "charter": {"business_objective": "Something else entirely, for a reason."}}
LOAD = "import pandas as pd\npd.read_csv('a.csv')"


def make(*cells, stored=None, **more):
    metadata = {"kernelspec": {"name": "python3", "display_name": "P"}}
    return notebook(
        *cells, metadata=metadata | ({METADATA_KEY: stored} if stored is not None else {}), **more
    )


def synced(document, **how):
    """The notebook after a sync, and what was done."""
    data, changes = sync_notebook(parse_notebook(as_bytes(document)), Config(), **how)
    return json.loads(data), changes


def sources(document):
    return [cell["source"] for cell in document["cells"]]


QUIET = {
    "no charter": make(code(LOAD)),
    "no cells": make(),
    "empty cell, nothing stored": make(code("%%charter\nauthor:\n")),
    "in step": make(code(CELL), stored=STORED),
    "in step, raw": make(raw(CELL), stored=STORED),
    "in step, texts not in lines": make(
        code(CELL), stored=STORED | {"charter": {"business_objective": OBJECTIVE}}
    ),
    "in step, with a policy": make(code(CELL), stored=STORED | {"policy": {"data": "block"}}),
    "in markdown": make(markdown(CELL)),
    "inside a string": make(code(f"text = '''\n{CELL}'''")),
    "policy without answers": make(stored={"version": 1, "charter": {}, "policy": {"data": "block"}}),
}


@pytest.mark.parametrize("name", QUIET)
def test_stays_quiet(name):
    after, changes = synced(QUIET[name])
    assert (after, changes) == (QUIET[name], ())


def test_the_cell_goes_to_the_metadata():
    after, changes = synced(make(code(CELL), code(LOAD)))
    assert after["metadata"][METADATA_KEY] == STORED
    assert changes == ("metadata brought in step with the charter",)


def test_the_cell_wins_and_the_rest_stays():
    extra = {"policy": {"data": "block"}, "template": {"name": "churn", "fingerprint": "f"}}
    after, _ = synced(make(code(CELL), stored=OTHER | extra))
    assert after["metadata"][METADATA_KEY] == STORED | extra
    assert sources(after) == [CELL]


def test_the_last_cell_wins():
    after, _ = synced(make(code("%%charter\nauthor: me\n"), code(CELL)))
    assert after["metadata"][METADATA_KEY] == STORED


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ([], 0),
        ([markdown("# Title")], 1),
        ([markdown("# Title"), code("x = 1")], 1),
        ([markdown("# Title"), code("import os"), code(LOAD)], 2),
        ([markdown("# Title"), code("%load_ext nbready"), code("x = 1"), code(LOAD)], 2),
        ([code("x = 1"), code("%load_ext nbready")], 2),
        ([code("%load_ext autoreload"), code(LOAD)], 1),
        ([code(LOAD), code("%load_ext nbready")], 2),
    ],
)
def test_a_missing_cell_is_restored(cells, place):
    after, changes = synced(make(*cells, stored=STORED))
    assert changes == ("charter cell restored from the metadata",)
    restored = after["cells"].pop(place)
    assert restored["source"].startswith("%%charter\n") if cells else restored["source"][0] == "%%charter\n"
    assert OBJECTIVE in "".join(restored["source"])
    assert after == make(*cells, stored=STORED)


def test_an_emptied_cell_does_not_lose_the_answers():
    after, changes = synced(make(code("%%charter\nauthor:\n"), stored=STORED))
    assert OBJECTIVE in sources(after)[0]
    assert after["metadata"][METADATA_KEY] == STORED
    assert changes == ("empty charter cell filled in from the metadata",)


@pytest.mark.parametrize("cells", [[], [code(CELL)]])
@pytest.mark.parametrize("old", [{"business_objective": OBJECTIVE}, {"charter": STORED["charter"]}])
def test_an_older_version_is_migrated(cells, old):
    after, _ = synced(make(*cells, stored=old))
    assert after["metadata"][METADATA_KEY] == STORED


def test_unreadable_metadata_are_replaced_by_a_readable_cell():
    after, _ = synced(make(code(CELL), stored="broken"))
    assert after["metadata"][METADATA_KEY] == STORED


def test_a_second_sync_finds_nothing_to_do():
    for document in (
        make(code(CELL)),
        make(code(LOAD), stored=STORED),
        make(code("%%charter"), stored=STORED),
    ):
        after, changes = synced(document)
        assert changes
        assert synced(after) == (after, ())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (make(code("%%charter\nbusiness_objective: [")), "Cell 1, line 3"),
        (make(code(LOAD), code("%%charter\nnot_a_question: x")), "Cell 2, line 2"),
        (make(code(CELL), stored={"version": 99}), "version 99"),
        (make(code(LOAD), stored="broken"), "not a mapping"),
        (make(code("%%charter\ninherits: nowhere.yaml\nauthor: me")), "nowhere.yaml"),
    ],
)
def test_what_cannot_be_read_is_not_touched(document, words):
    with pytest.raises(CharterError, match=words):
        synced(document)


def test_remove_takes_both_copies():
    before = make(code("x"), code(CELL), raw(CELL), code(LOAD), stored=STORED)
    data, changes = remove_charter(parse_notebook(as_bytes(before)))
    assert json.loads(data) == make(code("x"), code(LOAD))
    assert changes == ("charter cell removed", "metadata removed")


def test_remove_from_a_notebook_without_a_charter():
    before = as_bytes(make(code("x")))
    assert remove_charter(parse_notebook(before)) == (before, ())


def test_inherited_answers_are_not_copied(tmp_path):
    (tmp_path / "charter.yaml").write_text(f"business_objective: |\n  {OBJECTIVE}\n")
    data = as_bytes(make(code("%%charter\ninherits: charter.yaml\nauthor: me\n")))
    read = parse_notebook(data, path=tmp_path / "a.ipynb")
    after, _ = sync_notebook(read, Config())
    value = json.loads(after)["metadata"][METADATA_KEY]
    assert value["charter"] == {"author": "me"}
    assert value["inherits"]["path"] == "charter.yaml"
    assert value["inherits"]["fingerprint"]


# The command.


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_bytes(make(code(CELL), code(LOAD))))
    return path


def run(*args):
    return CliRunner().invoke(cli_sync.sync, [str(arg) for arg in args])


def test_the_command_writes(file):
    result = run(file)
    assert (result.exit_code, result.stdout) == (0, f"{file}: metadata brought in step with the charter\n")
    assert json.loads(file.read_bytes())["metadata"][METADATA_KEY] == STORED
    assert "1 in step" in run(file).stderr


def test_check_writes_nothing_and_exits_1(file):
    before = file.read_bytes()
    assert run("--check", file).exit_code == 1
    assert file.read_bytes() == before
    run(file)
    assert run("--check", file).exit_code == 0


def test_diff_prints_what_would_change_and_nothing_else(file):
    before = file.read_bytes()
    result = run("--diff", file)
    added = [
        line for line in result.stdout.splitlines() if line.startswith("+") and not line.startswith("+++")
    ]
    removed = [
        line for line in result.stdout.splitlines() if line.startswith("-") and not line.startswith("---")
    ]
    assert added
    assert removed == []
    assert file.read_bytes() == before


def test_one_bad_file_does_not_stop_the_others(file):
    bad = file.with_name("0.ipynb")
    bad.write_bytes(b"{")
    result = run(file.parent)
    assert result.exit_code == 1
    assert "0.ipynb" in result.stderr
    assert json.loads(file.read_bytes())["metadata"][METADATA_KEY] == STORED


def test_a_notebook_of_another_language_is_left_alone(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_bytes(notebook(code(CELL), metadata={"language_info": {"name": "R"}})))
    before = path.read_bytes()
    assert run(path).exit_code == 0
    assert path.read_bytes() == before


def test_what_could_not_be_written_was_read(file, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refuse)
    result = run(file)
    assert result.exit_code == 1
    assert "Notebooks: 1 could not be written." in result.output


def test_ids_are_repaired_where_asked_to(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_bytes(make(code("1", id="a"), code(LOAD, id="a"))))
    before = path.read_bytes()
    assert "1 in step" in run(path).stderr
    assert path.read_bytes() == before
    result = run("--repair-ids", "--check", path)
    assert (result.exit_code, path.read_bytes()) == (1, before)
    assert "cell id" in run("--repair-ids", path).stdout
    assert path.read_bytes() != before
    assert run("--repair-ids", "--check", path).exit_code == 0


def test_a_text_notebook_is_read_and_not_written(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("# Databricks notebook source\nx = 1\n")
    result = run(path)
    assert result.exit_code == 1
    assert "read and not written" in result.stderr
    assert path.read_text() == "# Databricks notebook source\nx = 1\n"
