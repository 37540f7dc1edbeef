"""What a chair fills in to draw up the commune's regulation: four typed fields; everything else is chosen, and only what adds is offered.

Promises: no choice could loosen the law; the act checks again. Fields of a rule are named `kind:rule` or `hold:rule:channel`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import DueKind, Duty, Form, Layer, Matter, Mode, Rulebook, Shorter, Text, Unit
from dinhlang.ground.duties import present
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.files.secrecy import secrecy_mark
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.regulations import reads

LONGER = (3, 4, 6, 12)  # halves: one and a half, two, three and six times as long as the law wants it up
MOST_MATTERS = 40


class OpenText(HallText):
    """Text for the public: refused where it bears a mark of secrecy."""

    def clean(self, value: Any) -> str:
        """The cleaned text; ValidationError for a stamped mark of secrecy."""
        text = super().clean(value)
        mark = secrecy_mark(text)
        if mark is not None and mark.refuses:
            raise forms.ValidationError(_("This bears a mark of secrecy. Secret documents are neither registered nor disclosed here."))
        return str(text)


class Draft(CommandForm):
    """The regulation: number, date, first day, and what it adds to each rule, and as matters of its own."""

    number = OpenText(label=_("Number and sign"), max_length=60, help_text=_("As printed, for example 112/QĐ-UBND."))
    dated = DayField(label=_("Date of the document"))
    from_day = DayField(label=_("First day in force"))
    matters = OpenText(
        label=_("Further matters that the commune discloses"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("One a line: what is disclosed; within how many working days. For example: Stalls let at the market; 5"),
    )
    matter_forms = forms.MultipleChoiceField(
        label=_("In which forms these are disclosed"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, book: Rulebook, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules: Sequence[Duty] = reads.changeable(book, day)
        channels = [(channel, present.said(book.channels[channel])) for channel in reads.forms_of(book, day)]
        field = self.fields["matter_forms"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (a field of this form)
        field.choices = channels
        for duty in self.rules:
            self._shorter(duty)
            self._forms(duty, channels)
            self._holds(duty)

    def _shorter(self, duty: Duty) -> None:
        if duty.due.kind is DueKind.AFTER and duty.due.n > 1:
            options: list[tuple[str, Any]] = [("", _("as the law says"))]
            options += [(str(n), ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in range(duty.due.n - 1, 0, -1)]
            self.fields[f"shorter:{duty.id}"] = forms.ChoiceField(label=_("A shorter term"), choices=options, required=False)

    def _forms(self, duty: Duty, channels: Sequence[tuple[str, str]]) -> None:
        new = [(channel, word) for channel, word in channels if (part := duty.part(channel)) is None or not part.required]
        if new:
            self.fields[f"form:{duty.id}"] = forms.MultipleChoiceField(
                label=_("Further forms"), choices=new, widget=forms.CheckboxSelectMultiple, required=False
            )

    def _holds(self, duty: Duty) -> None:
        for part in duty.parts:
            if part.hold is not None and part.mode is not Mode.CELL:
                days = sorted({part.hold * half // 2 for half in LONGER})
                options: list[tuple[str, Any]] = [("", _("as the law says"))]
                options += [(str(n), ngettext("%(n)d unbroken day", "%(n)d unbroken days", n) % {"n": n}) for n in days]
                label = _("Up longer: %(form)s") % {"form": present.said(part.text)}
                self.fields[f"hold:{duty.id}:{part.channel}"] = forms.ChoiceField(label=label, choices=options, required=False)

    def of(self, duty: Duty) -> tuple[forms.BoundField, ...]:
        """The fields of a rule."""
        return tuple(self[name] for name in self.fields if name.split(":")[1:2] == [duty.id])

    @property
    def own(self) -> tuple[forms.BoundField, ...]:
        """The fields that belong to no rule."""
        return tuple(self[name] for name in ("number", "dated", "from_day"))

    def clean_number(self) -> str:
        """The number, which is cited and so has no spaces; ValidationError otherwise."""
        number = str(self.cleaned_data["number"]).strip()
        if not number or any(sign.isspace() or sign == ";" for sign in number):
            raise forms.ValidationError(_("Write the number and sign without spaces, for example 12/QĐ-UBND."))
        return number

    def clean_matters(self) -> tuple[tuple[str, int], ...]:
        """What and within how many working days; ValidationError names the line that cannot be read."""
        found: list[tuple[str, int]] = []
        names: set[str] = set()
        for n, raw in enumerate(filter(str.strip, self.cleaned_data["matters"].split("\n")), 1):
            text, _sign, days = (cell.strip() for cell in raw.rpartition(";"))
            try:
                name = slug(text)
            except Refused:
                name = ""
            if not name or not days.isdecimal() or len(days) > 3 or int(days) < 1:
                raise forms.ValidationError(
                    _("Line %(n)d is not: what is disclosed; number of working days. It says: %(raw)s"), params={"n": n, "raw": raw[:80]}
                )
            if name in names:
                raise forms.ValidationError(_("Line %(n)d says the same as one before it."), params={"n": n})
            names.add(name)
            found.append((text, int(days)))
        if len(found) > MOST_MATTERS:
            raise forms.ValidationError(_("At most %(most)d further matters fit into one regulation here."), params={"most": MOST_MATTERS})
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """What goes together: matters need a form."""
        data = super().clean() or self.cleaned_data
        if data.get("matters") and not data.get("matter_forms"):
            self.add_error("matter_forms", _("Choose at least one form in which the further matters are disclosed."))
        return data

    def layer(self, commune: str) -> Layer:
        """The regulation that was filled in, of a valid form."""
        data = self.cleaned_data
        return Layer(
            commune=commune,
            number=data["number"],
            dated=data["dated"],
            in_force_from=data["from_day"],
            in_force_to=None,
            shorter=tuple(Shorter(duty.id, int(data[f"shorter:{duty.id}"])) for duty in self.rules if data.get(f"shorter:{duty.id}")),
            forms=tuple(form for duty in self.rules for form in self._added(duty)),
            matters=tuple(
                Matter(name, Text(text, text), days, Unit.WORKING_DAY, tuple(Form(f"local-{name}", each) for each in data["matter_forms"]))
                for text, days in data["matters"]
                for name in (slug(text),)
            ),
        )

    def _added(self, duty: Duty) -> Iterator[Form]:
        for channel in self.cleaned_data.get(f"form:{duty.id}", ()):
            yield Form(duty.id, channel)
        for part in duty.parts:
            hold = self.cleaned_data.get(f"hold:{duty.id}:{part.channel}")
            if hold:
                yield Form(duty.id, part.channel, int(hold))
