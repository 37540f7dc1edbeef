"""The pages on which an account begins: name and start code from the sheet, a password, a second factor, the recovery codes.

Promises: nothing is set before all of it is; tries are counted for each account, never for an address; the recovery codes are shown once.
Refuses: a step before the one it follows, and every code that does not live.
"""

import secrets
from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.actor import Guest
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import acts, cards, passkeys, starts
from dinhlang.ground.people.factors import App, Factor, PaperCard
from dinhlang.ground.people.forms import AppForm, BeginForm, CardForm, NewPasswordForm
from dinhlang.ground.people.models import StartCode
from dinhlang.ground.record import clock
from dinhlang.ground.ui.qr import qr
from dinhlang.ground.ui.refusals import sentence

HELD = "start"  # session: hash of the code shown, then the password's hash and the app's boxed secret
TOO_MANY = N_("Too many tries for this account. Please wait five minutes; nothing is lost.")


def _held(request: HttpRequest) -> tuple[dict[str, str], StartCode] | None:
    """What this browser holds of a beginning, and its code while it lives."""
    kept = request.session.get(HELD)
    if not isinstance(kept, dict):
        return None
    row = starts.live(str(kept.get("digest", "")), clock.now())
    return None if row is None or not row.account.is_active else (kept, row)


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Account name and start code, from the sheet."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            row = _shown(request, form.cleaned_data["username"], form.cleaned_data["code"])
        except Refused as error:
            form.add_error("code" if error.msg == starts.MISTYPED else None, sentence(error))
        else:
            request.session.flush()
            request.session[HELD] = {"digest": row.digest}
            return redirect("people_begin_password")
    return render(request, "people/begin.html", {"form": form}, status=422 if form.errors else 200)


def _shown(request: HttpRequest, name: str, code: str) -> StartCode:
    if not starts.spelled_right(code):
        raise Refused(starts.MISTYPED)
    key = f"start-{starts.folded(name).casefold()}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        raise Refused(TOO_MANY)
    row = starts.find(name, code, clock.now())
    ratelimit.clear(request, action="login_failed", key=key)
    return row


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The password; it is kept with the session until the factor is there too."""
    found = _held(request)
    if found is None:
        return redirect("people_begin")
    kept, row = found
    form = NewPasswordForm(request.POST if request.method == "POST" else None, account=row.account)
    if form.is_bound and form.is_valid():
        secret = get_adapter().encrypt(generate_totp_secret())
        request.session[HELD] = {**kept, "password": make_password(form.cleaned_data["password"]), "secret": secret}
        return redirect("people_begin_factor")
    name = row.account.get_username()
    return render(request, "people/begin_password.html", {"form": form, "username": name}, status=422 if form.errors else 200)


@never_cache
@passkeys.script_of_ours
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """An app or a passkey; with it everything is set, and the recovery codes are shown."""
    found = _held(request)
    if found is None:
        return redirect("people_begin")
    kept, row = found
    if "password" not in kept:
        return redirect("people_begin_password")
    secret = get_adapter().decrypt(kept["secret"])
    app = AppForm(request.POST if request.POST.get("do") == "app" else None, secret=secret)
    card, form = cards.of(row.account_id), None
    if card is not None:
        form = CardForm(request.POST if request.POST.get("do") == "card" else None, account=row.account, asked=card.asked)
    told = stopped = ""
    try:
        chosen = _chosen(request, app, form, secret)
        if chosen is not None:
            return _begun(request, row, kept, chosen)
    except ValidationError as error:
        told = " ".join(error.messages)
    except Refused as error:
        stopped = sentence(error)
    values = {
        **app_values(row.account, secret, app),
        **passkey_values(row.account, told),
        "stopped": stopped,
        "card_form": form,
        "passkey_name": request.POST.get("name", "")[: passkeys.NAME_LENGTH],
    }
    return render(
        request,
        "people/begin_factor.html",
        values,
        status=422 if told or stopped or app.errors or (form is not None and form.errors) else 200,
    )


def _chosen(request: HttpRequest, app: AppForm, card: CardForm | None, secret: str) -> Factor | None:
    if request.method != "POST":
        return None
    if request.POST.get("do") == "passkey":
        credential = passkeys.made(request, request.POST.get("credential", ""))
        return passkeys.kept(credential, request.POST.get("name", ""), 0)
    if card is not None and card.is_bound:
        return PaperCard() if card.is_valid() else None
    return App(secret) if app.is_bound and app.is_valid() else None


def _begun(request: HttpRequest, row: StartCode, kept: dict[str, str], chosen: Factor) -> HttpResponse:
    acts.start(
        by=Guest(secrets.token_hex(8)), at=clock.now(), command_id=uuid4(),
        account=row.account_id, digest=row.digest, password=kept["password"], factor=chosen,
    )  # fmt: skip
    request.session.flush()
    values = {"codes": acts.recovery_codes(row.account_id), "username": row.account.get_username(), "begun": True}
    return render(request, "people/recovery_codes.html", values)


def app_values(account: User, secret: str, form: AppForm) -> dict[str, Any]:
    """What a page needs to add an app: its picture, the secret in groups of four, the form."""
    url = get_adapter().build_totp_url(account, secret)
    return {"app_form": form, "picture": qr(url), "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))}


def passkey_values(account: User, told: str = "") -> dict[str, Any]:
    """What a page needs to add a passkey."""
    return {
        "passkey_way": "make", "passkey_options": passkeys.to_make(account), "passkey_error": told,
        "passkey_button": _("Add a passkey on this device"),
    }  # fmt: skip
