"""The acts of the body that has a petition now.

Promises: each is a sealed entry; whoever sent it reads the words on the page of the code. Refuses: circles, the body in which a person is
named and everybody in office there, a refusal or a passing on without a reason, a pause of a clock of the law.
"""

import functools
from datetime import datetime

from django.db import transaction

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import append, clock, erasures, rulebooks, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.petitions import checks, clocks, policy, steps
from dinhlang.works.petitions.acts.joining import carry, check_alone, let_go, others
from dinhlang.works.petitions.acts.publishing import ENDED, drop, word
from dinhlang.works.petitions.acts.sending import begin, sealed
from dinhlang.works.petitions.models import Pass, Petition
from dinhlang.works.petitions.states import PETITION

WORDS, ANSWER, WHY = 1000, 4000, 1000  # characters
RETURN = "petition.return_as_denunciation"
ALONE = frozenset({"ask", "return"})  # done to a single one of those that are answered together


def _take(who: Who, petition: str, body: int | None, verb: str, at: datetime) -> Petition:
    """The petition, after the step `verb`; a running pause ends with any step but the pause itself."""
    found, day = checks.row(petition, body), clock.local_day(at)
    checks.check_reader(who, found, day)
    found.state = PETITION.step(found.state, verb)
    if verb not in ALONE:
        check_alone(found)
    if verb in ("refuse", "answer") and any(steps.unheard(one) for one in (petition, *(row.pk for row in others(found)))):
        raise Refused(
            N_("There is a voice note of which nobody has typed what it says. Listen to it and type that first: it is what counts.")
        )
    return found


@act("petition.take_on")
def take_on(*, who: Who, at: datetime, body: int | None, petition: str, finding: str = "") -> Draft:
    """Take a petition on: the clock of its answer begins. Who: an office of the body that has it.

    `finding` is a recorded finding under which the rulebook gives a complaint more time. Basis: Law 02/2011/QH13 Art. 27, 28.
    """
    found = _take(who, petition, body, "take-on", at)
    if finding and finding not in {one.id for one in policy.kind(found.kind).findings}:
        raise Refused(N_("Choose one of the findings that are listed."))
    found.finding = finding
    together = others(found)
    begin(found, clocks.ACCEPTED, clock.local_day(at))
    found.save()
    carry(found, together)
    return sealed(petition, {})


@act("petition.refuse")
def refuse(*, who: Who, at: datetime, body: int | None, petition: str, reason: str) -> Draft:
    """Not take a petition on, with the reason, which its sender reads. Who: an office of the body that has it.

    Basis: Law 42/2013/QH13 Art. 28(1); Law 02/2011/QH13 Art. 27.
    """
    found = _take(who, petition, body, "refuse", at)
    together = others(found)
    found.since, found.due, found.rule = clock.local_day(at), None, ""
    found.again = clocks.again(found, found.since, found.reopened)
    found.save()
    carry(found, together)
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY)})


@act("petition.pass_on")
def pass_on(*, who: Who, at: datetime, body: int | None, petition: str, to: int, reason: str) -> Draft:
    """Pass a petition on to the body that answers for it, with the reason. Who: an office of the body that has it.

    Never to a body that had it before, nor to the one in which a person is named. Basis: Law 42/2013/QH13 Art. 26(2)(b).
    """
    found, day = _take(who, petition, body, "pass-on", at), clock.local_day(at)
    sort = policy.kind(found.kind)
    if not sort.passes:
        raise Refused(
            N_("A complaint is not passed on: tell the sender which body is competent, and refuse it."),
            basis="Law 42/2013/QH13 Art. 26(1)(b)",
        )
    together = others(found)
    target = next((one for one in checks.targets(found, day) if one.id == to), None)
    if target is not None and Pass.objects.filter(petition__in=together, body=target.id).exists():
        target = None
    if target is None:
        raise Refused(N_("It cannot go there: the body had it before, nobody reads petitions there, or it is about somebody there."))
    said = checks.check_text("reason", reason, WHY)
    found.body_id = target.id
    begin(found, clocks.RECEIVED, day)
    found.save()
    Pass.objects.create(petition=found, number=found.passes.count() + 1, body_id=target.id, day=day)
    carry(found, together, passed=True)
    return sealed(petition, {"reason": said}, target.name)


