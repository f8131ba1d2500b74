"""Known findings stay unreported until they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint_notebooks import LOAD, TODAY, TRAIN, file_bytes
from nbready import cli
from nbready.errors import ConfigError
from nbready.lint import check
from nbready.lint.baseline import baseline_text, pruned_text, read_baseline
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


def applied(project: Path):
    return check(["."], baseline=read_baseline(project / "known.json"), today=TODAY)


def test_a_renamed_notebook_is_known_by_its_cells(project) -> None:
    (project / "new").mkdir()
    (project / "sub" / "a.ipynb").rename(project / "new" / "name.ipynb")
    report = applied(project)
    assert (report.findings, report.summary.baselined, report.summary.mended) == ((), 3, 0)


def test_a_copy_is_new_as_long_as_the_first_is_there(project) -> None:
    (project / "copy.ipynb").write_bytes((project / "sub" / "a.ipynb").read_bytes())
    assert {finding.path for finding in applied(project).findings} == {"copy.ipynb"}


def test_another_notebook_is_not_taken_for_one_that_is_gone(project) -> None:
    (project / "sub" / "a.ipynb").unlink()
    cells = [code("x = 1"), code("y = 2"), code("z = 3"), code(LOAD)]
    (project / "other.ipynb").write_bytes(file_bytes(*cells))
    assert [finding.path for finding in applied(project).findings] == ["other.ipynb"]


def test_an_edited_load_line_makes_nothing_new(project) -> None:
    edited = "import pandas as pd\n\nscored = pd.read_csv('applications-2027.csv', sep=';')  # new"
    (project / "b.ipynb").write_bytes(file_bytes(code("# moved"), code(edited)))
    assert applied(project).findings == ()


def test_writing_with_a_path_adds_to_it(project) -> None:
    file = project / "known.json"
    (project / "sub" / "c.ipynb").write_bytes(file_bytes(code(LOAD)))
    part = check(["sub/c.ipynb"], today=TODAY)
    file.write_text(baseline_text(part, file, before=read_baseline(file)))
    assert set(read_baseline(file).entries) == {"b.ipynb", "sub/a.ipynb", "sub/c.ipynb"}
    assert applied(project).findings == ()


def test_writing_again_follows_renames_and_forgets_what_is_mended(project) -> None:
    file = project / "known.json"
    (project / "sub" / "a.ipynb").rename(project / "named.ipynb")
    (project / "b.ipynb").write_bytes(file_bytes(code("1")))
    file.write_text(baseline_text(check(["."], today=TODAY), file, before=read_baseline(file)))
    assert set(read_baseline(file).entries) == {"named.ipynb"}


def test_pruning_takes_out_what_is_gone_and_nothing_else(project) -> None:
    file = project / "known.json"
    (project / "b.ipynb").write_bytes(file_bytes(code("1")))
    (project / "sub" / "a.ipynb").rename(project / "named.ipynb")
    text, gone = pruned_text(check(["."], today=TODAY), read_baseline(file))
    file.write_text(text)
    assert gone == 1
    assert {path: len(entry.known) for path, entry in read_baseline(file).entries.items()} == {
        "named.ipynb": 2
    }
    (project / "named.ipynb").unlink()
    assert pruned_text(check(["."], today=TODAY), read_baseline(file))[1] == 2


def test_pruning_after_a_part_leaves_the_rest(project) -> None:
    text, gone = pruned_text(check(["b.ipynb"], today=TODAY), read_baseline(project / "known.json"))
    assert gone == 0
    assert "sub/a.ipynb" in text


def test_the_first_version_is_read(project) -> None:
    file = project / "known.json"
    content = json.loads(file.read_text())
    content["findings"] = {path: entry["known"] for path, entry in content["findings"].items()}
    file.write_text(json.dumps({**content, "version": 1}))
    assert applied(project).findings == ()


def test_the_configured_baseline_is_used_written_and_pruned(project, capsys) -> None:
    (project / "known.json").unlink()
    (project / "pyproject.toml").write_text("[tool.nbready]\nbaseline = 'known.json'\n")

    def run(*args: str) -> int:
        with pytest.raises(SystemExit) as exit_:
            cli.main(["check", "--no-cache", *args])
        return exit_.value.code

    assert run() == 2
    assert "--write-baseline" in capsys.readouterr().err
    assert run("--write-baseline") == 0
    assert run() == 0
    assert "3 known to the baseline" in capsys.readouterr().out
    (project / "b.ipynb").unlink()
    assert run("--prune-baseline") == 0
    assert "1 finding taken out" in capsys.readouterr().err
    assert set(read_baseline(project / "known.json").entries) == {"sub/a.ipynb"}


def test_a_disk_that_is_full_leaves_the_old_one(project, monkeypatch, capsys) -> None:
    before = (project / "known.json").read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["check", "--no-cache", "--baseline", "known.json", "--write-baseline"])
    assert exit_.value.code == 2
    assert "cannot be written" in capsys.readouterr().err
    assert (project / "known.json").read_bytes() == before
