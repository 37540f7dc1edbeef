"""Atom feeds (RFC 4287): what one body did, what was done in a province, and what was done in the whole house.

Promises: the acts that the record's page tells to everybody, in its sentences, never a sealed one, never a title that was erased or
withdrawn; an act keeps its id for ever, for it is made of the log's origin and the leaf; older acts stand in archives that name one
another (RFC 5005); one page costs the same however much there is. Refuses: a reader's session: everybody gets the same feed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.shapes import FeedEntry, FeedPage
from dinhlang.web import log, plugs

LENGTH = 30  # acts in one stretch
REACH = 50_000  # entries looked through for a feed of several bodies
TYPE = "application/atom+xml; charset=utf-8"
PLACE = re.compile(r"-?[0-9]{1,16}")
NO_SIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def of_body(request: HttpRequest, code: str, before: str = "") -> HttpResponse:
    """The acts of a body; of a province those of every body in it. `before`: an archive, of the acts below that place."""
    stand, edge = duties.find(code, clock.today()), _edge(before)
    place = stand.place

    def make() -> HttpResponse:
        if place.kind == "province":
            told, around = record.lately(edge, LENGTH, bodies.of_province(place.province_code), REACH)
        else:
            told, around = record.page(edge, LENGTH, place.id)
        begun = datetime.combine(place.alive_from, time.min, clock.LOCAL)
        name = f"don-vi/{place.code}/{place.alive_from.isoformat()}"
        return _feed(request, told, around, name, place.name, ("body", [place.code]), ("body-feed", [place.code]), edge, begun)

    return cache.exact(request, (*cache.key_of(request, stand.rules, stand.version, stand.day), absolute(request)), make)


def of_house(request: HttpRequest, before: str = "") -> HttpResponse:
    """The acts of every body of this house."""
    edge, today, stand = _edge(before), clock.today(), record.stand()

    def make() -> HttpResponse:
        told, around = record.lately(edge, LENGTH, None, REACH)
        begun = stand.opened or datetime.combine(today, time.min, clock.LOCAL)
        return _feed(request, told, around, "tin", settings.SITE_NAME, ("home", []), ("feed", []), edge, begun)

    return cache.exact(request, (*cache.key_of(request, stand.rules, stand.version, today), str(stand.size), absolute(request)), make)


def _edge(before: str) -> int | None:
    if before and PLACE.fullmatch(before) is None:
        raise NotHere(N_("The record is read by entry number. Go back to its first page."))
    return int(before) if before else None


def _feed(
    request: HttpRequest,
    told: Sequence[Told],
    around: Sequence[Told],
    name: str,
    author: str,
    page: tuple[str, list[str]],
    feed: tuple[str, list[str]],
    edge: int | None,
    begun: datetime,
) -> HttpResponse:
    """A stretch of acts as a document. `page` and `feed` are the names and arguments of its addresses; `begun` dates an empty feed."""
    language, root = get_language() or "vi", absolute(request)
    entries = _entries(told, around, author, root)
    here, archive = reverse(*feed), f"{feed[0]}-archive"
    path = reverse(archive, args=[*feed[1], str(edge)]) if edge is not None else here
    shape = FeedPage(
        id=f"{_tag(settings.LOG_ORIGIN, begun)}{name}/{language}" + (f"/{edge}" if edge is not None else ""),
        title=_clean(_("%(name)s: what was done") % {"name": author}),
        author=_clean(author),
        updated=max((entry.updated for entry in entries), default=begun),
        self_href=f"{root}{path}",
        html_href=f"{root}{reverse(*page)}",
        other_href=f"{root}{path.removeprefix('/en') if language == 'en' else f'/en{path}'}",
        other_lang="vi" if language == "en" else "en",
        entries=entries,
        prev=f"{root}{reverse(archive, args=[*feed[1], str(told[-1].place)])}" if len(told) == LENGTH else "",
        current=f"{root}{here}" if edge is not None else "",
    )
    return HttpResponse(render_to_string("pages/feed.atom", {"page": shape}), content_type=TYPE)


def _entries(told: Sequence[Told], around: Sequence[Told], author: str, root: str) -> tuple[FeedEntry, ...]:
    places, spoken = log.near(told)
    titles, last = plugs.titles(around), _latest(around)
    found = []
    for one in told:
        sentence, title = log.sentence(one, spoken), titles.get(one.subject, "")
        via = f"{root}{reverse('entry', args=[one.address])}"
        found.append(
            FeedEntry(
                id=f"{_tag(one.closed or settings.LOG_ORIGIN, one.at)}{one.hash.hex()}",
                title=_clean(title or sentence),
                updated=last[one.subject] if one.erased else one.at,
                published=one.at,
                href=f"{root}{page}" if (page := log.page_of(one)) else via,
                via=via,
                author=_clean(places[one.body].name if one.body in places else author),
                summary=_clean(sentence if title else ""),
            )
        )
    return tuple(found)


def _latest(around: Sequence[Told]) -> Mapping[str, datetime]:
    """By subject the instant of the last that happened to it: what was erased changed then, and a reader that kept it is to ask again."""
    return {one.subject: one.at for one in sorted(around, key=lambda one: one.place)}


def _tag(origin: str, at: datetime) -> str:
    """The beginning of a tag URI (RFC 4151): who names it, on which day that name was theirs, and the rest of the log's origin."""
    host, _slash, rest = origin.partition("/")
    return f"tag:{host.partition(':')[0]},{clock.local_day(at).isoformat()}:{quote(rest)}/"


def _clean(text: str) -> str:
    return NO_SIGN.sub("", text)
