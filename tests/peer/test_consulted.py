"""A review entered into the charter: never at the cost of a seal, a pin, a signature or anybody's line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_notebooks import LOAD, charter_cell, file_bytes, full_charter
from nbready.charter.model import Charter
from nbready.charter.store import stored_value
from nbready.charter_file import open_document
from nbready.errors import NbreadyError
from nbready.notebook import read_notebook
from nbready.peer.consulted import enter_consulted
from nbready.peer.form import default_form
from nbready.peer.model import name_key
from nbready.sync import sync_notebook
from notebook_files import code
from record.files import BASE, alarms
from record.records import Record, sealed
from templates.making import make

from .reviews import DAY, notebook, review_of

KEY = "stakeholders_consulted"


def enter(path: Path, *names: str, **said: str) -> tuple[str, ...]:
    reviews = [review_of(path, name, **said) for name in names]
    return enter_consulted(path, reviews, default_form(), by="Ada", today=DAY)


def entries(path: Path) -> list[dict[str, str]]:
    answer = open_document(path).charter.answers.get(KEY, [])
    assert isinstance(answer, list)
    return answer  # type: ignore[return-value]


RECORDS = {
    "nothing sealed": Record(full_charter(without=("sign_off",))),
    "the data gate": sealed("data", without=("sign_off",)),
    "data and model gate": BASE,
    "only the cell's half": BASE.without_metadata(),
    "only the metadata's half": BASE.without_lines(),
    "nobody consulted yet": sealed("data", "model", without=("sign_off", KEY)),
    "amended before": BASE.edit(KEY, [{"who": "Zoe", "date": "2026-10-05", "response": "fine by me"}]).amend(
        KEY
    ),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=[*RECORDS])
def test_an_entry_breaks_no_seal(tmp_path: Path, record: Record) -> None:
    path = notebook(tmp_path, record)
    before = open_document(path).charter
    assert enter(path, "Ada Lovelace", comment="Say: 5 % # of what?") == ("Ada Lovelace",)
    after = open_document(path).charter
    assert alarms(path) == []
    assert {k: v for k, v in after.answers.items() if k != KEY} == {
        k: v for k, v in before.answers.items() if k != KEY
    }
    assert entries(path)[:-1] == list(before.answers.get(KEY, []))
    assert entries(path)[-1]["who"] == "Ada Lovelace"
    assert "Say: 5 % # of what?" in entries(path)[-1]["response"]
    nbformat.validate(nbformat.read(path, as_version=4))
    path.write_bytes(sync_notebook(read_notebook(path))[0])
    assert alarms(path) == []


def test_what_was_sealed_is_amended_with_a_reason(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    enter(path, "Ada", "Bob")
    (made,) = open_document(path).charter.amendments_of(KEY)
    assert (made.reason, made.by, made.seen) == ("Peer review by Ada, Bob", "Ada", "held_out")


def test_the_same_review_is_entered_once(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    assert enter(path, "Ada") == ("Ada",)
    data = path.read_bytes()
    assert enter(path, "ada") == ()
    assert path.read_bytes() == data
    assert enter(path, "Ada", "Bob") == ("Bob",)


def test_every_other_line_of_the_cell_stays(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    data = path.read_text().replace("stakeholders_consulted:\\n", "# seen by\\nstakeholders_consulted:\\n")
    path.write_text(data)
    before = read_notebook(path).cells[0].source.split("\n")
    enter(path, "Ada")
    after = read_notebook(path).cells[0].source.split("\n")
    assert [line for line in before if line not in after] == []


@given(
    by=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)
    .map(str.strip)
    .filter(name_key),
    comment=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1)
    .map(str.strip)
    .filter(bool),
)
def test_whatever_a_reviewer_writes(tmp_path_factory: pytest.TempPathFactory, by: str, comment: str) -> None:
    path = notebook(tmp_path_factory.mktemp("any"))
    enter(path, by, comment=comment.replace("\r", "\n"))
    assert entries(path)[-1]["who"] == by
    assert alarms(path) == []


def signed(folder: Path) -> Path:
    return notebook(folder, sealed("data", "model", "launch"))


def pinned(folder: Path) -> Path:
    path = folder / "course.ipynb"
    make(path, "--preset", "churn", "--solution", "--pin", KEY)
    return path


def inherited(folder: Path) -> Path:
    (folder / "charter.yaml").write_text(
        "stakeholders_consulted:\n  - {who: Z, date: 2026-01-02, response: ok for me}\n"
    )
    charter = replace(full_charter(without=("sign_off", KEY)), inherits="charter.yaml")
    path = folder / "a.ipynb"
    value = stored_value(charter, None, shared=("charter.yaml", ""))
    path.write_bytes(file_bytes(charter_cell(charter), code(LOAD), metadata={"nbready": value}))
    return path


def as_markdown(folder: Path) -> Path:
    pytest.importorskip("jupytext")
    path = folder / "a.md"
    cell = charter_cell(full_charter(without=("sign_off",)))["source"]
    path.write_text(f"# Title\n\n```python\n{cell}\n```\n")
    return path


def as_a_charter_file(folder: Path) -> Path:
    path = folder / "charter.yaml"
    path.write_text(str(charter_cell(full_charter(without=("sign_off",)))["source"]).partition("\n")[2])
    return path


def otherwise_asked(folder: Path) -> Path:
    (folder / "pyproject.toml").write_text('[tool.nbready]\nquestions = "questions.yaml"\n')
    parts = "{parts: {response: drop}, example: [{who: Z, date: 2026-01-02}]}"
    (folder / "questions.yaml").write_text(f"questions:\n  {KEY}: {parts}\n")
    path = folder / "a.ipynb"
    charter = full_charter(without=("sign_off", KEY))
    path.write_bytes(file_bytes(code(LOAD), metadata={"nbready": stored_value(charter, None)}))
    return path


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (otherwise_asked, "does not ask"),
        (signed, "is signed"),
        (pinned, "The template answers"),
        (inherited, "The shared charter answers"),
        (as_markdown, "kept as text"),
        (as_a_charter_file, "kept as text"),
    ],
)
def test_where_an_entry_has_no_place_nothing_is_written_and_its_lines_are_told(
    tmp_path: Path, made: object, words: str
) -> None:
    path = made(tmp_path)  # type: ignore[operator]
    data = path.read_bytes()
    with pytest.raises(NbreadyError) as told:
        enter(path, "Ada Lovelace")
    assert words in str(told.value)
    assert "who: Ada Lovelace" in str(told.value)
    assert path.read_bytes() == data


def test_a_charter_that_only_the_metadata_hold_keeps_it_there(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    charter: Charter = full_charter(without=("sign_off",))
    path.write_bytes(file_bytes(code(LOAD), metadata={"nbready": stored_value(charter, None)}))
    enter(path, "Ada")
    assert entries(path)[-1]["who"] == "Ada"
    assert len(read_notebook(path).cells) == 1
