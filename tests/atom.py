"""What RFC 4287 (Atom) and RFC 5005 (archives) demand of a document, written from their MUSTs; no code of the house is used."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

ATOM, HISTORY, XML = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/history/1.0}", "{http://www.w3.org/XML/1998/namespace}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339 with an upper-case T and zone
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
TAG = re.compile(r"tag:[A-Za-z0-9.@-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")  # RFC 4151
MEDIA = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")
ONCE = ("id", "title", "updated")  # in every feed and entry exactly once
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}


def text_of(parent: Element, name: str) -> str:
    found = parent.find(f"{ATOM}{name}")
    return (found.text or "") if found is not None else ""


def links(parent: Element, rel: str) -> list[str]:
    """The addresses of a feed's or an entry's links of one kind."""
    return [one.get("href", "") for one in parent.findall(f"{ATOM}link") if one.get("rel", "alternate") == rel]


def _common(one: Element, kind: str) -> Iterator[str]:
    for name in ONCE:
        if len(one.findall(f"{ATOM}{name}")) != 1:
            yield f"{kind}: exactly one {name} (4.1.1, 4.1.2)"
    for name in AT_MOST_ONCE[kind]:
        if len(one.findall(f"{ATOM}{name}")) > 1:
            yield f"{kind}: at most one {name} (4.1.1, 4.1.2)"
    name = text_of(one, "id")
    if not IRI.fullmatch(name) or (name.startswith("tag:") and not TAG.fullmatch(name)):
        yield f"{kind}: id {name!r} is no absolute IRI (4.2.6)"
    for moment in ("updated", "published"):
        for found in one.findall(f"{ATOM}{moment}"):
            if not INSTANT.fullmatch(found.text or ""):
                yield f"{kind}: {moment} {found.text!r} is no RFC 3339 instant (3.3)"
            else:
                datetime.fromisoformat(found.text or "")
    for person in one.findall(f"{ATOM}author"):
        if len(person.findall(f"{ATOM}name")) != 1 or not text_of(person, "name"):
            yield f"{kind}: an author has exactly one name (3.2.1)"
    for construct in ("title", "summary", "subtitle", "rights"):
        for found in one.findall(f"{ATOM}{construct}"):
            if found.get("type", "text") not in {"text", "html", "xhtml"} or (found.get("type", "text") == "text" and len(found)):
                yield f"{kind}: {construct} is not of its type (3.1.1)"
    alternates = []
    for link in one.findall(f"{ATOM}link"):
        if not IRI.fullmatch(link.get("href", "")):
            yield f"{kind}: a link has a whole address (4.2.7.1): {link.get('href')!r}"
        if link.get("type") is not None and not MEDIA.fullmatch(link.get("type", "")):
            yield f"{kind}: a link's type is a media type (4.2.7.3)"
        if link.get("rel", "alternate") == "alternate":
            alternates.append((link.get("type"), link.get("hreflang")))
    if len(alternates) != len(set(alternates)):
        yield f"{kind}: two alternates of one type and language (4.1.1, 4.1.2)"
    if kind == "entry" and not alternates and one.find(f"{ATOM}content") is None:
        yield "entry: an alternate or a content (4.1.2)"


def problems(data: bytes) -> list[str]:
    """What of the document breaks the two RFCs; [] for a good feed."""
    feed = fromstring(data)
    found = list(_common(feed, "feed"))
    if feed.tag != f"{ATOM}feed":
        found.append("the root is atom:feed (2)")
    entries = feed.findall(f"{ATOM}entry")
    for one in entries:
        found += _common(one, "entry")
        if one.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
            found.append("an entry without an author in a feed without one (4.1.1)")
    ids = [text_of(one, "id") for one in entries]
    if len(ids) != len(set(ids)):
        found.append("two entries with one id (4.1.1)")
    known = {
        "author",
        "category",
        "contributor",
        "generator",
        "icon",
        "id",
        "link",
        "logo",
        "rights",
        "subtitle",
        "title",
        "updated",
        "entry",
    }
    found += [f"unknown element {one.tag}" for one in feed if one.tag.startswith(ATOM) and one.tag.removeprefix(ATOM) not in known]
    if len(links(feed, "self")) != 1:
        found.append("a feed should name its own address (4.1.1)")
    archive = feed.find(f"{HISTORY}archive") is not None
    if archive and (not links(feed, "current") or feed.find(f"{HISTORY}complete") is not None):
        found.append("an archive names its current feed and is not complete (RFC 5005, 4)")
    for rel in ("prev-archive", "next-archive", "current"):
        if len(links(feed, rel)) > 1:
            found.append(f"more than one {rel} (RFC 5005, 4)")
    return found