@act("petition.ask")
def ask(*, who: Who, at: datetime, body: int | None, petition: str, text: str) -> Draft:
    """Ask the sender something, by the page of the code. Who: an office of the body that has it. The clock runs on."""
    found = _take(who, petition, body, "ask", at)
    found.save()
    return sealed(petition, {"words": checks.check_text("question", text, WORDS)})


@act("petition.pause")
def pause(*, who: Who, at: datetime, body: int | None, petition: str, reason: str) -> Draft:
    """Let the house clock stand still, with the reason, which the sender reads. Who: an office of the body that has it."""
    found, day = _take(who, petition, body, "pause", at), clock.local_day(at)
    if found.rule:
        raise Refused(N_("This clock is one of the law; it is not paused here."), basis=rulebooks.current().duties[found.rule].basis)
    if found.paused is not None or found.due is None or found.due < day:
        raise Refused(N_("It stands still already, or its day is over."))
    found.paused = day
    found.save()
    carry(found, others(found))
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY)})


@act("petition.resume")
def resume(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Let the house clock go on with the working days that were left. Who: an office of the body that has it."""
    found, day = _take(who, petition, body, "resume", at), clock.local_day(at)
    if found.paused is None or found.due is None:
        raise Refused(N_("It does not stand still."))
    found.due, found.paused = clocks.moved(found.due, found.paused, day, rulebooks.current()), None
    found.save()
    carry(found, others(found))
    return sealed(petition, {})


@act("petition.answer")
def answer(*, who: Who, at: datetime, body: int | None, petition: str, text: str, public: str = "") -> Draft:
    """Answer: what was done, or what will be done and when. Who: an office of the body that has it.

    `public` is the wording for everybody, where the sender made a text public. The sender confirms or reopens it.
    Basis: Law 42/2013/QH13 Art. 28(1); Law 02/2011/QH13 Art. 28, 31.
    """
    found = _take(who, petition, body, "answer", at)
    together, day = others(found), clock.local_day(at)
    found.since, found.due, found.rule, found.paused = day, None, "", None
    found.closes, found.again = clocks.silence(day), clocks.again(found, day, found.reopened)
    found.save()
    carry(found, together)
    said = {"answer": checks.check_text("answer", text, ANSWER)}
    return sealed(petition, {**said, "wording": word(found, public)} if public.strip() else said)


@act(RETURN)
def return_as_denunciation(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Return what turns out to denounce somebody: every word and photograph of it goes for good, at once. Who: an office that has it.

    The sender is told once, by the page of the code; nothing else of it is kept. The entry names nothing. Basis: Law 25/2018/QH14 Art. 22.
    """
    found = _take(who, petition, body, "return", at)
    append.lock_head()
    append.check_open(RETURN, at, sealed=True)
    leaves = [leaf for _act, _at, leaf in record.trail(petition)]
    for leaf in leaves:
        for name in ledger.PARTS:
            erasures.note(erasures.Line(leaf, name, ENDED))
            vault.erase(leaf, name, ENDED)
        transaction.on_commit(functools.partial(erasures.finish, leaf), robust=True)
    erasures.scrub_soon()
    Petition.objects.filter(pk=petition).update(
        state=found.state,
        kind="",
        topic="",
        way="",
        sender="",
        place=found.body_id,
        named=None,
        finding="",
        rule="",
        due=None,
        paused=None,
        since=clock.local_day(at),
    )
    found.passes.all().delete()
    let_go(found, at)
    drop(found)
    return sealed(new_subject(), {})


def above(found: Petition) -> int | None:
    """The body above the one that has it, which sees it once it was reopened."""
    return bodies.place(found.body_id, clock.today()).parent if found.reopened else None
