"""Forms of an import: the file with what is asked once, and which column is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.ground.imports.kinds import Ask, Column, Form, Kind
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField
from dinhlang.ground.ui.submit import HallText

TABLE_HINT = gettext_lazy("Excel (.xlsx) or CSV, at most 20 MB and 50,000 rows.")
ACCEPT = ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREFIX = "ask_"


class Bring(CommandForm):
    """A file, and what the kind asks once: the day of its rows among it, where it says so."""

    file = PaperField(ACCEPT, TABLE_HINT, label=gettext_lazy("The file"))

    def __init__(self, *arguments: Any, kind: Kind, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if kind.day:
            self.fields["day"] = DayField(label=_(kind.day))
        for ask in kind.asks:
            self.fields[PREFIX + ask.key] = _field(ask)

    def clean(self) -> dict[str, Any]:
        """What was typed stays; a file that was chosen has to be chosen again, and that is said."""
        data = super().clean() or {}
        if self.errors and data.get("file") is not None:
            self.add_error("file", _("Choose the file again: a browser forgets it after each try."))
        return data

    def asked(self) -> dict[str, Any]:
        """What was typed, by the key of each question."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)}


def _field(ask: Ask) -> forms.Field:
    said: dict[str, Any] = {"label": _(ask.title), "required": ask.required}
    if ask.missing:
        said["error_messages"] = {"required": _(ask.missing)}
    hints = [_(ask.help)] if ask.help else []
    if ask.example:
        hints.append(_("For example: %(example)s.") % {"example": _(ask.example)})
    said["help_text"] = " ".join(hints)
    if ask.choices:
        return forms.ChoiceField(choices=[("", "—"), *((value, _(text)) for value, text in ask.choices)], **said)
    if ask.form is Form.day:
        return DayField(**{key: value for key, value in said.items() if value != ""})
    return HallText(max_length=200, **said)


class Columns(CommandForm):
    """Which column of the file is which; filled in as far as headers tell."""

    def __init__(
        self, *arguments: Any, columns: Sequence[Column], choices: Sequence[tuple[str, str]], chosen: Mapping[str, int], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        for column in columns:
            self.fields[column.key] = forms.ChoiceField(
                label=_(column.title),
                required=column.required,
                choices=[("", _("not in the file")), *choices],
                initial=str(chosen[column.key]) if column.key in chosen else "",
                help_text=_(column.help) if column.help else "",
            )

    def places(self, kind: Kind) -> dict[str, int]:
        """The places chosen, by column."""
        return {column.key: int(self.cleaned_data[column.key]) for column in kind.columns if self.cleaned_data.get(column.key)}
