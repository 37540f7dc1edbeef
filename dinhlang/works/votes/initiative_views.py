"""Pages and forms of initiatives: what households bring before their village by themselves.

Promises: the public reads how many supported it when the day began; who supports it is shown to the household itself and to those who
verify, by policy/visibility.toml. Nothing of it is kept by a browser or a proxy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Decision
from dinhlang.ground.documents import acts as papers
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.people.visibility import may_see, roles_of
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.reads import Told
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, HistoryRow, InitiativePage, Link, Refusal, SupportRow
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.works.votes import acts, checks, documents, forms, initiatives, policy, reads
from dinhlang.works.votes.acts.initiatives import PAPER
from dinhlang.works.votes.models import Initiative, Support
from dinhlang.works.votes.states import COLLECTING, HANDED, INITIATIVE

OWNER = "SELECT body_id FROM votes_initiative WHERE subject = %s"
NOT_YOURS = N_("This page is for the households of the village in their own session, and for the offices that take supports on paper.")
PROPOSE = "initiative.propose"


class Propose(forms.Propose):
    """A matter that a household wants put to its village; at the counter also its list number."""

    number = HallText(label=gettext_lazy("List number of the household that proposes it"), max_length=12)

    def __init__(self, *args: Any, counter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("choices", "seats", *(() if counter else ("number",))):
            self.fields.pop(name, None)


@dataclass(frozen=True)
class Looker:
    """Who looks at an initiative: what they may do, their office, their household if it is on the village's list, whether they verify."""

    acts: frozenset[str]
    office: str
    household: str
    verifies: bool


class Idea:
    """An initiative with its body, entries and rule, and who looks at it. Raises NotHere."""

    def __init__(self, request: HttpRequest, subject: str) -> None:
        stand = duties.stand_where(OWNER, [subject], clock.today())
        row = Initiative.objects.filter(pk=subject).first() if stand is not None else None
        if stand is None or row is None:
            raise NotHere(checks.NO_INITIATIVE)
        self.request, self.stand, self.row = request, stand, row
        self.told: tuple[Told, ...] = record.of_subjects([subject])
        self.rule: Decision = stand.book.at(row.begun).decisions.get(row.rule) or stand.book.decisions[row.rule]
        self.calling = policy.calling(row.rule, row.handed or stand.day) or policy.Calling((row.rule,), self.rule.basis)
        self.looker = looker(request, stand, self.calling)

    @property
    def words(self) -> dict[str, Any]:
        """What it says; empty while it waits to enter, or once it is erased."""
        return next((dict(one.words) for one in self.told if one.act == PROPOSE), {})

    @property
    def title(self) -> str:
        """What it is called."""
        if not any(one.act == PROPOSE for one in self.told):
            return _("An initiative that waits to enter the record")
        return str(self.words.get("title") or _(reads.ERASED))

    def standing(self, *, begun: bool) -> initiatives.Standing | None:
        """How it stands today; None where the law in force has no such matter any more."""
        try:
            return initiatives.stand_of(self.row, self.stand.book.at(self.stand.day), self.stand.day, begun=begun)
        except Refused:
            return None

    @property
    def proposed_here(self) -> bool:
        """Whether the household that looks proposed it."""
        return bool(self.looker.household) and self.looker.household == self.row.member_id

    def supported(self) -> Support | None:
        """The support of the household that looks, that counts today."""
        rows = Support.objects.filter(initiative=self.row, member=self.looker.household or "-", ended=None)
        return next((one for one in rows if one.until is None or self.stand.day <= one.until), None)

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; the address of its receipt."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.stand.place.id}
        return reverse("done", args=[act(**given, initiative=self.row.pk, **payload).code])


