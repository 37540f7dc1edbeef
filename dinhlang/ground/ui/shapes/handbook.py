"""A page of the handbook."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Link


@dataclass(frozen=True)
class HandbookPage:
    """One reader's tasks: the text as markup of this house, its parts, the other pages; `first_href` is "" on the first page."""

    title: str
    body: SafeString
    parts: tuple[Link, ...]
    others: tuple[Link, ...]
    first_href: str = ""
