"""The page on paper and on screens: one sheet of A4, readable by everybody, hostile text shown, not run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")

from playwright.sync_api import Browser, Page, Playwright

from browser.front_end import CHROMIUM_FLAGS, REPOSITORY
from nbready.brief import STAGES
from nbready.brief.html import brief_html
from nbready.charter.model import Charter

from .charters import VALUATION, brief_of, examples, filled

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(chromium), args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


def opened(browser: Browser, charter: Charter, **options: object) -> Page:
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    show(page, charter, **options)
    return page


def show(page: Page, charter: Charter, **options: object) -> None:
    page.set_content(brief_html(brief_of(charter, **options)))


def pages_of(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_every_example_is_one_sheet_at_every_stage(browser: Browser) -> None:
    page = opened(browser, Charter())
    for name, charter in examples().items():
        for stage in STAGES:
            show(page, charter, stage=stage, valuation=VALUATION)
            assert pages_of(page) == 1, (name, stage)
    page.close()


def test_what_is_too_long_for_a_sheet_goes_on_and_loses_nothing(browser: Browser) -> None:
    page = opened(browser, filled("a long word or two " * 60))
    assert pages_of(page) > 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_either_theme(browser: Browser, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for name, charter in (("signed", examples()["triage"]), ("open", Charter())):
        page = opened(browser, charter, stage="launch", valuation=VALUATION if name == "signed" else None)
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        folder = REPOSITORY / "artefacts"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"brief-{name}-{theme}.png", full_page=True)
        found = axe.run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
        page.close()


def test_hostile_text_in_every_answer_runs_nothing(browser: Browser) -> None:
    page = opened(browser, filled(HOSTILE))
    assert page.title() != "owned"
    assert page.locator("img, script").count() == 0
    assert page.get_by_text("onerror").count() > 10
    page.close()
