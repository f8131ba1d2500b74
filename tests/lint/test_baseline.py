"""Known findings stay unreported until they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_notebooks import LOAD, TODAY, TRAIN, file_bytes
from nbready.errors import ConfigError
from nbready.lint import check
from nbready.lint.baseline import baseline_text, read_baseline
from notebook_files import code


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.ipynb").write_bytes(file_bytes(code(LOAD), code(TRAIN)))
    (tmp_path / "b.ipynb").write_bytes(file_bytes(code(LOAD)))
    file = tmp_path / "known.json"
    file.write_text(baseline_text(check(["."], today=TODAY), file))
    return tmp_path


def test_known_findings_are_counted_and_not_reported(project) -> None:
    report = check(["."], baseline=read_baseline(project / "known.json"), today=TODAY)
    assert report.findings == ()
    assert report.summary.baselined == 3
    assert not report.failed


def test_it_holds_from_any_folder_and_for_a_part(project, monkeypatch) -> None:
    monkeypatch.chdir(project / "sub")
    report = check(["."], baseline=read_baseline(Path("../known.json")), today=TODAY)
    assert (report.findings, report.summary.baselined, report.summary.mended) == ((), 2, 0)


def test_new_findings_are_reported_and_mended_ones_counted(project) -> None:
    (project / "b.ipynb").write_bytes(file_bytes(code("1"), code("import pandas\npandas.read_sql('q', c)")))
    report = check(["."], baseline=read_baseline(project / "known.json"), today=TODAY)
    assert [(finding.path, finding.cell) for finding in report.findings] == [("b.ipynb", 2)]
    assert report.summary.mended == 1
    assert report.failed


def test_inserted_cells_change_nothing(project) -> None:
    (project / "b.ipynb").write_bytes(file_bytes(code("1"), code("2"), code(LOAD)))
    assert check(["."], baseline=read_baseline(project / "known.json"), today=TODAY).findings == ()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 9, "findings": {}}', '{"findings": {"a": 1}}', "\udcff"]
)
def test_a_file_that_is_no_baseline(tmp_path, content) -> None:
    file = tmp_path / "known.json"
    file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(ConfigError, match=r"known\.json"):
        read_baseline(file)
    with pytest.raises(ConfigError, match="--write-baseline"):
        read_baseline(tmp_path / "missing.json")
