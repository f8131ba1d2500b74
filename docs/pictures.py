"""Take the pictures and the film anew: ``python docs/pictures.py`` writes docs/images and docs/_static/film.

They come from a real JupyterLab in a headless Chromium, driven as the browser tests drive it, and from the
pages that the commands write. Each is taken in both themes: ``NAME-light.png`` and ``NAME-dark.png``.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, FloatRect, Locator, sync_playwright

REPOSITORY = Path(__file__).parents[1]
IMAGES = REPOSITORY / "docs" / "images"
FILM = REPOSITORY / "docs" / "_static" / "film"
sys.path.insert(0, str(REPOSITORY / "tests"))

from browser.front_end import CHROMIUM, CHROMIUM_FLAGS, NotebookPage, Server  # noqa: E402
from browser.typing import Keyboard, fill_goal, fill_people_and_data  # noqa: E402

EXAMPLES = REPOSITORY / "examples"
TRIAGE = EXAMPLES / "triage" / "triage.ipynb"
LOAD = 'import pandas as pd\n\napplications = pd.read_csv("applications.csv")\napplications.describe()'
VALUE = '%nbready value held_out_label risk --baseline held_out["mean area"] --json value.json'
RUBRIC = """\
title: "Week 3: churn"
points: 2
questions:
  business_objective: {points: 4, guide: "From what to what, by when, for whom: a point each."}
  decision_action: 4
  prediction_target: 4
  success_metric: 4
  decision_maker:
  fallback_rollback:
  monitoring_plan:
conduct: {guarded: 2, in_order: 2}
"""
GIVEN: dict[tuple[str, str], tuple[float, list[str]]] = {
    ("adeyemi", "business_objective"): (4, []),
    ("brandt", "business_objective"): (3.5, ["From which quarter on are the 5.5 %?"]),
    ("farouk", "business_objective"): (4, ["Well argued."]),
    ("farouk", "decision_action"): (
        0,
        ["Who would act differently tomorrow because of this answer, and how?"],
    ),
}
THEMES = ("Light", "Dark")
SECONDS = (1.5, 3.5, 2, 3, 2.5, 3)  # a frame of the film each
WEBP = {"quality": 78, "method": 6}
NEEDED = ("anywidget", "@jupyter-widgets/jupyterlab-manager", "jupyterlab_pygments")


def main() -> None:
    """Take all pictures, or those that are named: ``form``, ``cards``, ``report``, ``marks``, ``film``."""
    takes = {
        "form": take_form,
        "cards": take_cards,
        "report": print_report,
        "marks": print_marks,
        "film": take_film,
    }
    for name in sys.argv[1:] or takes:
        takes[name]()


def take_form() -> None:
    """A stopped cell, and the form below it, filled in up to the success metric."""
    with opened("applications.ipynb", "%load_ext nbready", LOAD) as page:
        page.run(0)
        page.run(1)
        page.select(0)
        in_both_themes(page, "blocked", page.cells.nth(1).locator(".jp-InputArea"), output(page, 1))
        page.select(1)
        keyboard = Keyboard(page.page)
        keyboard.enter_form()
        fill_goal(keyboard)
        in_both_themes(page, "panel", page.form)


def take_cards() -> None:
    """The example that passes every gate: its charter, measured result, what it is worth, the brief."""
    with opened("triage.ipynb", *cells_of_triage(), VALUE, scale=1.5) as page:
        page.run_all()
        first_lines = [source.partition("\n")[0] for source in page.sources()]
        for name in ("charter", "measure", "value"):
            at = next(n for n, line in enumerate(first_lines) if re.match(rf"%+(nbready )?{name}\b", line))
            page.select(0)
            in_both_themes(page, name, output(page, at).locator("> :not(style)").first)
        valuation = json.loads((page.server.root / "value.json").read_text(encoding="utf-8"))
    print_brief(valuation)


def print_brief(valuation: dict[str, Any]) -> None:
    """The brief of the same example, as a page on a desk."""
    from nbready.brief import compose_brief
    from nbready.brief.html import brief_html
    from nbready.charter_file import open_document

    document = open_document(TRIAGE)
    review = document.review(dt.date.today())
    brief = compose_brief(review, document.charter, name=TRIAGE.name, valuation=valuation)
    print_page("brief", brief_html(brief), (900, 1000))


def print_report() -> None:
    """The report on the twelve notebooks of a class, down to its table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "class.html"
        command = ("report", ".", "--template", EXAMPLES / "templates" / "churn.ipynb", "-o", file)
        title = ("--title", "Churn course: the charters")
        run = [sys.executable, "-m", "nbready", *command, *title]
        subprocess.run(run, cwd=EXAMPLES / "class", check=True, stderr=subprocess.DEVNULL)
        print_page("report", file.read_text(encoding="utf-8"), (1200, 1000), below="table")


