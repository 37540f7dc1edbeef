"""Pages and forms of what people decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid5

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.tally.rounds import Way, check_way
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import pages
from dinhlang.ground.documents import reads as papers
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done, Unwritten
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls import reads as households
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import Field, FormPage, Link, PaperLine, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.votes import acts, documents, forms, kit_reads, policy, reads

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
OWN, COMMUNE, FRONT = "own", "commune", "front"


def _office(request: HttpRequest) -> str:
    holder = may.holder(request)
    return "" if holder is None else holder.office


def matters(request: HttpRequest, code: str) -> HttpResponse:
    """What the people of a village, or of a whole commune, decide."""
    stand = duties.find(code, clock.today())
    if stand.place.kind not in ("village", "commune"):
        raise NotHere(N_("Villages and communes have such a page; this body has none."))

    def make() -> HttpResponse:
        page = reads.listing(stand, may.acts(request, stand.place, stand.book), _office(request))
        return render(request, "pages/matters.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _around(place: Place, day: Any) -> dict[str, Place | None]:
    """The commune that recognises, and its Front."""
    commune = place if place.kind == "commune" else None if place.parent is None else bodies.place(place.parent, day)
    front = None if commune is None else next(iter(bodies.children(commune.id, "front", day)), None)
    return {OWN: place, COMMUNE: commune, FRONT: front}


def _rights(request: HttpRequest, stand: duties.Stand) -> reads.Rights:
    """What the person looking may do; without an office nothing, and no question."""
    own = may.acts(request, stand.place, stand.book)
    if may.holder(request) is None:
        return reads.Rights(own)
    near = _around(stand.place, stand.day)
    commune, front = (frozenset() if one is None else may.acts(request, one, stand.book) for one in (near[COMMUNE], near[FRONT]))
    return reads.Rights(own, commune, front, _office(request))


def matter(request: HttpRequest, subject: str) -> HttpResponse:
    """A matter with its rounds, what came of it, and what may be done next."""
    stand = reads.stand(subject, clock.today())

    def make() -> HttpResponse:
        found = reads.find(subject, stand.book)
        rights = _rights(request, stand)
        page = replace(reads.page(found, stand, rights, clock.now()), documents=_documents(found, stand, rights))
        if found.running is not None and "vote.kit_decide" in rights.own:
            page = replace(page, actions=(*kit_reads.waiting(found, found.running.number, clock.now()), *page.actions))
        address = absolute(request, reverse("matter", args=[subject]))
        board = foot(address, "\n".join((page.title, *page.lines)), format.short_day(page.today))
        return render(request, "pages/matter.html", {"page": replace(page, board=board)})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _documents(found: reads.Found, stand: duties.Stand, rights: reads.Rights) -> tuple[PaperLine, ...]:
    """The papers of a matter with their states; the bodies around it are asked for only where an office looks."""
    commune, judge = documents.around(stand.place, found.rule.recognised_by, stand.day) if rights.office else (None, None)
    offered = documents.offers(found, stand.place, commune, judge, stand.book, clock.now(), rights.office != "")
    theirs = rights.front if found.rule.recognised_by == "front-chair" else rights.commune
    acts_of = {**({} if judge is None else {judge.id: theirs}), stand.place.id: rights.own}
    steps = {documents.DECISION: "vote-issue", documents.RECOGNITION: "vote-recognise", documents.REFUSAL: "vote-refuse"}
    hrefs = {kind: reverse(name, args=[found.row.pk]) for kind, name in steps.items()}
    return papers.lines(offered, acts_of, papers.of_thing([found.row.pk]), hrefs)


# --- forms ---


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _to(done: Done) -> str:
    return reverse("done", args=[done.code])


def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `vote.propose`."""
    stand = duties.find(code, clock.today())
    offered = policy.offered(stand.book.at(stand.day), stand.place.kind, _office(request), stand.day)
    if "vote.propose" not in may.acts(request, stand.place, stand.book) or not offered:
        raise NotYours(NOT_YOURS)
    form = forms.Propose(_sent(request)[0], rules=[(one.id, present.said(one.subject)) for one in offered])

    def do(data: dict[str, Any]) -> str:
        words = {name: data[name] for name in ("rule", "title", "text")}
        more = {name: data[name] for name in ("choices", "seats") if name in data}
        return _to(acts.propose(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **words, **more))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Put a matter to the people"),
            lead=_("It is written down first, then agreed on by the office that the law names, then called."),
            form=form, submit=_("Propose it"), back=Link(stand.place.name, reverse("matters", args=[code])), refusal=stopped,
            basis=format.cited("Law 10/2022/QH15 Art. 15, 16"),
        )  # fmt: skip

    return act_form(request, form, page, do)


