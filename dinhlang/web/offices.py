"""The offices of a body, giving and ending them, and the forms that wait for a second person.

Promises: everybody reads which offices a body has and what they may do; names are shown to those whom policy/visibility.toml names. A form
that would be refused is refused when it is asked for; what is confirmed is what was looked at. Refuses: to give an office by one person.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.core.rules import OfficeRule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import acts, may, pending, reads, starts, visibility
from dinhlang.ground.people.acts import NewAccount
from dinhlang.ground.people.asked import Asked
from dinhlang.ground.people.asking import ask_for, fresh_first
from dinhlang.ground.people.models import Mandate, Start, Waits
from dinhlang.ground.personal import asked as personal
from dinhlang.ground.personal import holdings
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import asked as rolls
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import Field, FormPage, HolderRow, Link, OfficeRow, OfficesPage, PairPage, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import deeds, plugs

APPOINT, END, RENEW, ENROL = "people.appoint", "people.end_mandate", "people.renew", "people.enrol"
CARD = "people.card"
NOT_YOURS = N_("Offices are given by those whom the rulebook names. Sign in with that office, or go back to the body's page.")
ASKS = {
    APPOINT: N_("Give an office: {office}"),
    END: N_("End an office: {office}"),
    RENEW: N_("New factors for {name}"),
}
WHY = N_("Whoever gives or ends offices alone could give himself all rights; so a second person of another office confirms it.")
BECAME = {
    Waits.CONFIRMED: N_("It was confirmed and carried out."),
    Waits.DECLINED: N_("It was declined:"),
    Waits.WITHDRAWN: N_("It was taken back by who asked."),
}
DECISION = gettext_lazy("Number, date and issuer of the decision")


class Appoint(CommandForm):
    """An office for somebody."""

    username = HallText(
        label=gettext_lazy("Account name"),
        max_length=150,
        help_text=gettext_lazy("Of an account there is, or a new one: letters, digits and . _ - only, for example lan.nt.01273."),
    )
    full_name = HallText(
        label=gettext_lazy("What the person is called"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("For a new account; leave it empty for one there is."),
    )
    decision = HallText(label=DECISION, max_length=200)
    from_day = DayField(label=gettext_lazy("First day"))
    to_day = DayField(label=gettext_lazy("Last day, if one is known"), required=False)
    acting_for = forms.ChoiceField(
        label=gettext_lazy("In whose place"),
        required=False,
        help_text=gettext_lazy("Only for who acts in the holder's place for a time; the last day is needed then."),
    )

    def __init__(self, *args: Any, holders: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})
        if holders:
            self.fields["acting_for"].choices = [("", _("nobody's")), *((str(n), name) for n, name in holders.items())]  # type: ignore[attr-defined]
        else:
            del self.fields["acting_for"]


class End(CommandForm):
    """An end."""

    last_day = DayField(label=gettext_lazy("Last day held; yesterday ends it at once"))
    decision = HallText(label=DECISION, max_length=200)


class Renew(CommandForm):
    """New factors."""

    decision = HallText(label=gettext_lazy("On what ground: number and date of the paper, who came in person"), max_length=200)


class Decline(CommandForm):
    """Why not."""

    reason = HallText(label=gettext_lazy("Why; who asked reads it"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class Confirm(CommandForm):
    """What was looked at."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


def _called(account: User) -> str:
    return account.get_full_name() or account.get_username()


def _text(rule: OfficeRule) -> str:
    return reads.office_name(rule.id)


