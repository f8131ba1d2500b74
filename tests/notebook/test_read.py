"""What is read, what is refused, and that both stacks say the same."""

import json
import os
import re
import subprocess
import sys

import nbformat
import orjson  # noqa: F401 (once imported, it is used for files of any size)
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.errors import NotebookError
from nbready.notebook import decode, parse_notebook, read_notebook, schema
from notebook_files import V3, as_bytes, code, documents, layouts, markdown, notebook, raw


@pytest.fixture(params=["fast", "standard"])
def stack(request, monkeypatch):
    """Each of the two stacks: with orjson and jsonschema-rs, and as if they were not installed."""
    if request.param == "standard":
        monkeypatch.setattr(decode, "_orjson_loads", lambda: None)
        monkeypatch.setattr(schema, "_rust_validator", lambda version: None)
    return request.param


V2 = {
    "nbformat": 2,
    "metadata": {"name": ""},
    "worksheets": [{"cells": [{"cell_type": "code", "input": "1", "outputs": []}]}],
}
HUGE = 123456789012345678901234567890

READABLE = {
    "no cells": notebook(),
    "three kinds": notebook(code("x"), markdown("y"), raw("z")),
    "source in pieces": notebook(code(["a = 1\n", "b = 2"])),
    "emoji": notebook(code("print('😀')")),
    "huge number in metadata": notebook(metadata={"n": HUGE}),
    "huge execution count": notebook(code("x", execution_count=HUGE)),
    "infinity in an output": notebook(
        code(
            outputs=[
                {"output_type": "display_data", "metadata": {}, "data": {"application/json": float("inf")}}
            ]
        )
    ),
    "conflict shown in prose": notebook(markdown("<<<<<<< a\n=======\n>>>>>>> b")),
    "format 3": V3,
    "format of tomorrow": notebook(code("x", id="a", new=1), minor=9),
}
REFUSED = {
    "empty": (b"", "NBR002", "empty"),
    "white space": (b" \n ", "NBR002", "empty"),
    "null": (b"null", "NBR002", "`nbformat` is missing"),
    "a list": (b"[]", "NBR002", "`nbformat` is missing"),
    "an object": (b"{}", "NBR002", "`nbformat` is missing"),
    "cut short": (as_bytes(notebook(code("x")))[:-30], "NBR002", "not a notebook in JSON"),
    "text after the end": (as_bytes(notebook()) + b"x", "NBR002", "extra data"),
    "byte order mark": (b"\xef\xbb\xbf" + as_bytes(notebook()), "NBR002", "byte order mark"),
    "UTF-16": (as_bytes(notebook()).decode().encode("utf-16"), "NBR002", "UTF-16"),
    "Latin-1": ('{"a": "ü"}'.encode("latin-1"), "NBR002", "byte 8 is not UTF-8"),
    "tab in a string": (b'{"nbformat": "\t"}', "NBR002", "control character"),
    "web page": (b"\n<!DOCTYPE html>", "NBR002", "web page"),
    "nested too deeply": (b"[" * 200_000, "NBR002", "nested too deeply"),
    "half a surrogate pair": (
        as_bytes(notebook(code("x"))).replace(b'"x"', b'"\\ud83d"'),
        "NBR002",
        "surrogate",
    ),
    "half a pair, deep down": (
        as_bytes(notebook()).replace(b"{}", b'{"a": ' + b"[" * 1000 + b'"\\ud83d"' + b"]" * 1000 + b"}"),
        "NBR002",
        "nested too deeply",
    ),
    "version as text": (b'{"nbformat": "4"}', "NBR003", "whole numbers"),
    "version as truth": (b'{"nbformat": true}', "NBR003", "whole numbers"),
    "format 5": (b'{"nbformat": 5}', "NBR003", "format 5"),
    "cells missing": (b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}}', "NBR003", "cells"),
    "cell is a number": (as_bytes(notebook(1)), "NBR003", "cell 1"),
    "merge conflict": (b'{\n<<<<<<< HEAD\n "a": 1\n=======\n>>>>>>> b\n}', "NBR004", "merge conflict"),
    "nbdime's conflict": (as_bytes(notebook(metadata={"nbdime-conflicts": {}})), "NBR004", "nbdime"),
    "conflict in a cell": (
        as_bytes(notebook(code("<<<<<<< a\n1\n=======\n2\n>>>>>>> b"))),
        "NBR004",
        "cell 1",
    ),
    "git-lfs pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "NBR005", "git-lfs"),
    "format 2 without cells": (b'{"nbformat": 2}', "NBR003", "cannot convert format 2"),
}


