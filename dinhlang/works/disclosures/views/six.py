"""The six papers of a disclosure: the page, each paper by itself, all of them together."""

import re
from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.shapes import SixPage
from dinhlang.works.disclosures import reads, sheets
from dinhlang.works.disclosures.views.common import check_may, download

PLACE = "disclosure.place"
CODE = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")  # of a receipt


def whole(request: HttpRequest) -> Callable[[str], str]:
    """What makes a path of this site a whole address."""
    return lambda path: absolute(request, path)


def _at(request: HttpRequest, subject: str, act: str = "") -> duties.Stand:
    at = reads.stand(subject, clock.today())
    if act:
        check_may(request, at.place, act, at.book)
    return at


def six(request: HttpRequest, subject: str) -> HttpResponse:
    """All six papers on one page, for the office."""
    at = _at(request, subject, PLACE)
    page, code = _page(request, subject, at), request.GET.get("ma", "")
    if CODE.fullmatch(code):
        page = replace(page, receipt_href=reverse("done", args=[code]))
    response = render(request, "pages/six.html", {"page": page})
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, subject: str, at: duties.Stand) -> SixPage:
    allowed = may.audiences(request, at.place.id)
    acts = may.acts(request, at.place, at.book)
    return reads.six_of(subject, at, whole(request), allowed=allowed, holder=may.holder(request), acts=acts)


def six_portal(request: HttpRequest, subject: str) -> HttpResponse:
    """The post for the official portal, as a file."""
    at = _at(request, subject)
    paper = reads.paper_of(subject, at, allowed=may.audiences(request, at.place.id))
    text = sheets.portal_html(paper, whole(request)(reverse("thing", args=[subject])))
    return download(text.encode(), "text/html; charset=utf-8", f"bai-dang-{subject}.html")


def six_script(request: HttpRequest, subject: str) -> HttpResponse:
    """The loudspeaker script as text, read twice."""
    at = _at(request, subject, PLACE)
    paper = reads.paper_of(subject, at, allowed=may.audiences(request, at.place.id))
    return download(sheets.script_text(reads.script_of(paper)), "text/plain; charset=utf-8", f"loa-{subject}.txt")


def six_villages(request: HttpRequest, subject: str) -> HttpResponse:
    """The slips for the village heads; they hold the links, so only who may make these gets them."""
    at = _at(request, subject, "disclosure.offer_ticks")
    sheet = reads.sheet_of(subject, at, whole(request), allowed=may.audiences(request, at.place.id))
    return download(sheets.village_list(sheet), "application/pdf", f"to-truong-{subject}.pdf")


def six_pack(request: HttpRequest, subject: str) -> HttpResponse:
    """All six as one archive; the slips with their links only for who may make these."""
    at = _at(request, subject, PLACE)
    page, paper = _page(request, subject, at), reads.paper_of(subject, at, allowed=may.audiences(request, at.place.id))
    slips = reads.sheet_of(subject, at, whole(request), allowed=may.audiences(request, at.place.id)) if page.list_href else None
    data = sheets.pack(page, paper, slips, whole(request)(reverse("thing", args=[subject])))
    return download(data, "application/zip", f"sau-ban-{subject}.zip")