class Step:
    """A form about a matter that exists: who may open it, and the matter with its body."""

    def __init__(self, request: HttpRequest, subject: str, act: str, where: str = OWN) -> None:
        self.request, self.stand = request, reads.stand(subject, clock.today())
        place = _around(self.stand.place, self.stand.day)[where] if where != OWN else self.stand.place
        if place is None or act not in may.acts(request, place, self.stand.book):
            raise NotYours(NOT_YOURS)
        self.place, self.found = place, reads.find(subject, self.stand.book)

    @property
    def back(self) -> Link:
        """The way back to the matter."""
        return Link(self.found.title, reverse("matter", args=[self.found.row.pk]))

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; the address of its receipt."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.place.id}
        return _to(act(**given, matter=self.found.row.pk, **payload))

    def show(
        self, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, **more: Any
    ) -> HttpResponse:
        """The form, or what came of it."""

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            basis = format.cited(more.pop("basis", self.found.rule.basis)) if "basis" in more else format.cited(self.found.rule.basis)
            facts = (Field(_("Matter"), self.found.title), Field(_("State"), reads.state_of(self.found.row)[0]))
            return FormPage(
                title=title, lead=lead, form=form, submit=submit, back=self.back, refusal=stopped, basis=basis, facts=facts, **more
            )

        return act_form(self.request, form, page, do)


