"""Every format: its shape, and that nothing out of a notebook escapes into it."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sarif_pydantic import Sarif

from lint_notebooks import LOAD, TODAY, TRAIN, built, charter_cell, file_bytes, full_charter
from nbready.lint import Finding, NotebookResult, Report, check, check_notebook
from nbready.lint.documentation import index_page
from nbready.lint.findings import SEVERITIES
from nbready.lint.reports import FORMATS, renderer, sarif, statistics, text
from nbready.lint.rules import RULES
from notebook_files import code

SCHEMA = json.loads(files("nbready.lint.reports").joinpath("report.schema.json").read_text("utf-8"))
KEYS = """code severity path cell code_cell cell_id line column file_line file_column message remedy
questions""".split()  # noqa: SIM905
OPEN = charter_cell(full_charter(without=("decision_maker",)))
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# What a hostile notebook would put into a message, a path or a line of code.
NASTY = st.lists(
    st.sampled_from(
        ["\x1b[31m", "\x1b]0;x\x07", "\n", "\r", "::error::x", "%0A", "<script>", "](http://x)", "```", "`",
         "|", "\u202e", "\x9b", "# ", "@all", "&lt;", "\u2028", "\x00", "\t", "é", "中"]
    ) | st.text(max_size=5),
    max_size=6,
).map("".join)  # fmt: skip

FINDINGS = st.builds(
    Finding,
    code=st.sampled_from([rule.code for rule in RULES]),
    severity=st.sampled_from(SEVERITIES),
    path=NASTY.filter(bool),
    message=NASTY,
    remedy=NASTY,
    cell=st.none() | st.integers(1, 9),
    code_cell=st.none() | st.integers(0, 9),
    line=st.integers(1, 9),
    column=st.integers(1, 30),
    file_line=st.none() | st.integers(1, 99),
    file_column=st.integers(1, 99),
    source=NASTY,
    identity=NASTY,
)
REPORTS = st.lists(FINDINGS, max_size=4).map(
    lambda found: Report(
        notebooks=(NotebookResult(path="a.ipynb", findings=tuple(found), ignored=tuple(found[:1])),)
    )
)


@pytest.fixture
def report(tmp_path, monkeypatch) -> Report:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(
        file_bytes(OPEN, code("# nbready: ignore[NBR201] lookup\n" + LOAD), code(LOAD + "\n" + TRAIN))
    )
    (tmp_path / "b.ipynb").write_bytes(b"{")
    (tmp_path / "c d%.ipynb").write_bytes(file_bytes(code(LOAD)))
    (tmp_path / "r.ipynb").write_bytes(file_bytes(metadata={"language_info": {"name": "R"}}))
    return check(["."], today=TODAY)


def test_json_keeps_to_its_schema(report) -> None:
    shown = json.loads(renderer("json")(report))
    jsonschema.validate(shown, SCHEMA)
    assert [list(finding) for finding in shown["findings"]] == [KEYS] * len(report.findings)
    assert [notebook["path"] for notebook in shown["notebooks"]] == ["a.ipynb", "c d%.ipynb"]
    assert shown["summary"]["skipped"] == {"r": 1}


def test_json_gives_every_place(report) -> None:
    found = next(f for f in json.loads(renderer("json")(report))["findings"] if f["path"] == "c d%.ipynb")
    assert (found["cell"], found["code_cell"], found["cell_id"], found["line"], found["column"]) == (
        1,
        0,
        "cell-0",
        3,
        6,
    )
    assert found["file_line"] > 3
    assert found["questions"][0] == "project_intent"


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_json_takes_anything(report) -> None:
    shown = renderer("json")(report)
    assert shown.isascii()
    jsonschema.validate(json.loads(shown), SCHEMA)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_people_and_logs_never_meet_a_control_character(report) -> None:
    for shown in (
        text.render(report),
        text.render_concise(report),
        renderer("markdown")(report),
        renderer("github")(report),
    ):
        assert not CONTROLS.search(shown)
    colored = text.render(report, color=True)
    assert not CONTROLS.search(re.sub(r"\x1b\[[0-9;]*m", "", colored))


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_a_finding_is_one_line_where_one_is_promised(report) -> None:
    commands = renderer("github")(report).splitlines()
    assert len(commands) == len(report.findings)
    assert all(
        re.fullmatch(r"::(error|warning|notice) file=[^,:]+(,(line|col|title)=[^,:]+)*::.*", c)
        for c in commands
    )
    assert len(text.render_concise(report, quiet=True).splitlines()) == len(report.findings)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_sarif_keeps_to_its_model(report) -> None:
    log = json.loads(renderer("sarif")(report))
    Sarif.model_validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (place,) = result["locations"]
        assert re.fullmatch(
            r"[A-Za-z0-9_.~/%-]+|file:///.*", place["physicalLocation"]["artifactLocation"]["uri"]
        )
        region = place["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
    assert len(run["results"]) == len(report.findings)
    assert "suppressions" not in json.dumps(run)


@settings(max_examples=20, deadline=None)
@given(REPORTS)
def test_sarif_holds_what_is_suppressed_where_asked_to(report) -> None:
    (run,) = json.loads(sarif.render(report, suppressed=True))["runs"]
    assert sum("suppressions" in result for result in run["results"]) == report.summary.ignored
    assert len(run["results"]) == len(report.findings) + report.summary.ignored


def many(severities: str, message: str = "x") -> Report:
    names = {severity[0]: severity for severity in SEVERITIES}
    found = tuple(
        Finding(code="NBR201", severity=names[letter], path=f"{i}.ipynb", message=message, identity=str(i))
        for i, letter in enumerate(severities)
    )
    return Report(notebooks=(NotebookResult(path="a.ipynb", findings=found, ignored=found[:1]),))


@pytest.mark.parametrize(
    ("severities", "most", "kept"),
    [
        ("wewe", 4, [0, 1, 2, 3]),
        ("wewe", 3, [0, 1, 3]),
        ("wewe", 2, [1, 3]),
        ("nwen", 2, [1, 2]),
        ("eeee", 1, [0]),
    ],
)
def test_sarif_is_cut_where_code_scanning_would_refuse_it(monkeypatch, severities, most, kept) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", most)
    log = json.loads(sarif.render(many(severities), suppressed=True))
    Sarif.model_validate(log)
    (run,) = log["runs"]
    shown = [r for r in run["results"] if "suppressions" not in r]
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in shown]
    assert places == [f"{number}.ipynb" for number in kept]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(f"{len(severities) + 1 - most} finding")


def test_sarif_is_cut_at_a_size_too(monkeypatch) -> None:
    monkeypatch.setattr(sarif, "MOST_BYTES", 100_000)
    shown = sarif.render(many("w" * 200 + "e" * 10, "long " * 100))
    assert 80_000 < len(shown) <= 100_000
    (run,) = json.loads(shown)["runs"]
    assert [result["level"] for result in run["results"]].count("error") == 10
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_sarif_and_gitlab_point_into_the_file(report) -> None:
    results = json.loads(renderer("sarif")(report))["runs"][0]["results"]
    place = results[-1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "c%20d%25.ipynb"
    issues = json.loads(renderer("gitlab")(report))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [
        f.file_line or 1 for f in report.findings
    ]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_sarif_fingerprints_outlive_inserted_cells() -> None:
    def prints(*cells) -> list[dict[str, str]]:
        result = check_notebook(built(*cells), today=TODAY)
        log = json.loads(renderer("sarif")(Report(notebooks=(result,))))
        return [result["partialFingerprints"] for result in log["runs"][0]["results"]]

    assert prints(code(LOAD), code(TRAIN)) == prints(code("1"), code(LOAD), code("2"), code(TRAIN))


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_markdown_shows_text_as_text(report) -> None:
    html = MarkdownIt("commonmark", {"html": True, "linkify": True}).render(renderer("markdown")(report))
    allowed = {"h3", "h4", "p", "ul", "li", "code", "pre", "strong"}
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= allowed


def test_markdown_fits_a_comment() -> None:
    finding = Finding(
        code="NBR201", severity="error", path="a.ipynb", message="x" * 500, cell=1, line=1, column=1
    )
    shown = renderer("markdown")(
        Report(notebooks=(NotebookResult(path="a.ipynb", findings=(finding,) * 500),))
    )
    assert len(shown) < 65_000
    assert re.search(r"… and \d+ more findings\.", shown)


def test_text_shows_the_line_with_a_caret_under_the_call(report) -> None:
    lines = text.render(report).splitlines()
    at = next(i for i, line in enumerate(lines) if "│ df = pd.read_csv" in line)
    start = lines[at].index("pd.read_csv")
    assert lines[at + 1][start : start + len("pd.read_csv")] == "^" * len("pd.read_csv")
    assert lines[at + 1].strip(" │") == "^" * len("pd.read_csv")


@pytest.mark.parametrize(
    "source", ["数据 = pd.read_csv('a')", "\tx = pd.read_csv('a')", "a" * 200 + " = pd.read_csv('a')"]
)
def test_the_caret_finds_its_place_in_wide_and_long_lines(source) -> None:
    import unicodedata

    finding = Finding(
        code="NBR201", severity="error", path="a", message="m", cell=1, line=1, source=source,
        column=source.index("pd.") + 1, file_line=1,
    )  # fmt: skip
    shown = text.render(Report(notebooks=(NotebookResult(path="a", findings=(finding,)),))).splitlines()
    at = next(i for i, line in enumerate(shown) if "pd.read_csv" in line)
    before = shown[at][: shown[at].index("pd.read_csv")]
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
    assert shown[at + 1].index("^") == width
    assert len(shown[at]) < 110


def test_the_summary_says_what_the_findings_hide(report) -> None:
    closing = "\n".join(text.render(report).splitlines()[-3:])
    assert "1 ignored on request" in closing
    assert "skipped 1 in r" in closing
    assert "nbready rule" in closing
    assert "ignored" not in text.render(report, quiet=True)


def test_nothing_found_is_good_news_only_where_something_was_looked_at() -> None:
    clear = Report(notebooks=(NotebookResult(path="a.ipynb", gates={"data": "open"}),))
    assert text.render(clear) == "All clear in 1 notebook.\n"
    assert text.render(clear, color=True).startswith("\x1b[1;32m")
    skipped = Report(notebooks=(NotebookResult(path="a.ipynb", skipped="r"),))
    assert text.render(skipped) == "No notebook was checked. Skipped 1 in r.\n"
    assert text.render(Report(), color=True).startswith("\x1b[1;33m")
    unread = Report(notebooks=(NotebookResult(path="a.ipynb"),))
    assert text.render(unread) == "No notebook was checked. 1 could not be read.\n"
    assert "Interrupted" in text.render(Report(interrupted=True))


def test_statistics_count_the_rules(report) -> None:
    rows = [line.split()[:2] for line in statistics.render(report).splitlines()]
    assert rows[0] == ["2", "NBR201"]
    assert sum(int(count) for count, _ in rows) == len(report.findings)
    assert json.loads(statistics.render(report, as_json=True))[0]["count"] == 2


def test_every_format_is_there() -> None:
    for name in FORMATS:
        assert renderer(name)(Report()) is not None
    assert all(f"[{rule.code}]" in index_page() for rule in RULES)


def in_sarif(text: str) -> str:
    """A message as it stands in a SARIF report."""
    finding = Finding(code="NBR201", severity="error", path="a.ipynb", message=text)
    report = Report(notebooks=(NotebookResult(path="a.ipynb", findings=(finding,)),))
    return json.loads(renderer("sarif")(report))["runs"][0]["results"][0]["message"]["text"]


@pytest.mark.parametrize("text", ["[click](javascript:x)", "\\[a](b)", "[[a](b)](c)", "\\\\[a](b)", "a](b"])
def test_no_viewer_of_sarif_takes_a_message_for_a_link(text) -> None:
    finding = Finding(code="NBR201", severity="error", path="a.ipynb", message=text)
    log = json.loads(
        renderer("sarif")(Report(notebooks=(NotebookResult(path="a.ipynb", findings=(finding,)),)))
    )
    shown = log["runs"][0]["results"][0]["message"]["text"]
    assert not re.search(r"(?<!\\)(\\\\)*\](?=\()", shown)
    assert re.sub(r"\\([\\\[\]])", r"\1", shown) == text


def test_brackets_that_are_no_link_stay() -> None:
    assert in_sarif("[tool.nbready] in a\\b (here)") == "[tool.nbready] in a\\b (here)"