def print_marks() -> None:
    """The marker's page of the same class, some of it marked, and what one student gets back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
        options = ("--template", EXAMPLES / "templates" / "churn.ipynb", "--rubric", folder / "rubric.yaml")

        def grade(*arguments: str | Path) -> str:
            written = ("--html", folder / "page.html", *arguments)
            command = [sys.executable, "-m", "nbready", "grade", ".", *options, *written]
            subprocess.run(command, cwd=EXAMPLES / "class", check=True, stderr=subprocess.DEVNULL)
            return (folder / "page.html").read_text(encoding="utf-8")

        marks = marked(grade())
        (folder / "marks.json").write_text(json.dumps(marks), encoding="utf-8")
        page = grade("--marks", folder / "marks.json", "--feedback", folder / "feedback")
        print_page("marking", page, (1200, 1000), below="#q0 article:nth-child(6)")
        text = (folder / "feedback" / "farouk.html").read_text(encoding="utf-8")
        print_page("feedback", text, (900, 1000), below="table")


def marked(page: str) -> dict[str, Any]:
    """What a marker gave for some of the answers on a page."""
    found = re.findall(r'data-student="(.+?)" data-key="(.+?)" data-fingerprint="(.+?)"', page)
    marks: dict[str, Any] = {}
    for student, key, fingerprint in found:
        if (student, key) in GIVEN:
            points, comments = GIVEN[student, key]
            mark = {"points": points, "comments": comments, "fingerprint": fingerprint}
            marks.setdefault(student, {})[key] = mark
    return {"version": 1, "marks": marks}


def print_page(name: str, html: str, size: tuple[int, int], below: str = "body") -> None:
    """Pictures of a page that a command wrote, down to the end of an element, in both themes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        viewport = {"width": size[0], "height": size[1]}
        for theme in ("light", "dark"):
            page = browser.new_page(viewport=viewport, color_scheme=theme, device_scale_factor=1.5)
            page.set_content(html)
            end = around([page.locator(below).first])
            whole = {"x": 0, "y": 0, "width": size[0], "height": end["y"] + end["height"]}
            keep(page.screenshot(full_page=True, clip=whole), IMAGES / f"{name}-{theme}.png")
        browser.close()


def take_film() -> None:
    """A film in both themes."""
    for theme in THEMES:
        with opened("applications.ipynb", "%load_ext nbready", LOAD, size=(860, 540), scale=1.5) as page:
            page.use_theme(theme)
            write_applications(page.server.root / "applications.csv")
            record(page, FILM / theme.lower())


def record(page: NotebookPage, name: Path) -> None:
    """Six frames: written, stopped, asked, answered, saved, loaded; the second is the still."""
    page.run(0)
    frames = [frame(page, 1)]
    page.run(1)
    frames.append(frame(page, 1))
    keyboard = Keyboard(page.page)
    keyboard.enter_form()
    keyboard.choose("Intent", "Deployment")
    frames.append(frame(page, form=True))
    fill_goal(keyboard)
    frames.append(frame(page, form=True))
    fill_people_and_data(keyboard)
    keyboard.press("Save charter")
    page.form.locator(".nbready-line").wait_for()
    loads = page.sources().index(LOAD)
    frames.append(frame(page, loads))
    page.run(loads)
    frames.append(frame(page, loads))
    first, *others = frames
    film: dict[str, Any] = {"save_all": True, "append_images": others, "loop": 0}
    first.save(f"{name}.webp", duration=[int(1000 * each) for each in SECONDS], **film, **WEBP)
    frames[1].save(f"{name}-still.webp", **WEBP)


