"""From files to a report: what is read, what is skipped, what is ignored, and what makes it fail."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_notebooks import DEPLOY, LOAD, TODAY, TRAIN, built, charter_cell, file_bytes, full_charter
from nbready.config import Config
from nbready.errors import NbreadyError
from nbready.lint import Report, check, check_notebook, engine
from nbready.lint.baseline import baseline_text, read_baseline
from notebook_files import as_bytes, code, markdown, notebook, raw

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, name: str, *cells, **how) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(file_bytes(*cells, **how))
    return file


def configure(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text)


def codes(report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "NBR002"),
        (b"{", "NBR002"),
        (b"[]", "NBR002"),
        (b"\xff\xfe{\x00", "NBR002"),
        (as_bytes({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}), "NBR003"),
        (b'{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> x\n}', "NBR004"),
        (as_bytes(notebook(metadata={"nbdime-conflicts": {}})), "NBR004"),
        (LFS, "NBR005"),
    ],
)
def test_files_that_are_no_notebooks(project, content, expected) -> None:
    (project / "bad.ipynb").write_bytes(content)
    write(project, "good.ipynb", code(LOAD))
    report = check(["."], today=TODAY)
    assert codes(report) == [expected, "NBR201"]
    assert report.failed
    assert report.findings[0].path == "bad.ipynb"
    assert report.findings[0].cell is None
    assert report.summary.unread == 1
    assert not check(["bad.ipynb"], ignore=[expected], today=TODAY).findings
    assert check(["bad.ipynb"], ignore=[expected]).summary.unread == 1


BROKEN = {
    "id before 4.5": notebook(code(LOAD, id="a")),
    "no id": notebook(code(LOAD), minor=5),
    "id twice": notebook(code("1", id="a"), code(LOAD, id="a"), minor=5),
    "running": notebook(code(LOAD, execution_count="*")),
    "no outputs": notebook({"cell_type": "code", "metadata": {}, "source": LOAD}),
    "transient": notebook(
        code(LOAD, outputs=[{"output_type": "display_data", "data": {}, "metadata": {}, "transient": {}}])
    ),
    "kernelspec": notebook(code(LOAD), metadata={"kernelspec": {"name": 1}}),
    "no metadata": {"nbformat": 4, "nbformat_minor": 4, "cells": [code(LOAD)]},
    "a key of its own": notebook(code(LOAD), extra=1),
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN)
def test_what_breaks_the_schema_and_runs_is_reported_and_judged(project, document) -> None:
    (project / "a.ipynb").write_bytes(as_bytes(document))
    report = check(["a.ipynb"], today=TODAY)
    assert sorted(codes(report)) == ["NBR003", "NBR201"]
    assert report.notebooks[0].gates["data"] == "closed"
    assert codes(check(["a.ipynb"], ignore=["NBR003"], today=TODAY)) == ["NBR201"]
    known = Report(notebooks=(report.notebooks[0]._replace(findings=report.findings[:1]),))
    (project / "b.json").write_text(baseline_text(known, project / "b.json"))
    after = check(["a.ipynb"], today=TODAY, baseline=read_baseline(project / "b.json"))
    assert len(after.findings) == 1
    assert after.failed


def test_files_that_cannot_be_read(project) -> None:
    os.mkfifo(project / "pipe.ipynb")
    write(project, "big.ipynb", code("x" * 5000))
    assert codes(check(["missing.ipynb"])) == ["NBR001"]
    assert codes(check(["pipe.ipynb"])) == ["NBR001"]
    assert codes(check(["big.ipynb"], max_bytes=1000)) == ["NBR001"]


def test_a_fault_of_ours_stops_neither_the_run_nor_the_other_files(project, monkeypatch) -> None:
    write(project, "a.ipynb", code("odd = 1"))
    write(project, "b.ipynb", code(LOAD))
    gather = engine.gather_facts

    def fail(notebook, *args, **how):
        if notebook.cells[0].source == "odd = 1":
            raise ZeroDivisionError("oh")
        return gather(notebook, *args, **how)

    monkeypatch.setattr(engine, "gather_facts", fail)
    report = check(["."])
    assert codes(report) == ["NBR001", "NBR201"]
    assert "nbready itself failed" in report.findings[0].message


def test_other_languages_are_skipped_and_counted(project) -> None:
    for name in ("a", "b"):
        write(project, f"{name}.ipynb", code("read.csv('x')"), metadata={"language_info": {"name": "R"}})
    write(
        project,
        "c.ipynb",
        code("using CSV"),
        metadata={"kernelspec": {"name": "julia-1.10", "display_name": "J"}},
    )
    summary = check(["."]).summary
    assert (summary.files, summary.skipped) == (0, {"julia": 1, "r": 2})


def test_the_nearest_configuration_holds(project) -> None:
    configure(project, '[tool.nbready]\nignore = ["NBR201"]\nexclude = ["drafts"]\n')
    for name in ("a.ipynb", "drafts/b.ipynb", "inner/c.ipynb"):
        write(project, name, code(LOAD))
    configure(
        project / "inner", '[tool.nbready]\nfail-on = "warning"\n[tool.nbready.policy]\ndata = "warn"\n'
    )
    report = check(["."], today=TODAY)
    assert [(f.path, f.severity) for f in report.findings] == [("inner/c.ipynb", "warning")]
    assert report.failed
    # A file that is named and excluded is not passed over in silence.
    assert check(["drafts/b.ipynb"]).summary.skipped == {"excluded": 1}


def test_flags_win_over_the_configuration(project) -> None:
    configure(project, '[tool.nbready]\nselect = ["NBR1"]\nfail-on = "warning"\n')
    write(project, "a.ipynb", code(LOAD), code(TRAIN))
    assert codes(check(["."])) == []
    assert codes(check(["."], select=["NBR202"])) == ["NBR202"]
    assert check(["."], select=["NBR202"]).failed
    assert not check(["."], select=["NBR202"], fail_on="error").failed
    assert check(["."], exclude=["a.ipynb"]).summary.files == 0


def test_a_configuration_that_cannot_be_used_stops_the_run(project) -> None:
    write(project, "a.ipynb", code("1"))
    for text, part in [
        ('[tool.nbready]\nselect = ["NBR999"]\n', "No rule"),
        ('[tool.nbready.per-file-ignores]\n"*" = ["X"]\n', "No rule"),
        ('[tool.nbready]\nquestions = "missing.yaml"\n', "missing.yaml"),
        ('[tool.nbready]\ncharter = "missing.yaml"\n', "missing.yaml"),
        ('[tool.nbready]\ntemplate = "missing.ipynb"\n', "missing.ipynb"),
        ("[tool.nbready]\nselct = []\n", "Did you mean `select`?"),
    ]:
        configure(project, text)
        with pytest.raises(NbreadyError) as error:
            check(["."])
        assert part in str(error.value)


def test_marks_are_counted_and_can_be_overruled(project) -> None:
    lookup = "# nbready: ignore[NBR201] a table of country codes\n" + LOAD
    write(project, "a.ipynb", code(lookup), code(LOAD, metadata={"tags": ["nbready: ignore[NBR201]"]}))
    report = check(["."], today=TODAY)
    assert codes(report) == []
    assert [finding.cell for notebook in report.notebooks for finding in notebook.ignored] == [1, 2]
    assert [verdict.outcome for verdict in report.notebooks[0].verdicts] == ["ignored", "ignored"]
    strict = check(["."], ignores=False, today=TODAY)
    assert codes(strict) == ["NBR201"]
    assert [verdict.outcome for verdict in strict.notebooks[0].verdicts] == ["block", "block"]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (code, "%%charter\nlimitations: TBD  # nbready: ignore[NBR303] asked\n"),
        (raw, "%%charter\nlimitations: TBD  # nbready: ignore[NBR303] known\n"),
    ],
)
def test_marks_in_a_charter_cell(make, text) -> None:
    result = check_notebook(built(make(text)), config=Config(ignore=("NBR104",)), today=TODAY)
    assert [finding.code for finding in result.ignored] == ["NBR303"]
    assert result.findings == ()


def test_text_about_marks_is_no_mark() -> None:
    notebook_ = built(
        markdown("# nbready: ignore[NBR201] how to write it"), code('x = "# nbready: ignore[NBR201]"')
    )
    assert check_notebook(notebook_).findings == ()


def test_an_executor_makes_no_difference(project) -> None:
    for number in range(70):
        write(project, f"{number:02}.ipynb", code(LOAD if number % 3 else "1"), code(TRAIN))
    with ThreadPoolExecutor(2) as executor:
        there = check(["."], executor=executor, today=TODAY)
    assert there == check(["."], today=TODAY)
    assert pickle.loads(pickle.dumps(there)) == there


def test_progress_is_told_and_ctrl_c_leaves_what_was_found(project) -> None:
    for name in "abc":
        write(project, f"{name}.ipynb", code(LOAD))
    seen: list[tuple[int, int]] = []
    check(["."], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    report = check(["."], progress=stop)
    assert report.interrupted
    assert len(report.findings) < 3


def test_paths_are_shown_as_they_were_given(project) -> None:
    file = write(project, "sub/a.ipynb", code(LOAD))
    for named, shown in [("sub", "sub/a.ipynb"), (".", "sub/a.ipynb"), (str(file), str(file))]:
        assert [finding.path for finding in check([named]).findings] == [shown]


def test_findings_do_not_depend_on_the_working_directory(project, monkeypatch) -> None:
    configure(project, '[tool.nbready.policy]\nmodel = "block"\n')
    file = write(project, "sub/a.ipynb", code(LOAD), code(TRAIN), charter_cell())
    here = check([file])
    monkeypatch.chdir("/")
    assert check([file]) == here


CELLS = st.lists(
    st.sampled_from(
        [LOAD, TRAIN, DEPLOY, "1", "%%charter\nlimitations: TBD\n", "# nbready: ignore[NBR201]\n" + LOAD]
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(CELLS, st.integers(0, 5), st.sampled_from(["x = 1", "# text"]))
def test_fingerprints_outlive_inserted_cells(sources, at, inserted) -> None:
    before = [code(source) for source in sources]
    after = [*before[:at], code(inserted), *before[at:]]

    def prints(cells) -> list[tuple[str, str]]:
        findings = check_notebook(built(*cells), today=TODAY).findings
        assert len({finding.fingerprint for finding in findings}) == len(findings)
        return sorted((finding.code, finding.fingerprint) for finding in findings)

    assert prints(before) == prints(after)


@settings(max_examples=40, deadline=None)
@given(CELLS)
def test_one_finding_a_gate_at_the_first_use_that_is_not_ignored(sources) -> None:
    result = check_notebook(built(*(code(source) for source in sources)), today=TODAY)
    for rule, gate in [("NBR201", "data"), ("NBR202", "model"), ("NBR203", "launch")]:
        closed = [v.code_cell for v in result.verdicts if v.gate == gate and v.outcome in ("warn", "block")]
        found = [finding.code_cell for finding in result.findings if finding.code == rule]
        assert found == closed[:1]


def test_results_are_frozen() -> None:
    finding = check_notebook(built(code(LOAD))).findings[0]
    with pytest.raises(AttributeError):
        finding.code = "NBR999"  # type: ignore[misc]


def test_a_charter_whose_answers_are_complete_passes(project) -> None:
    write(project, "a.ipynb", charter_cell(full_charter()), code(LOAD), code(TRAIN), code(DEPLOY))
    report = check(["."], select=["NBR2"], today=TODAY)
    assert codes(report) == []
    assert report.notebooks[0].gates == {"data": "open", "model": "open", "launch": "open"}
