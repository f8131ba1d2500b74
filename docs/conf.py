"""How the documentation is built: ``python tasks.py docs``, warnings are errors."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

import nbready

REPOSITORY = "https://github.com/nbready/nbready"

project = "nbready"
author = "The nbready developers"
copyright = "The nbready developers; BSD-3-Clause"  # noqa: A001 (Sphinx's name)
release = version = nbready.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinx_copybutton",
    "sphinxext.opengraph",
]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "nbready"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["film.js", "live.js"]
html_extra_path = ["llms.txt"]
html_theme_options = {
    "source_repository": f"{REPOSITORY}/",
    "source_branch": "main",
    "source_directory": "docs/",
}
ogp_site_url = "https://nbready.github.io/nbready/"
ogp_image = "_images/blocked-light.png"
# The card is the picture; drawing one would bring matplotlib.
ogp_social_cards = {"enable": False}

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
# The tutorial's cells are run, so what they show is what the package does; one that must fail says so.
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 300  # on a busy machine too
nb_merge_streams = True
# Text that was indented by hand is no Python, YAML or shell in particular.
highlight_language = "none"
# Some examples show YAML that is none.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_use_ivar = True


_IN_BOTH_THEMES = r"\1light.png){.only-light}\n\1dark.png){.only-dark}"


def as_a_site(_app: Sphinx, page: str, source: list[str]) -> None:
    """What a page needs besides what GitHub shows of it.

    Links to files of the repository, written as GitHub follows them, lead there from the site too; a
    picture follows the reader's theme; the pages of rules stand below their list.
    """
    root = re.escape("../" * (page.count("/") + 1))
    source[0] = re.sub(rf"\]\({root}(?!\.\./)([^)]+)\)", rf"]({REPOSITORY}/blob/main/\1)", source[0])
    source[0] = re.sub(r"(!\[[^\]]*\]\(images/\w+-)light\.png\)", _IN_BOTH_THEMES, source[0])
    if page == "rules/README":
        source[0] += "\n```{toctree}\n:hidden:\n:glob:\n\nNBR*\n```\n"


def with_levels(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Sphinx makes the captions beside a page headings, and gives them no level to be read out."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Sphinx) -> None:
    """Hook into the reading and the writing of pages."""
    app.connect("source-read", as_a_site)
    app.connect("html-page-context", with_levels, priority=900)  # after the theme's own
