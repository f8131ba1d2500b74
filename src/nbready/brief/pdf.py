"""The brief as PDF, set by WeasyPrint; without it, the browser prints the same page."""

from __future__ import annotations

from typing import NoReturn

from nbready.brief.html import brief_html
from nbready.brief.page import Brief
from nbready.errors import ConfigError


def brief_pdf(brief: Brief) -> bytes:
    """The brief as a PDF of A4 pages, tagged for those who listen.

    Raises:
        ConfigError: WeasyPrint, or a library that it needs, is not there.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetchingError
    except (ImportError, OSError) as error:
        raise ConfigError(
            "A PDF needs WeasyPrint.",
            remedy="`pip install 'nbready[pdf]'`; or write `-o brief.html` and print it from the browser.",
        ) from error

    def fetch(url: str, *_: object, **__: object) -> NoReturn:
        # The page needs nothing, and what people wrote must not make it ask for anything.
        raise URLFetchingError(f"nothing is loaded: {url}")

    written = HTML(string=brief_html(brief), url_fetcher=fetch).write_pdf(pdf_variant="pdf/ua-1")
    if not isinstance(written, bytes):
        raise TypeError("WeasyPrint wrote no bytes.")
    return written
