"""What is filled in about petitions: by whoever sends one, at the counter, by the body that has it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.ground.follow import assigned
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField, PaperInput
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.acts.handling import ANSWER, WHY, WORDS
from dinhlang.works.petitions.acts.placing import HEARD
from dinhlang.works.petitions.acts.publishing import PUBLIC
from dinhlang.works.petitions.acts.sending import CONTACT, NAME, REPLY, SPOT, TEXT
from dinhlang.works.petitions.naming import seems_private
from dinhlang.works.petitions.points import LONG

PICTURES = "image/jpeg,image/png,image/webp"
Options = Sequence[tuple[str, str]]


def choose(form: forms.Form, name: str, options: Options) -> None:
    """Give the choice field `name` its options, known only now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
    field.choices = list(options)


def _long(label: Any, most: int, rows: int = 6, **more: Any) -> HallText:
    return HallText(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Send(CommandForm):
    """A petition: about what, where, in one's own words."""

    topic = forms.ChoiceField(label=gettext_lazy("About what"))
    place = forms.TypedChoiceField(label=gettext_lazy("Where it is"), coerce=int)
    text = _long(
        gettext_lazy("What it is about"),
        TEXT,
        help_text=gettext_lazy(
            "What, where exactly (house, lane, stream), since when, what you ask for. Photographs come in the next step."
        ),
    )

    def __init__(self, *args: Any, places: Options, place_label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = policy.offered("person" if place_label else "matter")
        choose(self, "topic", [("", _("Choose…")), *((one.id, one.text.said) for one in topics)])
        choose(self, "place", [("", _("Choose…")), *places] if len(places) > 1 else places)
        if place_label:
            self.fields["place"].label = place_label
            self.fields["text"].help_text = _(
                "What happened, on which day, at which desk; what you were told or asked for; what you ask for. Photographs come in the "
                "next step."
            )


class Counter(Send):
    """A petition that somebody brought, told or telephoned, typed in by an office."""

    field_order = ("how", "about", "name", "contact", "against", "topic", "place", "text")
    about = forms.BooleanField(
        label=gettext_lazy("It is about how somebody in office here does the work"),
        required=False,
        help_text=gettext_lazy("Ask the sender. It is then handled by the body above, and shows nowhere here."),
    )
    how = forms.ChoiceField(label=gettext_lazy("What it is and how it came"), widget=forms.RadioSelect)
    name = HallText(
        label=gettext_lazy("Name"),
        max_length=NAME,
        required=False,
        help_text=gettext_lazy("Needed for a complaint; otherwise only where the sender wants to be written to."),
    )
    contact = HallText(label=gettext_lazy("Address or telephone"), max_length=CONTACT, required=False)
    against = HallText(
        label=gettext_lazy("Against which decision"),
        max_length=SPOT,
        required=False,
        help_text=gettext_lazy("Only of a complaint: number, day and who signed it; or what was done, when, by whom."),
    )

    def __init__(self, *args: Any, hows: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "how", hows)
        topics = (*policy.offered(), *policy.offered("person"))
        choose(self, "topic", [("", _("Choose…")), *((one.id, one.text.said) for one in topics)])
        self.fields["text"].help_text = _("What, where exactly (house, lane, stream), since when, what is asked for. Add no name to it.")


class Complain(forms.Form):
    """A complaint, to be printed: kept nowhere."""

    name = HallText(label=gettext_lazy("Name of who complains"), max_length=NAME)
    contact = HallText(label=gettext_lazy("Address"), max_length=CONTACT)
    against = HallText(
        label=gettext_lazy("Against which decision or act"),
        max_length=400,
        help_text=gettext_lazy("Number, day and who signed it; or what was done, when, by whom. With name and address of the body."),
    )
    text = _long(gettext_lazy("What is complained about, and why it is unlawful"), TEXT)
    papers = HallText(label=gettext_lazy("Papers that go with it"), max_length=400, required=False)
    asks = _long(gettext_lazy("What you ask for"), REPLY, rows=3)


class Code(forms.Form):
    """The code of a petition."""

    code = HallText(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short", "size": "24"}),
        help_text=gettext_lazy("17 signs, as it stands on your page or paper. Small or capital letters, with or without dashes."),
    )


class Photo(CommandForm):
    """One photograph."""

    photo = PaperField(
        accept=PICTURES, label=gettext_lazy("Photograph"), hint=gettext_lazy("JPEG, PNG or WebP. Place and camera are taken out of it.")
    )


class Voice(CommandForm):
    """One voice note."""

    voice = PaperField(
        label=gettext_lazy("Voice note"),
        widget=PaperInput("audio/*", gettext_lazy("Speak slowly, and say where it is."), {"capture": "user"}),
    )


class Point(CommandForm):
    """A point in degrees."""

    point = HallText(
        label=gettext_lazy("The point"),
        max_length=LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short", "size": "24"}),
        help_text=gettext_lazy("Filled in by touching the map; or latitude and longitude as your telephone shows them: 21.6667, 106.2567."),
    )


class Heard(CommandForm):
    """What a voice note says."""

    text = _long(gettext_lazy("What it says"), HEARD, rows=5)


class Reply(CommandForm):
    """Words of the sender."""

    text = _long(gettext_lazy("What you want to say"), REPLY, rows=4)


class TakeOn(CommandForm):
    """Taking on; of a complaint with a recorded finding."""

    finding = forms.ChoiceField(label=gettext_lazy("What was found"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, findings: Options, must: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "finding", findings if must else [("", _("None of these")), *findings])
        self.fields["finding"].required = must
        if not findings:
            del self.fields["finding"]


class Why(CommandForm):
    """A reason that the sender reads."""

    reason = _long(gettext_lazy("Why"), WHY, rows=4)


class Urge(CommandForm):
    """What the body above asks for, whom, by when."""

    field_order = ("text", "office", "due")
    text = _long(gettext_lazy("What you ask for"), assigned.TEXT, rows=4)
    office = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due = DayField(label=gettext_lazy("By which day"))

    def __init__(self, *args: Any, offices: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "office", offices)


class PassOn(Why):
    """To which body, and why."""

    field_order = ("to", "reason")
    to = forms.TypedChoiceField(label=gettext_lazy("To which body"), coerce=int)

    def __init__(self, *args: Any, bodies: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", [("", _("Choose…")), *bodies])


class Ask(CommandForm):
    """A question to the sender."""

    text = _long(gettext_lazy("What you need to know"), WORDS, rows=4)


class Answer(CommandForm):
    """The answer."""

    text = _long(
        gettext_lazy("What was done"),
        ANSWER,
        help_text=gettext_lazy("What was done, by whom, on which day; or what will be done until when; or why not, with the article."),
    )


LOOKED = gettext_lazy("I looked: it names no private person and has no number of one")


def only_if_asked(form: forms.Form, name: str) -> None:
    """Ask whether somebody looked only where the box `name` was sent with what seems to name a person."""
    if not (form.is_bound and seems_private(str(form.data.get(name, "")))):
        del form.fields["looked"]


class AnswerPublicly(Answer):
    """The answer, and how it is worded for everybody beside the sender's public text."""

    public = _long(
        gettext_lazy("Answer for everybody"),
        PUBLIC,
        required=False,
        help_text=gettext_lazy(
            "Its sender made a text of this petition public. What you write here stands beside it from Monday on: name no private person. "
            "Left empty, everybody reads only that it was answered."
        ),
    )
    looked = forms.BooleanField(label=LOOKED, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_if_asked(self, "public")


class Word(CommandForm):
    """The answer as everybody reads it."""

    text = _long(gettext_lazy("Answer for everybody"), PUBLIC, help_text=gettext_lazy("Name no private person."))
    looked = forms.BooleanField(label=LOOKED, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_if_asked(self, "text")


class Publish(CommandForm):
    """A text to be read by everybody."""

    text = _long(
        gettext_lazy("Text for everybody"),
        PUBLIC,
        rows=8,
        help_text=gettext_lazy("Shorten it, and leave out names, houses and whatever tells who you are."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class Object(CommandForm):
    """Why a text is held back or taken down."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", [(one.id, one.text.said) for one in policy.reasons().values()])


class Join(CommandForm):
    """Which others are answered together with a petition."""

    others = forms.MultipleChoiceField(label=gettext_lazy("Which ones"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "others", others)


class Rate(CommandForm):
    """How content a sender is with an answer."""

    mark = forms.ChoiceField(label=gettext_lazy("The answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, marks: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "mark", marks)
