"""The report as table, CSV, JSON and HTML; hostile text stays text in each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.cli import main
from nbready.report.data import write_json
from nbready.report.page import write_page
from nbready.report.portfolio import Portfolio
from nbready.report.row import Due, QuestionState, Row
from nbready.report.spreadsheet import write_csv
from nbready.report.table import write_table

from .submissions import LOAD, charter, submit

TODAY = dt.date(2026, 6, 1)
GATES = {"data": "open", "model": "closed", "launch": "not_asked"}
STATES = (
    QuestionState(key="limits", label="Limits", gate="launch", status="not_asked"),
    QuestionState(key="goal", label="Goal", gate="data", status="answered"),
    QuestionState(key="plan", label="Plan", gate="model", status="open"),
)
GOOD = Row(
    path="a.ipynb",
    changed=dt.datetime(2026, 5, 4, 9, 30),
    author="Ada",
    intent="learning",
    gates=GATES,
    questions=STATES,
    begun=True,
    loads=True,
    early=("order", "run"),
    texts={"plan": "we call the two hundred riskiest customers every single week from now on"},
    card="<section>card</section>",
)


def portfolio(*rows: Row, **options: str) -> Portfolio:
    return Portfolio.of(rows, today=TODAY, **options)


def named(path: str, **changes: object) -> Row:
    values = {name: getattr(GOOD, name) for name in Row.__slots__}
    return Row(**{**values, "path": path, **changes})


CLASS = portfolio(named("b.ipynb", early=()), GOOD, Row(path="c.ipynb", problem="Not a notebook."))


# -- what is counted ------------------------------------------------------------------------------------


def test_totals_funnel_and_questions() -> None:
    assert dict(CLASS.funnel) == {
        "notebooks": 3,
        "charter begun": 2,
        "data gate open": 2,
        "model gate open": 0,
        "launch gate open": 0,
    }
    assert CLASS.totals["unreadable"] == 1
    assert CLASS.totals["early"] == 1
    assert CLASS.totals["same"] == 2
    questions = {question.key: question for question in CLASS.questions}
    assert list(questions) == ["goal", "plan", "limits"]
    assert (questions["plan"].asked, questions["plan"].missed) == (2, 1.0)
    assert (questions["limits"].asked, questions["limits"].missed) == (0, 0.0)


@pytest.mark.parametrize(
    ("order", "first"), [("path", "a"), ("gates", "z"), ("open", "a"), ("early", "a"), ("changed", "z")]
)
def test_the_order(order: str, first: str) -> None:
    worst = named("z.ipynb", gates={}, questions=(), early=(), changed=None)
    assert portfolio(worst, GOOD, order=order).rows[0].path == f"{first}.ipynb"


def test_nothing_at_all_is_a_report_too() -> None:
    empty = portfolio()
    assert "Total: 0" in write_table(empty)
    assert write_table(empty).endswith("\nNo notebook.\n")
    assert json.loads(write_json(empty))["notebooks"] == []
    assert len(list(csv.reader(io.StringIO(write_csv(empty))))) == 2
    assert "".join(write_page(empty)).endswith("</html>\n")


# -- table ----------------------------------------------------------------------------------------------


def test_the_table_has_a_line_a_notebook_and_totals_at_the_bottom() -> None:
    lines = write_table(CLASS).splitlines()
    assert re.match(
        r"a\.ipynb +✓ +✗ +– +1 +· +· +above the charter, before the charter ran +1 +1 +learning", lines[2]
    )
    assert any(line.strip().startswith("Total: 3") for line in lines)
    assert "c.ipynb: Not a notebook." in lines
    opened = "data gate open in 2, model gate open in none, launch gate open in none"
    assert f"3 notebooks: charter begun in 2, {opened}." in lines
    assert lines[-2:] == [
        "Missed most: Plan 2 of 2.",
        "Look at these together: b.ipynb and a.ipynb: 1 answer, about 13 words.",
    ]
    assert "\x1b" not in "".join(lines)
    assert "\x1b[" in write_table(CLASS, color=True)


def test_what_nobody_said_and_what_was_edited_is_in_every_format() -> None:
    row = named("z.ipynb", intent="", guard_off=("off", "not_run"), edited_pins=("goal",), texts={})
    report = portfolio(row)
    assert re.search(r"NBREADY=off, charter not run +1 +· +not said", write_table(report, width=200))
    assert "charter begun in 1, data gate open in 1, model gate open in none" in write_table(report)
    first, total = rows_of(write_csv(report))
    assert (first["guard_off"], first["edited_pins"], first["intent"]) == (
        "NBREADY=off, charter not run",
        "goal",
        "not said",
    )
    assert (total["guard_off"], total["edited_pins"]) == ("1", "1")
    (value,) = json.loads(write_json(report))["notebooks"]
    assert (value["guard_off"], value["edited_pins"], value["intent"]) == (["off", "not_run"], ["goal"], "")
    page = page_of(row)
    assert "<td>not said</td>" in page
    assert "1 notebook on 2026-06-01: 1 loaded data too early, 1 without the guard, 1 contradicts a" in page


RARE = [((), ()), (("off",), ()), ((), ("goal",)), (("absent",), ("goal",))]


@pytest.mark.parametrize(("off", "pins"), RARE)
def test_a_column_that_no_notebook_fills_is_left_out(off: tuple[str, ...], pins: tuple[str, ...]) -> None:
    row = named("z.ipynb", guard_off=off, edited_pins=pins)
    for text in (page_of(GOOD, row), write_table(portfolio(GOOD, row), width=200)):
        assert ("Guard off" in text, "Pins edited" in text) == (bool(off), bool(pins))
    page = page_of(row, Row(path="c.ipynb", problem="Not a notebook."))
    head, *lines = re.findall(r"<tr>(.*?)</tr>", page)
    assert {len(re.findall(r"<t[hd] ?", line)) for line in (head, *lines)} == {head.count("<th ")}


def test_the_table_of_questions() -> None:
    assert re.search(r"Plan +model +2 +0 +0 +0 +2 +100 %", write_table(CLASS, per="question"))


# -- folders, projects, what was put off ----------------------------------------------------------------

GROUPED = portfolio(
    named("one/a.ipynb", project="/p"), named("one/b.ipynb", project="/p", early=()), named("two/c.ipynb")
)


def test_a_row_a_folder_in_every_format() -> None:
    table = write_table(GROUPED, per="folder").splitlines()
    assert re.match(r"one +2 +2 +· +· +2 +· +· +· +1$", table[2])
    assert re.match(r"two +1 +1 ", table[3])
    first, second = rows_of(write_csv(GROUPED, per="folder"))
    assert (first["folder"], first["notebooks"], first["early"]) == ("one", "2", "1")
    assert (second["folder"], second["model_gate"]) == ("two", "0")
    value = json.loads(write_json(GROUPED, per="folder"))
    assert [group["notebooks"] for group in value["groups"]] == [2, 1]
    assert "notebooks" not in value
    assert "<h2>By folder</h2>" in "".join(write_page(GROUPED, per="folder"))


def test_a_row_a_project() -> None:
    assert [row["project"] for row in rows_of(write_csv(GROUPED, per="project"))] == ["/p", "no project"]


@pytest.mark.parametrize("per", ["folder", "project"])
def test_groups_of_nothing(per: str) -> None:
    assert write_csv(portfolio(), per=per) == ""
    assert write_table(portfolio(), per=per)
    assert "".join(write_page(portfolio(), per=per)).endswith("</html>\n")


def test_what_was_put_off_until_now_is_listed_overdue_first() -> None:
    days = (dt.date(2026, 6, 10), dt.date(2026, 5, 20), dt.date(2026, 9, 1))
    off = tuple(Due(f"Q{n}", "J. Sato", day, day < TODAY) for n, day in enumerate(days))
    report = portfolio(named("a.ipynb", put_off=off, texts={}))
    assert report.totals["due"] == 2
    last = write_table(report).splitlines()[-1]
    assert last == (
        "Put off until now: 2026-05-20 Q1 (J. Sato) in a.ipynb, overdue; 2026-06-10 Q0 (J. Sato) in a.ipynb."
    )
    value = json.loads(write_json(report))
    assert [(due["label"], due["is_over"]) for due in value["due"]] == [("Q1", True), ("Q0", False)]
    assert rows_of(write_csv(report))[0]["next_deferral_due"] == "2026-05-20"
    page = "".join(write_page(report))
    assert page.index("2026-05-20 (overdue)") < page.index("2026-06-10")
    assert "2026-09-01" not in page


# -- CSV ------------------------------------------------------------------------------------------------


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_line_a_notebook_and_one_of_totals() -> None:
    first, _, third, total = rows_of(write_csv(CLASS))
    assert (first["notebook"], first["open_questions"], first["last_change"]) == (
        "a.ipynb",
        "plan",
        "2026-05-04 09:30",
    )
    assert third["remarks"] == "Not a notebook."
    assert (total["notebook"], total["data_gate"], total["open"]) == ("Total: 3", "2", "2")
    assert write_csv(CLASS).count("\r\n") == 5


def test_csv_of_questions() -> None:
    assert [
        (row["question"], row["missed_percent"]) for row in rows_of(write_csv(CLASS, per="question"))
    ] == [
        ("goal", "0"),
        ("plan", "100"),
        ("limits", "0"),
    ]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|cmd",
    "%0A",
    "\t=1",
    " =1",
    "\r=1",
    "\n=1",
    "＝1",
    "\x00=1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_starts_a_formula(text: str) -> None:
    written = rows_of(write_csv(portfolio(named(text, author=text, broken=text))))[0]
    assert written["notebook"].startswith("'")
    assert written["author"].startswith("'")
    assert written["remarks"].startswith("'")


SEPARATED = ["x;=1+1", "x; =1+1", "x;;@a", "a\t+1", 'x";=1', ";-1", "x;\u2001=1", 'a;"=1"', "=1;=2;=3"]


@pytest.mark.parametrize("text", SEPARATED)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_no_cell_starts_a_formula_where_others_part_cells(text: str, separator: str) -> None:
    line = write_csv(portfolio(named(text, author=text, broken=text))).splitlines()[1]
    for row in csv.reader([line], delimiter=separator):
        assert not any(re.match(r"[\s\"']*[=+\-@]", cell.replace("'", "x")) for cell in row[1:])


@given(st.text(max_size=20))
def test_whatever_a_text_holds_csv_has_its_columns(text: str) -> None:
    first = next(csv.reader(io.StringIO(write_csv(portfolio(named(text, author=text))), newline="")))
    for row in csv.reader(io.StringIO(write_csv(portfolio(named(text, author=text))), newline="")):
        assert len(row) == len(first)
        assert not any(re.match(r"\s*[=+@]", cell) for cell in row)


# -- JSON -----------------------------------------------------------------------------------------------


def test_json_is_versioned_and_whole() -> None:
    value = json.loads(write_json(CLASS))
    assert value["version"] == 1
    assert value["date"] == "2026-06-01"
    assert value["notebooks"][0]["data"] == {"loaded": True, "early": ["order", "run"]}
    assert value["notebooks"][0]["same_text"] == {"others": {"plan": 1}, "with": ["b.ipynb"]}
    assert value["summary"]["funnel"]["data gate open"] == 2
    assert "notebooks" not in json.loads(write_json(CLASS, per="question"))


def test_json_survives_lone_surrogates() -> None:
    assert json.loads(write_json(portfolio(named("\udcff.ipynb"))).encode())["notebooks"]


# -- HTML -----------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\x1b[31m\u202e</style></title>"


class Elements(HTMLParser):
    """Names and attributes of a page's elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(page)
    return parser.found


