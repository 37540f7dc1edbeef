"""The forms of sign-in and of an account's beginning, in the words of this house."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.people import passkeys
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
        self.fields["login"].label = _("Account name")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


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
