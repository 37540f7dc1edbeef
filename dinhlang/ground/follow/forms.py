"""What is filled in about work that was given: the same for every work that gives it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dinhlang.ground.follow.assigned import DOING, DONE, NOT, SAID, WORDS
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.submit import HallText


class Report(CommandForm):
    """What became of work that was given. `help_text` says who reads it."""

    state = forms.ChoiceField(label=gettext_lazy("How it stands"), widget=forms.RadioSelect)
    said = HallText(
        label=pgettext_lazy("work", "What was done, or why not"), max_length=SAID, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 (a form of this module names its own fields)
        state.choices = [(one, _(WORDS[one])) for one in (DOING, DONE, NOT)]
        self.fields["said"].help_text = help_text