def page_of(*rows: Row, title: str = "") -> str:
    return "".join(write_page(portfolio(*rows, title=title)))


def test_the_page_fetches_nothing_and_runs_its_own_script_only() -> None:
    page = page_of(GOOD, named("b.ipynb"))
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" in page
    assert [name for name, _ in elements(page)].count("script") == 1


def test_hostile_text_stays_text() -> None:
    row = named(
        HOSTILE,
        author=HOSTILE,
        intent=HOSTILE,
        broken=HOSTILE,
        problem=HOSTILE,
        alike=(HOSTILE,),
        same={"plan": 1},
    )
    twin = named(f"{HOSTILE}2", texts=row.texts)
    harmless = page_of(named("a", broken="x", problem="y"), named("b"), title="t")
    hostile = page_of(row, twin, title=HOSTILE)
    # Where a name may break is all that depends on it.
    kinds = ([name for name, _ in elements(page) if name != "wbr"] for page in (hostile, harmless))
    assert next(kinds) == next(kinds)
    assert not any(key.startswith("on") for _, attributes in elements(hostile) for key in attributes)
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile


def test_a_hostile_submission_through_the_command(tmp_path: Path) -> None:
    submit(
        tmp_path / "a.ipynb",
        charter(author=HOSTILE.replace("\x1b", ""), limitations=f"Not for {HOSTILE[:30]}"),
        LOAD,
    )
    submit(tmp_path / "b.ipynb", charter(author="Ada", limitations="Not for children at all."), LOAD)
    page = tmp_path / "report.html"
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path), "-o", str(page)])
    assert ended.value.code == 0
    text = page.read_text(encoding="utf-8")
    assert [name for name, _ in elements(text)].count("script") == 1
    assert [name for name, _ in elements(text)].count("img") == 0
    assert "&lt;script&gt;alert(1)" in text


# -- the command ----------------------------------------------------------------------------------------


def run(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        main(["report", *arguments])
    return ended.value.code


def test_the_ending_of_the_file_decides_and_csv_says_that_it_is_utf8(tmp_path: Path) -> None:
    submit(tmp_path / "ü.ipynb", charter(), LOAD)
    for ending, start in (
        ("csv", b"\xef\xbb\xbfnotebook,"),
        ("json", b"{"),
        ("html", b"<!doctype"),
        ("txt", b"Notebook"),
    ):
        assert run(str(tmp_path), "-o", str(tmp_path / f"report.{ending}")) == 0
        assert (tmp_path / f"report.{ending}").read_bytes().startswith(start)


def test_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(tmp_path / "a.ipynb", charter(), LOAD)
    assert run(str(tmp_path)) == 0
    assert "1 notebook: charter begun in 1" in capsys.readouterr().out
    assert run(str(tmp_path), "--format", "csv", "--per-question") == 0
    assert capsys.readouterr().out.startswith("question,label,gate")


def test_a_place_that_cannot_be_written_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path), "-o", str(tmp_path / "nowhere" / "report.csv")) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "clas")) == 2
    out, err = capsys.readouterr()
    assert (out, "There is no such file or folder." in err) == ("", True)
