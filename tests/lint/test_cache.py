"""Results are reused exactly as long as nothing they were made from has changed."""

import datetime as dt

import pytest

from nbready.lint import cache as cache_module
from nbready.lint import check
from notebook_files import as_bytes, code, notebook

LOAD = "import pandas as pd\npd.read_csv('a.csv')"
TODAY = dt.date(2026, 1, 5)


@pytest.fixture
def project(tmp_path):
    """A project with a shared charter, a questions file and a module of its own, and one notebook."""
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\ncharter = 'charter.yaml'\n")
    (tmp_path / "charter.yaml").write_text("author: me\n")
    (tmp_path / "parent.yaml").write_text("author: me\n")
    (tmp_path / "helper.py").write_text("import pandas\ndef get():\n    return pandas.read_csv('a.csv')\n")
    cells = (
        code("%%charter\ninherits: parent.yaml\n"),
        code("from helper import get\nget()"),
        code("import other\nother.x()"),
    )
    (tmp_path / "a.ipynb").write_bytes(as_bytes(notebook(*cells)))
    (tmp_path / "r.ipynb").write_bytes(as_bytes(notebook(metadata={"language_info": {"name": "R"}})))
    (tmp_path / "bad.ipynb").write_bytes(b"{")
    return tmp_path


@pytest.fixture
def run(project, monkeypatch):
    """A run with a cache; gives the report and how many notebooks were checked anew."""
    checked = []
    keep = cache_module.Cache.keep

    def counting(self, subject, result, reads):
        checked.append(subject.shown)
        keep(self, subject, result, reads)

    monkeypatch.setattr(cache_module.Cache, "keep", counting)

    def go(**how):
        checked.clear()
        report = check([project], cache=project / "cache", **{"today": TODAY, **how})
        assert report == check([project], **{"today": TODAY, **how})
        return len(checked)

    return go


def test_an_unchanged_tree_is_not_checked_again(run):
    assert run() == 3
    assert run() == 0


CHANGES = {
    "notebook": lambda p: (p / "a.ipynb").write_bytes(as_bytes(notebook(code(LOAD)))),
    "shared charter": lambda p: (p / "charter.yaml").write_text("author: you\n"),
    "inherited charter": lambda p: (p / "parent.yaml").write_text("author: you\n"),
    "inherited charter gone": lambda p: (p / "parent.yaml").unlink(),
    "local module": lambda p: (p / "helper.py").write_text("def get():\n    pass\n"),
    "local module gone": lambda p: (p / "helper.py").unlink(),
    "local module new": lambda p: (p / "other.py").write_text("import pandas\nx = pandas.read_csv\n"),
    "local package new": lambda p: (p / "other").mkdir(),
    "configuration": lambda p: (p / "pyproject.toml").write_text("[tool.nbready.policy]\ndata = 'off'\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed(name, run, project):
    run()
    CHANGES[name](project)
    assert run() >= 1
    assert run() == 0


@pytest.mark.parametrize(
    "how",
    [
        {"today": TODAY + dt.timedelta(days=1)},
        {"ignore": ["NBR201"]},
        {"ignores": False},
        {"max_bytes": 9999},
    ],
)
def test_other_options_are_other_results(how, run):
    run()
    assert run(**how) == 3


def test_another_version_starts_anew(run, monkeypatch):
    run()
    monkeypatch.setattr(cache_module, "__version__", "99")
    assert run() == 3


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b'{"made_from": 1}', b"\xff"])
def test_a_damaged_entry_is_made_again(junk, run, project):
    run()
    for entry in (project / "cache").glob("*.json"):
        entry.write_bytes(junk)
    assert run() == 3
    assert run() == 0


@pytest.mark.parametrize("key", ["findings", "gates", "verdicts", "extra"])
def test_an_entry_of_another_shape_is_made_again(key, run, project):
    run()
    for entry in (project / "cache").glob("*.json"):
        entry.write_text(entry.read_text().replace('"findings": [', f'"{key}": [["x"], ', 1))
    assert run() == 3


def test_a_folder_that_cannot_be_written_is_done_without(run, project):
    (project / "cache").write_text("a file")
    assert run() == 3
    assert run() == 3


def test_the_folder_says_what_it_is(run, project):
    run()
    assert (project / "cache" / ".gitignore").read_text() == "*\n"
    assert (project / "cache" / "CACHEDIR.TAG").exists()
