"""How the form looks and reads: both themes, narrow and zoomed, and what axe-core says about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .conftest import Open, artefacts, own_page
from .front_end import FORM, NotebookPage
from .typing import Keyboard

pytestmark = own_page

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')"
CELL = """%%charter
business_objective: improve business
decision_action: The riskiest 10 % go to manual underwriting; today all are approved
prediction_target: {unit_of_analysis: application, label_definition: 90 days late, prediction_time: now}
success_metric: {name: captured defaults, direction: higher, threshold: 20 %, baseline: 22 %}
decision_maker: {approver: management}
deferrals: {data_classification: {reason: on leave, owner: R. Diaz, until: 2099-01-31}}
"""
# Everything in one theme; in the other what colours decide, for nothing else is another.
RULES = {
    "Light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "Dark": {"runOnly": ["cat.color"]},
}


def test_reads_well_for_everyone(open_notebook: Open) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    notebook = open_notebook("%load_ext nbready\n%nbready panel", CELL)
    problems = []
    for theme, rules in RULES.items():
        notebook.use_theme(theme)
        notebook.run(0)
        notebook.run(1)
        notebook.select(0)
        Keyboard(notebook.page).enter_form()
        for place in every_place(notebook):
            shoot(notebook, f"{theme}-{place}")
            problems += violations(axe, notebook, f"{theme}, {place}", rules)
    assert not problems, "\n".join(problems)


def every_place(notebook: NotebookPage) -> Iterator[str]:
    """Go to all that the form can show; what it shows."""
    for gate in ("Data", "Deployment plan", "Launch"):
        notebook.form.locator(".nbready-stepper button", has_text=gate).first.press("Enter")
        for item in notebook.form.locator(".nbready-rail button").all():
            item.press("Enter")
            deferral = notebook.form.locator(".nbready-deferral summary").first
            deferral.evaluate("e => e.parentElement.open = true")
            yield f"{gate}-{item.text_content()}".split(",")[0]
    notebook.form.locator(".nbready-presets summary").press("Enter")
    yield "presets"
    notebook.form.locator(".nbready-fold").press("Enter")
    yield "folded"


SIZES = {"lab": [(480, 1), (960, 2)], "notebook": [(480, 1)]}


@pytest.mark.parametrize("front_end", SIZES)
def test_nothing_is_cut_off(open_notebook: Open, front_end: str) -> None:
    notebook = open_notebook("%load_ext nbready\n%nbready panel")
    if front_end == "lab":
        notebook.command("application:toggle-left-area")
    for width, zoom in SIZES[front_end]:
        notebook.page.set_viewport_size({"width": width, "height": 900})
        notebook.page.evaluate(f"document.body.style.zoom = {zoom}")
        notebook.run(0)
        notebook.page.wait_for_timeout(300)
        shoot(notebook, f"narrow-{width}-{front_end}")
        for item in notebook.form.locator(".nbready-rail button").all():
            item.press("Enter")
            cut = notebook.form.evaluate(
                "panel => [...panel.querySelectorAll('input, textarea, button, select, p, label')]"
                ".filter(e => e.getClientRects().length && !e.closest('.nbready-hidden'))"
                ".filter(e => e.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1)"
                ".map(e => e.outerHTML.slice(0, 120))"
            )
            assert not cut, width
        assert notebook.form.evaluate("panel => panel.scrollWidth <= panel.clientWidth + 1"), width


def violations(axe, notebook: NotebookPage, place: str, rules: dict) -> list[str]:
    """What axe-core calls serious or critical in the form, one line each."""
    found = axe.run(notebook.page, context=FORM, options={**rules, "resultTypes": ["violations"]}).response[
        "violations"
    ]
    return [
        f"{place}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def shoot(notebook: NotebookPage, name: str) -> None:
    folder = artefacts() / "looks"
    folder.mkdir(exist_ok=True)
    notebook.form.screenshot(path=folder / f"{name.replace(' ', '-').lower()}.png")
