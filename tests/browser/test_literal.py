"""What people wrote is shown letter for letter: a page that typesets formulas finds none in it."""

from __future__ import annotations

from .conftest import Open
from .front_end import NotebookPage

WRITTEN = (
    r"Cut $3.2M to $2.5M, \(a\) \[b\] $$c$$ \begin{x}d\end{x} \\share\new, "
    "<b>&amp; *e* _f_ ~g~ [h](i) | `j` ``k``"
)
CHARTER = f"""%%charter
author: |
  {WRITTEN}
business_objective: |
  {WRITTEN}
"""
DEFER = f"%nbready defer decision_maker --reason '{WRITTEN}' --owner 'R. Diaz' --until 2099-01-31"
FORMULA = "get_ipython().display_pub.publish({'text/html': 'typeset: $x^2$', 'text/plain': ''})"


def test_every_output_shows_what_was_written(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", CHARTER, DEFER, "%nbready", FORMULA)
    for cell in range(5):
        notebook.run(cell)
    for cell in (1, 2, 3):
        assert WRITTEN in rendered(notebook, cell), notebook.outputs(cell)
    # What our outputs escaped: the same page makes a formula of another's dollars.
    notebook.cells.nth(4).locator("mjx-container").wait_for()
    for cell in (1, 2, 3):
        assert notebook.cells.nth(cell).locator("mjx-container").count() == 0


def test_what_is_opened_again_shows_it_too(open_notebook: Open) -> None:
    """Outputs of a notebook that is not trusted lose their classes on the way to the screen."""
    notebook = open_notebook("%load_ext nbready", CHARTER, FORMULA)
    for cell in range(3):
        notebook.run(cell)
    notebook.save()
    path = notebook.path
    text = path.read_text(encoding="utf-8").replace('"nbformat_minor": 5', '"nbformat_minor":  5')
    path.write_text(text.replace("6 * 7", "42"), encoding="utf-8")
    notebook.reload()
    notebook.select(2)
    notebook.cells.nth(2).locator("mjx-container").wait_for()
    assert WRITTEN in rendered(notebook, 1)
    assert "`%nbready" not in rendered(notebook, 0)


def rendered(notebook: NotebookPage, cell: int) -> str:
    """The text that a cell's outputs show, spaces aside."""
    notebook.select(cell)
    output = notebook.cells.nth(cell).locator(".jp-OutputArea-output").first
    output.wait_for()
    notebook.page.wait_for_timeout(500)
    return " ".join(output.inner_text().split())
