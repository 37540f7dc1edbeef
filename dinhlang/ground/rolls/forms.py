"""What is typed about a roll by hand: never more than six fields, no identity number among them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.rolls import identity, policy
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.refusals import sentence
from dinhlang.ground.ui.submit import HallText

LOOK_WORDS = {
    "village-meeting": N_("to prepare a village meeting"),
    "opinion-round": N_("to prepare ballot papers or opinion papers"),
    "support-list": N_("to check a list of households to be supported"),
    "contact": N_("to reach a household"),
    "correction": N_("to correct the list together with the head"),
    "complaint": N_("to answer a complaint about the list"),
    "other": N_("something else (say it below)"),
}
WHY_WORDS = {
    "list": N_("by a whole list"),
    "moved-in": N_("moved in"),
    "new": N_("a new household"),
    "split": N_("split from another household"),
    "moved-out": N_("moved out"),
    "dissolved": N_("the household is no more"),
    "merged": N_("joined another household"),
    "representative": N_("another representative"),
    "stand-in": N_("another stand-in"),
    "address": N_("another address, telephone or cluster"),
    "correction": N_("a mistake is corrected"),
    "joined": N_("comes to this list"),
    "post": N_("another post, department or address"),
    "parted": N_("is no longer on this list"),
}


class PlainText(HallText):
    """Text that holds no identity number."""

    def clean(self, value: Any) -> str:
        """The text; ValidationError where it looks like an identity number."""
        text = super().clean(value) or ""
        try:
            return identity.check_text(text)
        except Refused as error:
            raise forms.ValidationError(sentence(error)) from error


class PhoneText(HallText):
    """A telephone number in any spelling, kept in one."""

    def clean(self, value: Any) -> str:
        """The number; ValidationError where it is none."""
        text = super().clean(value) or ""
        try:
            return identity.phone(text)
        except Refused as error:
            raise forms.ValidationError(sentence(error)) from error


def _choices(words: dict[str, str], names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, _(words[name])) for name in names]


def _offer(form: forms.Form, whys: tuple[str, ...]) -> None:
    """The reasons to choose among; a single one is not asked for."""
    form.fields["why"].choices = _choices(WHY_WORDS, whys)  # type: ignore[attr-defined]
    if len(whys) == 1:
        form.fields["why"].initial = whys[0]
        form.fields["why"].widget = forms.HiddenInput()


class LookForm(CommandForm):
    """Why one looks."""

    reason = forms.ChoiceField(label=gettext_lazy("For what you look"), widget=forms.RadioSelect)
    words = PlainText(label=gettext_lazy("In your own words"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = _choices(LOOK_WORDS, tuple(LOOK_WORDS))  # type: ignore[attr-defined]


NAMES = {policy.HOUSEHOLDS: N_("Representative of the household")}
CLUSTERS = {policy.HOUSEHOLDS: N_("Cluster")}


class LineForm(CommandForm):
    """One row of a list: number, name and the columns that policy/rolls.toml keeps of its kind; the day and reason of the change."""

    number = PlainText(label=gettext_lazy("List number"), max_length=12)
    name = PlainText(label=gettext_lazy("Full name"), max_length=120)
    second = PlainText(label=gettext_lazy("Who stands in"), max_length=120, required=False)
    post = PlainText(label=gettext_lazy("Post"), max_length=80, required=False)
    cluster = PlainText(label=gettext_lazy("Department"), max_length=60, required=False)
    address = PlainText(label=gettext_lazy("Address in words"), max_length=200, required=False)
    phone = PhoneText(label=gettext_lazy("Telephone, if the household wants"), max_length=40, required=False)
    day = DayField(label=gettext_lazy("From which day"))
    why = forms.ChoiceField(label=gettext_lazy("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roll: policy.RollKind, whys: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"second", "post", "cluster", "address", "phone"} - set(roll.columns):
            del self.fields[name]
        for name, words in (("name", NAMES), ("cluster", CLUSTERS)):
            if name in self.fields and roll.id in words:
                self.fields[name].label = _(words[roll.id])
        _offer(self, whys)


class DepartForm(CommandForm):
    """An end on the roll."""

    day = DayField(label=gettext_lazy("First day without it"))
    why = forms.ChoiceField(label=gettext_lazy("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, whys: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, whys)


class FreezeForm(CommandForm):
    """A roll to be frozen."""

    day = DayField(label=gettext_lazy("Who is on the list on this day"))
    purpose = PlainText(label=gettext_lazy("For what: a meeting, a round, an election"), max_length=120)
