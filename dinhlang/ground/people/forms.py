"""The forms of sign-in and of an account's beginning, in the words of this house."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.people import passkeys
from dinhlang.ground.people.acts.cards import use_card
from dinhlang.ground.people.factors import CARD
from dinhlang.ground.people.names import account_name
from dinhlang.ground.ui.submit import HallText

# The framework's own sentences come half in English.
TOO_WEAK = {
    "password_too_short": _("The password is too short: at least twelve signs."),
    "password_too_common": _("This password is on the lists that everybody tries first."),
    "password_too_similar": _("The password is too much like the account's name."),
}


class SignInForm(LoginForm):
    """Account name and password. Labels, no placeholders; no "remember me": an office's session ends with the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Account name or telephone")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})

    def clean_login(self) -> str:
        """The account's name, also where a telephone number was typed."""
        return account_name(str(super().clean_login()))


class _InOurWords(BaseAuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from the app on your phone, or one of the recovery codes on your paper.")
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autofocus": True})


class CodeForm(_InOurWords, AuthenticateForm):
    """The six digits of the moment, or one of the recovery codes on paper, at sign-in."""


class AgainForm(_InOurWords, ReauthenticateForm):
    """The same, in a session that is open already."""


class PasskeyForm(forms.Form):
    """A browser's answer to the question for a passkey: of `account`, or, where that is None, of whoever it belongs to."""

    credential = forms.CharField(required=False, strip=False)

    def __init__(self, *args: Any, request: HttpRequest, account: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.account = request, account

    def clean(self) -> dict[str, Any]:
        """The passkey itself, as `authenticator`."""
        data = super().clean() or {}
        self.authenticator = passkeys.used(self.request, self.account, data.get("credential", ""))
        return data

    def save(self) -> None:
        """It counts as shown in this session."""
        post_authentication(self.request, self.authenticator)


class BeginForm(forms.Form):
    """What stands on the sheet."""

    username = HallText(label=_("Account name"), max_length=150)
    code = HallText(
        label=_("Start code"), max_length=60, help_text=_("Fifteen signs in three groups; capitals and dashes make no difference.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"})
        self.fields["code"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"})


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least twelve signs. Four or five words that have nothing to do with each other are easy to keep and hard to guess."
        ),
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """The password, if it is hard enough to guess."""
        password = str(self.cleaned_data["password"])
        if "\0" in password:
            raise forms.ValidationError(_("This holds a sign that nobody types."))
        try:
            validate_password(password, self.account)
        except forms.ValidationError as error:
            raise forms.ValidationError([TOO_WEAK.get(str(one.code), str(one.message)) for one in error.error_list]) from error
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("The two are not the same."))
        return data


class AppForm(forms.Form):
    """The first code that the app shows."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """The code, if the app on the phone has this secret."""
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                _("This is not the code that belongs to this picture. Wait for the next one; the phone must set its time by itself.")
            )
        return code


class ChangePasswordForm(NewPasswordForm):
    """Another password; the present one is asked for where `asks`, which is unless a passkey was shown in this session."""

    present = forms.CharField(
        label=_("Present password"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["present", "password", "again"]

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["present"]

    def clean_present(self) -> str:
        """The present password. Tries are counted as those of signing in."""
        given = str(self.cleaned_data["present"])
        key = f"password-{self.account.pk}"
        if not ratelimit.consume(context.request, action="login_failed", key=key):
            raise forms.ValidationError(_("Too many tries for this account. Please wait five minutes; nothing is lost."))
        if not self.account.check_password(given):
            raise forms.ValidationError(_("The password is not right."))
        ratelimit.clear(context.request, action="login_failed", key=key)
        return given


class PhoneForm(forms.Form):
    """A telephone number, however it is spelled."""

    phone = HallText(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        help_text=_("For example 0912 345 678. Leave it empty to remove it."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class EmailForm(forms.Form):
    """An e-mail address."""

    email = HallText(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("For example lan.nguyen@example.vn. Leave it empty to remove it."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )


class CardForm(forms.Form):
    """The code that stands beside the asked number on the paper card."""

    card = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}))

    def __init__(self, *args: Any, account: User, asked: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["card"].label = _("Code number %(n)d of your card") % {"n": asked}
        self.fields["card"].help_text = _("Eight digits. Each code works once; cross it out when you have used it.")

    def clean_card(self) -> str:
        """The code, if it is the one asked for. Tries are counted with those of every other second factor of the account."""
        forgive = check_rate_limit(self.account)
        if not use_card(self.account.pk, str(self.cleaned_data["card"])):
            raise forms.ValidationError(
                _("This is not the code with that number on your newest card. Compare the number, then the digits.")
            )
        forgive()
        return ""

    def record(self) -> None:
        """It counts as shown in this session."""
        record_authentication(context.request, self.account, "mfa", type=CARD)

    save = record  # the name that the sign-in library calls
