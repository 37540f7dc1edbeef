"""From a filled-in form to an act, the same for every work.

Promises: what was typed stays on the page after any refusal, with the sentence that says what to do; the database that is
away or full is told as such; success redirects, so that reloading sends nothing twice.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.ui.refusals import refusal, sentence
from dinhlang.ground.ui.shapes import FormPage, ImportPage, Refusal, RegulationPage

AWAY = N_(
    "The record cannot be written at this moment: the disk may be full, or the database is away. "
    "Nothing was saved; what you typed is kept below. Please send it again later, and tell the operator."
)


class HallText(forms.CharField):
    """Typed text as the record keeps it: NFC, LF, no control signs; a sign that nobody types is refused with a sentence."""

    def to_python(self, value: Any) -> str:
        """The cleaned text; ValidationError with what to do."""
        try:
            return super().to_python(ledger.clean_text(value) if isinstance(value, str) else value) or ""
        except Refused as error:
            raise forms.ValidationError(sentence(error)) from error


def act_form(
    request: HttpRequest,
    form: forms.Form,
    page: Callable[[forms.Form, Refusal | None], FormPage | RegulationPage | ImportPage],
    do: Callable[[dict[str, Any]], str | HttpResponse],
    template: str = "pages/form.html",
) -> HttpResponse:
    """Show `form`, or carry it out: `do` gets the cleaned fields and returns the address to go to, or a page that comes in between.

    422 with the page again where refused, 503 where the database is away or the disk full.
    """
    stopped: Refusal | None = None
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                done = do(form.cleaned_data)
                return _no_store(HttpResponseRedirect(done) if isinstance(done, str) else done)
            except Refused as error:
                stopped = refusal(error, _("Choose the file again: a browser forgets it after each try.") if form.is_multipart() else "")
            except (DatabaseError, OSError):
                stopped, status = refusal(Refused(AWAY)), 503
    return _no_store(render(request, template, {"page": page(form, stopped)}, status=status))


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
