"""The documentation as a site: it builds without a warning, and leaves nothing out that it should tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nbready import config

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_the_tutorials_cells_do_what_it_says(site: Path) -> None:
    page = re.sub(r"<[^>]+>", "", (site / "tutorial.html").read_text(encoding="utf-8"))
    assert page.count("nbready stopped this cell before it ran") == 1
    assert page.index("nbready stopped this cell") < page.index("(569, 30)")


def test_what_is_said_to_machines_leads_somewhere(site: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (site / link).exists()] == []


def test_the_command_line_is_described_whole(site: Path) -> None:
    from nbready.cli import cli

    page = (site / "cli.html").read_text(encoding="utf-8")
    assert [name for name in cli.list_commands(None) if f'id="nbready-{name}"' not in page] == []  # type: ignore[arg-type]


def test_every_key_of_the_configuration_is_described() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert [key for key in (*config.KEYS, *config.STAGE_KEYS) if f"`{key}`" not in page] == []


def test_every_variable_of_the_environment_is_described() -> None:
    named = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r'"(NBREADY(?:_[A-Z]+)?)"', path.read_text(encoding="utf-8"))
    }
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in sorted(named) if f"`{name}" not in page] == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("name", ["index", "tutorial", "cli", "rules/README"])
def test_pages_can_be_read_by_everybody(name: str, site: Path, browser: BrowserContext) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((site / f"{name}.html").as_uri())
    wide: Any = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    found = Axe().run(page).response["violations"]
    page.close()
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
