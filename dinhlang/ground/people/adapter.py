"""What the sign-in library may do in this house.

Promises: accounts are made by decisions, on the console or by two persons; nobody signs in without a second factor; the second factor's
secret is boxed under the site's secret key, so that a stolen copy of the database signs nobody in. Refuses: sign-up, anything sent by
e-mail, answers in other forms than a page.
"""

import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.people import cards, paths, reads
from dinhlang.ground.people.acts.own import opened
from dinhlang.ground.people.factors import STRONG
from dinhlang.ground.record import clock

NONCE = 12


class ConsoleMadeAccounts(DefaultAccountAdapter):
    """Accounts of officials, made by `dinhlang` commands: no sign-up, no e-mail, no messages beside the page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Please ask the operator."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("The account name or the password is not right."),
        "too_many_login_attempts": _("Too many tries for this account. Please wait five minutes; nothing is lost."),
        "username_password_mismatch": _("The account name or the password is not right."),
        "rate_limited": _("Too many tries for this account. Please wait five minutes; nothing is lost."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account begins with a decision, on the console."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """A page is the only form of answer."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: pages say themselves what happened, and cached pages hold no messages."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: no secret and no reset travels by e-mail."""

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """After a right password: a page that says what to do for an account that is closed or has no second factor; else go on."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and not has_factor(user):
            return locked(request, closed=False)
        return response

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """The session is listed on its owner's page."""
        if request.session.session_key:
            device = reads.browser(request).device
            opened(account=user.pk, session=request.session.session_key, device=device, at=clock.now())
        return super().post_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """The page for a closed account."""
        return locked(request, closed=True)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, or first the choice among several offices."""
        if len(reads.held_here(request, _account(request), clock.today())) == 1:
            return paths.desk()
        return reverse("people_offices")


def _account(request: HttpRequest) -> AbstractBaseUser:
    return User.objects.get(pk=request.user.pk or 0)


def has_factor(user: AbstractBaseUser) -> bool:
    """Whether the account has anything to show beside a password."""
    strong: bool = user.authenticator_set.filter(type__in=STRONG).exists()  # type: ignore[attr-defined]
    return strong or cards.of(user.pk) is not None


def locked(request: HttpRequest, *, closed: bool) -> HttpResponse:
    """The page of an account that may not act, and what its owner does now. The session forgets the half sign-in."""
    request.session.flush()
    return render(request, "people/locked.html", {"closed": closed}, status=403)


def _key(secret: str | bytes) -> bytes:
    return hashlib.sha256(b"dinhlang/second-factor/v1\n" + force_bytes(secret)).digest()


class SecondFactor(DefaultMFAAdapter):
    """Second factors: boxed at rest, with messages in the reader's language."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or was used already. Wait for the next one and type it again."),
        "unreadable": _("The second factor of this account cannot be read any more. Please ask the operator to set it up again."),
    }

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        """Whether a second step is asked for: a paper card is one too."""
        return bool(super().is_mfa_enabled(user, types)) or cards.of(user.pk or 0) is not None

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a passkey knows it: its host alone, under its own name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        """Hex of nonce and box under the site's secret key."""
        nonce = secrets.token_bytes(NONCE)
        return (nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), None)).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """The text of `encrypt`, under the present or an earlier secret key. Raises ValidationError where none opens it."""
        try:
            box = bytes.fromhex(encrypted_text)
        except ValueError:
            box = b""
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return AESGCM(_key(secret)).decrypt(box[:NONCE], box[NONCE:], None).decode()
            except (InvalidTag, ValueError):
                continue
        raise self.validation_error("unreadable")
