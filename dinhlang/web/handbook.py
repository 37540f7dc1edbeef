"""The handbook, read from the files in docs/handbook: one page for each reader, Vietnamese first, a short form in English.

Promises: the same words as in the repository; no query; pictures of the demonstration, each named by a file that stands beside the text.
Refuses: any name that is not a file of the handbook.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from PIL import Image

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import cache, markdown
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import HandbookPage, Link

FIRST = "README"
PICTURES = "pictures"
TYPES = {".webp": "image/webp", ".png": "image/png"}
NOT_IN_IT = N_("The handbook has no such page. Begin with its first page.")


@dataclass(frozen=True)
class Chapter:
    """A page of the handbook as it is kept: its name ("" for the first one), its text."""

    name: str
    text: markdown.Written


def names() -> tuple[str, ...]:
    """The pages after the first one, in the order in which the first one names them."""
    return tuple(name for name in _names() if name != FIRST)


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    first = (_folder("vi") / f"{FIRST}.md").read_text(encoding="utf-8")
    found = sorted((path.stem for path in _folder("vi").glob("*.md")), key=lambda name: first.find(f"({name}.md)"))
    return tuple(found)


def _folder(language: str) -> Path:
    return Path(settings.HANDBOOK_DIR) / ("en" if language == "en" else "")


@lru_cache(maxsize=64)
def chapter(name: str, language: str) -> Chapter:
    """A page in a language; NotHere for a name that no file has."""
    if name not in _names():
        raise NotHere(NOT_IN_IT)
    source = (_folder(language) / f"{name}.md").read_text(encoding="utf-8")
    return Chapter(name, markdown.written(source, _link, _picture))


def _link(href: str) -> str:
    """Where a link of the handbook leads: to a page of it, or where it says."""
    name, _hash, part = href.partition("#")
    if not name.endswith(".md"):
        return href
    stem = name.removesuffix(".md")
    address = reverse("handbook") if stem == FIRST else reverse("handbook-page", args=[stem])
    return f"{address}#{part}" if part else address


def _picture(name: str) -> markdown.Picture:
    path = _folder("vi") / PICTURES / Path(name).name
    href = reverse("handbook-picture", args=[path.name])
    if not path.is_file():  # a text without its picture is still a text
        return markdown.Picture(href)
    with Image.open(path) as image:
        return markdown.Picture(href, *image.size)


def first(request: HttpRequest) -> HttpResponse:
    """Who reads what."""
    return _page(request, FIRST)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One reader's tasks."""
    if name == FIRST:
        raise NotHere(NOT_IN_IT)
    return _page(request, name)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    shown = chapter(name, get_language() or "vi")

    def make() -> HttpResponse:
        others = tuple(
            Link(chapter(one, get_language() or "vi").text.title, reverse("handbook-page", args=[one])) for one in names() if one != name
        )
        parts = tuple(Link(title, f"#{anchor}") for anchor, title in shown.text.parts)
        values = HandbookPage(shown.text.title, shown.text.body, parts, others, reverse("handbook") if name != FIRST else "")
        return render(request, "pages/handbook.html", {"page": values})

    stand = record.stand()
    return cache.exact(request, cache.key_of(request, stand.rules, 0, clock.today()), make)


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the handbook."""
    path = _folder("vi") / PICTURES / Path(name).name
    if path.name != name or path.suffix not in TYPES or not path.is_file():
        raise NotHere(NOT_IN_IT)
    response = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    response["Cache-Control"] = "public, max-age=86400"
    return response