def looker(request: HttpRequest, stand: duties.Stand, calling: policy.Calling) -> Looker:
    """Who looks at the initiatives of a village that are brought so; nobody verifies where the law does not say who takes supports."""
    who, holder = may.actor(request), may.holder(request)
    named = who.household if isinstance(who, Voice) and who.household else ""
    seat = rolls.seat_of(named, stand.day) if named else None
    here = seat is not None and seat[1:] == (stand.place.id, HOUSEHOLDS)
    allowed = may.acts(request, stand.place, stand.book) if here or not named else frozenset()
    kind = "initiative" if calling.fewer else "petition"
    roles = roles_of(who, holder, stand.place.id)
    verifies = bool(calling.takes) and may_see(roles, "votes.Support", "member", kind)
    return Looker(allowed, holder.office if holder is not None else "", named if here else "", verifies)


def _supports(idea: Idea) -> tuple[SupportRow, ...]:
    """Who supports it, by list number, for those who verify. Two queries."""
    day = idea.stand.day
    numbers = {seat.key: seat.number for seat in rolls.on(idea.stand.place.id, HOUSEHOLDS, day)}
    rows = Support.objects.filter(initiative=idea.row, ended=None).exclude(member=None).order_by("day", "pk")
    manner = {True: _("on paper"), False: _("in the household's own session")}
    return tuple(
        SupportRow(numbers[one.member_id], one.day, one.until, manner[one.manner == PAPER], one.until is None or day <= one.until)
        for one in rows
        if one.member_id in numbers
    )


def _standing(idea: Idea, state: str) -> tuple[str, ...]:
    row, found = idea.row, None
    if row.handed is not None and state != COLLECTING:
        numbers = {"n": row.supports, "of": row.households, "day": format.short_day(row.handed)}
        return (_("It was handed in on %(day)s; %(n)s of %(of)s households had supported it when that day began and still did.") % numbers,)
    found = idea.standing(begun=True)
    if found is None:
        return (_("The law in force has no such matter any more."),)
    lines = [
        _("When today began, %(n)s of %(of)s households supported it; at least %(needed)s must.")
        % {"n": format.count(found.supports), "of": format.count(found.households), "needed": format.count(found.needed)}
    ]
    if months := initiatives.months_of(idea.calling, idea.stand.book.at(idea.stand.day)):
        lines.append(_("A household's support counts for %(n)s months; it can be given anew before they end, or later.") % {"n": months})
    lines.append(
        _("Who supports it is known to the household itself and to those who verify it; here only the number is told, once a day.")
    )
    return tuple(lines)


def _held(idea: Idea) -> bool:
    """Whether the law of today lets households bring this by themselves: no button for what the act would refuse."""
    return idea.row.rule in (rulebooks.where_held(lambda: policy.callings(idea.stand.day)) or {})


def _actions(idea: Idea) -> tuple[Link, ...]:
    row, who, own = idea.row, idea.looker, idea.supported()
    verbs, links = set(INITIATIVE.verbs(row.state)), []

    def add(name: str, text: str, step: str) -> None:
        if step in verbs:
            links.append(Link(text, reverse(f"initiative-{name}", args=[row.pk])))

    held = _held(idea)
    takes = held and who.office in idea.calling.takes
    if who.household and held:
        if own is None:
            add("support", _("Support it"), "support")
        else:
            if own.until is not None and own.day < idea.stand.day:
                add("support", _("Give our support anew"), "support")
            add("take-back", _("Take our support back"), "take-back")
    if takes and "initiative.support" in who.acts:
        add("support", _("Enter a support given on paper"), "support")
        add("take-back", _("Enter that a household takes it back"), "take-back")
    if (idea.proposed_here or takes) and "initiative.hand_in" in who.acts:
        told = idea.standing(begun=True)
        if told is not None and told.enough:
            add("hand-in", _("Hand it in"), "hand-in")
    if held and idea.calling.fewer and "initiative.approve" in who.acts:
        add("approve", _("Approve of it with fewer"), "approve")
    if who.office == idea.rule.convened_by and "vote.propose" in who.acts:
        if row.rule in (rulebooks.where_held(lambda: policy.sorts(idea.stand.day)) or {}):
            add("take-up", _("Put it to the people"), "take-up")
        if held and idea.calling.fewer:
            add("turn-down", _("Not put it to the people"), "turn-down")
    if idea.proposed_here:
        add("drop", _("Give it up"), "drop")
    return tuple(links)


