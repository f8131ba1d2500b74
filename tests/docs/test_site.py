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


def test_a_film_and_its_still_are_small_and_show_the_way_from_stopped_to_loaded(site: Path) -> None:
    from PIL import Image

    home = (site / "index.html").read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        film, still = (f"_static/film/{theme}{end}.webp" for end in ("", "-still"))
        assert film in home
        assert f'media="(prefers-reduced-motion: reduce)" srcset="{still}"' in home
        assert (site / film).stat().st_size < 400_000
        with Image.open(site / film) as frames, Image.open(site / still) as alone:
            assert (frames.n_frames, getattr(alone, "n_frames", 1)) == (6, 1)  # type: ignore[attr-defined]
            assert frames.size == alone.size


def test_pictures_follow_the_readers_theme(site: Path) -> None:
    taken = {path.name for path in (DOCS / "images").iterdir()}
    assert {name.replace("-light.", "-dark.") for name in taken} == {n for n in taken if "-dark." in n}
    shown = {
        name
        for page in site.glob("*.html")
        for name in re.findall(r'src="_images/([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert shown == taken


def test_the_picture_on_a_shared_link_is_there(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    (address,) = re.findall(r'"og:image" content="([^"]+)"', home)
    assert (site / address.removeprefix("https://nbready.github.io/nbready/")).exists()


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
