"""The marker's page in headless Chromium: marked by keys, saved, read back; what was written does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from browser.front_end import CHROMIUM_FLAGS, REPOSITORY
from nbready.grading.feedback import write_feedback
from nbready.grading.marks import apply_marks, read_marks
from nbready.grading.page import write_page
from nbready.grading.sheet import Sheet

from .classes import answers, hand_in, hand_out, marked

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> $a$ \\b"
RUBRIC = f"""\
title: 'Week 3 {HOSTILE.replace("'", "''")}'
questions:
  business_objective: {{points: 4, guide: Who pays?, comments: [Which euro moves?]}}
  limitations: 2
"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(chromium), args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def sheets(tmp_path: Path) -> tuple[Sheet, ...]:
    return marked([tmp_path / "in"], *handed_in(tmp_path))[0]


def handed_in(folder: Path) -> tuple[Path, Path]:
    course, rubric = hand_out(folder / "course.ipynb"), folder / "rubric.yaml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    hand_in(folder / "in" / "ada.ipynb", course, answers(limitations=f"Not for {HOSTILE}"))
    hand_in(folder / "in" / "__proto__.ipynb", course, answers(without=("limitations",)))
    return course, rubric


def opened(browser: Browser | BrowserContext, folder: Path, kept: tuple[str, ...] = ()) -> Page:
    sheets, rubric, course = marked([folder / "in"], folder / "course.ipynb", folder / "rubric.yaml")
    path = folder / "page.html"
    path.write_text("".join(write_page(sheets, rubric, course, kept=kept)), encoding="utf-8")
    page = browser.new_page()
    page.set_viewport_size({"width": 1300, "height": 1000})
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(path.as_uri())
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def save(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        press(page, "s")
    path = folder / "marks.json"
    download.value.save_as(path)
    return path


def test_marked_by_keys_saved_and_read_back(
    browser: Browser, tmp_path: Path, sheets: tuple[Sheet, ...]
) -> None:
    context = browser.new_context()
    page = opened(context, tmp_path)
    press(page, "3", ".", "j", "f", "r", "1", "n", "1", "c")
    page.keyboard.type("Say where. 9")
    press(page, "Escape", "u")
    assert page.evaluate("document.activeElement.dataset.student") == "ada"
    expect(page.locator("#progress")).to_have_text("3 of 8 marked")
    assert page.locator("#question option").all_inner_texts()[:2] == [
        "Business objective (2 of 2)",
        "Limitations (1 of 2)",
    ]

    found, messages = apply_marks(sheets, read_marks(save(page, tmp_path)))
    assert messages == ()
    given = {
        (s.student, m.key): (m.marker, m.comments) for s in found for m in s.marks if m.marker is not None
    }
    assert given == {
        ("__proto__", "business_objective"): (3.5, ()),
        ("ada", "business_objective"): (4, ("Which euro moves?",)),
        ("__proto__", "limitations"): (1, ("Say where. 9",)),
    }
    assert "Say where. 9" in json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))["comments"]

    # The browser keeps them for another tab, which sees what is done in this one, until an answer is another.
    other = opened(context, tmp_path)
    expect(other.locator("#progress")).to_have_text("3 of 8 marked")
    press(page, "m")
    expect(other.locator("#progress")).to_have_text("4 of 8 marked")
    press(page, "x")
    expect(other.locator("#progress")).to_have_text("3 of 8 marked")
    hand_in(
        tmp_path / "in" / "ada.ipynb", tmp_path / "course.ipynb", answers(business_objective="5 % to 4 %")
    )
    context.close()
    page = opened(browser, tmp_path)
    page.locator("#load").set_input_files(tmp_path / "marks.json")
    expect(page.locator("#told")).to_contain_text("2 of 3 marks loaded; 1 not shown: the answer was changed")
    page.locator("#load").set_input_files(tmp_path / "course.ipynb")
    expect(page.locator("#told")).to_have_text("This file holds no marks.")

    # Nothing is thrown away unasked.
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("#over").click()
    assert asked == ["Throw away 3 marks of yours? They are in no file yet: save them first."]
    expect(page.locator("#progress")).to_have_text("2 of 8 marked")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#over").click()
    expect(page.locator("#progress")).to_have_text("0 of 8 marked")
    page.reload()
    expect(page.locator("#progress")).to_have_text("0 of 8 marked")

    # A browser that keeps nothing says so; letters are letters where no keys are wanted.
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.locator("summary").first.click()
    page.locator("#keys").uncheck()
    press(page, "f")
    page.locator("#keys").check()
    expect(page.locator("#progress")).to_have_text("0 of 8 marked")
    press(page, "f")
    expect(page.locator("#told")).to_have_text("This browser keeps nothing here: save often.")
    page.close(run_before_unload=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, tmp_path: Path, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    handed_in(tmp_path)
    page = opened(browser, tmp_path, kept=(HOSTILE,))
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.locator("summary").first.click()
    folder = REPOSITORY / "artefacts"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"marking-{theme}.png", full_page=True)
    found = axe.run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.screenshot(path=folder / f"marking-{theme}-narrow.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_content(write_feedback(marked([tmp_path / "in"], tmp_path / "course.ipynb")[0][1], "Week 3"))
    assert [(v["id"], v["nodes"][0]["html"]) for v in axe.run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_what_people_wrote_is_shown_and_does_nothing(browser: Browser, tmp_path: Path) -> None:
    (_, ada), rubric, _ = marked([tmp_path / "in"], *handed_in(tmp_path))
    page = opened(browser, tmp_path, kept=(HOSTILE,))
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator("article[data-student=ada]").nth(1).inner_text()
    page.locator("#bank button").last.click()
    assert page.locator("textarea").first.input_value() == HOSTILE
    page.set_content(write_feedback(ada, rubric.title))
    assert HOSTILE in page.locator("h1").inner_text()
    assert HOSTILE in page.locator(".nbready-card").inner_text()
    assert page.locator("img, script").count() == 0
    assert "owned" not in page.title()[:5]
    page.close()
