"""What is filled in about reception: by an office, and by whoever signs up."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.ground.follow.assigned import TEXT
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.forms import CommandForm, DayField, HourField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.reception import policy
from dinhlang.works.reception.acts.booking import MATTER as FEW_WORDS
from dinhlang.works.reception.acts.planning import ABOUT, ONLINE, PLACE, REASON
from dinhlang.works.reception.acts.register import ADDRESS, LINE, MATTER, MOST, NAME, PAPER, PAPERS
from dinhlang.works.reception.checks import DEPUTY, HEAD, STAFF

Options = Sequence[tuple[str, str]]


def choose(form: forms.Form, name: str, options: Options) -> None:
    """Give the choice field `name` its options, known only now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
    field.choices = list(options)


def _long(label: Any, most: int, rows: int = 3, **more: Any) -> HallText:
    return HallText(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _number(label: Any, least: int, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=MOST, widget=widget, **more)


class DaysField(forms.CharField):
    """Days, one on each line: as tuple of dates, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The days; ValidationError that names the line which is none."""
        one, found = DayField(), []
        lines = [line.strip() for line in str(super().clean(value)).split("\n") if line.strip()]
        if len(lines) > policy.values().together:
            raise forms.ValidationError(_("At most %(n)d days at once.") % {"n": policy.values().together})
        for line in lines:
            try:
                found.append(one.clean(line))
            except forms.ValidationError as error:
                raise forms.ValidationError(_("“%(line)s” is no day. Write for example 23/11/2026.") % {"line": line[:30]}) from error
        return tuple(dict.fromkeys(found))


class _Hours(CommandForm):
    first = HourField(label=gettext_lazy("From which hour"))
    last = HourField(label=gettext_lazy("Until which hour"))

    def at(self, day: date, name: str) -> datetime:
        """The hour `name` on a day, as an instant."""
        hour = self.cleaned_data[name]
        return datetime.combine(day, hour if isinstance(hour, time) else time(), clock.LOCAL)


class Schedule(_Hours):
    """Days of reception with the same hours, place and office."""

    field_order = ("command_id", "days", "first", "last", "place", "receives", "about", "online", "slots", "minutes", "unplanned")
    days = DaysField(label=gettext_lazy("Days, one on each line"), max_length=600)
    place = HallText(label=gettext_lazy("Place"), max_length=PLACE)
    receives = forms.ChoiceField(
        label=gettext_lazy("Who receives"), widget=forms.RadioSelect, help_text=gettext_lazy("By the office, without a name.")
    )
    about = _long(gettext_lazy("What is dealt with above all"), ABOUT, required=False)
    online = HallText(
        label=gettext_lazy("Address of the online reception"),
        max_length=ONLINE,
        required=False,
        widget=forms.URLInput(),
        help_text=gettext_lazy(
            "Only if these days are held by video too: the https:// address on the system of the Government Inspectorate. Whoever takes "
            "part there signs up there; this house holds no video."
        ),
    )
    slots = _number(
        gettext_lazy("Places that can be signed up for"),
        0,
        initial=0,
        help_text=gettext_lazy("From the first hour on. Leave time for those who come without signing up. 0: nobody signs up."),
    )
    minutes = _number(gettext_lazy("Minutes for each place"), 0, initial=20)
    unplanned = forms.BooleanField(
        label=gettext_lazy("Without timetable (đột xuất)"),
        required=False,
        help_text=gettext_lazy("For a case that could not wait. It can be entered afterwards too, and is then not counted as done."),
    )

    def __init__(self, *args: Any, who: Options, law: str, first: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "receives", who)
        told = _("Day/month/year, for example 23/11/2026. What is entered and hung up today is on time for days from %(day)s on.")
        self.fields["days"].help_text = " ".join(filter(None, (told % {"day": format.short_day(first)}, law)))


class Move(_Hours):
    """Another day, and why."""

    field_order = ("command_id", "day", "first", "last", "reason")
    day = DayField(label=gettext_lazy("New day"))
    reason = _long(gettext_lazy("Why"), REASON, help_text=gettext_lazy("Everybody reads it. Name nobody."))


class Hold(CommandForm):
    """What came of a day."""

    received = forms.ChoiceField(label=gettext_lazy("Who received"), widget=forms.RadioSelect)
    people = _number(gettext_lazy("How many people came"), 0, required=False)
    groups = _number(gettext_lazy("How many groups among them"), 0, required=False)
    reason = _long(
        gettext_lazy("Only if it was not held: why"), REASON, required=False, help_text=gettext_lazy("Everybody reads it. Name nobody.")
    )

    def __init__(self, *args: Any, who: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "received", [*who, ("none", _("It was not held"))])


class SignUp(CommandForm):
    """A place, what it is about, how many come."""

    place = forms.ChoiceField(
        label=gettext_lazy("Which place"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the places.")},
    )
    matter = _long(
        gettext_lazy("What it is about, in a few words"),
        FEW_WORDS,
        help_text=gettext_lazy("So that the papers are at hand. Your name is not asked; say it there."),
    )
    people = _number(gettext_lazy("How many come"), 1, initial=1)
    shared = _number(gettext_lazy("How many people share the matter"), 1, initial=1)

    def __init__(self, *args: Any, places: Options, limits: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "place", places)
        self.fields["shared"].help_text = " ".join(limits)


class Code(forms.Form):
    """The code of a place."""

    code = HallText(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short", "size": "24"}),
        help_text=gettext_lazy("17 signs, as it stands on your page or paper. Small or capital letters, with or without dashes."),
    )


class Enter(CommandForm):
    """A line of the register, as form 03/TCD has it."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    name = HallText(label=gettext_lazy("Name"), max_length=NAME)
    address = HallText(label=gettext_lazy("Address"), max_length=ADDRESS)
    paper = HallText(
        label=gettext_lazy("Identity paper"),
        max_length=PAPER,
        required=False,
        help_text=gettext_lazy("Column 4 of the form; may stay empty."),
    )
    matter = _long(gettext_lazy("What it is about"), MATTER, rows=5)
    asks = _long(gettext_lazy("What is asked for"), LINE, required=False)
    people = _number(gettext_lazy("People with the same matter"), 1, initial=1)
    settled = HallText(label=gettext_lazy("Who settled it before"), max_length=LINE, required=False)
    ours = forms.BooleanField(label=gettext_lazy("Within our competence"), required=False)
    guided = HallText(label=gettext_lazy("Shown to which body, with which paper"), max_length=LINE, required=False)
    competent = HallText(label=gettext_lazy("Passed on to which body, with which paper"), max_length=LINE, required=False)
    papers = _long(
        gettext_lazy("Papers taken, one on each line"),
        PAPERS,
        required=False,
        help_text=gettext_lazy("Name, pages, copy or original: they stand on the slip that the person takes home."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [(one.id, one.text.said) for one in policy.kinds().values()])


class Note(CommandForm):
    """What is added to a line of the register."""

    result = _long(gettext_lazy("What came of it"), LINE, required=False)
    guided = HallText(label=gettext_lazy("Shown to which body, with which paper"), max_length=LINE, required=False)
    competent = HallText(label=gettext_lazy("Passed on to which body, with which paper"), max_length=LINE, required=False)
    settled = HallText(label=gettext_lazy("Who settled it before"), max_length=LINE, required=False)
    remark = HallText(label=gettext_lazy("Remark"), max_length=LINE, required=False)
    national = HallText(
        label=gettext_lazy("Code in the national database"),
        max_length=PAPER,
        required=False,
        help_text=gettext_lazy("As that system gave it, once you entered the case there."),
    )


class Promise(CommandForm):
    """What was promised, who does it, by when."""

    text = _long(gettext_lazy("What was promised"), TEXT, help_text=gettext_lazy("Without the name of who came."))
    office = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due = DayField(label=gettext_lazy("By which day"))

    def __init__(self, *args: Any, offices: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "office", offices)


def who(names: dict[str, str]) -> Options:
    """Those who receive, in their order."""
    return [(one, names[one]) for one in (HEAD, DEPUTY, STAFF)]