@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The offices of a body: what each is for, what it may do, who holds it."""
    day = clock.today()
    stand = duties.find(code, day)
    place, book = stand.place, stand.book
    roles = visibility.roles_of(may.actor(request), may.holder(request), place.id)
    named = visibility.may_see(roles, "people.Mandate", "account")
    hidden = holdings.restricted_keys("account", "account-names") if named else frozenset()
    mine = may.acts(request, place, book)
    gives = _gives(request, stand) if APPOINT in mine else frozenset()
    held: dict[str, list[Mandate]] = {}
    for row in Mandate.objects.filter(bodies.on(day), body=place.id).select_related("account").order_by("from_day"):
        held.setdefault(row.office, []).append(row)
    waits = starts.waiting([row.pk for rows in held.values() for row in rows]) if ENROL in mine else {}
    own = [rule for rule in book.offices.values() if place.kind in rule.kinds]
    offices = tuple(
        OfficeRow(
            title=_text(rule),
            note=rule.note.en if format.language() == "en" else rule.note.vi,
            named=rule.public,
            may=deeds.words(rule.may if "own" in rule.reach or "all" in rule.reach else ()),
            holders=tuple(_holder(request, row, named, rule, gives, mine, waits.get(row.pk), hidden) for row in held.get(rule.id, ())),
            appoint_href=reverse("office-appoint", args=[place.code, rule.id]) if rule.id in gives else "",
        )
        for rule in own
        if rule.may or rule.id in held or rule.id in gives
    )
    back = Link(place.name, reverse("body", args=[place.code]))
    return render(request, "pages/offices.html", {"page": OfficesPage(back, offices)})


def _gives(request: HttpRequest, stand: duties.Stand) -> frozenset[str]:
    holder = may.holder(request)
    rule = stand.book.offices.get(holder.office) if holder is not None else None
    return frozenset(rule.appoints) if rule is not None else frozenset()


def _holder(
    request: HttpRequest,
    row: Mandate,
    named: bool,
    rule: OfficeRule,
    gives: frozenset[str],
    mine: frozenset[str],
    waits: Start | None,
    hidden: frozenset[str],
) -> HolderRow:
    """A holder as a row; a name that its holder restricted is shown to those alone who end or renew the office."""
    holder = may.holder(request)
    hands_out = waits is not None and holder is not None and starts.may_hand_out(holder.mandate, waits, clock.now())
    ends = named and rule.id in gives and END in mine
    return HolderRow(
        name=_called(row.account) if named and (ends or str(row.account_id) not in hidden) else "",
        since=row.from_day,
        until=row.to_day,
        decision=row.decision,
        acting=row.acting_for_id is not None,
        end_href=reverse("office-end", args=[row.pk]) if ends else "",
        renew_href=reverse("office-renew", args=[row.pk]) if ends and RENEW in mine else "",
        card_href=reverse("office-card", args=[row.pk]) if rule.card and CARD in mine and holder is not None else "",
        start_href=reverse("office-start", args=[row.pk]) if hands_out else "",
    )


def _stand(request: HttpRequest, code: str, office: str, act: str) -> duties.Stand:
    stand = duties.find(code, clock.today())
    if act not in may.acts(request, stand.place, stand.book) or office not in _gives(request, stand):
        raise NotYours(NOT_YOURS)
    return stand


def _form_page(stand: duties.Stand, title: str, lead: str) -> Callable[[forms.Form, Refusal | None], FormPage]:
    back = Link(_("Offices of %(name)s") % {"name": stand.place.name}, reverse("offices", args=[stand.place.code]))
    why = (_(WHY),)

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=_("Send for confirmation"), back=back, why=why, refusal=stopped)

    return page


def appoint(request: HttpRequest, code: str, office: str) -> HttpResponse:
    """Form that asks for `people.appoint`."""
    stand = _stand(request, code, office, APPOINT)
    if (first := fresh_first(request)) is not None:
        return first
    rows = Mandate.objects.filter(bodies.on(stand.day), body=stand.place.id, office=office, acting_for=None).select_related("account")
    form = Appoint(
        request.POST if request.method == "POST" else None,
        initial={"from_day": stand.day},
        holders={row.pk: _called(row.account) for row in rows},
    )

    def do(data: dict[str, Any]) -> str:
        known = User.objects.filter(username__iexact=data["username"].strip(), is_active=True).first()
        payload = {"office": office, "decision": data["decision"], "from_day": data["from_day"], "to_day": data["to_day"]}
        if data["full_name"]:
            payload["new"] = NewAccount(data["username"], data["full_name"])
        elif known is not None:
            payload["account"] = known.pk
        else:
            raise Refused(N_("There is no account with this name. For a new one, say what the person is called."))
        if data.get("acting_for"):
            payload["acting_for"] = int(data["acting_for"])
        return ask_for(request, stand.place.id, APPOINT, data, payload)

    title = _("%(office)s of %(name)s") % {"office": _text(stand.book.offices[office]), "name": stand.place.name}
    return act_form(request, form, _form_page(stand, title, _("It begins when a second person has confirmed it.")), do)


def _of_mandate(request: HttpRequest, mandate: int, act: str) -> tuple[Mandate, duties.Stand]:
    row = Mandate.objects.select_related("account").filter(pk=mandate).first()
    if row is None:
        raise NotYours(NOT_YOURS)
    place = bodies.place(row.body_id, clock.today())
    return row, _stand(request, place.code, row.office, act)


def end(request: HttpRequest, mandate: int) -> HttpResponse:
    """Form that asks for `people.end_mandate`."""
    row, stand = _of_mandate(request, mandate, END)
    if (first := fresh_first(request)) is not None:
        return first

    def do(data: dict[str, Any]) -> str:
        payload = {"mandate": row.pk, "last_day": data["last_day"], "decision": data["decision"]}
        return ask_for(request, row.body_id, END, data, payload)

    title = _("The office of %(name)s ends") % {"name": _called(row.account)}
    lead = _("Its rights end with it, also in a session that is open at this moment; what was done in it stands.")
    return act_form(request, End(request.POST if request.method == "POST" else None), _form_page(stand, title, lead), do)


def renew(request: HttpRequest, mandate: int) -> HttpResponse:
    """Form that asks for `people.renew`."""
    row, stand = _of_mandate(request, mandate, RENEW)
    if (first := fresh_first(request)) is not None:
        return first

    def do(data: dict[str, Any]) -> str:
        return ask_for(request, row.body_id, RENEW, data, {"account": row.account_id, "decision": data["decision"]})

    title = _("New factors for %(name)s") % {"name": _called(row.account)}
    lead = _("Password and second factor end at once; nothing is sent by e-mail or message. The person comes in person for a new paper.")
    return act_form(request, Renew(request.POST if request.method == "POST" else None), _form_page(stand, title, lead), do)


def title_of(one: pending.Waiting) -> str:
    """What a form asks for, in a few words."""
    return ASKED[one.act].title(one)


def _title(one: pending.Waiting) -> str:
    office = str(one.values.get("office", "")) or _office_of(one)
    return _(ASKS[one.act]).format(office=reads.office_name(office) if office else "", name=_name_of(one))


def _office_of(one: pending.Waiting) -> str:
    row = Mandate.objects.filter(pk=one.values.get("mandate", 0)).first()
    return row.office if row is not None else ""


def _name_of(one: pending.Waiting) -> str:
    values = one.values
    if (new := values.get("new")) is not None:
        return f"{new.full_name} ({new.username})"
    account = values.get("account")
    if account is None and "mandate" in values:
        account = Mandate.objects.filter(pk=values["mandate"]).values_list("account", flat=True).first()
    row = User.objects.filter(pk=account or 0).first()
    return f"{_called(row)} ({row.get_username()})" if row is not None else ""


LABELS = {
    "from_day": N_("First day"),
    "to_day": N_("Last day"),
    "last_day": N_("Last day held"),
    "decision": N_("Decision"),
}


def _facts(one: pending.Waiting) -> tuple[tuple[str, str], ...]:
    said = [(_("Body"), one.body.name), (_("Who it is about"), _name_of(one))]
    if office := str(one.values.get("office", "")) or _office_of(one):
        said.append((_("Office"), reads.office_name(office)))
    for name, label in LABELS.items():
        value = one.values.get(name)
        if value is not None:
            said.append((_(label), value if isinstance(value, str) else format.long_day(value)))
    if one.values.get("new") is not None:
        said.append((_("Account"), _("is opened with it")))
    if one.values.get("acting_for") is not None:
        said.append((_("In whose place"), _called(Mandate.objects.get(pk=one.values["acting_for"]).account)))
    return tuple(said)


# What each act that takes two persons says of its form; a room adds its row here.
ASKED: Mapping[str, Asked] = {**dict.fromkeys(ASKS, Asked(_title, _facts)), **rolls.ASKED, **personal.ASKED, **plugs.asked()}


@never_cache
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, command: UUID) -> HttpResponse:
    """A form that waits: the second person confirms or declines it, who asked may take it back."""
    holder = may.holder(request)
    if holder is None:
        raise NotYours(N_("The desk is for offices. Sign in with your account and second factor first."))
    at = clock.now()
    one = pending.one(command, holder, at)
    if not one.mine and one.state == Waits.WAITING and (first := fresh_first(request)) is not None:
        return first
    what = request.POST.get("do", "") if request.method == "POST" else ""
    sent = request.POST if what else None
    decline = Decline(sent if what == "decline" else None, prefix="no")
    confirm = Confirm(sent if what == "confirm" else None, initial={"digest": one.digest})
    withdraw = CommandForm(sent if what == "withdraw" else None)
    stopped: Refusal | None = None
    status = 200
    if what:
        status = 422
        form = {"confirm": confirm, "decline": decline}.get(what, withdraw)
        if form.is_valid():
            try:
                return HttpResponseRedirect(_settle(request, what, one, form.cleaned_data))
            except Refused as error:
                stopped = refusal(error)
    title = title_of(one) if one.values else _("A form that took two persons")
    waits = one.state == Waits.WAITING and at < one.until
    why = pending.why_not(holder, command, at) if waits and not one.mine else None
    over = "" if waits else _("Nobody confirmed it in time. It has to be asked for again.")
    result = PairPage(
        title=title,
        back=Link(_("To do"), reverse("desk")),
        asker=f"{one.asker[0]}, {reads.office_name(one.asker[1])}",
        at=one.at,
        until=one.until,
        facts=tuple(Field(*said) for said in ASKED[one.act].facts(one)) if one.values else (),
        digest=one.digest,
        state=_(BECAME[one.state]) if one.state in BECAME else over,
        reason=one.reason,
        confirm=confirm if waits and not one.mine and why is None else None,
        decline=decline if waits and not one.mine and why is None else None,
        withdraw=withdraw if waits and one.mine else None,
        stopped=refusal(why) if why is not None else None,
        refusal=stopped,
    )
    return render(request, "pages/pair.html", {"page": result}, status=status)


def _settle(request: HttpRequest, what: str, one: pending.Waiting, data: Mapping[str, Any]) -> str:
    by, at, body = may.actor(request), clock.now(), one.body.id
    if not isinstance(by, Office):
        raise NotYours(NOT_YOURS)
    if what == "confirm":
        done = acts.carry_out(
            by=by, at=at, command_id=data["command_id"], command=one.command, digest=data["digest"], browser=reads.browser(request)
        )
    elif what == "decline":
        done = acts.decline(by=by, at=at, command_id=data["command_id"], body=body, command=one.command, reason=data["reason"])
    else:
        done = acts.withdraw(by=by, at=at, command_id=data["command_id"], body=body, command=one.command)
    return reverse("done", args=[done.code])


def desk_links(request: HttpRequest) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """For the desk: the forms that wait for this office, and those it asked for and that wait for somebody else."""
    holder = may.holder(request)
    if holder is None:
        return (), ()
    theirs, mine = pending.of(holder, clock.now())
    return tuple(map(_link, theirs)), tuple(map(_link, mine))


def _link(one: pending.Waiting) -> Link:
    return Link(f"{title_of(one)}, {one.body.name}", reverse("pair", args=[str(one.command)]))
