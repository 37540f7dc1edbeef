"""What is filled in about single kinds of petitions: by whoever asks for information or gives feedback, by the body that has it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.petitions import kinds, policy
from dinhlang.works.petitions.acts.handling import ANSWER, WORDS
from dinhlang.works.petitions.acts.kinds import MOST
from dinhlang.works.petitions.acts.sending import CONTACT, NAME, TEXT
from dinhlang.works.petitions.forms import Answer, Ask, Complain, Options, Why, choose

FILE = gettext_lazy("PDF, Word, Excel, JPEG or PNG. Only the sender reads it, on the page of the code.")


def _long(label: Any, most: int, rows: int = 6, **more: Any) -> HallText:
    return HallText(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class _Named(CommandForm):
    """Who sends it, and about what: what every named kind asks."""

    name = HallText(label=gettext_lazy("Your name"), max_length=NAME)
    contact = HallText(
        label=gettext_lazy("Address, telephone or e-mail"),
        max_length=CONTACT,
        help_text=gettext_lazy("Where you live; then telephone, fax or e-mail, if you have one."),
    )
    topic = forms.ChoiceField(label=gettext_lazy("About what"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", [("", _("Choose…")), *((one.id, one.text.said) for one in policy.offered())])


class Information(_Named):
    """A request for information: what the law's slip holds (Law 104/2016 Art. 24(2))."""

    field_order = ("manner", "text", "purpose", "topic", "name", "contact", "identity")
    manner = forms.ChoiceField(label=gettext_lazy("How you want to have it"), widget=forms.RadioSelect)
    text = _long(
        gettext_lazy("Which information"),
        TEXT,
        help_text=gettext_lazy("Name the paper, file or document. What is about others' private or business matters needs their consent."),
    )
    purpose = _long(gettext_lazy("For what you need it"), kinds.PURPOSE, rows=3)
    identity = HallText(
        label=gettext_lazy("Number of your identity card or passport"),
        max_length=kinds.DIGITS[1] + 10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
        help_text=gettext_lazy("The law's slip asks for it. It is sealed, found by no search, and read by the body that supplies it."),
    )

    def __init__(self, *args: Any, manners: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "manner", manners)


class Rules(_Named):
    """Feedback on an administrative rule or procedure."""

    field_order = ("topic", "text", "name", "contact")
    text = _long(
        gettext_lazy("Which rule or procedure, and what is wrong with it"),
        TEXT,
        help_text=gettext_lazy("What is unclear, unlawful, needless or costly in it, and what would be better."),
    )


class Second(_Named):
    """A second complaint, typed in from its paper."""

    field_order = ("place", "first", "topic", "text", "name", "contact")
    place = forms.TypedChoiceField(label=gettext_lazy("Who decided, or had to decide, the first time"), coerce=int)
    first = HallText(
        label=gettext_lazy("First decision"),
        max_length=kinds.FIRST,
        help_text=gettext_lazy(
            "Number and day of the decision, and the number of the first complaint if it was entered here; or “none in time”."
        ),
    )
    text = _long(gettext_lazy("What is complained about, and why it is unlawful"), TEXT)

    def __init__(self, *args: Any, places: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "place", [("", _("Choose…")), *places])


class ComplainAgain(Complain):
    """A second complaint, to be printed: kept nowhere."""

    field_order = ("name", "contact", "first", "against", "text", "papers", "asks")
    first = HallText(
        label=gettext_lazy("First decision"),
        max_length=kinds.FIRST,
        help_text=gettext_lazy("Number, day, who signed it, and the day you received it; or that none came in time."),
    )


class Account(forms.Form):
    """A request to account, to be printed: kept nowhere (Decree 59/2019 Art. 10(2))."""

    name = HallText(label=gettext_lazy("Your name"), max_length=NAME)
    contact = HallText(label=gettext_lazy("Address, telephone or e-mail"), max_length=CONTACT)
    against = HallText(label=gettext_lazy("Which decision or act of the body"), max_length=400)
    text = _long(gettext_lazy("What is to be accounted for, and how it touches your rights"), TEXT)
    papers = HallText(label=gettext_lazy("Papers that go with it"), max_length=400, required=False)


class Refuse(Why):
    """A refusal on a ground of the law's closed list."""

    field_order = ("ground", "elsewhere", "reason")
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    elsewhere = HallText(
        label=gettext_lazy("Who answers for it"),
        max_length=kinds.ELSEWHERE,
        required=False,
        help_text=gettext_lazy("Name and address of that body, where another one answers for it."),
    )

    def __init__(self, *args: Any, grounds: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "ground", grounds)


class Terms(CommandForm):
    """How long it takes, where and how it is had, what it costs."""

    until = DayField(label=gettext_lazy("Until when"))
    text = _long(gettext_lazy("Where and how it can be had"), WORDS, rows=3)
    price = forms.IntegerField(
        label=gettext_lazy("Cost of copying and sending, in đồng"),
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text=gettext_lazy("Only what printing, copying and sending really cost; no fee. 0 where it costs nothing."),
    )


class MoreTime(Why):
    """A new day, and why."""

    field_order = ("until", "reason")
    until = DayField(label=gettext_lazy("Until when"))


class AnswerWithFile(Answer):
    """The answer, and a file of it."""

    paper = PaperField(label=gettext_lazy("File"), hint=FILE, required=False)


class Decide(CommandForm):
    """The decision on a complaint."""

    outcome = forms.ChoiceField(label=gettext_lazy("The complaint was"), widget=forms.RadioSelect)
    number = HallText(label=gettext_lazy("Decision number"), max_length=kinds.NUMBER)
    day = DayField(label=gettext_lazy("Day of the decision"))
    text = _long(
        gettext_lazy("What it says"),
        ANSWER,
        help_text=gettext_lazy("What was found, what is kept, changed or annulled, what is made good."),
    )
    paper = PaperField(label=gettext_lazy("File"), hint=FILE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "outcome", [(name, _(text)) for name, text in kinds.OUTCOMES.items()])


class Complete(Ask):
    """What is missing in a request."""


class Extend(Why):
    """Why it takes more time."""