def frame(page: NotebookPage, cell: int = 0, *, form: bool = False) -> Image.Image:
    """What the window shows, with a cell or the form at its top."""
    at = page.form if form else page.cells.nth(cell)
    at.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.page.wait_for_timeout(700)
    return Image.open(io.BytesIO(page.page.screenshot())).convert("RGB")


def write_applications(file: Path) -> None:
    """Some rows of made-up data, for the cell that is allowed to load them."""
    drawn = random.Random(2026)
    rows = []
    for _ in range(800):
        age, income = drawn.randint(21, 70), drawn.randint(18, 120) * 500
        rows.append(f"{age},{income},{drawn.random():.2f},{drawn.random() < 0.04:d}")
    file.write_text("\n".join(("age,income,utilisation,past_due", *rows)), encoding="utf-8")


def cells_of_triage() -> list[str]:
    """The code of the example up to its measured result; what launches the model is left out."""
    cells = json.loads(TRIAGE.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return sources[: next(n for n, source in enumerate(sources) if source.startswith("%nbready measure")) + 1]


def output(page: NotebookPage, cell: int) -> Locator:
    """The first output of a cell."""
    return page.cells.nth(cell).locator(".jp-OutputArea-output").first


@contextmanager
def opened(
    name: str, *cells: str, size: tuple[int, int] = (1180, 2400), scale: float = 2
) -> Iterator[NotebookPage]:
    """A notebook open in a JupyterLab of its own, drawn larger than life for sharp screens."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "server")
        browser: BrowserContext = playwright.chromium.launch_persistent_context(
            f"{folder}/profile",
            executable_path=str(CHROMIUM),
            args=CHROMIUM_FLAGS,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            locale="en-US",
        )
        try:
            show_only_jupyterlab(Path(folder) / "server" / "config" / "labconfig" / "page_config.json")
            server.write(name, *cells)
            page = NotebookPage(browser.new_page(), server, "lab", name)
            page.open()
            page.command("application:toggle-left-area")
            for side in ("left", "right"):
                page.command("application:toggle-side-tabbar", side=side)
            page.command("statusbar:toggle")
            yield page
        finally:
            browser.close()
            server.close()


def show_only_jupyterlab(file: Path) -> None:
    """Leave out whatever else extends JupyterLab in this environment, but what the form needs."""
    settings = json.loads(file.read_text(encoding="utf-8"))
    installed = Path(sys.prefix, "share", "jupyter", "labextensions")
    names = (path.parent.relative_to(installed).as_posix() for path in installed.rglob("package.json"))
    left_out = {name: True for name in names if name not in NEEDED}
    settings["disabledExtensions"].update(left_out)
    file.write_text(json.dumps(settings), encoding="utf-8")


def in_both_themes(page: NotebookPage, name: str, *parts: Locator) -> None:
    """Pictures of these parts of the page, in the dark and in the light."""
    for theme in reversed(THEMES):
        page.use_theme(theme)
        parts[-1].scroll_into_view_if_needed()
        parts[0].scroll_into_view_if_needed()
        page.page.wait_for_timeout(500)
        keep(page.page.screenshot(clip=around(parts)), IMAGES / f"{name}-{theme.lower()}.png")


def keep(picture: bytes, file: Path) -> None:
    """Write a picture in 256 colours: it is for a web page."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def around(parts: Sequence[Locator]) -> FloatRect:
    """The rectangle that holds all parts, in CSS pixels of the page."""
    boxes = [box for part in parts if (box := part.bounding_box())]
    left, top = min(b["x"] for b in boxes), min(b["y"] for b in boxes)
    right, bottom = max(b["x"] + b["width"] for b in boxes), max(b["y"] + b["height"] for b in boxes)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


if __name__ == "__main__":
    main()
