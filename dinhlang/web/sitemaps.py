"""What search engines are told: robots.txt and the sitemaps.

Promises: what anybody may read without an account, in both languages, and nothing else; a demonstration is told to nobody; one
sitemap costs the same however much there is, for each holds a stretch of numbers. Refuses: forms, sign-in, receipts,
files (what is erased here is not to live on in a search engine), and addresses with a query.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from django.views.decorators.http import require_safe

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import look
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.web import handbook, log, rulepages

BODIES, ENTRIES = 2_000, 10_000  # numbers in one sitemap; a sitemap may hold 50,000 addresses, each body and thing has two
PAGES = ("home", "rules", "rule-changes", "rule-coverage", "record", "proof", "handbook")
# Addresses that a search engine may read; every other one is refused to it, so that a new form needs no line here.
PUBLIC = frozenset({
    *PAGES, "body", "duties", "why", "register", "thing", "regulation", "regulation-one", "rule", "rules-of-kind", "rule-articles", "entry",
    "figures-home", "figures", "yearly-tables", "places", "map",
    "budgets", "budget", "projects", "outgoing", "feed", "feed-archive", "body-feed", "body-feed-archive", "handbook-page",
    "handbook-picture", "rulebook-json", "rulebook-zip", "robots", "sitemap", "sitemap-part",
})  # fmt: skip
# Bodies with a page that search engines may list. Enterprises and boards are not looked up by name.
KINDS = ("province", "commune", "village", "front", "council", "agency", "school")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "application/xml; charset=utf-8"
Row = tuple[str, Sequence[str], date | datetime | None]  # name and arguments of an address, when what stands there last changed


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt (RFC 9309)."""
    lines = ["User-agent: *"]
    if settings.DEMO:
        lines.append("Disallow: /")
    else:
        lines += [*(f"Disallow: {path}" for path in kept_back()), "Disallow: /*?", f"Sitemap: {absolute(request, '/sitemap.xml')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@lru_cache(maxsize=1)
def kept_back() -> tuple[str, ...]:
    """Every address that is not public, as robots.txt writes it: `*` for its changing parts, in both languages."""
    found = {re.sub(r"<[^>]+>", "*", path) for path, name in _addresses(get_resolver()) if name not in PUBLIC}
    return tuple(f"{start}{path}{'' if path.endswith('*') else '$'}" for path in sorted(found) for start in ("/", "/en/"))


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one, path)
        elif isinstance(one, URLPattern):
            yield path, one.name or ""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap of the sitemaps."""

    def make() -> HttpResponse:
        opened, closed = record.reach()
        parts = ["trang", "quy-dinh", *_stretches("don-vi", bodies.newest(), BODIES)]
        parts += [*_stretches("viec", opened, ENTRIES), *_stretches("viec-truoc", closed, ENTRIES)]
        addresses = [absolute(request, reverse("sitemap-part", args=[part])) for part in parts]
        rows = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
        return HttpResponse(f'{HEAD}<sitemapindex xmlns="{SITEMAP}">\n{rows}</sitemapindex>\n', content_type=XML)

    return _kept(request, make)


def _stretches(name: str, last: int, width: int) -> Iterator[str]:
    return (f"{name}-{n}" for n in range(last // width + 1 if last >= 0 else 0))


@require_safe
def part(request: HttpRequest, name: str) -> HttpResponse:
    """One sitemap: the fixed pages, the rules, a stretch of bodies, or what a stretch of the record is about."""
    kind, _dash, number = name.rpartition("-")
    if name in {"trang", "quy-dinh"}:
        kind = name
    elif kind not in {"don-vi", "viec", "viec-truoc"} or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotHere(N_("There is no such sitemap. Begin with the one that names them all."))

    def make() -> HttpResponse:
        root = absolute(request)
        urls = "".join(_url(root, row) for row in _rows(kind, number))
        text = f'{HEAD}<urlset xmlns="{SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n'
        return HttpResponse(text, content_type=XML)

    return _kept(request, make)


def _kept(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    stand = record.stand()
    key = cache.key_of(request, stand.rules, stand.version, clock.today())
    return cache.exact(request, (*key, str(stand.size), absolute(request)), make)


def _rows(kind: str, number: str) -> Iterable[Row]:
    if kind == "trang":
        return [*((name, (), None) for name in PAGES), *(("handbook-page", (name,), None) for name in handbook.names())]
    if kind == "quy-dinh":
        book = rulebooks.current()
        kinds = sorted(rulepages.kinds_with_rules(book))
        return [*(("rules-of-kind", (one,), None) for one in kinds), *(("rule", (one,), None) for one in sorted(look.every(book)))]
    first = int(number) * (BODIES if kind == "don-vi" else ENTRIES)
    if kind == "don-vi":
        found = bodies.listed(first, first + BODIES, clock.today(), KINDS)
        changed = record.latest_of([one for one, _code in found])
        return [("body", (code,), changed.get(one)) for one, code in found]
    things = record.subjects_in(log.WITH_PAGE, first, first + ENTRIES, closed=kind == "viec-truoc")
    named = log.WITH_PAGE.items()
    return [(next(name for begins, name in named if act.startswith(begins)), (subject,), at) for subject, act, at in things]


def _url(root: str, row: Row) -> str:
    """The address in both languages, each naming both."""
    name, args, at = row
    found = {}
    for language in ("vi", "en"):
        with translation.override(language):
            found[language] = escape(f"{root}{reverse(name, args=args)}")
    both = "".join(f'<xhtml:link rel="alternate" hreflang="{language}" href="{href}"/>' for language, href in found.items())
    day = at if isinstance(at, date) and not isinstance(at, datetime) else clock.local_day(at) if at is not None else None
    changed = f"<lastmod>{day.isoformat()}</lastmod>" if day is not None else ""
    return "".join(f"<url><loc>{href}</loc>{changed}{both}</url>\n" for href in found.values())
