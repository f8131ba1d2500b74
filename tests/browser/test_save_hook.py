"""The server extension in a real front end: the file is right, and nobody is asked about it."""

from __future__ import annotations

from .conftest import Open, in_both
from .front_end import wait_until

OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"


@in_both
def test_an_edited_cell_is_saved_with_its_metadata(open_notebook: Open) -> None:
    notebook = open_notebook("%%charter\n", "1 + 1")
    for figure in ("3.6", "3.5"):
        text = OBJECTIVE.replace("3.6", figure)
        notebook.edit(0, f"%%charter\nbusiness_objective: {text}\n")
        notebook.save()
        wait_until(lambda text=text: text in str(notebook.read()["cells"]), seconds=10, what="the file")
        assert notebook.read()["metadata"]["nbready"] == {
            "version": 1,
            "charter": {"business_objective": [text]},
        }
    notebook.page.wait_for_timeout(1500)
    notebook.edit(1, "2 + 2")
    notebook.save()
    assert notebook.dialogs.count() == 0, "the front end thinks that the file changed on disk"
    assert notebook.read()["cells"][1]["source"] == ["2 + 2"]
