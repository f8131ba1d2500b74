# ruff: noqa: E501 (tables of texts, one line a kind)
"""Files that try to crash, hang or fool a linter, by what they are made of.

``CONTENTS`` maps a name to the bytes of an ``.ipynb`` file; ``PLACES`` maps a name to a function that makes
something hostile of a path. None of them is larger than a few megabytes, all are made in memory.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from notebook_files import V3, as_bytes, code, markdown, notebook, raw

LOAD = "import pandas as pd\npd.read_csv('a.csv')"
ESCAPES = "\x1b[31mred\x1b[0m\x1b]8;;http://x\x07\x9b31m\x07\x00\r\x08"
BIDI = "\u202eeve\u2066\u2069\u200f"
BREAKS = "\u2028\u2029\x85\x0b\x0c\x1c\x1e"
WORKFLOW = "%0A::error file=x::pwned\n::set-output name=a::b\n<script>alert(1)</script>](javascript:1)|`"


def cells(*texts: str, **more: object) -> bytes:
    return as_bytes(notebook(*(code(text) for text in texts), **more))


def with_metadata(value: object, *texts: str) -> bytes:
    return as_bytes(notebook(*(code(text) for text in texts or (LOAD,)), metadata=value))


def charter(body: str) -> bytes:
    return cells(f"%%charter\n{body}", LOAD)


def output(**parts: object) -> bytes:
    return as_bytes(notebook(code(LOAD, outputs=[parts])))


GOOD = cells(LOAD)
TEXT = GOOD.decode()


def bytes_() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "one space", b" "
    yield "only newlines", b"\n" * 100_000
    yield "null byte", b"\0"
    yield "null bytes", b"\0" * 100_000
    yield "null byte at the end", GOOD + b"\0"
    yield "null byte inside", GOOD.replace(b"cells", b"ce\0lls", 1)
    yield "byte order mark", b"\xef\xbb\xbf" + GOOD
    yield "two byte order marks", b"\xef\xbb\xbf" * 2 + GOOD
    yield "utf-16", TEXT.encode("utf-16")
    yield "utf-16 without mark", TEXT.encode("utf-16-le")
    yield "utf-32", TEXT.encode("utf-32")
    yield "utf-7", b"+AHs-"
    yield "latin-1", cells("x = 'ü'").decode().encode("latin-1")
    yield "overlong utf-8", GOOD.replace(b"cells", b"\xc0\xafcells", 1)
    yield "surrogate in utf-8", GOOD.replace(b"a.csv", b"\xed\xa0\x80", 1)
    yield "half a character", GOOD.replace(b"a.csv", b"\xf0\x9f\x98", 1)
    yield "every byte", bytes(range(256))
    yield "every byte in a string", b'{"a": "' + bytes(range(256)) + b'"}'
    yield "random", bytes((i * 7919) % 251 for i in range(20_000))
    yield "gzip", b"\x1f\x8b\x08\x00" + GOOD
    yield "zip", b"PK\x03\x04" + GOOD
    yield "png", b"\x89PNG\r\n\x1a\n"
    yield "pickle", b"cos\nsystem\n(S'echo pwned'\ntR."
    yield "web page", b"<!DOCTYPE html><html></html>"
    yield "python", b"import os\n"
    yield "git-lfs pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    yield "git-lfs pointer with escapes", b"version https://git-lfs.github.com/spec/v1\n" + ESCAPES.encode()
    yield "conflict", b"{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n" + GOOD
    yield "conflict with escapes", b"<<<<<<< " + ESCAPES.encode() + b"\n"
    yield "only conflict marks", b"<<<<<<<\n" * 20_000
    yield "line ends of a Mac", GOOD.replace(b"\n", b"\r")
    yield "line ends of Windows", GOOD.replace(b"\n", b"\r\n")
    yield "cut in the middle", GOOD[: len(GOOD) // 2]
    yield "cut in an escape", b'{"nbformat": "\\u00'
    yield "twice", GOOD + GOOD
    yield "comment behind", GOOD + b"// x"
    yield "a line of megabytes", as_bytes(notebook(code("x" * 3_000_000)), indent=None)


def json_() -> Iterator[tuple[str, bytes]]:
    for text in ("null", "true", "1", "-0", '"x"', "[]", "{}", "[{}]", "NaN", "-Infinity", '{"": ""}'):
        yield f"only {text}", text.encode()
    yield "deep lists", b"[" * 100_000
    yield "deep lists, closed", b"[" * 50_000 + b"]" * 50_000
    yield "deep objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield (
        "deep metadata",
        GOOD.replace(b'"metadata": {}', b'"metadata": {"a": ' + b"[" * 900 + b"]" * 900 + b"}"),
    )
    yield (
        "deeper metadata",
        GOOD.replace(b'"metadata": {}', b'"metadata": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}"),
    )
    yield "huge integer", with_metadata({"n": 10**4000})
    yield (
        "integer beyond Python's limit",
        GOOD.replace(b'"metadata": {}', b'"metadata": {"n": ' + b"9" * 10_000 + b"}", 1),
    )
    yield "huge exponent", GOOD.replace(b'"execution_count": null', b'"execution_count": 1e999')
    yield (
        "fraction of many digits",
        GOOD.replace(b'"execution_count": null', b'"execution_count": 0.' + b"1" * 99_999),
    )
    yield "negative count", GOOD.replace(b'"execution_count": null', b'"execution_count": -1')
    yield (
        "count of 80 bits",
        GOOD.replace(b'"execution_count": null', b'"execution_count": 999999999999999999999999'),
    )
    yield "count as truth", GOOD.replace(b'"execution_count": null', b'"execution_count": true')
    yield (
        "not a number in an output",
        output(output_type="display_data", metadata={}, data={"application/json": float("nan")}),
    )
    yield "infinity as version", b'{"nbformat": Infinity}'
    yield "not a number as version", b'{"nbformat": NaN}'
    yield "lone surrogate in source", GOOD.replace(b"a.csv", b"\\ud800")
    yield "lone low surrogate", GOOD.replace(b"a.csv", b"\\udc00")
    yield "swapped surrogates", GOOD.replace(b"a.csv", b"\\ude00\\ud83d")
    yield "lone surrogate in a key", with_metadata({"KEY": 1}).replace(b"KEY", b"\\ud800")
    yield (
        "lone surrogate in an output",
        output(output_type="stream", name="stdout", text="KEY").replace(b"KEY", b"\\ud800"),
    )
    yield "surrogate pair", GOOD.replace(b"a.csv", b"\\ud83d\\ude00.csv")
    yield "two cells keys", GOOD.replace(b'"cells"', b'"cells": [], "cells"', 1)
    yield "two sources", GOOD.replace(b'"source"', b'"source": "", "source"', 1)
    yield "two metadata", GOOD[:-3] + b', "metadata": {"nbready": 1}}'
    yield "two versions", GOOD.replace(b'"nbformat": 4', b'"nbformat": 3, "nbformat": 4')
    yield "trailing comma", GOOD.replace(b"]", b",]", 1)
    yield "single quotes", GOOD.replace(b'"', b"'")
    yield "comments", b"// x\n" + GOOD
    yield "tab in a string", GOOD.replace(b"a.csv", b"a\tb")
    yield "bad escape", GOOD.replace(b"a.csv", b"\\x41")
    yield (
        "everything escaped",
        json.dumps(notebook(code(LOAD))).replace("pandas", "\\u0070\\u0061\\u006edas").encode(),
    )
    yield "minified", as_bytes(notebook(code(LOAD)), indent=None, separators=(",", ":"))
    yield "indented with tabs", as_bytes(notebook(code(LOAD)), indent="\t")
    yield "many keys", with_metadata({str(number): number for number in range(50_000)})
    yield "key __proto__", with_metadata({"__proto__": {"nbready": 1}, "__class__": "x"})


def structure() -> Iterator[tuple[str, bytes]]:
    whole = notebook(code(LOAD))
    for key in whole:
        yield f"without {key}", as_bytes({k: v for k, v in whole.items() if k != key})
        for value in (None, True, 0, "x", [], {}, [[]], [None], {"a": {}}):
            yield f"{key} is {value!r}", as_bytes(whole | {key: value})
    cell = code(LOAD)
    for key in cell:
        yield f"cell without {key}", as_bytes(notebook({k: v for k, v in cell.items() if k != key}))
        for value in (None, True, 0, [0], {"a": 1}):
            yield f"cell's {key} is {value!r}", as_bytes(notebook(cell | {key: value}))
    yield "source in pieces of one character", as_bytes(notebook(code(list(LOAD))))
    yield "source with empty pieces", as_bytes(notebook(code(["", "import pandas", "", "\n", ""])))
    yield (
        "kind of tomorrow",
        as_bytes(notebook({"cell_type": "chart", "metadata": {}, "source": ""}, minor=9)),
    )
    yield "format of tomorrow", as_bytes(notebook(code(LOAD), minor=99))
    yield "format 5", as_bytes(whole | {"nbformat": 5})
    yield "format -1", as_bytes(whole | {"nbformat": -1})
    yield "format 3", as_bytes(V3)
    yield "format 3 without worksheets", as_bytes({"nbformat": 3, "nbformat_minor": 0, "metadata": {}})
    yield "format 3 with bad worksheets", as_bytes(V3 | {"worksheets": [None, 1, {"cells": {}}]})
    yield "format 3 with cells", as_bytes(whole | {"nbformat": 3})
    yield "format 4 with worksheets", as_bytes(V3 | {"nbformat": 4})
    yield "format 2", as_bytes({"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code"}]}]})
    yield "format 1", as_bytes({"nbformat": 1, "cells": [{"cell_type": "code", "code": LOAD}]})
    yield "format 1 of junk", as_bytes({"nbformat": 1, "cells": [1, None]})
    for kind in ([], {}, 7, "x"):
        yield (
            f"kind {kind!r} of tomorrow",
            as_bytes({"cells": [{"cell_type": kind}], "metadata": {}, "nbformat": 4, "nbformat_minor": 6}),
        )
    yield "ids missing", as_bytes(notebook(code(LOAD), minor=5))
    yield "ids twice", as_bytes(notebook(code(LOAD, id="a"), code(LOAD, id="a"), minor=5))
    yield "id too long", as_bytes(notebook(code(LOAD, id="a" * 65), minor=5))
    yield "id of escapes", as_bytes(notebook(code(LOAD, id=ESCAPES), minor=5))
    yield "id ends with a newline", as_bytes(notebook(code(LOAD, id="a\n"), minor=5))
    yield "tags of junk", as_bytes(notebook(code(LOAD, metadata={"tags": [1, None, {}]})))
    yield (
        "tag of a rule",
        as_bytes(notebook(code(LOAD, metadata={"tags": ["nbready:ignore[NBR201]", "NBR201"]}))),
    )
    yield "kernelspec of junk", with_metadata({"kernelspec": 1, "language_info": []})
    yield "language of escapes", with_metadata({"language_info": {"name": ESCAPES + BIDI}})
    yield "language is a number", with_metadata({"language_info": {"name": 3}})
    yield "nbdime's conflicts", with_metadata({"nbdime-conflicts": ESCAPES})
    yield "many cells", as_bytes(notebook(*[code("x = 1")] * 20_000))
    yield "large output", output(output_type="stream", name="stdout", text="x" * 5_000_000)
    yield (
        "attachments",
        as_bytes(notebook(markdown("![](attachment:a)", attachments={"a": {"image/png": "AA=="}}))),
    )
    for kind in (markdown, raw):
        yield f"only {kind.__name__}", as_bytes(notebook(kind(LOAD)))


def python() -> Iterator[tuple[str, bytes]]:
    yield "not Python", cells("this is not python )( ")
    yield "nothing but a bracket", cells("(", LOAD)
    yield "deep brackets", cells("(" * 5_000 + ")" * 5_000, LOAD)
    yield "deep lists of code", cells("x = " + "[" * 90 + "]" * 90, LOAD)
    yield (
        "deep nesting",
        cells("\n".join("  " * depth + "if x:" for depth in range(90)) + "\n" + "  " * 90 + "pass", LOAD),
    )
    yield "too deep nesting", cells("\n".join(" " * depth + "if x:" for depth in range(500)), LOAD)
    yield "long sum", cells("x = " + " + ".join(["1"] * 20_000), LOAD)
    yield "long chain", cells("x" + ".y()" * 5_000, LOAD)
    yield "long name", cells("open(x." + "a" * 60_000 + ")", LOAD)
    yield "long class", cells("import m\nm." + "Dataset" * 10_000 + ".Foo(path)", LOAD)
    yield (
        "long text before a load",
        cells("img = '" + "A" * 5_000_000 + "'\nimport pandas\npandas.read_csv('a')"),
    )
    yield "long attribute", cells("x" + ".y" * 20_000, LOAD)
    yield "many minus signs", cells("x = " + "-" * 20_000 + "1", LOAD)
    yield "many lambdas", cells("x = " + "lambda: " * 2_000 + "1", LOAD)
    yield "many decorators", cells("@a\n" * 5_000 + "def f(): pass", LOAD)
    yield "calls itself", cells("def f():\n    return f()\nf()", LOAD)
    yield "call each other", cells("def f(): g()\ndef g(): f()\nf()", LOAD)
    yield "is its own alias", cells("x = x\ny = z\nz = y\nx.read_csv()", LOAD)
    yield "class is its own base", cells("class A(A): pass\nA().fit()", LOAD)
    yield "class after class", cells("class A: pass\n" + "class A(A): pass\n" * 120_000 + "A()", LOAD)
    yield "class is both its bases", cells("class A: pass\n" + "class A(A, A): pass\n" * 60 + "A()", LOAD)
    boxes = "x = [1]\ny = [2]\n" + "x = [x]\ny = [y]\n" * 60_000 + "z = x if a else y"
    yield "boxes in boxes", cells(boxes, LOAD)
    grids = "x = [1]\ny = [2]\n" + "x = [x, x, x]\ny = [y, y, y]\n" * 40 + "z = x if a else y\nz[0].fit(a)"
    yield "grids of grids", cells(grids, LOAD)
    mirrors = "import tensorflow as tf\na = [1]\nb = [1]\n" + "a.append(a)\nb.append(b)\n" * 9
    yield "lists of themselves", cells(mirrors + "z = a if c else b\ntf.Session().run(a)", LOAD)
    yield "assigned to itself deeply", cells("x = [x]\nx[0] = x\n" * 500, LOAD)
    yield (
        "exponential calls",
        cells("\n".join(f"def f{n}():\n f{n - 1}()\n f{n - 1}()" for n in range(1, 60)) + "\nf59()", LOAD),
    )
    yield "exponential classes", cells("\n".join(f"class A{n}(A{n - 1}): pass" for n in range(1, 300)), LOAD)
    yield "exec of exec", cells("exec(\"exec('exec(x)')\")\nexec(exec)", LOAD)
    yield "nested exec", cells("exec(" * 40 + "''" + ")" * 40, LOAD)
    yield "code in a string of code", cells("exec(" + repr("exec(" + repr(LOAD) + ")") + ")")
    yield "null byte in code", cells("x = 1\0", LOAD)
    yield "escapes in code", cells(f"# {ESCAPES}\n{LOAD}  # {ESCAPES}")
    yield "bidi in code", cells(f"x = '{BIDI}'; {LOAD}")
    yield "line breaks of Unicode", cells(f"x = '{BREAKS}'\n{LOAD}  # {BREAKS}")
    yield "workflow commands", cells(f"# {WORKFLOW}\n{LOAD}  # {WORKFLOW}")
    yield "name in Unicode", cells("import pandas as 𝓅𝒹\n𝓅𝒹.read_csv('a')")
    yield "huge integer in code", cells("x = " + "9" * 50_000, LOAD)
    yield "huge shift", cells("x = 1 << 10**9\ny = 'a' * 10**10\nz = 9 ** 9 ** 9", LOAD)
    yield "format bomb", cells("x = '{:999999999}'.format(1)\nf'{1:{10**9}}'", LOAD)
    yield "carriage returns", cells(LOAD.replace("\n", "\r"))
    yield "form feeds", cells("\x0c" + LOAD)
    yield "tabs and spaces", cells("if x:\n\ty\n        z", LOAD)
    yield "Python 2", cells("print 'x'\nexec 'y'", LOAD)
    yield "continued to the end", cells("x = \\", LOAD)
    yield "unclosed string", cells("x = '''", LOAD)
    yield "only comments", cells("# x\n" * 10_000, LOAD)
    yield "long line", cells(LOAD + "  # " + "x" * 200_000)
    yield "imports a hidden file", cells("from ..secret import x\nfrom . import y\nimport sys.path", LOAD)
    yield "coding line", cells("# -*- coding: utf-7 -*-\n" + LOAD)
    yield "many statements", cells("; ".join(["x = 1"] * 5_000), LOAD)
    yield "many names", cells("\n".join(f"x{n} = x{n - 1}" for n in range(1, 5_000)) + "\nx4999.fit()", LOAD)


def magics() -> Iterator[tuple[str, bytes]]:
    for text in (
        "%", "%%", "!", "!!", "?", "??", "x?", "%%time", "%time", "%%charter", "%nbready", "%nbready defer",
        "%%\n%%\n%%", "%%time\n%%time\n" * 50 + LOAD, "%run", "%run nowhere.py", "%run /dev/zero", "%run ../../../etc/passwd",
        "%run -i 'unclosed", "!python /dev/zero", "!python -c \"import pandas\"", "%%bash\npython /dev/zero", "%load_ext nbready",
        "%sql select", "%%sql\n" + "(" * 5_000, "%%sql\nSELECT a" + "\n" * 50_000 + "FROM t", "%%sql\n" + "/* " * 30_000,
        "%%sql\nzz " + "select " * 15_000, "%%R\n" + "lm( " * 20_000, "%%writefile /etc/passwd\nx", "%%writefile run.py\n%run run.py\n", "%%javascript\nx",
        "%%" + "x" * 100_000, "!" + "a" * 100_000, "x = !" + "(" * 1_000, "a.b.c??", "%time %time %time " * 200 + "x", "%%capture\n%%capture\n" + LOAD,
        "!{x}", "!$HOME", "%alias_magic t time\n%t x", "%cd /\n%run x.py", ",f a b", ";f a b", "/f a b", "%config", "%reset -f",
    ):  # fmt: skip
        yield f"magic {text[:24]!r}", cells(text, LOAD)
    yield "defer of junk", cells("%nbready defer --reason '", LOAD)
    yield "defer until never", cells("%nbready defer data --reason x --owner y --until 9999-99-99", LOAD)
    yield (
        "defer of escapes",
        cells(f"%nbready defer data --reason '{ESCAPES}' --owner '{BIDI}' --until 2999-01-01", LOAD),
    )
    yield "defer twice", cells("%nbready defer data model launch nothing --until\n" * 200, LOAD)
    yield "ignore of junk", cells("# nbready: ignore[\n# nbready: ignore[]\n# nbready: ignore[,,,]\n" + LOAD)
    yield "ignore of escapes", cells(f"{LOAD}  # nbready: ignore[NBR201] {ESCAPES}{WORKFLOW}")
    yield "ignore many", cells(f"{LOAD}  # nbready: ignore[{','.join(f'NBR{n:03}' for n in range(1000))}] x")


def charters() -> Iterator[tuple[str, bytes]]:
    bodies = {
        "nothing": "", "a list": "- a\n- b", "a text": "x", "a number": "1", "null": "~", "unclosed list": "business_objective: [",
        "unclosed quote": 'business_objective: "', "tab": "\tbusiness_objective: x", "alias bomb": "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]",
        "anchor": "business_objective: &x y", "tag": "business_objective: !!python/object/apply:os.system [echo]", "merge key": "<<: {a: b}",
        "two documents": "---\na: b\n---\nc: d", "directive": "%YAML 9.9\n---\nx: y", "two keys": "author: a\nauthor: b", "unknown key": "nonsense: x",
        "key is a list": "? [a, b]\n: c", "key is a map": "{a: b}: c", "deep": "business_objective: " + "[" * 500, "deep map": "a: " + "{a: " * 500,
        "large": "business_objective: |\n" + "  word word word\n" * 50_000, "long line": "business_objective: " + "x" * 500_000,
        "many keys": "\n".join(f"k{n}: v" for n in range(10_000)), "escapes": f"business_objective: |\n  {ESCAPES}", "quoted escapes": 'author: "\\e[31m\\0\\x07"',
        "bidi": f"author: {BIDI}", "line breaks": f"author: {BREAKS}", "workflow": "author: |\n  " + WORKFLOW.replace("\n", "\n  "),
        "lone surrogate": 'author: "\\ud800"', "null byte": 'author: "\\0"', "byte order mark": "\ufeffauthor: x", "dates": "project_intent: {intent: feasibility, until: 0000-00-00}",
        "far date": "project_intent: {intent: feasibility, until: 99999-01-01}", "intent of junk": "project_intent: [[]]", "answers of the wrong shape": "prediction_target: [1, 2]",
        "inherits itself": "inherits: charter.yaml", "inherits a device": "inherits: /dev/zero", "inherits a folder": "inherits: .", "inherits out": "inherits: ../../../../../etc/passwd",
        "inherits a list": "inherits: [a]", "inherits nothing": "inherits: ''", "inherits a null byte": 'inherits: "a\\0b"', "deferrals of junk": "deferrals: {data: 1}", "deferrals list": "deferrals: [a]",
        "numbers": "success_metric: {threshold: 1e999, name: .nan}", "only comments": "# x\n" * 1000, "quantity bomb": "success_metric:\n  threshold: \">= " + "9" * 50_000 + "\"",
        **{f"hidden break {ord(sign):x}": f"author: a{sign}b # c\nlimitations: a{sign} b # c\nfallback_rollback: x" for sign in "\u2028\u2029\x85"},
        "patterns": "business_objective: |\n  " + "a" * 20_000 + "!", "spaces": "business_objective: |\n  " + " " * 100_000 + "x", "windows": "author: me\r\nbusiness_objective: x\r\n",
    }  # fmt: skip
    for name, body in bodies.items():
        yield f"charter: {name}", charter(body)
    stored: dict[str, object] = {
        "null": None, "text": "x", "list": [], "newer": {"version": 99}, "version text": {"version": "1"}, "version huge": {"version": 10**30}, "version negative": {"version": -1},
        "charter is text": {"version": 1, "charter": "x"}, "charter is junk": {"version": 1, "charter": {"business_objective": [[[1]]]}}, "unknown": {"version": 1, "charter": {"x": 1}},
        "policy of junk": {"version": 1, "policy": {"data": "x", "y": []}}, "questions of junk": {"version": 1, "questions": [1]}, "questions empty": {"version": 1, "questions": {}},
        "questions of patterns": {"version": 1, "questions": {"questions": {"x": {"refuse": ["(a+)+$"]}}}}, "template of junk": {"version": 1, "template": [], "inherits": 1}, "pinned junk": {"version": 1, "template": {"pinned": {"x": "y"}}},
        "deep": json.loads('{"version": 1, "charter": ' + '{"a": ' * 200 + "1" + "}" * 201), "escapes": {"version": 1, "charter": {"author": ESCAPES + BIDI}}, "inherits out": {"version": 1, "inherits": {"path": "../../../etc/passwd"}},
        "numbers": {"version": 1.5}, "large": {"version": 1, "charter": {"author": "x" * 1_000_000}},
    }  # fmt: skip
    for name, value in stored.items():
        yield f"stored: {name}", with_metadata({"nbready": value})
    yield "two charters", cells("%%charter\nauthor: a", "%%charter\nauthor: [", LOAD)
    yield "many charters", cells(*["%%charter\nauthor: a"] * 300, LOAD)
    yield "charter in a raw cell", as_bytes(notebook(raw("%%charter\nauthor: ["), code(LOAD)))
    yield "charter with arguments", cells("%%charter --x " + ESCAPES + "\nauthor: a", LOAD)


CONTENTS: dict[str, bytes] = {
    name: data for part in (bytes_, json_, structure, python, magics, charters) for name, data in part()
}

# File names, without the suffix.
NAMES = (
    "-", "--fix", "-rf", "a b", " ", "a\nb", "a\rb", "a\tb", "\x1b[31mred", "\u202eexe", "%0A::error::x", "::error::", "'; rm -rf ~; '", "$(x)", "`x`", "<b>", "&amp;", "[a](b)", "|", "*", "?",
    "a#b", "a%20b", "ü", "u\u0308", "😀", "n" * 200, "memory:", "CON", "...", "~", "con.ipynb", "\x7f", "\\", "\\n", '"', "{}", "{0}", "%s", "=1+1",
)  # fmt: skip


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # Addresses of sockets are short: bind it elsewhere, and move it.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        Path(folder, "s").rename(path)


def _unreadable(path: Path) -> None:
    path.write_bytes(GOOD)
    path.chmod(0)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300 * 2**20)


PLACES: dict[str, Callable[[Path], None]] = {
    "folder": Path.mkdir,
    "fifo": _fifo,
    "socket": _socket,
    "unreadable": _unreadable,
    "sparse": _sparse,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to a terminal": lambda path: path.symlink_to("/dev/tty"),
    "link to the process": lambda path: path.symlink_to("/proc/self/mem"),
    "link to a folder": lambda path: path.symlink_to("."),
}
NOT_UTF_8 = b"\xff\xfe.ipynb" if sys.platform == "linux" else b""
