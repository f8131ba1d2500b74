"""An answer that an agent drafted: the form says so, and a person confirms it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from .conftest import Open, artefacts
from .front_end import wait_until

OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"
DRAFT = f"%%charter\nbusiness_objective: {OBJECTIVE}\nsource: {{business_objective: agent_draft}}\n"


def test_a_draft_is_confirmed_in_the_form(page: Page, open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", DRAFT, "%nbready panel")
    notebook.run_all()
    form = notebook.form.last
    form.get_by_role("button", name="Business objective").first.click()
    confirm = form.get_by_role("button", name="Confirm Business objective")
    confirm.wait_for()
    picture: Path = artefacts() / "agent-draft.png"
    page.screenshot(path=picture)
    confirm.click()
    confirm.wait_for(state="hidden")
    form.get_by_role("button", name="Save charter").click()
    what = "the mark to go"
    wait_until(lambda: "agent_draft" not in notebook.sources()[1], seconds=60, what=what, page=page)
    assert OBJECTIVE in notebook.sources()[1]