@pytest.mark.parametrize("name", READABLE)
def test_reads(name, stack):
    document = READABLE[name]
    data = as_bytes(document)
    read = parse_notebook(data)
    expected = nbformat.convert(nbformat.reader.reads(data.decode()), 4)
    assert [(c.kind, c.source.lstrip("# ")) for c in read.cells] == [
        (c.cell_type, c.source.lstrip("# ")) for c in expected.cells
    ]
    assert [c.execution_count for c in read.cells] == [c.get("execution_count") for c in expected.cells]
    assert read.data == data
    assert not read.remarks


@pytest.mark.parametrize("depth", [500, 900, 1000])
def test_reads_deep_metadata(depth, stack):
    data = as_bytes(notebook()).replace(
        b'"metadata": {}', b'"metadata": {"a": ' + b"[" * depth + b"]" * depth + b"}"
    )
    assert parse_notebook(data).data == data


# What breaks the schema and is run by a kernel all the same: told, and judged.
BROKEN = {
    "no metadata": (b'{"nbformat": 4, "nbformat_minor": 4, "cells": []}', "NBR003", "metadata"),
    "cell without outputs": (
        as_bytes(notebook(markdown(), {"cell_type": "code", "metadata": {}, "source": ""})),
        "NBR003",
        "cell 2 must contain",
    ),
    "output of no type": (as_bytes(notebook(code(outputs=[{}]))), "NBR003", "cell 1, `outputs.0`"),
    "stream without a name": (
        as_bytes(notebook(code(outputs=[{"output_type": "stream", "text": ""}]))),
        "NBR003",
        "`outputs.0` must contain",
    ),
    "id with a space": (as_bytes(notebook(code(id="a b"), minor=5)), "NBR003", "cell 1, `id`"),
    "id before 4.5": (as_bytes(notebook(code(id="a"))), "NBR003", "cell 1 must not contain `id`"),
    "transient in an output": (
        as_bytes(
            notebook(
                code(outputs=[{"output_type": "display_data", "data": {}, "metadata": {}, "transient": {}}])
            )
        ),
        "NBR003",
        "`outputs.0` must not contain `transient`",
    ),
    "a running cell": (as_bytes(notebook(code(execution_count="*"))), "NBR003", "`execution_count`"),
    "tags that are one text": (as_bytes(notebook(code(metadata={"tags": "a"}))), "NBR003", "`metadata.tags`"),
    "a kernel without a name": (as_bytes(notebook(metadata={"kernelspec": {}})), "NBR003", "kernelspec"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_kernel_runs_is_read_and_remarked_on(name, stack):
    data, rule, words = BROKEN[name]
    read = parse_notebook(data)
    (remark,) = read.remarks
    assert (remark.code, words in remark.message) == (rule, True)
    assert remark.remedy
    assert remark.cell == (int(cell[1]) - 1 if (cell := re.search(r"cell (\d)", remark.message)) else None)
    assert len(read.cells) == len(json.loads(data)["cells"])
    assert parse_notebook(data, validate=False).cells == read.cells


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name, stack):
    data, rule, words = REFUSED[name]
    with pytest.raises(NotebookError) as error:
        parse_notebook(data)
    assert error.value.code == rule
    assert words in error.value.message
    assert error.value.remedy


@pytest.mark.parametrize("name", [*REFUSED, *BROKEN])
def test_both_stacks_refuse_in_the_same_words(name, monkeypatch):
    data = {**REFUSED, **BROKEN}[name][0]
    fast = _outcome(data)
    monkeypatch.setattr(decode, "_orjson_loads", lambda: None)
    monkeypatch.setattr(schema, "_rust_validator", lambda version: None)
    assert _outcome(data) == fast


def test_a_conflict_tells_its_line():
    with pytest.raises(NotebookError) as error:
        parse_notebook(REFUSED["merge conflict"][0])
    assert error.value.line == 2


def test_format_2_is_converted(stack):
    (cell,) = parse_notebook(as_bytes(V2)).cells
    assert (cell.kind, cell.source) == ("code", "1")


def test_places_among_cells():
    read = parse_notebook(as_bytes(notebook(markdown("m"), code("a"), raw("r"), code("b"))))
    assert [(c.position, c.code_index) for c in read.cells] == [(0, None), (1, 0), (2, None), (3, 1)]
    assert [c.source for c in read.code_cells()] == ["a", "b"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([code(), code()], "Cell 1 has no id."),
        ([code(id="a"), code(id="a")], "Cell 2 has the id of another cell, `a`."),
        ([code(id="a"), code()], "Cell 2 has no id."),
    ],
)
def test_ids_are_checked_and_not_repaired(cells, words, stack):
    read = parse_notebook(as_bytes(notebook(*cells, minor=5)))
    assert [remark.message for remark in read.remarks] == [words]
    assert [cell.id for cell in read.cells] == [cell.get("id") for cell in cells]


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}, "python"),
        ({"language_info": {"name": "ipython"}}, "python"),
        ({"language_info": {"name": "R"}}, "r"),
        # VS Code wrote "python" beside any kernel.
        ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "python"}}, "r"),
        ({"kernelspec": {"name": "julia-1.9"}, "language_info": {"name": "python"}}, "julia"),
        (
            {"kernelspec": {"name": ".net-csharp", "language": "C#"}, "language_info": {"name": "python"}},
            "c#",
        ),
        ({"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "R"}}, "r"),
        (
            {"kernelspec": {"name": "pysparkkernel", "language": ""}, "language_info": {"name": "pyspark"}},
            "python",
        ),
        ({"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}, "julia"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "r"),
        ({"kernelspec": {"name": "my-env", "display_name": "mine"}}, "python"),
        ({"kernelspec": {"name": "scala", "language": "scala", "display_name": "S"}}, "scala"),
    ],
)
def test_language(metadata, language):
    assert parse_notebook(as_bytes(notebook(metadata=metadata))).language == language


@pytest.mark.parametrize("junk", [{"kernelspec": 1}, {"language_info": []}, {"kernelspec": {"name": None}}])
def test_unchecked_metadata_can_be_anything(junk):
    assert parse_notebook(as_bytes(notebook(metadata=junk)), validate=False).metadata == junk


@given(st.data())
def test_reads_what_nbformat_reads(data):
    text = data.draw(layouts(data.draw(documents())))
    expected = nbformat.reads(text.decode(), as_version=4)
    read = parse_notebook(text)
    assert [cell.source for cell in read.cells] == [cell.source for cell in expected.cells]
    assert read.metadata == expected.metadata


@given(st.data())
def test_damaged_bytes_give_one_answer(data):
    text = data.draw(layouts(data.draw(documents())))
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.binary(max_size=3)) + text[at + data.draw(st.integers(0, 3)) :]
    fast = _outcome(damaged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decode, "_orjson_loads", lambda: None)
        patch.setattr(schema, "_rust_validator", lambda version: None)
        assert _outcome(damaged) == fast


def _outcome(data):
    try:
        read = parse_notebook(data)
        return read.cells, tuple(map(str, read.remarks))
    except NotebookError as error:
        return error.code, str(error)


def test_a_fifo_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.ipynb")
    with pytest.raises(NotebookError, match="a pipe, not a file"):
        read_notebook(tmp_path / "a.ipynb")


@pytest.mark.parametrize(("name", "words"), [("", "a folder"), ("x", "no such file"), ("\0", "null")])
def test_what_is_no_file(tmp_path, name, words):
    with pytest.raises(NotebookError, match=words):
        read_notebook(f"{tmp_path}/{name}")


def test_a_device_is_not_read():
    with pytest.raises(NotebookError, match="a device, not a file"):
        read_notebook("/dev/zero")


def test_a_large_file_is_not_read(tmp_path):
    file = tmp_path / "a.ipynb"
    file.write_bytes(as_bytes(notebook()))
    with pytest.raises(NotebookError, match="MiB are not read"):
        read_notebook(file, max_bytes=10)
    assert read_notebook(file, max_bytes=len(file.read_bytes())).path == file


def test_reading_imports_no_nbformat(tmp_path):
    file = tmp_path / "a.ipynb"
    file.write_bytes(as_bytes(notebook(code("x"))))
    program = (
        "import sys; from nbready.notebook import read_notebook; "
        f"read_notebook({str(file)!r}); sys.exit('nbformat' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_surplus_keys_are_named_in_order() -> None:
    cell = {**markdown("a"), "outputs": [], "execution_count": None, "zeta": 1}
    (remark,) = parse_notebook(as_bytes(notebook(cell))).remarks
    assert "cell 1 must not contain `execution_count`, `outputs`, `zeta`" in remark.message


TWICE = {
    "cells": b'{"cells": [], "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}',
    "nbformat": b'{"cells": [], "metadata": {}, "nbformat": 3, "nbformat": 4, "nbformat_minor": 4}',
    "metadata": b'{"cells": [], "metadata": {}, "metadata": {"a": 1}, "nbformat": 4, "nbformat_minor": 4}',
    "nbready": b'{"cells": [], "metadata": {"nbready": {}, "nbready": {"version": 1}}, "nbformat": 4, '
    b'"nbformat_minor": 4}',
    "source": b'{"cells": [{"cell_type": "raw", "metadata": {}, "source": "a", "source": "b"}], '
    b'"metadata": {}, "nbformat": 4, "nbformat_minor": 4}',
}


@pytest.mark.parametrize("key", TWICE)
def test_keys_that_are_written_twice_are_told(key):
    (remark,) = parse_notebook(TWICE[key]).remarks
    assert remark.code == "NBR003"
    assert f"`{key}` is written twice" in remark.message


def test_what_outputs_hold_is_their_own_affair():
    data = {"application/json": {"cells": [], "source": {"metadata": {}}, "nbready": [{"nbready": 1}]}}
    display = {"output_type": "display_data", "data": data, "metadata": {"source": 1}}
    made = as_bytes(notebook(code('x = {"cells": 1, "cells": 2}', outputs=[display, display])))
    assert parse_notebook(made).remarks == ()
    inner = made.replace(b'"source": 1', b'"a": 1, "a": 2')
    assert parse_notebook(inner).remarks == ()


CROWDS = {
    "keys": b'{"nbformat": 4, "metadata": {' + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}}",
    "lists": b'{"nbformat": 4, "cells": [' + b"[]," * 1_000_000 + b"1]}",
    "objects": b'{"nbformat": 4, "cells": [' + b"{} ," * 1_000_000 + b"1]}",
}


@pytest.mark.parametrize("kind", CROWDS)
def test_more_values_than_any_notebook_has_are_not_decoded(kind, monkeypatch):
    monkeypatch.setattr("nbready.notebook.read.decode", lambda *_, **__: pytest.fail("decoded"))
    with pytest.raises(NotebookError, match="1,000,000 keys, objects and lists") as error:
        parse_notebook(CROWDS[kind])
    assert error.value.code == "NBR001"


def test_what_texts_hold_is_no_crowd():
    text = '{"a": [1], \\"b\\": {}}\n' * 100_000
    made = as_bytes(
        notebook(code("x", outputs=[{"output_type": "stream", "name": "stdout", "text": text * 4}]))
    )
    assert len(made) > 3_000_000
    assert parse_notebook(made).remarks == ()
