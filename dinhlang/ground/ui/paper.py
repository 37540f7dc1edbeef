"""Pages for paper: HTML of our own into PDF.

Promises: no address is fetched while a PDF is made, files and data included; it is tagged for screen readers.
Refuses: to know what is printed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

WARM = (
    "<!doctype html><p style='font-family:serif'>Đ <b>ộ</b> <i>ữ</i> <code>a</code>"
    "<table><tr><td><svg viewBox='0 0 1 1'><path d='M0 0h1'/></svg></table>"
)


class NothingOutside(URLFetcher):
    """A fetcher that fetches nothing: a sheet is made of its own text and its own style."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        """Refuse every address."""
        raise ValueError(f"a sheet fetches nothing: {url[:60]}")


def printed(html: str, style: Path, *, tags: bool = True) -> bytes:
    """A page with its style sheet as PDF, made here and now. Whatever it names outside itself is left out."""
    return _printed(html, style.read_text(), tags)


def make(order: Mapping[str, Any], data: bytes) -> bytes:
    """In the press (`ground/files/pressing.py`): the page `data` with the `style` of the order, and `tags` or none."""
    return _printed(data.decode(), order["style"], order["tags"])


def warm() -> None:
    """Have the fonts looked through before the first page: each copy of the press begins with them."""
    _printed(WARM, "", tags=True)


def _printed(html: str, style: str, tags: bool) -> bytes:
    sheet = CSS(string=style, url_fetcher=NothingOutside())
    return bytes(HTML(string=html, url_fetcher=NothingOutside()).write_pdf(stylesheets=[sheet], pdf_tags=tags))
