"""Signing in with two factors, choosing an office, signing out.

Promises: a GET changes nothing; a wrong or missing value gives the same page with a sentence. Refuses: every other page of the
sign-in library (sign-up, reset, e-mail), which has no address here.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import cards, outside_pages, passkeys, paths, reads
from dinhlang.ground.people.factors import APP, PASSKEY
from dinhlang.ground.people.forms import AgainForm, CardForm, CodeForm, PasskeyForm, SignInForm
from dinhlang.ground.people.profile import offices_of
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.record import clock


class OwnFrame:
    """The library puts its own `site` into a page; the frame's, from the context processors, is the one to show."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignIn(OwnFrame, LoginView):
    """Account name and password; the second factor follows on its own page."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the name of the outside provider, where the house has one."""
        return {**super().get_context_data(**kwargs), "outside_name": outside_pages.name()}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page; its forms may lead to that provider."""
        response: HttpResponse = outside_pages.may_leave(super().render_to_response(context, **kwargs))
        return response

    def get_authenticated_redirect_url(self) -> str:
        """Who is signed in already goes on; who has no office chosen, or none left, to the page that says so."""
        if self.request.holder is not None:
            return str(super().get_authenticated_redirect_url())
        wanted = paths.next_of(self.request)
        return reverse("people_offices") + (f"?{urlencode({'next': wanted})}" if wanted else "")


def passkey_values(request: HttpRequest, account: User | None, form: PasskeyForm | None, button: str) -> dict[str, Any]:
    """What a page needs to ask for a passkey of `account`, or of whoever has one."""
    told = " ".join(str(one) for one in form.non_field_errors()) if form is not None and form.is_bound else ""
    return {"passkey_way": "use", "passkey_options": passkeys.to_use(account), "passkey_error": told, "passkey_button": button}


def shown_form(request: HttpRequest, account: User, code_form: type[CodeForm] | type[AgainForm]) -> Any:
    """What was sent as a second factor: a passkey, a code of the paper card, or a code of the app or the recovery sheet."""
    card = cards.of(account.pk) if request.POST.get("do") == "card" else None
    if card is not None:
        return CardForm(request.POST, account=account, asked=card.asked)
    if request.POST.get("do") == "passkey":
        return PasskeyForm(request.POST, request=request, account=account)
    return code_form(data=request.POST, user=account)


def ways(request: HttpRequest, account: User, posted: Any) -> dict[str, Any]:
    """The forms by which `account` shows a second factor; `posted` is the one that was sent, if any."""
    have = set(account.authenticator_set.values_list("type", flat=True))  # type: ignore[attr-defined]
    values: dict[str, Any] = {"next": paths.next_of(request), "form": posted if isinstance(posted, CodeForm | AgainForm) else None}
    if have - {PASSKEY}:
        values["form"] = values["form"] or CodeForm(user=account)
    if (card := cards.of(account.pk)) is not None:
        values["card_form"] = posted if isinstance(posted, CardForm) else CardForm(account=account, asked=card.asked)
    if PASSKEY in have:
        asked = posted if isinstance(posted, PasskeyForm) else None
        values |= {**passkey_values(request, account, asked, _("Use a passkey")), "passkey_quiet": APP in have}
    return values


@method_decorator(passkeys.script_of_ours, name="dispatch")
class SecondStep(OwnFrame, AuthenticateView):
    """The second factor: a passkey, the code of the moment, or a recovery code. A form without one is a form with an empty one."""

    template_name = "people/second_step.html"

    def _build_forms(self) -> Any:
        account = self.stage.login.user
        self.posted: Any = None
        if self.request.method == "POST":
            self.posted = shown_form(self.request, account, CodeForm)
        self.auth_form = self.webauthn_form = None
        return self.posted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ways this account has, and what the first step was."""
        account = self.stage.login.user
        outside_name = outside_pages.name() if outside_pages.came_from_outside(self.request, account) else ""
        return {**super().get_context_data(**kwargs), **ways(self.request, account, self.posted), "outside_name": outside_name}

    def form_valid(self, form: Any) -> HttpResponse:
        """The factor was right: from now on it counts as shown for some minutes."""
        response: HttpResponse = super().form_valid(form)
        self.request.session[reads.SHOWN] = int(clock.now().timestamp())
        return response


sign_in = SignIn.as_view()
second_step = SecondStep.as_view()


@never_cache
@passkeys.script_of_ours
@require_http_methods(["GET", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: possession and finger, face or PIN are both factors. Asked by POST, for the question is kept."""
    if request.method == "GET" or request.user.is_authenticated:
        return redirect("account_login")
    form = PasskeyForm(request.POST, request=request, account=None) if "credential" in request.POST else None
    if form is not None and form.is_valid():
        login = Login(user=form.authenticator.user, redirect_url=paths.next_of(request) or None)
        response: HttpResponse = perform_passwordless_login(request, form.authenticator, login)
        if SESSION_KEY in request.session:
            request.session[reads.SHOWN] = int(clock.now().timestamp())
        return response
    values = {**passkey_values(request, None, form, _("Use a passkey")), "next": paths.next_of(request)}
    return render(request, "people/passkey.html", values, status=422 if form is not None else 200)


@never_cache
@passkeys.script_of_ours
@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """The second factor shown once more, before what decides about rights; then on to where the person wanted to go."""
    account = request.user
    if not account.is_authenticated or not reads.two_factors(request, account):
        return redirect("account_login")
    posted: Any = None
    if request.method == "POST":
        posted = shown_form(request, account, AgainForm)
        if posted.is_valid():
            if isinstance(posted, CardForm):
                posted.record()
            else:
                post_authentication(request, posted.authenticator, reauthenticated=True)
            request.session[reads.SHOWN] = int(clock.now().timestamp())
            return redirect(paths.next_of(request) or paths.desk())
    values = ways(request, account, posted)
    return render(request, "people/step_up.html", values, status=422 if posted is not None else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of an official or a resident: asked by GET, done by POST."""
    if request.method == "POST":
        logout(request)
        return redirect(paths.home())
    return render(request, "people/sign_out.html")


@never_cache
@require_http_methods(["GET", "POST"])
def offices(request: Asking) -> HttpResponse:
    """Choose, among several offices, the one to act in; say so where none runs today."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    held = reads.held_here(request, request.user, clock.today()) if reads.two_factors(request, request.user) else ()
    wanted = paths.next_of(request)
    if request.method == "POST":
        chosen = next((one for one in held if str(one.mandate) == request.POST.get("mandate")), None)
        if chosen is not None:
            request.session[reads.CHOSEN] = chosen.mandate
            return redirect(wanted or paths.desk())
    places = bodies.places([one.body for one in held], clock.today())
    choices = [(one, places[one.body].name) for one in held]
    ended = [] if choices else [one for one in offices_of(request.user.pk) if one.over]
    return render(request, "people/offices.html", {"choices": choices, "chosen": request.holder, "next": wanted, "ended": ended})
