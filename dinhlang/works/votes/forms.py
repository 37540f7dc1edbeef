"""What an office fills in about a matter: never more than six typed fields, but for the sittings of a village that meets by cluster."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import clock
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.votes import policy
from dinhlang.works.votes.acts import NAME, NUMBER, TEXT, TITLE, WHY, Person

MEETING, SECRET, PAPER = "meeting", "secret", "paper"
END_OF_DAY = time(23, 59)


def choose(form: forms.Form, name: str, options: Sequence[tuple[str, str]]) -> None:
    """Give the choice field `name` its options, known only now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
    field.choices = list(options)


class HourField(forms.TimeField):
    """An hour typed as people write it: 19:30, 19h30, 19h."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("For example 19:30."))
        kwargs.setdefault("widget", forms.TimeInput(attrs={"class": "short", "size": "6", "autocomplete": "off"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M"], **kwargs)


class Propose(CommandForm):
    """A matter: which of the law, in one line, in full, who stands."""

    rule = forms.ChoiceField(label=gettext_lazy("Which matter of the law it is"))
    title = HallText(label=gettext_lazy("What is to be decided, in one line"), max_length=TITLE)
    text = HallText(
        label=gettext_lazy("What people are asked to agree to"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("In plain words: what is done, where, what each household gives, when."),
    )  # fmt: skip
    choices = HallText(
        label=gettext_lazy("Who stands for election, one on each line"), required=False, max_length=NAME * 40,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("Only where somebody is elected."),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=gettext_lazy("How many are elected"), required=False, min_value=1, max_value=40, help_text=gettext_lazy("Left empty: one.")
    )

    def __init__(self, *args: Any, rules: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "rule", rules)
        if not any(policy.sorts(clock.today())[id].elects for id, _text in rules):
            del self.fields["choices"], self.fields["seats"]

    def clean_choices(self) -> tuple[str, ...]:
        """The names, one for each line that says something."""
        return tuple(line.strip() for line in str(self.cleaned_data["choices"]).split("\n") if line.strip())

    def clean_seats(self) -> int:
        """One where nothing was said."""
        return int(self.cleaned_data["seats"] or 1)


class Reason(CommandForm):
    """Why."""

    reason = HallText(label=gettext_lazy("Why"), max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}))


class Confirm(CommandForm):
    """Nothing to fill in: a button."""


class CallMeeting(CommandForm):
    """A meeting, or one for each cluster; by hands or by secret ballot."""

    way = forms.ChoiceField(label=gettext_lazy("How people vote"), widget=forms.RadioSelect)
    scattered = forms.BooleanField(
        label=gettext_lazy("The houses lie scattered"), required=False,
        help_text=gettext_lazy("Then a smaller village too may meet by cluster (Law 10/2022/QH15 Art. 18(3))."),
    )  # fmt: skip

    def __init__(self, *args: Any, clusters: Sequence[str] = ("",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "way", [(MEETING, _("By show of hands")), (SECRET, _("By secret ballot"))])
        self.clusters = tuple(clusters)
        if self.clusters == ("",):
            del self.fields["scattered"]
        for n, name in enumerate(self.clusters):
            of = f" – {name}" if name else ""
            self.fields[f"day-{n}"] = DayField(label=_("Day") + of)
            self.fields[f"hour-{n}"] = HourField(label=_("Hour") + of)
            self.fields[f"place-{n}"] = HallText(label=pgettext("meeting", "Where") + of, max_length=NAME)
            self.fields[f"chair-{n}"] = HallText(label=_("Who chairs") + of, max_length=NAME, required=False)

    def planned(self) -> tuple[Planned, ...]:
        """The sittings."""
        data = self.cleaned_data
        return tuple(
            Planned(data[f"place-{n}"], _instant(data[f"day-{n}"], data[f"hour-{n}"]), name, data[f"chair-{n}"])
            for n, name in enumerate(self.clusters)
        )


class CallPapers(CommandForm):
    """Ballot papers: from which day, until which day, where they are counted."""

    first = DayField(label=gettext_lazy("Papers go out on"))
    last = DayField(label=gettext_lazy("Papers are collected until"))
    place = HallText(label=gettext_lazy("Where they are counted"), max_length=NAME)

    def span(self) -> tuple[datetime, datetime]:
        """From the first hour of the first day to the end of the last."""
        return _instant(self.cleaned_data["first"], time(0)), _instant(self.cleaned_data["last"], END_OF_DAY)


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.LOCAL)


class CallOnline(CommandForm):
    """An online round: from which day and hour until which."""

    first = DayField(label=gettext_lazy("Answers are taken from"))
    last = DayField(label=gettext_lazy("Answers are taken until"))
    hour = HourField(label=gettext_lazy("Until which hour of that day"))

    def span(self) -> tuple[datetime, datetime]:
        """From the first hour of the first day to the hour of the last."""
        return _instant(self.cleaned_data["first"], time(0)), _instant(self.cleaned_data["last"], self.cleaned_data["hour"])


class Answer(CommandForm):
    """What a household answers, and whether somebody helped it."""

    choice = forms.TypedChoiceField(label=gettext_lazy("Your household's answer"), widget=forms.RadioSelect, coerce=int)
    assisted = forms.BooleanField(label=gettext_lazy("Somebody outside the household helps us with the telephone"), required=False)

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "choice", [(str(n), name) for n, name in enumerate(choices)])


class Tick(CommandForm):
    """Who of a sitting takes part. `shown` are those who were ticked when the page was drawn: only they can be taken off by it."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Households that take part"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Tick whoever is there, or gave the paper back. It can be sent as often as needed."),
    )  # fmt: skip

    def __init__(self, *args: Any, households: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (its own field)
        field.choices = list(households)


class Count(CommandForm):
    """What was counted in a sitting: six numbers are enough."""

    took_part = forms.IntegerField(min_value=0, max_value=100_000)

    def __init__(self, *args: Any, choices: Sequence[str], papers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["took_part"].label = _("Papers that came back") if papers else _("Households that are there")
        for n, name in enumerate(choices):
            self.fields[f"votes-{n}"] = forms.IntegerField(label=name, min_value=0, max_value=100_000)
        self.fields["spoilt"] = forms.IntegerField(
            label=_("Papers that do not count"), min_value=0, max_value=100_000, required=False, help_text=_("Left empty: none.")
        )
        self.choices = len(choices)

    def votes(self) -> tuple[int, ...]:
        """By choice."""
        return tuple(int(self.cleaned_data[f"votes-{n}"]) for n in range(self.choices))


class NotUs(CommandForm):
    """A household by its list number."""

    number = HallText(label=gettext_lazy("List number of the household"), max_length=12)


class Paper(CommandForm):
    """A paper with its number and day."""

    number = HallText(label=gettext_lazy("Number and sign"), max_length=NUMBER)
    dated = DayField(label=gettext_lazy("Date of the paper"))


class Issue(Paper):
    """The signed decision: under which of the four names."""

    paper = forms.ChoiceField(label=gettext_lazy("Its name"))
    effective = DayField(label=gettext_lazy("Binds from"), required=False)
    signers = HallText(
        label=gettext_lazy("Who signed, one on each line"), required=False, max_length=NAME * 10, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As it stands on the paper."),
    )  # fmt: skip
    scan = PaperField(label=gettext_lazy("The signed paper (scan or photograph)"), required=False)
    field_order = ("paper", "number", "dated", "effective", "signers", "scan")

    def __init__(self, *args: Any, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "paper", [(one.id, one.said) for one in policy.papers(clock.today()).values()])
        if not whole:
            del self.fields["effective"]


class Recognise(Paper):
    """A decision that recognises."""

    scan = PaperField(label=gettext_lazy("The decision (scan)"), required=False)


class Refuse(Paper):
    """A written answer that does not recognise, with the reason."""

    reason = HallText(label=gettext_lazy("Why"), max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}))
    scan = PaperField(label=gettext_lazy("The signed paper (scan or photograph)"), required=False)


