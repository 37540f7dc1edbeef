"""How a form looks and behaves, once for every work.

Promises: labels stand above, help and errors are tied to their field for a screen reader, a summary at the top leads to
each mistake, what was typed stays, targets are at least 44 px, and every form carries a `command_id` so that a double
click or a lost answer counts once. Refuses: scripts, placeholder text instead of labels, more than one column.

`FORM_RENDERER = "dinhlang.ground.ui.forms.HallRenderer"` in the settings puts it to work.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.ui import options

PAPER_HINT = _("PDF, JPEG or PNG, at most 20 MB.")


class HallRenderer(DjangoTemplates):
    """Django's renderer with the hall's templates for the form and each of its fields."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django, lists of choices without a template for each choice."""
        drawn = options.draw(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if drawn is None else drawn


class CommandForm(forms.Form):
    """A form that becomes an act. `command_id` is made with the form and comes back unchanged: the same id with the same
    content is the same act, with other content it is refused."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    required_css_class = "required"


class DayInput(forms.DateInput):
    """A day as one line of text, day first. Not the browser's picker: that one drops what it does not understand and shows
    the order of the browser's language, not of the document."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off", "class": "short", "size": "12", **(attrs or {})}, format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day typed as it stands on the paper: 23/11/2026, 23-11-2026, 23.11.2026, or ISO."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        kwargs.setdefault("help_text", _("Day/month/year, for example 23/11/2026."))
        super().__init__(**kwargs)


class HourField(forms.TimeField):
    """An hour typed as people write it: 19:30, 19h30, 19h."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 19:30."))
        kwargs.setdefault("widget", forms.TimeInput(attrs={"class": "short", "size": "6", "autocomplete": "off"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M"], **kwargs)


class PaperInput(forms.ClearableFileInput):
    """A file input that says what it takes. `accept` as in HTML, `hint` for people (kinds and greatest size)."""

    template_name = "ui/forms/paper.html"

    def __init__(self, accept: str = "", hint: Any = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**({"accept": accept} if accept else {}), **(attrs or {})})
        self.hint = hint

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the hint to what the template sees."""
        return {**super().get_context(name, value, attrs), "hint": self.hint}


class PapersInput(PaperInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class PaperField(forms.FileField):
    """A scan or a paper: one file. Its bytes are checked by `files.open_untrusted`, not here."""

    def __init__(self, accept: str = "application/pdf,image/jpeg,image/png", hint: Any = PAPER_HINT, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PaperInput(accept, hint))
        super().__init__(**kwargs)


class PapersField(PaperField):
    """Scans or papers: one file or several, as a list ([] for none)."""

    def __init__(self, accept: str = "application/pdf,image/jpeg,image/png", hint: Any = PAPER_HINT, **kwargs: Any) -> None:
        super().__init__(widget=PapersInput(accept, hint), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself; ValidationError for an empty one, or for none where one is needed."""
        many = data if isinstance(data, list | tuple) else [data]
        return [one for one in (super(PapersField, self).clean(file, initial) for file in many or [None]) if one]
