"""What an office fills in about a meeting."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dinhlang.ground.follow.assigned import TEXT
from dinhlang.ground.record import clock
from dinhlang.ground.ui.forms import CommandForm, DayField, HourField, PapersField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.meetings import policy
from dinhlang.works.meetings.acts import ANSWER, ITEM, MOTION, OWNER, PLACE, QUESTION, REASON, REQUEST, TITLE
from dinhlang.works.meetings.checks import Counted

LINES = 20  # lines of a text field
PEOPLE = 100_000


def choose(form: forms.Form, name: str, options: Sequence[tuple[str, str]]) -> None:
    """Give the choice field `name` its options, known only now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
    field.choices = list(options)


def lines_of(text: object) -> tuple[str, ...]:
    """One value for each line that says something."""
    return tuple(line.strip() for line in str(text or "").split("\n") if line.strip())


def _number(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=PEOPLE, widget=widget)


class Call(CommandForm):
    """A meeting: when, where, who is called, what stands on its agenda."""

    day = DayField(label=gettext_lazy("Day"))
    hour = HourField(label=gettext_lazy("Hour"))
    place = HallText(label=pgettext_lazy("meeting", "Where"), max_length=PLACE)
    who = forms.ChoiceField(label=gettext_lazy("Who is called"), widget=forms.RadioSelect)
    scattered = forms.BooleanField(
        label=gettext_lazy("People work far apart, or cannot leave their posts"), required=False,
        help_text=gettext_lazy("Then delegates may meet even where fewer people work."),
    )  # fmt: skip
    points = forms.MultipleChoiceField(
        label=gettext_lazy("What the law wants on the agenda"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = HallText(
        label=gettext_lazy("Other points, one on each line"), required=False, max_length=ITEM * LINES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    motions = HallText(
        label=gettext_lazy("What will be voted on, one on each line"), required=False, max_length=MOTION * LINES,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("For example: the resolution of the conference."),
    )  # fmt: skip
    title = HallText(
        label=gettext_lazy("What the meeting is called"), required=False, max_length=TITLE,
        help_text=gettext_lazy("Left empty: as the law calls it."),
    )  # fmt: skip

    def __init__(self, *args: Any, sort: policy.Sort, rolls: Sequence[tuple[str, str]], basis: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose(self, "who", rolls)
        self.fields["who"].initial = rolls[0][0] if rolls else None
        if not rolls:
            del self.fields["who"]
        if len(rolls) < 2:
            del self.fields["scattered"]
        if sort.usual:
            self.fields["more"].initial = "\n".join(sort.usual)
        if basis:
            points = self.fields["points"]
            assert isinstance(points, forms.MultipleChoiceField)  # noqa: S101 (a form of this module names its own fields)
            points.choices = list(basis)
            points.initial = [one.id for one in sort.points(clock.today()).values() if one.required]
        else:
            del self.fields["points"]

    def clean_more(self) -> tuple[str, ...]:
        """The body's own points."""
        return lines_of(self.cleaned_data["more"])

    def clean_motions(self) -> tuple[str, ...]:
        """What will be voted on."""
        return lines_of(self.cleaned_data["motions"])

    @property
    def begins(self) -> datetime:
        """The instant at which it begins."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, hour if isinstance(hour, time) else time(0), clock.LOCAL)


class Ask(CommandForm):
    """A question."""

    text = HallText(
        label=gettext_lazy("The question"), max_length=QUESTION, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As it was asked. Do not write who asked."),
    )  # fmt: skip


class Answer(CommandForm):
    """An answer, and who answers for it from now on."""

    text = HallText(label=gettext_lazy("The answer"), max_length=ANSWER, widget=forms.Textarea(attrs={"rows": 5}))
    owner = HallText(
        label=gettext_lazy("Who answers for it"), max_length=OWNER,
        help_text=gettext_lazy("The office or department, for example: accounts."),
    )  # fmt: skip


class Reason(CommandForm):
    """Why."""

    reason = HallText(label=gettext_lazy("Why"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))


class Hold(CommandForm):
    """What came of it: how many came, what was counted on each motion, the minutes."""

    came = forms.IntegerField(
        label=gettext_lazy("How many of those called came"), min_value=0, max_value=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    minutes = PapersField(
        label=gettext_lazy("The minutes, scanned or photographed"), required=False,
        help_text=gettext_lazy("Needed where enough came. Of a meeting inside the body they stay inside."),
    )  # fmt: skip
    attested = forms.MultipleChoiceField(
        label=gettext_lazy("Tick what was so"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The law asks for it. Where too few came, leave it open."),
    )  # fmt: skip
    field_order = ("command_id", "came", "attested")

    def __init__(self, *args: Any, motions: Sequence[str], attest: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "attested", attest)
        if not attest:
            del self.fields["attested"]
        self.motions = tuple(motions)
        for n, text in enumerate(self.motions):
            for side, label in (("agree", _("For")), ("against", _("Against"))):
                widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
                self.fields[f"{side}-{n}"] = forms.IntegerField(
                    label=f"{label}: {text}", min_value=0, max_value=PEOPLE, required=False, widget=widget
                )

    def counted(self) -> tuple[Counted, ...]:
        """What was counted on each motion; none where no number was typed at all (too few came)."""
        data = self.cleaned_data
        given = [data.get(f"{side}-{n}") for n in range(len(self.motions)) for side in ("agree", "against")]
        if all(one is None for one in given):
            return ()
        return tuple(
            Counted(text, data.get(f"agree-{n}") or 0, data.get(f"against-{n}") or 0) for n, text in enumerate(self.motions)
        )  # fmt: skip


class AskBefore(CommandForm):
    """A question of somebody who lives here."""

    text = HallText(
        label=gettext_lazy("Your question"), max_length=QUESTION, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Write no names and no numbers of identity papers. A denunciation does not belong here: it goes to the competent office."
        ),
    )  # fmt: skip


class Conclude(CommandForm):
    """A conclusion that becomes somebody's work."""

    text = HallText(label=gettext_lazy("What is to be done"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due = DayField(label=gettext_lazy("By which day"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Which village asked for it"), required=False)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], villages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)
        choose(self, "place", (("", _("none in particular")), *villages))
        if not villages:
            del self.fields["place"]


class Rate(CommandForm):
    """Slips without names, counted by answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in policy.values().ratings:
            widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
            self.fields[f"n-{one.id}"] = forms.IntegerField(label=one.text.said, min_value=0, max_value=PEOPLE, initial=0, widget=widget)

    def counts(self) -> dict[str, int]:
        """How many slips of each answer."""
        return {one.id: self.cleaned_data[f"n-{one.id}"] for one in policy.values().ratings}


class Request(CommandForm):
    """A request for a dialogue."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who asks"), widget=forms.RadioSelect,
        choices=(("workers", gettext_lazy("the workers' side")), ("employer", gettext_lazy("the employer"))),
    )  # fmt: skip
    received = DayField(label=gettext_lazy("When the other side received it"))
    text = HallText(label=gettext_lazy("What the dialogue is to be about"), max_length=REQUEST, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, share: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("At least %(share)s of the workers' members, or the employer's legal representative, agreed to the request")
        self.fields["agreed"].label = label % {"share": share}


class Papers(CommandForm):
    """Papers to all: what is asked, until when they come back."""

    motions = HallText(
        label=gettext_lazy("What is asked, one on each line"), max_length=MOTION * LINES, widget=forms.Textarea(attrs={"rows": 3})
    )
    day = DayField(label=gettext_lazy("Papers come back until the end of"))
    agreed = forms.BooleanField(label=gettext_lazy("The head agreed on this with the union"), required=False)

    def clean_motions(self) -> tuple[str, ...]:
        """What is asked."""
        return lines_of(self.cleaned_data["motions"])

    @property
    def closes(self) -> datetime:
        """The instant until which papers come back."""
        return datetime.combine(self.cleaned_data["day"], time(23, 59), clock.LOCAL)


class PaperCount(CommandForm):
    """What one person counted of the papers."""

    took_part = _number(gettext_lazy("Papers that came back"))
    agree = _number(gettext_lazy("For"))
    against = _number(gettext_lazy("Against"))
    spoilt = _number(gettext_lazy("Papers that do not count"))