def agree(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.agree`."""
    step = Step(request, subject, "vote.agree")
    lead = _("You agree that this be put to the people. What they decide is theirs.")
    return step.show(forms.Confirm(_sent(request)[0]), lambda data: step.run(acts.agree, data), _("Agree that it be put to the people"),
                     lead, _("Agree"))  # fmt: skip


def decline(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.decline`."""
    step = Step(request, subject, "vote.decline")
    return step.show(
        forms.Reason(_sent(request)[0]), lambda data: step.run(acts.decline, data, reason=data["reason"]),
        _("Not agree that it be put to the people"), _("The reason stands on the page of the matter."), _("Do not agree"),
    )  # fmt: skip


def withdraw(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.withdraw`."""
    step = Step(request, subject, "vote.withdraw")
    return step.show(
        forms.Reason(_sent(request)[0]), lambda data: step.run(acts.withdraw, data, reason=data["reason"]), _("Withdraw the matter"),
        _("It stays readable, with your reason; it may be proposed anew."), _("Withdraw it"),
    )  # fmt: skip


def call_off(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.call_off`."""
    step = Step(request, subject, "vote.call_off")
    return step.show(
        forms.Reason(_sent(request)[0]), lambda data: step.run(acts.call_off, data, reason=data["reason"]), _("Call the round off"),
        _("Tell the households too. Another round may be called afterwards."), _("Call it off"),
    )  # fmt: skip


def call(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.call`, in one of three shapes: a meeting of all (default), `?theo=cum` meetings by cluster, `?theo=phieu` papers.

    The list of households is frozen in the same stroke.
    """
    step, shape = Step(request, subject, "vote.call"), request.GET.get("theo", "")
    today, place = clock.today(), step.place
    names = sorted({seat.cluster for seat in households.on(place.id, HOUSEHOLDS, today)})
    papers, online, clustered = shape == "phieu", shape == "truc-tuyen", shape == "cum" and len(names) > 1
    form: forms.CallMeeting | forms.CallPapers | forms.CallOnline
    if papers:
        form = forms.CallPapers(_sent(request)[0])
    elif online:
        form = forms.CallOnline(_sent(request)[0])
    else:
        form = forms.CallMeeting(_sent(request)[0], clusters=names if clustered else ("",), initial={"way": forms.MEETING})

    def do(data: dict[str, Any]) -> str:
        if not isinstance(form, forms.CallMeeting):
            opens, closes = form.span()
            begins, way = max(opens, clock.now()), Way.PAPER if papers else Way.ONLINE
            planned: tuple[Planned, ...] = (Planned(data["place"] if papers else _("On this site"), begins),)
            given = {"way": way.value, "secret": False, "opens": begins, "closes": closes}
        else:
            planned = form.planned()
            hours = [one.at for one in planned]
            given = {"way": Way.MEETING.value, "secret": data["way"] == forms.SECRET, "opens": min(hours), "closes": max(hours)}
            given["scattered"] = bool(data.get("scattered"))
        with transaction.atomic():  # the list and the round, or neither
            who = {"by": may.actor(request), "at": clock.now(), "body": place.id}
            roll = rolls.freeze(
                **who, command_id=uuid5(data["command_id"], "rolls.freeze"), roll=HOUSEHOLDS, day=today, purpose=step.found.title[:120]
            )
            return step.run(acts.call, data, roll=roll.subject, planned=planned, **given)

    here = reverse("vote-call", args=[subject])
    others = [
        ("", _("One meeting for all")), ("?theo=cum", _("Meetings by cluster")), ("?theo=phieu", _("Ballot papers")),
        ("?theo=truc-tuyen", _("Online vote")),
    ]  # fmt: skip
    facts = tuple(
        Field(_("Or"), text, here + query) for query, text in others if query.partition("=")[2] != shape and _open(step, query, names)
    )
    lead = _("Whoever is on the list of households today is asked; who comes later is not counted.")
    titles = {"phieu": _("Send ballot papers"), "truc-tuyen": _("Open an online vote"), "cum": _("Call meetings by cluster")}
    title = titles.get(shape if papers or online or clustered else "", _("Call a meeting"))
    return _call_form(step, form, do, title, lead, facts)


def _open(step: Step, query: str, clusters: list[str]) -> bool:
    """Whether another shape of the form leads anywhere: papers where the rule lets them follow, clusters where there are several."""
    if query == "?theo=cum":
        return len(clusters) > 1
    way = {"": Way.MEETING, "?theo=phieu": Way.PAPER, "?theo=truc-tuyen": Way.ONLINE}[query]
    rule, met = acts.of_whole(step.found.rule, step.found.row), acts.conditions(step.place.id)
    try:
        check_way(rule, way, polls.history(step.found.rounds), met)
    except Refused:
        return False
    return True


def _call_form(step: Step, form: django_forms.Form, do: Any, title: str, lead: str, facts: tuple[Field, ...]) -> HttpResponse:
    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=title, lead=lead, form=form, submit=_("Call it"), back=step.back, refusal=stopped,
            basis=format.cited(step.found.rule.basis), facts=(Field(_("Matter"), step.found.title), *facts),
            effect=_("The notice is owed in time before it: your desk shows until when."),
        )  # fmt: skip

    return act_form(step.request, form, page, do)


def tick(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `vote.tick`: the households of a sitting, those who take part ticked."""
    step = Step(request, subject, "vote.tick")
    running, sitting = _running(step, number)
    seats = polls.seats_of(running, sitting)
    labels = [(one.key, f"{one.number}. {one.name}" + (f" ({one.second})" if one.second else "")) for one in seats]
    ticked = polls.took_part(running.id)
    here = [key for key, _text in labels if key in ticked]
    form = forms.Tick(_sent(request)[0], households=labels, initial={"keys": here, "shown": ",".join(here)})

    def do(data: dict[str, Any]) -> str:
        shown = set(data["shown"].split(",")) & {key for key, _text in labels}
        return step.run(acts.tick, data, sitting=number, keys=tuple(data["keys"]), gone=shown - set(data["keys"]))

    return step.show(form, do, _("Who takes part"), sitting.cluster or _("The whole village"), _("Keep the list"))


def _running(step: Step, number: int) -> tuple[polls.RoundSeen, polls.SittingSeen]:
    running = step.found.running
    sitting = next((one for one in running.sittings if one.number == number), None) if running is not None else None
    if running is None or sitting is None:
        raise NotHere(N_("There is no such sitting."))
    return running, sitting


def count(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `vote.count`: what this person counted; the other person's numbers are not shown."""
    step = Step(request, subject, "vote.count")
    running, sitting = _running(step, number)
    form = forms.Count(_sent(request)[0], choices=step.found.choices, papers=running.way is Way.PAPER)

    def do(data: dict[str, Any]) -> str:
        given = {"took_part": data["took_part"], "votes": form.votes(), "spoilt": data["spoilt"] or 0}
        return step.run(acts.count, data, sitting=number, **given)

    lead = _("Two persons count, each for themselves. The round can be closed once both entered the same numbers.")
    where = sitting.cluster or _("The whole village")
    facts = _("%(where)s: %(n)s households on the list") % {"where": where, "n": format.count(sitting.on_roll)}
    return step.show(form, do, _("Enter the count"), lead, _("Enter it"), why=(facts,))


def answer(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.cast`, for a household in its own session: also the way to change the answer while the round runs.

    Each answer of the form has a command id of its own, so that what was chosen need not be told apart by any digest.
    """
    step = Step(request, subject, "vote.cast")
    running, who = step.found.running, may.actor(request)
    if running is None or running.way is not Way.ONLINE or not isinstance(who, Voice) or who.household is None:
        raise NotHere(N_("There is no online vote on this now."))
    before = polls.cast_of(running.id, who.household)
    names = step.found.choices_of(running)
    form = forms.Answer(_sent(request)[0], choices=names, initial={} if before is None else {"choice": before})

    def do(data: dict[str, Any]) -> str:
        given = {**data, "command_id": uuid5(data["command_id"], str(data["choice"]))}
        manner = "assisted" if data["assisted"] else "alone"
        return step.run(acts.cast, given, choice=Unwritten(data["choice"]), manner=manner)

    lead = _("One household, one answer. You can change it until %(until)s; the last one counts.") % {
        "until": format.instant(running.closes)
    }
    why = (
        _("No neighbour and no office sees what you answered; that you answered stands on the list of those who took part."),
        _("It is not secret from whoever runs this system, until the vote is closed: then what each household answered is deleted."),
        *((_("Your household answered already: %(answer)s") % {"answer": names[before]},) if before is not None else ()),
    )
    shown = step.show(form, do, _("Your household's answer"), lead, _("Answer"), why=why)
    shown["Cache-Control"] = "private, no-store"
    return shown


def not_us(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `vote.not_us`, at the counter."""
    step = Step(request, subject, "vote.not_us")
    lead = _("A household that is listed as having taken part says that it did not. The result stands; how many say so stands on the page.")
    form = forms.NotUs(_sent(request)[0])
    title = _("A household says: this was not us")
    return step.show(form, lambda data: step.run(acts.not_us, data, round=number, number=data["number"]), title, lead, _("Keep it"))


def close(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.close`."""
    step = Step(request, subject, "vote.close")
    lead = _("The counts are added up and the result is made known on this page, with its working. It cannot be undone.")
    return step.show(forms.Confirm(_sent(request)[0]), lambda data: step.run(acts.close, data), _("Close the round"), lead, _("Close it"))


def _signed(data: dict[str, Any], subject: str, kind: str) -> tuple[Attachment, ...]:
    """The signed page, told from another paper's by the code on it."""
    return pages.of_step([] if data["scan"] is None else [data["scan"]], subject, kind)


def issue(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.issue`."""
    step = Step(request, subject, "vote.issue")
    form = forms.Issue(*_sent(request), whole=step.found.rule.scope == "commune")

    def do(data: dict[str, Any]) -> str:
        given = {name: data.get(name) for name in ("paper", "number", "dated", "effective")}
        signers = tuple(line.strip() for line in str(data["signers"]).split("\n") if line.strip())
        return step.run(acts.issue, data, signers=signers, attachments=_signed(data, subject, documents.DECISION), **given)

    lead = _("Signed by the village head, the head of the Front's work board and two households.")
    return step.show(form, do, _("Enter the signed decision"), lead, _("Enter it"), upload=True)


def send(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.send`."""
    step = Step(request, subject, "vote.send")
    lead = _(
        "It goes to both: the commune committee and the commune Front. From now on run the days for recognising it, where that is asked."
    )
    return step.show(forms.Confirm(_sent(request)[0]), lambda data: step.run(acts.send, data), _("Send the decision"), lead, _("Send it"))


def _judge(request: HttpRequest, subject: str, act: str) -> Step:
    front = reads.find(subject, reads.stand(subject, clock.today()).book).rule.recognised_by == "front-chair"
    return Step(request, subject, act, FRONT if front else COMMUNE)


def recognise(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.recognise`."""
    step = _judge(request, subject, "vote.recognise")

    def do(data: dict[str, Any]) -> str:
        return step.run(
            acts.recognise, data, number=data["number"], dated=data["dated"], attachments=_signed(data, subject, documents.RECOGNITION)
        )

    lead = _("From the day of the paper on it binds.")
    return step.show(forms.Recognise(*_sent(request)), do, _("Recognise the decision"), lead, _("Recognise it"), upload=True)


def refuse(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.refuse`."""
    step = _judge(request, subject, "vote.refuse")

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("number", "dated", "reason")}
        return step.run(acts.refuse, data, attachments=_signed(data, subject, documents.REFUSAL), **given)

    lead = _("In writing, with the reason: people read it on the page of the matter.")
    return step.show(forms.Refuse(*_sent(request)), do, _("Not recognise the decision"), lead, _("Do not recognise it"), upload=True)


def annul(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.annul`."""
    step = Step(request, subject, "vote.annul", COMMUNE)

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.annul, data, **{name: data[name] for name in ("ground", "number", "dated", "reason")})

    lead = _("It stays readable, with the ground and the reason. The village head tells the people.")
    return step.show(forms.Annul(_sent(request)[0]), do, _("Annul the decision"), lead, _("Annul it"), basis="Law 10/2022/QH15 Art. 22")


def team(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.team`."""
    step = Step(request, subject, "vote.team")
    running = step.found.running
    if running is None or policy.crew("team", running.way.value, running.secret, step.stand.day) is None:
        raise NotHere(N_("Such a round has neither team nor counting board: hands are counted in front of everybody."))
    form = forms.Team(_sent(request)[0], papers=running.way is Way.PAPER)
    lead = _("Nobody who stands for election is of it. Who carries ballot papers round is told to everybody, as the law orders.")

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.team, data, people=data["people"], plan=data.get("plan"))

    return step.show(form, do, _("Name the team, or the counting board"), lead, _("Name them"))


def _two(request: HttpRequest, subject: str, name: str, act: Callable[..., Done], title: str, lead: str) -> HttpResponse:
    step = Step(request, subject, name)

    def do(data: dict[str, Any]) -> str:
        return step.run(act, data, numbers=(data["first"], data["second"]))

    return step.show(forms.Numbers(_sent(request)[0]), do, title, lead, _("Name them"))


def witness(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.witness`."""
    lead = _("Two households of this round's list, not of the team, not standing for election. The public reads only that there are two.")
    return _two(request, subject, "vote.witness", acts.witness, _("Name who witnesses the count"), lead)


def signers(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.signers`."""
    lead = _("Beside the two heads two households sign. The public reads only that there are two.")
    return _two(request, subject, "vote.signers", acts.signers, _("Name the households that sign"), lead)


def send_plan(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.send_plan`."""
    step = Step(request, subject, "vote.send_plan")
    lead = _("To both: the chair of the commune committee and the chair of the commune Front.")
    form, title = forms.Confirm(_sent(request)[0]), _("The plan was sent")
    return step.show(form, lambda data: step.run(acts.send_plan, data), title, lead, _("It was sent"))


def follow_up(request: HttpRequest, subject: str, about: str) -> HttpResponse:
    """Form of `vote.follow_up`: what the commune decided after a vote."""
    step = Step(request, subject, "vote.follow_up", COMMUNE)
    one = policy.sequels(step.found.row.rule, step.found.row.state, step.stand.day).get(about)
    if one is None:
        raise NotHere(N_("After this vote there is nothing such to decide."))
    form = forms.FollowUp(_sent(request)[0], lasts=one.until)

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.follow_up, data, about=about, **{name: data[name] for name in ("number", "dated", "until") if name in data})

    lead = _("The paper is signed first; here stand its number and date, for everybody to read.")
    if one.until:
        lead += " " + _("The office itself is given under “Who holds which office”, until the same day: it ends by itself then.")
    return step.show(form, do, one.said, lead, _("Enter it"), basis=one.basis)


def again(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.propose` for what is decided once more, from the beginning."""
    step = Step(request, subject, "vote.propose")
    row, words = step.found.row, step.found.words
    elects = policy.sorts(step.stand.day)[row.rule].elects
    before = {"choices": "\n".join(step.found.names), "seats": row.seats}
    form: django_forms.Form = forms.Names(_sent(request)[0], initial=before) if elects else forms.Confirm(_sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        given = {"rule": row.rule, "title": words.get("title", ""), "text": words.get("text", ""), "again": row.pk}
        more = {name: data[name] for name in ("choices", "seats") if name in data}
        done = acts.propose(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=step.place.id, **given, **more)
        return _to(done)

    lead = _("In the same words, from the beginning: the list of households is frozen anew, and no vote of before counts.")
    return step.show(form, do, _("Decide it once more"), lead, _("Put it to the people"), basis="Law 10/2022/QH15 Art. 22(3)")


def order(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.order`."""
    step = Step(request, subject, "vote.order")
    form = forms.Order(_sent(request)[0], initial={"way": forms.MEETING})
    lead = _("Each village gets this matter; its head calls the round. You choose the way for all.")
    return step.show(form, lambda data: step.run(acts.order, data, way=data["way"]), _("Put it to all villages"), lead, _("Put it to them"))


def sum_up(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.sum`."""
    step = Step(request, subject, "vote.sum")
    lead = _("Villages are counted, not their households.")
    return step.show(
        forms.Confirm(_sent(request)[0]), lambda data: step.run(acts.sum_up, data), _("Sum up the villages"), lead, _("Sum up")
    )
