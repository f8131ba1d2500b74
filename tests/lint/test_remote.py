"""Notebooks on other file systems."""

import subprocess
import sys

import pytest

from nbready.errors import ConfigError
from nbready.lint import check
from notebook_files import as_bytes, code, notebook

fsspec = pytest.importorskip("fsspec")

LOAD = "import pandas as pd\npd.read_csv('a.csv')"


@pytest.fixture
def bucket():
    system = fsspec.filesystem("memory")
    system.pipe("/bucket/a.ipynb", as_bytes(notebook(code(LOAD))))
    system.pipe("/bucket/b/c.ipynb", as_bytes(notebook(code("1"))))
    system.pipe("/bucket/b/.ipynb_checkpoints/c.ipynb", b"{")
    system.pipe("/bucket/b/notes.txt", b"text")
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def found(report):
    return [(n.path, [f.code for f in n.findings]) for n in report.notebooks]


def test_a_file(bucket):
    assert found(check([f"{bucket}/a.ipynb"])) == [("memory://bucket/a.ipynb", ["NBR201"])]


def test_a_folder_is_searched(bucket):
    paths = [path for path, _ in found(check([bucket]))]
    assert [path.rpartition("bucket/")[2] for path in paths] == ["a.ipynb", "b/c.ipynb"]


def test_the_same_findings_as_on_disk(bucket, tmp_path):
    file = tmp_path / "a.ipynb"
    file.write_bytes(as_bytes(notebook(code(LOAD))))
    (here,), (there,) = check([file]).findings, check([f"{bucket}/a.ipynb"]).findings
    assert (here.message, here.file_line, here.fingerprint) == (
        there.message,
        there.file_line,
        there.fingerprint,
    )


def test_results_are_kept(bucket, tmp_path):
    address = f"{bucket}/a.ipynb"
    first = check([address], cache=tmp_path)
    assert check([address], cache=tmp_path) == first
    fsspec.filesystem("memory").pipe("/bucket/a.ipynb", as_bytes(notebook(code("1"))))
    assert check([address], cache=tmp_path).findings == ()


@pytest.mark.parametrize("address", ["memory://bucket/none.ipynb", "memory://nowhere/"])
def test_what_is_missing_is_a_finding_and_the_rest_is_checked(address, bucket):
    (first, _), (_, codes) = found(check([address, f"{bucket}/a.ipynb"]))
    assert (first, codes) == (address, ["NBR201"])
    assert [f.code for f in check([address]).findings] == ["NBR001"]


def test_a_large_file_is_not_read(bucket):
    (finding,) = check([f"{bucket}/a.ipynb"], max_bytes=10).findings
    assert "MiB are not read" in finding.message


def test_an_unknown_kind_of_address_is_told():
    with pytest.raises(ConfigError, match="cannot be opened"):
        check(["nosuchscheme://x/a.ipynb"])


def test_without_fsspec_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ConfigError, match=r"nbready\[remote\]"):
        check(["s3://bucket/a.ipynb"])


def test_fsspec_is_not_imported_for_files_on_disk(tmp_path):
    program = "import sys; from nbready.lint import check; check(['.']); sys.exit('fsspec' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 0
