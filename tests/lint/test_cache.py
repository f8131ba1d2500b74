"""Results are reused exactly as long as nothing they were made from has changed."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from nbready.lint import cache as cache_module
from nbready.lint import check
from nbready.lint.shelf import Shelf
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
        report = check([project], **{"cache": project / "cache", "today": TODAY, **how})
        assert report == check([project], **{"today": TODAY, **how, "cache": None})
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


def entries(project):
    return sorted((project / "cache").glob("*.entry"))


def forge(project, change, *, sign=True):
    """Change what every entry says, as somebody could who has the key, or as anybody can."""
    for entry in entries(project):
        content = change(entry.read_bytes()[32:])
        digest = Shelf(project / "cache")._sign(entry.name, content) if sign else entry.read_bytes()[:32]
        entry.write_bytes(digest + content)


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b'{"made_from": 1}', b"\xff", b"x" * 99])
@pytest.mark.parametrize("sign", [True, False])
def test_a_damaged_entry_is_made_again(junk, sign, run, project):
    run()
    forge(project, lambda _: junk, sign=sign)
    assert run() == 3
    assert run() == 0


CLEAR = b'"result": {"findings": [], "ignored": [], "baselined": 0, "gates": {}, "verdicts": [], '
CLEAR += b'"skipped": "", "fail_on": "error"}}'


def test_an_entry_of_somebody_else_is_not_believed(run, project):
    """One that a repository brings would call its notebooks clear."""
    run()
    forge(project, lambda content: content.partition(b'"result"')[0] + CLEAR, sign=False)
    assert run() == 3


def test_an_entry_does_not_hold_for_another_file(run, project):
    run()
    first, second, *_ = entries(project)
    second.write_bytes(first.read_bytes())
    assert run() == 1


def test_another_key_is_another_user(run, monkeypatch):
    run()
    monkeypatch.setenv("NBREADY_CACHE_KEY", "of the pipeline")
    assert run() == 3
    assert run() == 0
    monkeypatch.setenv("NBREADY_CACHE_KEY", "of somebody else")
    assert run() == 3


WRONG = {
    "another field": lambda result: result | {"extra": 1},
    "a field less": lambda result: {k: v for k, v in result.items() if k != "gates"},
    "a text for a list": lambda result: result | {"findings": "x"},
    "a row too short": lambda result: result | {"findings": [["x"]]},
    "a row of numbers": lambda result: result | {"findings": [[1] * 15]},
    "severity of two lines": lambda result: _first(result, 1, "error\n::error::pwned"),
    "a rule that there is not": lambda result: _first(result, 0, "NBR999"),
    "a line that is a text": lambda result: _first(result, 8, "1"),
    "a line that is true": lambda result: _first(result, 8, True),
    "questions that are numbers": lambda result: _first(result, 12, [1]),
    "gates of lists": lambda result: result | {"gates": {"data": []}},
    "gates that there are not": lambda result: result | {"gates": {"x": "open"}},
    "a count that is a text": lambda result: result | {"baselined": "many"},
    "an ending that there is not": lambda result: result | {"fail_on": "never"},
    "nested deeply": lambda result: result | {"skipped": json.loads("[" * 500 + "]" * 500)},
}


def _first(result, field, value):
    row = ["NBR201", "error", "a", "m", "r", 1, 0, None, 1, 1, 1, 1, [], "", ""]
    row[field] = value
    return result | {"findings": [row]}


@pytest.mark.parametrize("name", WRONG)
def test_an_entry_is_held_against_the_whole_shape(name, run, project):
    run()

    def change(content):
        entry = json.loads(content)
        return json.dumps(entry | {"result": WRONG[name](entry["result"])}).encode()

    forge(project, change)
    assert run() == 3


def test_a_folder_that_cannot_be_written_is_done_without(run, project):
    (project / "cache").write_text("a file")
    assert run() == 3
    assert run() == 3


def test_the_folder_says_what_it_is(run, project):
    run()
    assert (project / "cache" / ".gitignore").read_text() == "*\n"
    assert (project / "cache" / "CACHEDIR.TAG").exists()


def test_a_folder_that_is_a_link_is_not_used(run, project):
    (project / ".gitignore").write_text("mine\n")
    (project / "cache").symlink_to(".")
    before = sorted(project.iterdir())
    assert run() == 3
    assert run() == 3
    assert sorted(project.iterdir()) == before
    assert (project / ".gitignore").read_text() == "mine\n"


def test_links_inside_are_replaced_and_never_followed(run, project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "theirs"
    outside.write_text("theirs")
    run()
    for entry in entries(project):
        entry.unlink()
        entry.symlink_to(outside)
    assert run() == 3
    assert outside.read_text() == "theirs"
    assert run() == 0
    assert not any(entry.is_symlink() for entry in entries(project))


def test_a_folder_that_links_lead_to_out_of_the_checkout_is_not_used(
    run, project, tmp_path_factory, monkeypatch
):
    monkeypatch.chdir(project)
    outside = tmp_path_factory.mktemp("outside")
    (project / "build").symlink_to(outside)
    assert run(cache=Path("build/cache")) == 3
    assert list(outside.iterdir()) == []


def test_a_folder_of_somebody_else_is_not_used(run, project, monkeypatch):
    run()
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    monkeypatch.setenv("NBREADY_CACHE_KEY", "known")
    assert run() == 3


def test_a_pipe_does_not_hang(run, project):
    run()
    for entry in entries(project):
        entry.unlink()
        os.mkfifo(entry)
    assert run() == 3
    assert run() == 0


@pytest.fixture
def users(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("users")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.delenv("NBREADY_CACHE_KEY", raising=False)
    return folder / "nbready"


def test_by_default_results_are_kept_out_of_the_checkout(project, users, monkeypatch):
    monkeypatch.chdir(project)
    check([project], cache="users", today=TODAY)
    assert not users.exists()  # a few files are checked as fast as they are looked up
    for number in range(10):
        (project / f"{number}.ipynb").write_bytes(as_bytes(notebook(code(LOAD))))
    names = sorted(project.iterdir())
    check([project], cache="users", today=TODAY)
    assert sorted(project.iterdir()) == names
    (folder,) = (users / "results").iterdir()
    assert len(list(folder.glob("*.entry"))) == 13
    assert (users / "key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("how", ["shared", "short", "link", "folder", "none"])
def test_without_a_key_of_one_s_own_nothing_is_believed(how, run, project, users, monkeypatch):
    run()
    (users / "key").unlink()
    if how == "short":
        (users / "key").write_bytes(b"x")
    elif how == "link":
        (project / "key").write_bytes(b"x" * 32)
        (users / "key").symlink_to(project / "key")
    elif how == "folder":
        (users / "key").mkdir()
    elif how == "none":
        monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert run() == 3
    assert run() == (0 if how == "shared" else 3)  # there, a new key was made


def test_what_nobody_needs_any_more_is_removed(project, users, monkeypatch):
    folder, other, recent = (users / "results" / name for name in ("mine", "other", "recent"))
    for place in (folder, other, recent):
        place.mkdir(parents=True)
        (place / "1.entry").write_bytes(b"x")
        os.utime(place / "1.entry", (0, 0))
    os.utime(other, (0, 0))
    check([project], cache=folder, today=TODAY)
    assert not other.exists()
    assert recent.exists()
    assert not (folder / "1.entry").exists()
    assert len(list(folder.glob("*.entry"))) == 3
