"""The page in headless Chromium: both themes, sorting, the way to a card, accessibility, hostile text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")

from playwright.sync_api import Browser, Page, Playwright, expect

from browser.front_end import CHROMIUM_FLAGS, REPOSITORY
from nbready.report import Portfolio, gather_rows
from nbready.report.gather import Options
from nbready.report.page import write_page

from .submissions import LOAD, charter, submit

pytestmark = pytest.mark.browser

# Everything in one theme; in the other what colours decide, for nothing else is another.
VIOLATIONS = {"resultTypes": ["violations"]}
THEMES = {"light": VIOLATIONS, "dark": VIOLATIONS | {"runOnly": ["cat.color"]}}
TODAY = dt.date(2026, 6, 15)
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(chromium), args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def class_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the example class, as the README shows it."""
    template = REPOSITORY / "examples" / "templates" / "churn.ipynb"
    rows = gather_rows(
        [REPOSITORY / "examples" / "class"], Options(today=TODAY, template=template, cards=True)
    )
    return written(rows, tmp_path_factory.mktemp("report") / "class.html")


def written(rows: list, path: Path) -> Path:
    title = "Churn course: the charters"
    path.write_text("".join(write_page(Portfolio.of(rows, today=TODAY, title=title))), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, **options: object) -> Page:
    page = browser.new_page(viewport={"width": 1200, "height": 1000}, **options)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_with_every_card_open(browser: Browser, class_report: Path, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(browser, class_report, color_scheme=theme)
    folder = REPOSITORY / "artefacts"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"report-{theme}.png", full_page=True)
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.screenshot(path=folder / f"report-{theme}-cards.png", full_page=True)
    found = axe.run(page, options=THEMES[theme]).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    page.close()


def names(page: Page) -> list[str]:
    return page.locator("tbody th a").all_inner_texts()


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"tbody td:nth-child({number})").evaluate_all(
        "cells => cells.map(c => c.dataset.sort)"
    )


def test_sorting_by_keyboard_and_mouse(browser: Browser, class_report: Path) -> None:
    page = opened(browser, class_report)
    assert names(page) == sorted(names(page))
    opens = page.get_by_role("button", name="Open", exact=True)
    opens.focus()
    page.keyboard.press("Enter")
    assert column(page, 5) == sorted(column(page, 5), key=int)
    assert page.locator("th[aria-sort] button").all_inner_texts() == ["Open"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    opens.click()
    assert column(page, 5) == sorted(column(page, 5), key=int, reverse=True)
    assert page.locator("tfoot").inner_text().startswith("Total: 12")
    page.get_by_role("button", name="Notebook", exact=True).click()
    assert names(page) == sorted(names(page))
    page.close()


def test_a_name_leads_to_its_card(browser: Browser, class_report: Path) -> None:
    page = opened(browser, class_report)
    page.get_by_role("link", name="dubois.ipynb").click()
    card = page.locator("details[open]")
    expect(card).to_have_count(1)
    assert "the same text as 1 other" in card.inner_text()
    assert "costa.ipynb" in card.inner_text()
    assert card.locator(".nbready-card").is_visible()
    page.close()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_nothing_sticks_out(browser: Browser, class_report: Path, media: str) -> None:
    page = opened(browser, class_report, color_scheme="dark")
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    width = {"screen": 390, "print": 688}[media]  # a phone; A4 less its margins
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (media == "print")
    page.close()


def test_hostile_submissions_do_nothing(browser: Browser, tmp_path: Path) -> None:
    submit(tmp_path / "<b>a.ipynb", charter(author=HOSTILE, limitations=f"Not for {HOSTILE}"), LOAD)
    submit(tmp_path / "b.ipynb", None, f"%%charter\nlimitations: [{HOSTILE}")
    path = written(gather_rows([tmp_path], Options(today=TODAY, cards=True)), tmp_path / "report.html")
    page = opened(browser, path)
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert page.title() == "Churn course: the charters"
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator(".nbready-card").first.inner_text()
    page.close()
