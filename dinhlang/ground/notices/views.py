"""One's own notices, by which channels they come, and what the head of a village copies into the group or hangs up.

Promises: the page has every notice, whatever became of it outside; a GET changes nothing. Refuses: the notices of anybody else.
"""

import hashlib
from pathlib import Path
from typing import Any

import segno
from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.notices import acts, addresses, channels, policy, push, reads
from dinhlang.ground.people import may
from dinhlang.ground.people import reads as people
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import BoardFoot, Link

NOT_YOURS = N_("Notices are for whoever is signed in. Sign in with your account, or enter with your household's number.")
NO_SUCH = N_("There is no such notice.")
WORKER = Path(__file__).parent / "static" / "notices" / "worker.js"
OUTSIDE = (policy.EMAIL, policy.PUSH, policy.ZALO, policy.SMS)


def whom(request: HttpRequest) -> str:
    """Whom the notices of this request are for, "" for somebody unknown."""
    who = may.actor(request)
    if isinstance(who, Voice):
        return addresses.household(who.household) if who.household else addresses.person(who.person or "")
    if request.user.is_authenticated and people.two_factors(request, request.user):
        return addresses.account(request.user.pk)
    return ""


def everybody(request: HttpRequest) -> tuple[str, ...]:
    """`whom`, and the body whose people somebody in office tells."""
    mine, holder = whom(request), may.holder(request)
    return tuple(filter(None, (mine, addresses.body(holder.body) if holder is not None else "")))


def _mine(request: HttpRequest) -> str:
    to = whom(request)
    if not to:
        raise NotYours(NOT_YOURS)
    return to


def _mark(text: str) -> str:
    """A notice's mark as a form or an address gives it. Raises NotHere for what cannot be one."""
    if not (text.isascii() and text.isalnum()):
        raise NotHere(NO_SUCH)
    return text[:16]


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """All notices, unread first; POST marks them as read."""
    _mine(request)
    to = everybody(request)
    if request.method == "POST":
        acts.seen(to, clock.now(), _mark(request.POST["subject"]) if "subject" in request.POST else "")
        return _private(HttpResponseRedirect(reverse("notices")))
    rows = reads.listed(to, clock.today())
    fresh = tuple(row for row in rows if row.unread)
    context = {"fresh": fresh, "old": rows[len(fresh) :], "office": may.holder(request) is not None}
    return _private(render(request, "notices/page.html", {"page": context}))


@never_cache
@require_http_methods(["GET", "POST"])
@csp_replace({"script-src": [SELF], "connect-src": [SELF], "worker-src": [SELF]})
def ways(request: HttpRequest) -> HttpResponse:
    """By which channels notices come, and which are wanted."""
    to = _mine(request)
    shown = tuple(one for one in OUTSIDE if channels.set_up(one))
    choices = reads.choices(to, shown)
    stopped, status = None, 200
    if request.method == "POST":
        every = {(one.kind, channel) for one in choices for channel, _name, _on in one.optional}
        wanted = {tuple(text.partition(":")[::2]) for text in request.POST.getlist("on")}
        try:
            acts.choose(to, frozenset(every - wanted))
            return _private(HttpResponseRedirect(reverse("notice-ways")))
        except Refused as error:
            stopped, status = refusal(error), 422
    context: dict[str, Any] = {
        "reach": reads.reach(to, clock.today()),
        "choices": choices,
        "refusal": stopped,
        "phone_href": reverse("people_account_phone") if to.startswith(addresses.ACCOUNT + ":") else "",
        "email_href": reverse("notice-email") if to.startswith(addresses.ACCOUNT + ":") else "",
        "push_key": push.public() if policy.PUSH in shown and channels.knocks() else "",
        "quiet": (f"{policy.values().quiet_from:%H:%M}", f"{policy.values().quiet_to:%H:%M}"),
    }
    return _private(render(request, "notices/ways.html", {"page": context}, status=status))


@never_cache
@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """Let this browser be knocked at, or no browser at all any more."""
    to = _mine(request)
    if request.POST.get("do") == "forbid":
        acts.forbid(to)
        return _private(HttpResponseRedirect(reverse("notice-ways")))
    try:
        acts.allow(to, request.POST.get("address", ""), clock.now())
    except Refused as error:
        return _private(HttpResponse(refusal(error).sentence, status=422, content_type="text/plain; charset=utf-8"))
    return _private(HttpResponse(status=204))


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """What a browser runs when it is knocked at; it must lie below the address of the pages it may open."""
    return HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


@never_cache
@require_POST
def tick(request: HttpRequest, subject: str) -> HttpResponse:
    """The text was copied into the group, or the sheet hung up: by whom and when."""
    holder = may.holder(request)
    if holder is None:
        raise NotYours(NOT_YOURS)
    acts.tick(_mark(subject), request.POST.get("channel", ""), holder.body, holder.mandate, clock.now())
    return _private(HttpResponseRedirect(reverse("notices")))


@never_cache
@require_GET
def sheet(request: HttpRequest, subject: str) -> HttpResponse:
    """The notice on paper, with the way to its live page."""
    _mine(request)
    row = reads.one(everybody(request), _mark(subject), clock.today())
    url = absolute(request, row.href or reverse("home"))
    code = mark_safe(segno.make(url, error="m").svg_inline(scale=3, border=0))  # noqa: S308 (made here from an address of this site)
    board = BoardFoot(url, code, hashlib.sha256(row.text.encode()).hexdigest(), format.instant(clock.now()))
    return _private(render(request, "notices/sheet.html", {"page": {"row": row, "board": board}}))


def desk_link(request: HttpRequest) -> Link:
    """For the desk: how many notices were not read yet. One query."""
    n = reads.unread(everybody(request))
    return Link(_("Notices (%(n)d unread)") % {"n": n} if n else _("Notices"), reverse("notices"))
