"""What an office or a resident fills in: never more than six typed fields."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.files.secrecy import secrecy_mark
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField, PapersField
from dinhlang.ground.ui.submit import HallText
from dinhlang.works.disclosures import policy
from dinhlang.works.disclosures.acts import Line
from dinhlang.works.disclosures.suggest import Suggestion, same_number

PHOTO_TYPES = "image/jpeg,image/png,image/webp"
PAPER_TYPES = "application/pdf,image/jpeg,image/png,application/vnd.openxmlformats-officedocument.wordprocessingml.document,.docx"


Options = Iterable[tuple[Any, Any]]


def choose(form: forms.Form, name: str, options: Options | Callable[[], Options]) -> None:
    """Give the choice field `name` of a form its options, known only now; a function is asked when they are needed."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
    field.choices = options if callable(options) else list(options)


class OpenText(HallText):
    """Text for the public: refused where it bears a mark of secrecy."""

    def clean(self, value: Any) -> str:
        """The cleaned text; ValidationError for a stamped mark of secrecy."""
        text = super().clean(value)
        mark = secrecy_mark(text)
        if mark is not None and mark.refuses:
            raise forms.ValidationError(_("This bears a mark of secrecy. Secret documents are neither registered nor disclosed here."))
        return str(text)


LONGEST = 200  # of a value in a list of choices: a rule and its occasion, a form and its place


class Offered:
    """Choices that are drawn, not a fence: they change with every act, and whether one may still be taken is the act's to say.
    So a form sent twice is the same act twice, and who was second is told what happened instead of "not one of the choices"."""

    def valid_value(self, value: object) -> bool:
        """Anything that could ever have been offered."""
        return len(str(value)) <= LONGEST and str(value).isprintable()


class OfferedOne(Offered, forms.ChoiceField):
    """One of what is offered."""


class OfferedSome(Offered, forms.MultipleChoiceField):
    """Some of what is offered."""


class OfferedNumbers(Offered, forms.TypedMultipleChoiceField):
    """Some of the numbers offered."""


def item_and_kind(value: str) -> tuple[int, str]:
    """An item of Art. 11, with the kind of document under it where one was chosen: `14 market` → (14, "market")."""
    number, _space, kind = value.partition(" ")
    return int(number), kind


class RegisterDecision(CommandForm):
    """A document that must be disclosed: number, date, item, title, scan."""

    number = OpenText(label=_("Number and sign"), max_length=60, help_text=_("As printed, for example 112/QĐ-UBND."))
    dated = DayField(label=_("Date of the document"))
    item = forms.TypedChoiceField(label=_("Which item of Article 11"), coerce=item_and_kind)
    title = OpenText(label=_("What it is about, in plain words"), max_length=200)
    scan = PaperField(label=_("The document"), required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "item", [("", _("Choose…")), *items])


