"""JavaScript that is written as modules and loaded as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.grading import page as marking
from nbready.html_page import asset
from nbready.kernel.panel import widget as panel
from nbready.web import join_modules

WEBS = {
    "panel": (panel.WEB, panel.MODULES),
    "marking": (Path(marking.__file__).with_name("web"), marking.MODULES),
}


@pytest.mark.parametrize("name", WEBS)
def test_every_file_is_in_it_and_they_share_one_scope(name: str) -> None:
    web, modules = WEBS[name]
    assert {f"{module}.js" for module in modules} == {file.name for file in web.glob("*.js")}
    texts = [asset(str(web / "x"), f"{module}.js") for module in modules]
    assert "\nimport " not in join_modules(texts)
    names = [
        line.split()[1].split("(")[0]
        for text in texts
        for line in text.replace("export ", "").replace("async ", "").splitlines()
        if line.startswith(("function ", "class ", "const ", "let "))
    ]
    assert len(names) == len(set(names)), "modules share one scope"


def test_what_is_for_readers_only_is_left_out() -> None:
    first = 'import { a } from "./a.js";\n\n/** It. */\nexport function b() {\n  // Why.\n  return a;\n}\n'
    joined = join_modules((first, "const c = [\n  1,\n];\n"))
    assert joined == "function b() {return a;}\nconst c = [1,];"
