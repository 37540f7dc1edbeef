"""What a feed for news readers is drawn from (Atom, RFC 4287; archives by RFC 5005)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FeedEntry:
    """One act as the record tells it. Addresses are whole (scheme and host); `via` is its entry in the record."""

    id: str
    title: str
    updated: datetime
    published: datetime
    href: str
    via: str
    author: str
    summary: str = ""


@dataclass(frozen=True)
class FeedPage:
    """A stretch of acts, newest first. `prev` is the stretch before it ("" for none); an archive names its `current` feed too."""

    id: str
    title: str
    author: str
    updated: datetime
    self_href: str
    html_href: str
    other_href: str
    other_lang: str
    entries: tuple[FeedEntry, ...]
    prev: str = ""
    current: str = ""
