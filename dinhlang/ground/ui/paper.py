"""Pages for paper: HTML of our own into PDF.

Promises: no address is fetched while a PDF is made, files and data included; it is tagged for screen readers.
Refuses: to know what is printed.
"""

from pathlib import Path
from typing import Any, NoReturn

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


class NothingOutside(URLFetcher):
    """A fetcher that fetches nothing: a sheet is made of its own text and its own style."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        """Refuse every address."""
        raise ValueError(f"a sheet fetches nothing: {url[:60]}")


def printed(html: str, style: Path, *, tags: bool = True) -> bytes:
    """A page with its style sheet as PDF. Whatever it names outside itself is left out."""
    sheet = CSS(string=style.read_text(), url_fetcher=NothingOutside())
    return bytes(HTML(string=html, url_fetcher=NothingOutside()).write_pdf(stylesheets=[sheet], pdf_tags=tags))