def initiative(request: HttpRequest, subject: str) -> HttpResponse:
    """An initiative: what it says, how many households support it, what may be done next."""
    idea = Idea(request, subject)
    state = reads.idea_state(idea.row, idea.told)
    text, css = reads.IDEAS[state]
    own, now = idea.supported(), None
    rows: tuple[SupportRow, ...] = ()
    if idea.looker.verifies and idea.row.state == COLLECTING:
        now, rows = idea.standing(begun=False), _supports(idea)
    facts = [
        Field(_("Proposed on"), format.long_day(idea.row.begun)),
        Field(_("Who puts it to the people"), office_name(idea.rule.convened_by, idea.stand.book)),
    ]
    if idea.row.matter_id:
        facts.append(Field(_("Put to the people"), _("the matter and its vote"), reverse("matter", args=[idea.row.matter_id])))
    if idea.row.state == COLLECTING and idea.words.get("title") and _held(idea):
        sheet = reverse("paper-draft", args=[idea.row.pk, documents.SUPPORTS, "-", papers.PDF])
        facts.append(Field(_("To collect signatures on paper"), _("Sheet to print (PDF)"), sheet))
    page = InitiativePage(
        title=idea.title,
        body=Link(_("What people decide in %(name)s") % {"name": idea.stand.place.name}, reverse("matters", args=[idea.stand.place.code])),
        sort=reads.sort_word(idea.rule),
        state=_(text),
        css=css,
        lines=tuple(line for line in str(idea.words.get("text", "")).split("\n") if line.strip()),
        standing=_standing(idea, state),
        history=tuple(
            HistoryRow(one.at, reads.sentence(one), reverse("entry", args=[one.address]), str(one.words.get("reason", "")))
            for one in idea.told
        ),
        own=_own(own),
        supporters=rows,
        now=""
        if now is None
        else _("Now %(n)s of %(of)s households support it; at least %(needed)s must.")
        % {"n": now.supports, "of": now.households, "needed": now.needed},
        facts=tuple(facts),
        actions=_actions(idea),
        basis=format.cited(idea.calling.basis),
    )
    shown = render(request, "pages/initiative.html", {"page": page})
    shown["Cache-Control"] = "private, no-store"
    return shown


def _own(one: Support | None) -> str:
    if one is None:
        return ""
    if one.until is None:
        return _("Your household supports it.")
    return _("Your household supports it until %(day)s.") % {"day": format.short_day(one.until)}