class Annul(Refuse):
    """An annulment, on a ground of the law."""

    ground = forms.ChoiceField(label=gettext_lazy("On which ground"))
    field_order = ("ground", "reason", "number", "dated")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["scan"]
        choose(self, "ground", [(one.id, one.said) for one in policy.annulments(clock.today()).values()])


class Team(CommandForm):
    """Who is of a team or counting board, and the day of the plan for ballot papers."""

    people = HallText(
        label=gettext_lazy("Members, one on each line: name, then a comma, then whom they stand for"), max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The first leads it. For example: Nông Văn A, the Front's work board"),
    )  # fmt: skip
    plan = DayField(label=gettext_lazy("Date of the plan for ballot papers"), required=False)

    def __init__(self, *args: Any, papers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not papers:
            del self.fields["plan"]

    def clean_people(self) -> tuple[Person, ...]:
        """One for each line that says something."""
        lines = (line.partition(",") for line in str(self.cleaned_data["people"]).split("\n") if line.strip())
        return tuple(Person(name.strip(), rest.strip()) for name, _comma, rest in lines)


class Numbers(CommandForm):
    """Two households by their list numbers."""

    first = HallText(label=gettext_lazy("List number of the first household"), max_length=12)
    second = HallText(label=gettext_lazy("List number of the second household"), max_length=12)


class FollowUp(Paper):
    """What the commune decided after a vote, by its paper; until when, where it lasts for a time."""

    until = DayField(label=gettext_lazy("Until which day at most"))

    def __init__(self, *args: Any, lasts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lasts:
            del self.fields["until"]


class Names(CommandForm):
    """Who stands now, and for how many places."""

    choices = HallText(
        label=gettext_lazy("Who stands for election, one on each line"), max_length=NAME * 40, widget=forms.Textarea(attrs={"rows": 4})
    )
    seats = forms.IntegerField(label=gettext_lazy("How many are elected"), min_value=1, max_value=40, initial=1)

    def clean_choices(self) -> tuple[str, ...]:
        """The names, one for each line that says something."""
        return tuple(line.strip() for line in str(self.cleaned_data["choices"]).split("\n") if line.strip())


class Order(CommandForm):
    """The way in which all villages are asked."""

    way = forms.ChoiceField(label=gettext_lazy("How the villages vote"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "way", [(MEETING, _("Each village holds a meeting")), (PAPER, _("Ballot papers to every household"))])
