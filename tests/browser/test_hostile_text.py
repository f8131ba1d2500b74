"""Hostile text in every answer, author, question and file name: nothing of it runs, all of it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from nbready import cli
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter
from nbready.charter.questions import default_questions, questions_from

from .conftest import Open, artefacts, in_both, own_page
from .front_end import Server

# Each would set `window.owned`, open an address, or be taken for something else than text.
SCRIPT = (
    "<script>window.owned = 1</script><img src=x onerror='window.owned = 2'><svg onload='window.owned = 3'>"
)
LINKS = "[click](javascript:window.owned=4) \\href{javascript:window.owned=5}{here} $\\href{https://x.invalid}{x}$"
TYPESET = "costs $5 and $7, \\(x^2\\) and \\[y\\] {{7*7}} ${7*7} "
TYPESET += "&amp; &lt;b&gt; `code` **bold** </style></textarea>"
HOSTILE = f"{SCRIPT} {LINKS} {TYPESET}"
REORDERED = "safe \u202egnp.exe\u2066 end"
QUESTION = {
    "label": f"Budget {SCRIPT}",
    "gate": "data",
    "prompt": f"How much? {HOSTILE}",
    "help": f"All of it. {HOSTILE}",
    "example": f"40k EUR {HOSTILE}",
    "type": "long_text",
}
FILE = "a' onload=x <b>&amp;.ipynb"


def _hostile_charter() -> tuple[Charter, dict]:
    """A charter whose every text is hostile, and the questions it answers."""
    own = {"extends": "default", "questions": {"budget": QUESTION}}
    questions = questions_from(own, default_questions())
    answers: dict = {"budget": HOSTILE}
    for question in questions:
        if question.key == "project_intent":
            answers[question.key] = {"intent": "deployment"}
            continue
        parts = {part.key: f"{part.key} {HOSTILE}" for part in question.parts if part.key}
        value = parts or f"{question.key} {HOSTILE} {REORDERED}"
        answers[question.key] = [value] if question.many else value
    return Charter(author=f"Eve {HOSTILE}", answers=answers), own


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page that is written to a file, of a project that is hostile throughout."""
    folder = tmp_path_factory.mktemp("hostile")
    charter, own = _hostile_charter()
    (folder / "pyproject.toml").write_text("[tool.nbready]\nquestions = 'questions.yaml'\n")
    (folder / "questions.yaml").write_text(json.dumps(own))
    source = write_cell(charter, questions_from(own, default_questions()))
    load = "import pandas as pd\npd.read_csv('a.csv')"
    code = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    cells = [{**code, "source": text} for text in (source, load)]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    notebook = folder / FILE
    notebook.write_text(json.dumps(document))
    asked = {
        "card": ["charter", str(notebook), "--format", "html"],
        "report": ["report", str(folder), "--format", "html"],
        "brief": ["brief", str(notebook), "--format", "html"],
    }
    made = {}
    for name, arguments in asked.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(_said(arguments), encoding="utf-8")
    return made


def _said(arguments: list[str]) -> str:
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        cli.main(arguments)
    return said.getvalue()


def _watch(page: Page) -> list[str]:
    """What the page asks for besides itself, and what it says in dialogs."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url) if "invalid" in request.url else None)
    return seen


def _assert_harmless(page: Page, seen: list[str], within: str) -> str:
    """Nothing ran, nothing can be followed, nothing reorders its neighbours; the text that is shown."""
    assert page.evaluate("window.owned") is None
    assert not seen
    shown = page.locator(within).first
    assert shown.locator("a[href^='javascript'], a[href*='invalid'], mjx-container").count() == 0
    assert shown.locator("img[src='x'], svg[onload]").count() == 0
    assert shown.locator("script", has_text="owned").count() == 0
    text = "\n".join(page.locator(within).all_inner_texts())
    assert "\u202e" not in text
    assert "\u2066" not in text
    return text


@own_page
@pytest.mark.parametrize("name", ["card", "report", "brief"])
def test_in_pages_that_are_written_to_files(name: str, pages: dict[str, Path], page: Page) -> None:
    assert pages[name].stat().st_size > 1_000
    seen = _watch(page)
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    text = " ".join(_assert_harmless(page, seen, "body").split())
    page.screenshot(path=artefacts() / f"hostile-{name}.png")
    for typed in (SCRIPT, LINKS, "${7*7} &amp; &lt;b&gt; `code` **bold** </style></textarea>"):
        assert " ".join(typed.split()) in text


@own_page
@in_both
def test_in_a_notebook(open_notebook: Open, server: Server, front_end: str) -> None:
    (server.root / "rows.csv").write_text("a\n1\n")
    charter, _ = _hostile_charter()
    answers = {key: answer for key, answer in charter.answers.items() if key != "budget"}
    # One answer is left open, so that the load is stopped and the form is shown.
    answers.pop("decision_maker")
    source = write_cell(Charter(author=charter.author, answers=answers), default_questions())
    load = "import pandas as pd\npd.read_csv('rows.csv')"
    notebook = open_notebook("%load_ext nbready", source, load, name=f"hostile {front_end} &lt;b&gt;.ipynb")
    seen = _watch(notebook.page)
    for index in (0, 1, 2):
        notebook.run(index)
    assert "stopped before it ran" in notebook.outputs(2)
    notebook.form.wait_for()
    text = " ".join(_assert_harmless(notebook.page, seen, ".jp-OutputArea-output").split())
    notebook.page.screenshot(path=artefacts() / f"hostile-{front_end}.png")
    assert " ".join(SCRIPT.split()) in text
    assert "$\\href{https://x.invalid}{x}$" in text
    typed = notebook.form.evaluate(
        "form => [...form.querySelectorAll('textarea, input')].map(field => field.value)"
    )
    assert any(HOSTILE in value for value in typed), "what is edited is what was typed"