# --- forms ---


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _shown(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `initiative.propose`: by a household, or at the counter for one."""
    stand = duties.find(code, clock.today())
    office, callings = may.holder(request), policy.callings(stand.day)
    offered: Sequence[Decision] = policy.initiable(stand.book.at(stand.day), stand.day)
    if office is not None:
        offered = [one for one in offered if office.office in callings[one.id].takes]
    offered = [one for one in offered if one.scope == stand.place.kind]
    if not offered or PROPOSE not in looker(request, stand, callings[offered[0].id]).acts:
        raise NotYours(NOT_YOURS)
    rules = [(one.id, present.said(one.subject)) for one in offered]
    form = Propose(_sent(request), rules=rules, counter=office is not None)

    def do(data: dict[str, Any]) -> str:
        words = {name: data[name] for name in ("rule", "title", "text", "number") if name in data}
        done = acts.start(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **words)
        return reverse("done", args=[done.code])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Propose something as a household"),
            lead=_("Other households of the village can support it. With enough of them it must be put to the village."),
            form=form, submit=_("Propose it"), back=Link(stand.place.name, reverse("matters", args=[code])), refusal=stopped,
            why=(
                _("Everybody reads the two texts: name no person. That it is your household's only those who verify the supports see."),
                _("What is against the law, good custom or public morals is not put to the people; its page then says why."),
                _("Proposing it, your household supports it."),
            ),
            basis=format.cited("Law 10/2022/QH15 Art. 16(3)"),
        )  # fmt: skip

    return _shown(act_form(request, form, page, do))


def _form(
    idea: Idea, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, why: tuple[str, ...] = ()
) -> HttpResponse:
    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=title, lead=lead, form=form, submit=submit, why=why, refusal=stopped, basis=format.cited(idea.calling.basis),
            back=Link(idea.title, reverse("initiative", args=[idea.row.pk])), facts=(Field(_("Initiative"), idea.title),),
        )  # fmt: skip

    return _shown(act_form(idea.request, form, page, do))


def _open(request: HttpRequest, subject: str, act: str) -> Idea:
    idea = Idea(request, subject)
    if act not in idea.looker.acts:
        raise NotYours(NOT_YOURS)
    return idea


def _households(idea: Idea) -> tuple[django_forms.Form, Callable[[dict[str, Any]], dict[str, str]]]:
    """The form of a household in its own session, or of an office that enters a paper; and what of it the act is given."""
    sent = _sent(idea.request)
    if idea.looker.household:
        return forms.Confirm(sent), lambda data: {}
    return forms.NotUs(sent), lambda data: {"number": data["number"]}


def support(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.support`."""
    idea = _open(request, subject, "initiative.support")
    form, given = _households(idea)
    lead = _("One household, one support. You can take it back at any time before it is handed in.")
    why = (_("No neighbour sees that you support it; only those who verify it do. The public is told the number, once a day."),)
    return _form(
        idea, form, lambda data: idea.run(acts.support, data, **given(data)), _("Support an initiative"), lead, _("Support it"), why
    )


def take_back(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.take_back`."""
    idea = _open(request, subject, "initiative.take_back")
    form, given = _households(idea)
    lead = _("From today on the support does not count any more.")
    return _form(idea, form, lambda data: idea.run(acts.take_back, data, **given(data)), _("Take a support back"), lead, _("Take it back"))


def drop(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.drop`."""
    idea = _open(request, subject, "initiative.drop")
    lead = _("It stays readable; the supports end. It may be proposed anew.")
    return _form(
        idea, forms.Confirm(_sent(request)), lambda data: idea.run(acts.drop, data), _("Give the initiative up"), lead, _("Give it up")
    )


def hand_in(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.hand_in`."""
    idea = _open(request, subject, "initiative.hand_in")
    lead = _("How many households supported it when today began and still do is kept with it. From now on it must be put to the people.")
    return _form(idea, forms.Confirm(_sent(request)), lambda data: idea.run(acts.hand_in, data), _("Hand the initiative in"), lead,
                 _("Hand it in"))  # fmt: skip


def approve(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.approve`."""
    idea = _open(request, subject, "initiative.approve")
    lead = _("Fewer households support it than the law asks for; the Front's work board finds that the community gains by it.")
    return _form(idea, forms.Reason(_sent(request)), lambda data: idea.run(acts.approve, data, reason=data["reason"]),
                 _("Approve of the initiative"), lead, _("Approve of it"))  # fmt: skip


def turn_down(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `initiative.turn_down`."""
    idea = _open(request, subject, "initiative.turn_down")
    lead = _("Only because it is against the law, good custom or public morals. The reason stands on its page.")
    return _form(idea, forms.Reason(_sent(request)), lambda data: idea.run(acts.turn_down, data, reason=data["reason"]),
                 _("Not put the initiative to the people"), lead, _("Do not put it"))  # fmt: skip


def take_up(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.propose` for an initiative that was handed in: as its households worded it."""
    idea = _open(request, subject, "vote.propose")
    if idea.looker.office != idea.rule.convened_by or idea.row.state != HANDED:
        raise NotYours(checks.WRONG_OFFICE)
    elects = policy.sorts(idea.stand.day)[idea.row.rule].elects
    form: django_forms.Form = forms.Names(_sent(request)) if elects else forms.Confirm(_sent(request))

    def do(data: dict[str, Any]) -> str:
        words = {"rule": idea.row.rule, "title": idea.words.get("title", ""), "text": idea.words.get("text", "")}
        more = {name: data[name] for name in ("choices", "seats") if name in data}
        return idea.run(acts.propose, data, **words, **more)

    lead = _("It is put as the households worded it; nobody else need agree. Then call the meeting.")
    return _form(idea, form, do, _("Put the initiative to the people"), lead, _("Put it to the people"))
