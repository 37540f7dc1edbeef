"""An official's e-mail address for notices: given, changed and removed on the own account, and confirmed by the link that was sent there.

Promises: a factor is shown just now for each of them; what was typed stays where it was wrong; opening the link alone changes nothing.
Refuses: another account's link, and an address where this house sends no e-mail.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.notices import acts, channels, emails, policy
from dinhlang.ground.people.account import back_to_account, changing, form_page, owner
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.forms import EmailForm
from dinhlang.ground.record import clock
from dinhlang.ground.ui.refusals import sentence

NO_EMAIL = N_("This house sends no e-mail. Leave the address empty, or ask the operator to set a mail server up.")


@changing
def email(request: HttpRequest) -> HttpResponse:
    """The address to which notices go."""
    mine = owner(request)
    form = EmailForm(request.POST if request.method == "POST" else None, initial={"email": own.waiting(mine.pk) or mine.email})
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["email"].strip() and not channels.set_up(policy.EMAIL):
                raise Refused(NO_EMAIL)
            acts.ask_email(mine.pk, form.cleaned_data["email"], clock.now())
            return back_to_account()
        except Refused as error:
            form.add_error("email", sentence(error))
    lead = _(
        "Notices go there; they say only that there is something. A link is sent to a new address first, and the old one is told. "
        "Nobody signs in by it, and it resets no password."
    )
    return form_page(request, _("E-mail"), lead, form, _("Save"))


@changing
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the message opens: one button."""
    mine = owner(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    try:
        row = emails.row_of(token)
        address = emails.waits(mine.pk, row)
        if form.is_bound:
            acts.prove_email(mine.pk, row, clock.now())
            return back_to_account()
    except Refused as error:
        form = EmailForm({"email": own.waiting(mine.pk)})
        form.add_error("email", sentence(error))
        return form_page(request, _("E-mail"), _("Give the address again; a new link is sent there."), form, _("Save"), "notice-email")
    lead = _("Notices go to %(email)s once you confirm it.") % {"email": address}
    return form_page(request, _("Confirm my e-mail address"), lead, form, _("Confirm"))
