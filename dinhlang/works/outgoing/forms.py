"""What an office fills in about a row of the register: one choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dinhlang.ground.ui.forms import CommandForm
from dinhlang.works.outgoing import policy


class SetAside(CommandForm):
    """Why a document is not for disclosure."""

    reason = forms.ChoiceField(label=_("Why it is not for disclosure"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (a field of this form)
        field.choices = [(reason.id, reason.said) for reason in policy.reasons().values()]
