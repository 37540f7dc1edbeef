"""What is filled in about an offline kit."""

from django import forms
from django.utils.translation import gettext_lazy

from dinhlang.ground.kit import policy
from dinhlang.ground.ui.forms import CommandForm, PaperField
from dinhlang.ground.ui.submit import HallText

YES, NO = "yes", "no"


class Open(CommandForm):
    """The telephone."""

    device = HallText(
        label=gettext_lazy("What the phone is called"), max_length=policy.values().device_signs,
        help_text=gettext_lazy("So that the right one is revoked when it is lost: “Tư's Samsung”."),
    )  # fmt: skip


class Revoke(CommandForm):
    """Why."""

    reason = HallText(
        label=gettext_lazy("Why"), max_length=policy.values().reason_signs, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: the phone was lost on the way home."),
    )  # fmt: skip


class Decide(CommandForm):
    """Whether it counts, and why."""

    accept = forms.ChoiceField(
        label=gettext_lazy("Does it count?"), widget=forms.RadioSelect,
        choices=[(YES, gettext_lazy("Yes, take it in")), (NO, gettext_lazy("No, it is kept as a file"))],
    )  # fmt: skip
    reason = HallText(label=gettext_lazy("Why"), max_length=policy.values().reason_signs, widget=forms.Textarea(attrs={"rows": 3}))


class File(CommandForm):
    """A file that the kit saved, and the passphrase that opens it: used once and kept nowhere."""

    file = PaperField(
        accept="application/json,.json",
        hint=gettext_lazy("The file that the kit saved on the phone."),
        label=gettext_lazy("The kit's file"),
    )
    password = forms.CharField(
        label=gettext_lazy("Passphrase of the file"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}), max_length=200,
        strip=False,
        help_text=gettext_lazy("The one that was set when the file was saved on the phone."),
    )  # fmt: skip