class Post(CommandForm):
    """A disclosure: the file, number and date of a document that is not registered yet, title, text, item, and the duties it is to
    fulfil. What was left empty is filled in from the first page of the file, for the officer to look at: never sent unseen."""

    scan = PapersField(
        label=_("The document"),
        required=False,
        accept=PAPER_TYPES,
        hint=_("PDF, Word (.docx), JPEG or PNG, at most 20 MB each. Several scans are kept in the order of their names: 1, 2, … 10."),
    )
    number = OpenText(label=_("Number and sign"), max_length=60, required=False, help_text=_("As printed, for example 112/QĐ-UBND."))
    dated = DayField(label=_("Date of the document"), required=False)
    title = OpenText(label=_("Title that a resident understands"), max_length=200)
    item = forms.TypedChoiceField(label=_("Which item of Article 11"), coerce=item_and_kind, empty_value=None, required=False)
    text = OpenText(label=_("What matters in a few sentences"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000)
    aims = OfferedSome(
        label=_("Which duty this fulfils"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing chosen: a voluntary disclosure that fulfils no duty."),
    )
    sure = forms.BooleanField(label=_("The number I typed is right, although the file says another"), required=False)

    def __init__(
        self,
        *args: Any,
        items: list[tuple[str, str]],
        candidates: Callable[[], list[tuple[str, str]]],
        registered: bool,
        found: Suggestion,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.found, self.filled = candidates, found, list[str]()
        choose(self, "item", [("", _("None of them")), *items])
        choose(self, "aims", candidates)
        if registered:
            del self.fields["number"], self.fields["dated"]
        if self.is_bound and found:
            self._fill_in()

    def _fill_in(self) -> None:
        """Put what the file says where nothing was typed."""
        data = cast(QueryDict, self.data).copy()
        day = f"{self.found.dated:%d/%m/%Y}" if self.found.dated else ""
        values = {"number": self.found.number, "dated": day, "title": self.found.title}
        for name, value in values.items():
            if value and name in self.fields and not str(data.get(name, "")).strip():
                data[name] = value
                self.filled.append(str(self.fields[name].label))
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Number and date go together; what was read from the file is looked at before it is sent."""
        data = super().clean() or {}
        number, item = str(data.get("number") or ""), data.get("item") or (None, "")
        if self.filled:
            raise forms.ValidationError(
                _("Read from the file, please check: %(names)s. Then choose the file again and send."),
                params={"names": ", ".join(self.filled)},
            )
        if number and data.get("dated") is None and "dated" not in self.errors:
            self.add_error("dated", _("Give the date that the document bears."))
        if number and item[0] is None:
            self.add_error("item", _("A numbered document is of one of the items of Article 11. Choose it."))
        if number and self.found.number and not same_number(number, self.found.number) and not data.get("sure"):
            text = _("The file itself says %(number)s. Correct the number, or tick below that yours is right.")
            self.add_error("number", forms.ValidationError(text, params={"number": self.found.number}))
        return data

    def get_context(self) -> dict[str, Any]:
        """What the template draws: no question about duties where none is open, nor about a number nobody doubts."""
        if not self.candidates():
            self.fields.pop("aims", None)
        if "number" not in self.errors and not self.data.get("sure"):
            self.fields.pop("sure", None)
        return super().get_context()


class Reword(CommandForm):
    """New wording with the reason."""

    title = OpenText(label=_("Title that a resident understands"), max_length=200)
    text = OpenText(label=_("What matters in a few sentences"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000, required=False)
    reason = OpenText(label=_("What was wrong"), max_length=200)


class Replace(CommandForm):
    """New contents since a day."""

    title = OpenText(label=_("Title that a resident understands"), max_length=200)
    text = OpenText(label=_("What matters in a few sentences"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000, required=False)
    changed = DayField(label=_("On which day the contents changed"))
    scan = PaperField(label=_("The document"), required=False)


class Because(CommandForm):
    """A reason from a closed list."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: Mapping[str, policy.Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", [(code, policy.said(reason)) for code, reason in reasons.items()])


class Place(CommandForm):
    """Paper up at a place since a day."""

    where = OfferedOne(label=_("Where it hangs"))
    from_day = DayField(label=_("Since which day"))
    means = OfferedOne(label=_("How people were told"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], means: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "where", places)
        choose(self, "means", [("", _("Choose…")), *means])
        if not means:
            del self.fields["means"]


class TakeDown(CommandForm):
    """The first day on which the paper no longer hung."""

    where = OfferedOne(label=_("Where it hung"))
    to_day = DayField(label=_("First day on which it no longer hung"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "where", places)


class Countersign(CommandForm):
    """Which posting, its first or last day, and the photograph."""

    where = OfferedOne(label=_("Which posting you saw"))
    which = forms.ChoiceField(
        label=_("On which day"), choices=[("first", _("On its first day")), ("last", _("On its last day"))], widget=forms.RadioSelect
    )
    photo = PaperField(label=_("Photograph of the board"), accept=PHOTO_TYPES, hint=_("JPEG, PNG or WebP. It is not shown publicly."))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "where", places)


class Redate(CommandForm):
    """Another date of the document, with the reason."""

    dated = DayField(label=_("Date that the document really bears"))
    reason = OpenText(label=_("Why the first date was wrong"), max_length=200)


class Confirm(CommandForm):
    """A second person confirms exactly what was shown."""

    digest = forms.CharField(widget=forms.HiddenInput)


class NothingArose(CommandForm):
    """Items of a quarter under which nothing arose."""

    items = OfferedNumbers(label=_("Under which items nothing arose"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, silent: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "items", silent)


class Sign(CommandForm):
    """Nothing to type: the page shows what is signed."""


class Plan(CommandForm):
    """The year's plan; its lines as `item; what; day`, one a line."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    number = OpenText(label=_("Number and sign"), max_length=60)
    dated = DayField(label=_("Date of the document"))
    lines = OpenText(
        label=_("Lines of the plan"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line: item of Article 11; what is disclosed; by which day. For example: 2; Budget of 2027; 10/01/2027"),
    )
    scan = PaperField(label=_("The document"), required=False)

    def clean_lines(self) -> tuple[Line, ...]:
        """The lines as values; ValidationError names the line that cannot be read."""
        found = []
        for n, raw in enumerate(filter(str.strip, self.cleaned_data["lines"].split("\n")), 1):
            cells = [cell.strip() for cell in raw.split(";")]
            try:
                item, text, last, *more = int(cells[0].rstrip(".")), *cells[1:]
                day = DayField().clean(last)
                if more or not text:
                    raise ValueError(raw)
            except (IndexError, ValueError, forms.ValidationError) as error:
                raise forms.ValidationError(
                    _("Line %(n)d is not: item; what is disclosed; day. It says: %(raw)s"), params={"n": n, "raw": raw[:80]}
                ) from error
            found.append(Line(item, text, day if isinstance(day, date) else date.min))
        return tuple(found)


class Report(CommandForm):
    """What a resident knows of a decision that is not registered."""

    title = HallText(label=_("What was decided"), max_length=200)
    where = HallText(label=_("Where you saw or heard of it"), max_length=200)
    item = forms.TypedChoiceField(label=_("What it concerns"), coerce=int, empty_value=None, required=False)
    show = forms.BooleanField(label=_("My words may be shown to everybody"), required=False)

    def __init__(self, *args: Any, items: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "item", [("", _("I do not know")), *items])


class Event(CommandForm):
    """A coming meeting: its kind, what it is about, when and where."""

    kind = forms.ChoiceField(label=_("What kind of meeting"))
    title = OpenText(label=_("What the meeting is about"), max_length=200)
    day = DayField(label=_("Day of the meeting"))
    place = OpenText(label=_("Place and hour"), max_length=120)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", kinds)


class OfficialAddress(CommandForm):
    """Where the official portal shows it."""

    url = OpenText(
        label=_("Address of the official posting"), max_length=500, help_text=_("Begins with https:// and lies on an official portal.")
    )


class CloseTicks(CommandForm):
    """Which village's link is closed, or all of them."""

    village = OfferedOne(label=_("Which link"), required=False)

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "village", [("", _("All links of this disclosure")), *villages])


class Tick(CommandForm):
    """What a village's link says: posted since a day, read out on a day, with a photograph where there is one."""

    posted = forms.BooleanField(label=_("It hangs at the community point"), required=False)
    read = forms.BooleanField(label=_("It was read out over the loudspeaker"), required=False)
    day = DayField(label=_("On which day that was done"))
    photo = PaperField(
        label=_("Photograph"), accept=PHOTO_TYPES, hint=_("Not needed. JPEG, PNG or WebP. It is not shown publicly."), required=False
    )
