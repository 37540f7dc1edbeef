"""The page of one's own account: password, factors, recovery codes, telephone, open sessions, offices held, what was changed lately.

Promises: a change asks for a factor shown just now, and is told on the page; without script everything works but passkeys. Refuses: a
session that showed no second factor, and every other account.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import outside, passkeys, reads
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.beginning import app_values, passkey_values
from dinhlang.ground.people.factors import App, Passkey
from dinhlang.ground.people.forms import AppForm, ChangePasswordForm, PhoneForm
from dinhlang.ground.people.profile import profile
from dinhlang.ground.record import clock
from dinhlang.ground.ui.refusals import sentence

APP_SECRET = "new-app"  # noqa: S105  (session: boxed secret of an app that is being added)
View = Callable[..., HttpResponseBase]


def own_page(view: View) -> View:
    """A page for whoever showed both factors in this session."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or not reads.two_factors(request, request.user):
            return redirect(f"{reverse('account_login')}?next={request.path if request.method == 'GET' else reverse('people_account')}")
        return view(request, *args, **kwargs)

    return page


def changing(view: View) -> View:
    """A page that changes the account: the factor was shown just now, or it is asked for first."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reads.shown_lately(request, clock.now()):
            return redirect(f"{reverse('people_step_up')}?next={request.path if request.method == 'GET' else reverse('people_account')}")
        return view(request, *args, **kwargs)

    return page


def owner(request: HttpRequest) -> User:
    """The account of the session."""
    return User.objects.get(pk=request.user.pk or 0)


def back_to_account() -> HttpResponse:
    """To the lines about what was changed."""
    return redirect(f"{reverse('people_account')}#changes")


@own_page
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account."""
    return _shown(request)


def _shown(request: HttpRequest, stopped: str = "", status: int = 200) -> HttpResponse:
    slot = outside.slot()
    values = {"page": profile(request, owner(request)), "stopped": stopped, "outside_name": slot.name if slot is not None else ""}
    return render(request, "people/account.html", values, status=status)


@changing
def password(request: HttpRequest) -> HttpResponse:
    """Another password."""
    who = owner(request)
    asks = who.has_usable_password() and not reads.showed_passkey(request, who)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, account=who, asks=asks)
    if form.is_bound and form.is_valid():
        own.set_password(
            account=who.pk, password=make_password(form.cleaned_data["password"]), session=request.session.session_key or "", at=clock.now()
        )
        request.session[HASH_SESSION_KEY] = owner(request).get_session_auth_hash()
        return back_to_account()
    return form_page(request, _("Change the password"), _("Every other session of your account ends with it."), form, _("Change it"))


@changing
def telephone(request: HttpRequest) -> HttpResponse:
    """The telephone number that may be typed instead of the account's name."""
    row = getattr(owner(request), "phone", None)
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": row.number if row is not None else ""})
    if form.is_bound and form.is_valid():
        try:
            own.set_phone(account=request.user.pk or 0, text=form.cleaned_data["phone"], at=clock.now())
            return back_to_account()
        except Refused as error:
            form.add_error("phone", sentence(error))
    lead = _("It may be typed instead of the account's name when you sign in. Notices may be sent to it; it resets nothing.")
    return form_page(request, _("Telephone number"), lead, form, _("Save"))


def form_page(request: HttpRequest, title: str, lead: str, form: Any, submit: str, action: str = "") -> HttpResponse:
    """A page with one form, sent to the address called `action` (itself where ""), and the way back to the account."""
    values = {"title": title, "lead": lead, "form": form, "submit": submit, "action": reverse(action) if action else ""}
    return render(request, "people/account_form.html", values, status=422 if form.errors else 200)


@changing
def sessions(request: HttpRequest) -> HttpResponse:
    """End every other session."""
    if request.method == "POST":
        own.end_others(account=request.user.pk or 0, session=request.session.session_key or "", at=clock.now())
        return back_to_account()
    return redirect("people_account")


@changing
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    if request.method != "POST":
        return render(request, "people/account_codes.html")
    made = own.renew_codes(account=request.user.pk or 0, at=clock.now())
    return render(request, "people/recovery_codes.html", {"codes": made, "username": owner(request).get_username()})


@changing
@passkeys.script_of_ours
def add(request: HttpRequest) -> HttpResponse:
    """One more factor: a passkey, or an app where there is none."""
    who = owner(request)
    kept = request.session.get(APP_SECRET)
    if not kept:
        kept = request.session[APP_SECRET] = get_adapter().encrypt(generate_totp_secret())
    secret = get_adapter().decrypt(kept)
    app = AppForm(request.POST if request.POST.get("do") == "app" else None, secret=secret)
    told = stopped = ""
    try:
        chosen = _chosen(request, app, secret, who)
        if chosen is not None:
            own.add_factor(account=who.pk, factor=chosen, at=clock.now())
            request.session.pop(APP_SECRET, None)
            return back_to_account()
    except ValidationError as error:
        told = " ".join(error.messages)
    except Refused as error:
        stopped = sentence(error)
    values = {**passkey_values(who, told), "stopped": stopped, "passkey_name": request.POST.get("name", "")[: passkeys.NAME_LENGTH]}
    if not profile(request, who).app:
        values |= app_values(who, secret, app)
    return render(request, "people/account_add.html", values, status=422 if told or stopped or app.errors else 200)


def _chosen(request: HttpRequest, app: AppForm, secret: str, who: User) -> App | Passkey | None:
    if request.method != "POST":
        return None
    if request.POST.get("do") == "passkey":
        credential = passkeys.made(request, request.POST.get("credential", ""))
        return passkeys.kept(credential, request.POST.get("name", ""), who.authenticator_set.filter(type="webauthn").count())  # type: ignore[attr-defined]
    return App(secret) if app.is_bound and app.is_valid() else None


@changing
def factor(request: HttpRequest, factor: int) -> HttpResponse:
    """Name or remove a factor."""
    one = next((one for one in profile(request, owner(request)).factors if one.id == factor), None)
    if one is None:
        return _shown(request, sentence(Refused(N_("There is no such factor on your account."))), 404)
    stopped = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "remove":
                own.remove_factor(account=request.user.pk or 0, factor=factor, at=clock.now())
            else:
                own.name_factor(account=request.user.pk or 0, factor=factor, name=request.POST.get("name", ""), at=clock.now())
            return back_to_account()
        except Refused as error:
            stopped = sentence(error)
    return render(request, "people/account_factor.html", {"one": one, "stopped": stopped}, status=422 if stopped else 200)
