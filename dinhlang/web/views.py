"""Thin views: who asks, what day it is, which page; anonymous pages come from the exact cache."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.bodies.search import search
from dinhlang.ground.duties import lapses
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow import reads as follow
from dinhlang.ground.notices import views as notices
from dinhlang.ground.people import may, publicity
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls.views import lists as rolls
from dinhlang.ground.rolls.views import slips
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import DeskPage, Link
from dinhlang.web import following, identity, imports, offices, operating, pages, places, plugs
from dinhlang.works.disclosures import reads as disclosures
from dinhlang.works.petitions import desks as petitions

WEEK = timedelta(days=7)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token did not come back: mostly a cookie that was refused or a page left open for long."""
    return render(request, "403_csrf.html", status=403)


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    query = request.GET.get("q", "").strip()[:80]
    stand = duties.find(pages.site_body(), clock.today())
    if stand.place.kind == "province":
        return places.home(request, stand, query)

    def make() -> HttpResponse:
        at = duties.frame_of(stand)
        found = None
        if query:
            found = (*places.found_places(search(query, at.day), at.day), *disclosures.documents(at.place.id, at, query))
        judged = may.judged(request, stand.place.id, stand.staged)
        allowed = may.audiences(request, stand.place.id)
        page = pages.home_page(at, query, found, resident=may.is_resident(request), allowed=allowed, judged=judged)
        return render(request, "pages/home.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def body(request: HttpRequest, code: str) -> HttpResponse:
    """A body's page."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        acts = may.acts(request, stand.place, stand.book)
        shown = may.judged(request, stand.place.id, stand.staged)
        note = publicity.note(stand.staged, shown=bool(shown))
        allowed = may.audiences(request, stand.place.id)
        page = pages.body_page(duties.frame_of(stand), acts=acts, allowed=allowed, judged=shown, stage=note)
        return render(request, "pages/body.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def duties_list(request: HttpRequest, code: str) -> HttpResponse:
    """Everything a body owes, with the forms of each duty."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        may.check_stage(request, stand.place.id, stand.staged)
        note = publicity.note(stand.staged, shown=True)
        at = duties.frame_of(stand)
        rows = pages.duties_page(at, acts=may.acts(request, stand.place, stand.book), allowed=may.audiences(request, stand.place.id))
        return render(
            request,
            "pages/duties.html",
            {"page": {"body": Link(at.place.name, reverse("body", args=[code])), "rows": rows, "today": at.day, "stage": note}},
        )

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def why(request: HttpRequest, code: str, rule: str, occasion: str) -> HttpResponse:
    """Why a due day is what it is."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        may.check_stage(request, stand.place.id, stand.staged)
        at, found = duties.one_of(duties.frame_of(stand), rule, occasion)
        if not pages.visible([found], may.audiences(request, at.place.id)):
            raise NotYours(
                N_("This duty is not towards the public. Residents and offices of the place see it when they are signed in."),
                basis=found.duty.basis,
            )
        note = publicity.note(stand.staged, shown=True)
        page = pages.why_page(at, found, acts=may.acts(request, at.place, at.book), stage=note)
        return render(request, "pages/why.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def desk(request: HttpRequest) -> HttpResponse:
    """What the signed-in office is to do, nearest day first."""
    holder = may.holder(request)
    if holder is None:
        raise NotYours(N_("The desk is for offices. Sign in with your account and second factor first."))
    today = clock.today()
    stand = duties.find_of(holder.body, today)
    seat = stand.place
    if seat.kind == "front" and seat.parent is not None:
        stand = duties.find_of(seat.parent, today)
    at = duties.frame_of(stand)
    acts = may.acts(request, at.place, at.book)
    found = pages.visible(duties.obligations(at), may.judged(request, at.place.id, stand.staged))
    told = record.of_subjects({one.clock.source for one in found if one.clock is not None})
    names, things = disclosures.titles(told), pages.things_of(at, acts)
    todo = [one for one in found if pages.is_todo(one) and pages.may_fulfil(one, acts) and not lapses.lapsed(one, today)]
    groups: dict[str, list[Any]] = {"mine": [], "late": [], "week": [], "later": [], "standing": []}
    held = follow.in_hand(at.place.id)
    followed, mine = following.notes(at, held), {key for key, one in held.items() if one.mandate == holder.mandate}
    for one in sorted(todo, key=lambda one: one.rolled or one.due or today.max):
        last = one.rolled or one.due
        key = (one.duty.id, one.occasion)
        when = "standing" if last is None else "late" if last < today else "week" if last <= today + WEEK else "later"
        place = "mine" if key in mine else when
        row = pages.row_of(one, at, names, things, acts, parts=True)
        groups[place].append(replace(row, note=" ".join(filter(None, (followed[key], row.note)))) if key in followed else row)
    start = [
        Link(label, reverse(name, args=[at.place.code]))
        for act, name, label in (
            ("decision.register", "decision-register", _("Register a document")),
            ("disclosure.post", "disclosure-post", _("Disclose")),
            ("plan.adopt", "plan-adopt", _("Enter the year's disclosure plan")),
            ("regulation.adopt", "regulation-draft", _("Draw up the commune's own regulation")),
            ("duties.event", "duties-event", _("Announce a village meeting")),
            ("vote.propose", "vote-propose", _("Put a matter to the people")),
            ("fund.open", "fund-open", _("Open a fund book")),
            ("meeting.call", "meetings", _("Meetings and conferences")),
        )
        if act in acts
        and (act != "duties.event" or at.place.kind == "village")
        and (not act.startswith(("decision", "plan", "regulation")) or at.place.kind == "commune")
    ]
    people = rolls.desk_link(holder, seat)
    theirs, asked = offices.desk_links(request)
    own = acts if seat.id == at.place.id else may.acts(request, seat, at.book)
    brought = imports.desk_link(seat, own)
    given = Link(_("Who holds which office"), reverse("offices", args=[seat.code])) if offices.APPOINT in own else None
    page = DeskPage(
        office=f"{holder.office_name}, {seat.name}",
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        mine=tuple(groups["mine"]),
        below=following.below(request, stand),
        late=tuple(groups["late"]),
        week=tuple(groups["week"]),
        later=tuple(groups["later"]),
        standing=tuple(groups["standing"]),
        start=(
            *slips.desk_links(holder),
            *operating.desk_link(request),
            *start,
            *(one for one in (brought, people, given) if one is not None),
        ),
        today=today,
        cards=(*plugs.desk_cards(at, acts), *following.given(at, acts), *petitions.cards(holder, request.user.pk, acts, today)),
        confirm=(*theirs, *identity.desk_links(request), *disclosures.to_confirm(at, acts, holder.office)),
        asked=asked,
        notices=notices.desk_link(request),
    )
    response = render(request, "pages/desk.html", {"page": page})
    response["Cache-Control"] = "private, no-store"
    return response
