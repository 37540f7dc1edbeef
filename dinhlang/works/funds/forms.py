"""What is filled in about a fund book: never more than six typed fields."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.ledger import clean_text
from dinhlang.ground.rolls.reads import Seat
from dinhlang.ground.ui import format
from dinhlang.ground.ui.forms import CommandForm, DayField, PapersField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.funds import policy
from dinhlang.works.funds.checks import Payment
from dinhlang.works.funds.sizes import NAME, NUMBER, PAYEE, WHAT, WHY

_GROUPED = re.compile(r"\d+|\d{1,3}(?:([.,  ])\d{3})(?:\1\d{3})*")
_UNIT = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\s*$", re.IGNORECASE)
NOT_MONEY = gettext_lazy("Write whole đồng in figures, for example 250.000.")
ONLY_PHOTOS = gettext_lazy("JPEG or PNG, at most 20 MB each. Cover names and telephone numbers of private persons.")


def dong(text: str) -> int | None:
    """An amount as it is written: "250000", "250.000", "250 000 đ"; None for anything else."""
    said = _UNIT.sub("", clean_text(text)).strip()
    return int(re.sub(r"\D", "", said)) if _GROUPED.fullmatch(said) else None


class MoneyField(forms.CharField):
    """An amount in whole đồng, as it is written in a book."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "size": "16", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **{"help_text": NOT_MONEY, **kwargs})

    def clean(self, value: Any) -> Any:
        """The amount as a number; None where nothing was written and nothing is asked."""
        said = super().clean(value)
        if not said:
            return None
        found = dong(said)
        if found is None:
            raise forms.ValidationError(NOT_MONEY)
        return found


def _choose(form: forms.Form, name: str, *, income: bool, without: str = "") -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (its own field)
    field.choices = [("", _("(choose)")), *((one.id, one.said) for one in policy.purposes(income=income).values() if one.id != without)]


class Open(CommandForm):
    """A new book: its name, its year, the decision that allowed the collection."""

    title = HallText(
        label=gettext_lazy("Name of the fund"),
        max_length=NAME,
        help_text=gettext_lazy("As people call it, for example: Fund for the lamps."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Of which year"), required=False, min_value=1, max_value=9999,
        help_text=gettext_lazy("Left empty: a book of several years."),
    )  # fmt: skip
    collects = forms.BooleanField(
        label=gettext_lazy("Households pay into it"), required=False, initial=True,
        help_text=gettext_lazy("Only after the people agreed to what for and how much."),
    )  # fmt: skip
    matter = forms.ChoiceField(label=gettext_lazy("Which decision of the people allowed it"), required=False)
    number = HallText(
        label=gettext_lazy("Or the number of its paper"), required=False, max_length=NUMBER,
        help_text=gettext_lazy("Where it was decided before this site was used."),
    )  # fmt: skip
    dated = DayField(label=gettext_lazy("Date of the paper"), required=False)

    def __init__(self, *args: Any, decisions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (its own field)
        field.choices = [("", _("None of those here")), *decisions]
        if not decisions:
            del self.fields["matter"]


class Receive(CommandForm):
    """Income in one sum."""

    purpose = forms.ChoiceField(label=gettext_lazy("Under which heading"))
    amount = MoneyField(label=gettext_lazy("Amount, in đồng"))
    day = DayField(label=gettext_lazy("Day it came in"))
    what = HallText(
        label=gettext_lazy("Where it came from"), max_length=WHAT,
        help_text=gettext_lazy("Everybody reads this: write no private person's name."),
    )  # fmt: skip
    receipts = PapersField(
        label=gettext_lazy("Photographs of the receipt"), required=False, accept="image/jpeg,image/png", hint=ONLY_PHOTOS
    )

    def __init__(self, *args: Any, collects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "purpose", income=True, without="" if collects else policy.values().household)


class Spend(CommandForm):
    """What was spent, with its receipts."""

    purpose = forms.ChoiceField(label=gettext_lazy("Under which heading"))
    what = HallText(
        label=gettext_lazy("What for"), max_length=WHAT, help_text=gettext_lazy("In plain words, for example: 14 lamps and cable.")
    )
    payee = HallText(
        label=gettext_lazy("To whom"), max_length=PAYEE,
        help_text=gettext_lazy("Name the shop, works or body. For a private person write the work, for example: the mason; not the name."),
    )  # fmt: skip
    amount = MoneyField(label=gettext_lazy("Amount, in đồng"))
    day = DayField(label=gettext_lazy("Day it was paid"))
    receipts = PapersField(
        label=gettext_lazy("Photographs of the receipt"), required=False, accept="image/jpeg,image/png", hint=ONLY_PHOTOS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "purpose", income=False)


class Collect(CommandForm):
    """Which households paid: those who paid the same amount are ticked, others are written with theirs."""

    day = DayField(label=gettext_lazy("Day they paid"))
    each = MoneyField(label=gettext_lazy("What each of those ticked paid"), required=False)
    keys = forms.MultipleChoiceField(label=gettext_lazy("Households that paid it"), required=False, widget=forms.CheckboxSelectMultiple)
    others = HallText(
        label=gettext_lazy("Households that paid another amount"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line: its number on the list, a space, the amount. For example: 12 100.000"),
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Sequence[Seat], paid: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (its own field)
        field.choices = [(one.key, self._label(one, paid.get(one.key, 0))) for one in seats]
        self.numbers = {one.number: one.key for one in seats}

    @staticmethod
    def _label(one: Seat, amount: int) -> str:
        return f"{one.number}. {one.name}" + (" – " + _("paid %(amount)s before") % {"amount": format.money(amount)} if amount else "")

    def clean_others(self) -> tuple[Payment, ...]:
        """The payments written by hand; a mistake names its line."""
        found = []
        for line in filter(None, (text.strip() for text in str(self.cleaned_data["others"]).split("\n"))):
            number, _space, rest = line.partition(" ")
            amount = dong(rest)
            if number not in self.numbers or amount is None:
                raise forms.ValidationError(
                    _("“%(line)s” is no list number with an amount. Write for example: 12 100.000") % {"line": line[:60]}
                )
            found.append(Payment(self.numbers[number], amount))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """An amount is written where households are ticked."""
        data = super().clean() or self.cleaned_data
        if data.get("keys") and data.get("each") is None and "each" not in self.errors:
            self.add_error("each", _("Write what each of the households ticked paid."))
        return data

    def payments(self) -> tuple[Payment, ...]:
        """All payments."""
        data = self.cleaned_data
        return (*(Payment(key, int(data["each"])) for key in data["keys"]), *data["others"])


class Reason(CommandForm):
    """Why a line is reversed."""

    reason = HallText(label=gettext_lazy("Why"), max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}))


class Close(CommandForm):
    """Until which day the book is closed."""

    until = DayField(label=gettext_lazy("Closed until the end of"))


class Confirm(CommandForm):
    """Nothing to fill in: a button."""
