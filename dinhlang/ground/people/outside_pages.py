"""Signing in by an outside identity, linking it to one's own account, and taking it off again.

Promises: such an identity stands in the place of name and password and of nothing else, so the second factor is asked for as ever; it is
linked only from a session that showed one just now. Refuses: to make an account, to find one by a name or an address, and to sign in an
identity that nobody linked.
"""

import secrets
from dataclasses import asdict
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from csp.constants import SELF
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import keyed, outside, paths, reads
from dinhlang.ground.people.account import back_to_account, changing
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.models import Outside
from dinhlang.ground.people.outside import Asking, Slot
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import absolute
from dinhlang.ground.ui.refusals import sentence

ASKING = "outside"  # session: what was asked of the provider last
METHOD = "outside"  # the name of this way in among those a session saw
UNLINKED = N_(
    "This identity of {name} is linked to no account here, so it opens nothing. Whoever holds an office signs in by name and password "
    "first, then links it under “My account”."
)


def name() -> str:
    """What the provider is called; "" where the slot is closed."""
    slot = outside.slot()
    return slot.name if slot is not None else ""


def may_leave(response: Any) -> Any:
    """The same answer, whose forms may lead to the provider: browsers hold a form's redirects against the policy too."""
    if (slot := outside.slot()) is not None:
        response._csp_replace = {"form-action": [SELF, *(f"https://{host}" for host in sorted(slot.hosts))]}
    return response


def came_from_outside(request: HttpRequest, account: AbstractBaseUser) -> bool:
    """Whether the first step of this sign-in was the provider's."""
    records = get_authentication_records(request, account)
    return bool(records) and records[-1].get("method") == METHOD


def _back() -> str:
    with translation.override("vi"):  # one address, as it is registered at the provider
        return reverse("people_outside_back")


def _leave(request: HttpRequest, slot: Slot, account: int, wanted: str) -> HttpResponse:
    asking = Asking(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), account, wanted,
        translation.get_language() or "vi", int(clock.now().timestamp()),
    )  # fmt: skip
    try:
        where = outside.address(slot, asking, absolute(request, _back()))
    except Refused as error:
        return _stopped(request, error, account)
    request.session[ASKING] = asdict(asking)
    return redirect(where)


def _stopped(request: HttpRequest, error: Refused, account: int, status: int = 422) -> HttpResponse:
    values = {"sentence": sentence(error), "linking": bool(account), "outside_name": name()}
    return render(request, "people/outside_stopped.html", values, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to sign in. A POST alone, for what is asked is kept."""
    slot = outside.slot()
    if request.method == "GET" or slot is None or request.user.is_authenticated:
        return redirect("account_login")
    return _leave(request, slot, 0, paths.next_of(request))


@changing
def link(request: HttpRequest) -> HttpResponse:
    """One's own link: see it, make it, take it off."""
    slot, who = outside.slot(), request.user.pk or 0
    row = Outside.objects.filter(account=who).first()
    if request.method == "POST" and request.POST.get("do") == "remove":
        own.unlink(account=who, at=clock.now())
        return back_to_account()
    if request.method == "POST" and slot is not None and row is None:
        return _leave(request, slot, who, "")
    if slot is None and row is None:
        return redirect("people_account")
    page: HttpResponse = may_leave(render(request, "people/account_outside.html", {"outside_name": name(), "link": row}))
    return page


@never_cache
@require_http_methods(["GET"])
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser back to, once for each asking. A GET, as the protocol has it; it ends what a POST began."""
    slot, asking = outside.slot(), _kept(request)
    if slot is None:
        return redirect("account_login")
    if asking is not None and asking.language != translation.get_language():
        with translation.override(asking.language):
            return redirect(f"{reverse('people_outside_back')}?{request.META.get('QUERY_STRING', '')}")
    request.session.pop(ASKING, None)
    account = asking.account if asking is not None else request.user.pk or 0
    try:
        at = clock.now()
        if account:
            _check_linking(request, account, bool(asking))
        known = outside.proven(slot, asking, request.GET.dict(), absolute(request, _back()), at)
        if account:
            own.link(account=account, identity=known.identity, name=slot.name, at=at)
            return back_to_account()
    except Refused as error:
        return _stopped(request, error, account)
    row = Outside.objects.select_related("account").filter(digest__in=keyed.digests("outside", known.identity)).first()
    if row is None:
        return _stopped(request, Refused(UNLINKED, {"name": slot.name}), 0, 403)
    return _enter(request, row.account, asking.next if asking is not None else "")


def _kept(request: HttpRequest) -> Asking | None:
    held = request.session.get(ASKING)
    try:
        return Asking(**held) if isinstance(held, dict) else None
    except TypeError:  # kept by another release
        return None


def _check_linking(request: HttpRequest, account: int, asked: bool) -> None:
    """Whether this session may link still: it is the account's own and showed a factor just now."""
    mine = request.user.is_authenticated and request.user.pk == account and reads.two_factors(request, request.user)
    if not asked or not mine or not reads.shown_lately(request, clock.now()):
        raise Refused(outside.OVER)


def _enter(request: HttpRequest, account: User, wanted: str) -> HttpResponse:
    """The first step is done; the library goes on as after a right password."""
    if request.user.is_authenticated:
        return redirect("account_login")
    record_authentication(request, account, METHOD)
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=wanted or None))
    return response
