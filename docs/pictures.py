"""Take the README's pictures anew: ``python docs/pictures.py`` writes docs/images/*.png.

They come from a real JupyterLab in a headless Chromium, driven as the browser tests drive it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, sync_playwright

REPOSITORY = Path(__file__).parents[1]
IMAGES = REPOSITORY / "docs" / "images"
sys.path.insert(0, str(REPOSITORY / "tests"))

from browser.front_end import CHROMIUM, CHROMIUM_FLAGS, NotebookPage, Server  # noqa: E402
from browser.typing import Keyboard, fill_goal, fill_people_and_data  # noqa: E402

EXAMPLE = "examples/triage/triage.ipynb"
LOAD = 'import pandas as pd\n\napplications = pd.read_csv("applications.csv")\napplications.describe()'


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    print_brief()
    draw_value()
    with notebook("cards.ipynb", "%load_ext nbready", LOAD) as cards:
        cards.run(0)
        cards.run(1)
        cards.select(0)
        shoot(cards, "blocked", [cards.cells.nth(1).locator(".jp-InputArea"), output(cards, 1)])
        cards.select(1)
        keyboard = Keyboard(cards.page)
        keyboard.enter_form()
        fill_goal(keyboard)
        for theme in ("Dark", "Light"):
            cards.use_theme(theme)
            shoot(cards, f"panel-{theme.lower()}", [cards.form], margin=0)
        fill_people_and_data(keyboard)
        keyboard.press("Save charter")
        cards.form.locator(".nbready-line").wait_for()
        shoot(cards, "saved", [cards.form], margin=0)
    with notebook("triage.ipynb", "%load_ext nbready", charter_cell()) as triage:
        triage.run(0)
        triage.run(1)
        triage.select(0)
        shoot(triage, "card", [output(triage, 1).locator("> :not(style)").first], margin=2)


def print_brief() -> None:
    """The brief of the example that passes every gate, as a page on a desk."""
    from nbready.brief import compose_brief
    from nbready.brief.html import brief_html
    from nbready.charter_file import open_document

    document = open_document(REPOSITORY / EXAMPLE)
    brief = compose_brief(document.review(dt.date.today()), document.charter, name=Path(EXAMPLE).name)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 900, "height": 1200}, color_scheme=theme)
            page.set_content(brief_html(brief))
            page.screenshot(path=IMAGES / f"brief-{theme}.png", full_page=True)
        browser.close()


def draw_value() -> None:
    """The money curve of the same example."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    import nbready

    samples = load_breast_cancer(as_frame=True)
    is_malignant = samples.target == 0
    train, held_out, train_label, label = train_test_split(
        samples.data, is_malignant, test_size=0.4, stratify=is_malignant, random_state=2026
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(train, train_label)
    risk = model.predict_proba(held_out)[:, 1]
    card = nbready.value(label, risk, baseline=held_out["mean area"], charter=REPOSITORY / EXAMPLE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        for theme, ground, ink in (("light", "#fff", "#1b2430"), ("dark", "#111", "#dde3ea")):
            page = browser.new_page(viewport={"width": 860, "height": 700})
            page.set_content(f'<body style="background: {ground}; color: {ink}">{card._repr_html_()}')
            page.locator(".nbready-value").screenshot(path=IMAGES / f"value-{theme}.png")
        browser.close()


def charter_cell() -> str:
    """The charter of the example that passes every gate."""
    cells = json.loads((REPOSITORY / EXAMPLE).read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells)
    return next(source for source in sources if source.startswith("%%charter"))


def output(page: NotebookPage, cell: int) -> Locator:
    """The first output of a cell."""
    return page.cells.nth(cell).locator(".jp-OutputArea-output").first


@contextmanager
def notebook(name: str, *cells: str) -> Iterator[NotebookPage]:
    """A notebook open in a JupyterLab of its own, drawn at twice the size for sharp screens."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "server")
        browser = playwright.chromium.launch_persistent_context(
            f"{folder}/profile",
            executable_path=str(CHROMIUM),
            args=CHROMIUM_FLAGS,
            viewport={"width": 1180, "height": 2400},
            device_scale_factor=2,
            locale="en-US",
        )
        try:
            server.write(name, *cells)
            opened = NotebookPage(browser.new_page(), server, "lab", name)
            opened.open()
            opened.command("application:toggle-left-area")
            yield opened
        finally:
            browser.close()
            server.close()


def shoot(page: NotebookPage, name: str, parts: list[Locator], margin: int = 6) -> None:
    """A picture of these parts of the page, in 256 colours: it is for a web page."""
    parts[-1].scroll_into_view_if_needed()
    parts[0].scroll_into_view_if_needed()
    page.page.wait_for_timeout(500)
    file = IMAGES / f"{name}.png"
    page.page.screenshot(path=file, clip=around(parts, margin))
    Image.open(file).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def around(parts: list[Locator], margin: int) -> dict[str, float]:
    """The rectangle that holds all parts, in CSS pixels of the page."""
    boxes = [box for part in parts if (box := part.bounding_box())]
    left, top = min(b["x"] for b in boxes), min(b["y"] for b in boxes)
    right, bottom = max(b["x"] + b["width"] for b in boxes), max(b["y"] + b["height"] for b in boxes)
    return {
        "x": left - margin,
        "y": top - margin,
        "width": right - left + 2 * margin,
        "height": bottom - top + 2 * margin,
    }


if __name__ == "__main__":
    main()
