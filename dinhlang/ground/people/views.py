"""Signing in with two factors, choosing an office, signing out.

Promises: a GET changes nothing; a wrong or missing value gives the same page with a sentence. Refuses: every other page of the
sign-in library (sign-up, reset, e-mail), which has no address here.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LoginView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import paths, reads
from dinhlang.ground.people.forms import AgainForm, CodeForm, SignInForm
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.record import clock


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of this site, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


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

    def get_authenticated_redirect_url(self) -> str:
        """Who is signed in already goes on; who has no office chosen, or none left, to the page that says so."""
        if self.request.holder is not None:
            return str(super().get_authenticated_redirect_url())
        wanted = next_of(self.request)
        return reverse("people_offices") + (f"?{urlencode({'next': wanted})}" if wanted else "")


class SecondStep(OwnFrame, AuthenticateView):
    """The code of the second factor. A form without one is a form with an empty one."""

    form_class = CodeForm
    template_name = "people/second_step.html"

    def _build_forms(self) -> Any:
        posted = self.request.method == "POST"
        self.webauthn_form = None
        self.auth_form = self.get_form_class()(user=self.stage.login.user, data=self.request.POST if posted else None)
        return self.auth_form if posted else None

    def form_valid(self, form: Any) -> HttpResponse:
        """The factor was right: from now on it counts as shown for some minutes."""
        response: HttpResponse = super().form_valid(form)
        self.request.session[reads.SHOWN] = int(clock.now().timestamp())
        return response


sign_in = SignIn.as_view()
second_step = SecondStep.as_view()


@never_cache
@require_http_methods(["GET", "POST"])
def step_up(request: Asking) -> HttpResponse:
    """The second factor shown once more, before what decides about rights; then on to where the person wanted to go."""
    if request.holder is None:
        return redirect("account_login")
    form = AgainForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        post_authentication(request, form.authenticator, reauthenticated=True)
        request.session[reads.SHOWN] = int(clock.now().timestamp())
        return redirect(next_of(request) or paths.desk())
    status = 422 if form.errors else 200
    return render(request, "people/step_up.html", {"form": form, "next": next_of(request)}, status=status)


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
    held = reads.held(request.user.pk, clock.today()) if reads.two_factors(request, request.user) else ()
    wanted = next_of(request)
    if request.method == "POST":
        chosen = next((one for one in held if str(one.mandate) == request.POST.get("mandate")), None)
        if chosen is not None:
            request.session[reads.CHOSEN] = chosen.mandate
            return redirect(wanted or paths.desk())
    places = bodies.places([one.body for one in held], clock.today())
    choices = [(one, places[one.body].name) for one in held]
    return render(request, "people/offices.html", {"choices": choices, "chosen": request.holder, "next": wanted})
