"""The acts of the body that has a petition now.

Promises: each is a sealed entry; whoever sent it reads the words on the page of the code. Refuses: circles, the body in which a person is
named and everybody in office there, a refusal or a passing on without a reason, a pause of a clock of the law.
"""

import functools
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files import pieces
from dinhlang.ground.record import append, clock, erasures, rulebooks, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.petitions import checks, clocks, kinds, policy, steps
from dinhlang.works.petitions.acts.joining import carry, check_alone, let_go, others
from dinhlang.works.petitions.acts.publishing import ENDED, drop, word
from dinhlang.works.petitions.acts.sending import begin, on_its_way, sealed
from dinhlang.works.petitions.joint import SHARED
from dinhlang.works.petitions.models import Decision, Joined, Pass, Petition
from dinhlang.works.petitions.states import PETITION

WORDS, ANSWER, WHY = 1000, 4000, 1000  # characters
PASS_ON, PAUSE, RETURN = "petition.pass_on", "petition.pause", "petition.return_as_denunciation"
ENDS = frozenset({"refuse", "decline", "answer", "decide"})  # after every voice note was heard
ALONE = frozenset({"ask", "return"})  # done to a single one of those that are answered together


def take(who: Who, petition: str, body: int | None, verb: str, at: datetime) -> Petition:
    """The petition, after the step `verb`; a running pause ends with any step but the pause itself."""
    found = checks.row(petition, body)
    checks.check_reader(who, found)
    found.state = PETITION.step(found.state, verb)
    if verb not in ALONE:
        check_alone(found)
    unheard = (one for one in (petition, *(row.pk for row in others(found))) if steps.unheard(one)) if verb in ENDS else ()
    for one in unheard:
        raise Refused(
            N_("Petition {number} has a voice note of which nobody has typed what it says. Listen and type that first: it is what counts."),
            {"number": one[:6]},
        )
    return found


@act("petition.take_on")
def take_on(*, who: Who, at: datetime, body: int | None, petition: str, finding: str = "") -> Draft:
    """Take a petition on: the clock of its answer begins. Who: an office of the body that has it.

    `finding` is a recorded finding under which the rulebook has another clock. What the sender calls wrong keeps its clock and finding.
    Basis: Law 02/2011/QH13 Art. 27, 28; Law 104/2016/QH13 Art. 29 to 31.
    """
    found = take(who, petition, body, "take-on", at)
    sort, again = policy.kind(found.kind), kinds.is_wrong(found)
    if (finding or (sort.must_find and not again)) and sort.found(finding) is None:
        raise Refused(N_("Choose one of the findings that are listed."))
    together = others(found)
    if not again:
        found.finding = finding
        begin(found, clocks.ACCEPTED, found.since if sort.from_receipt else clock.local_day(at))
    found.save()
    carry(found, together)
    return sealed(petition, {"finding": finding})


@act("petition.refuse")
def refuse(
    *, who: Who, at: datetime, body: int | None, petition: str, reason: str, ground: str = "", elsewhere: str = ""
) -> Draft:  # fmt: skip
    """Not take a petition on, with the reason, which its sender reads. Who: an office of the body that has it.

    `ground`: of the law's closed list, where the kind has one; `elsewhere`: the body that answers for it, where the ground is that.
    Basis: Law 42/2013/QH13 Art. 28(1); Law 02/2011/QH13 Art. 27; Law 104/2016/QH13 Art. 28; Decree 59/2019/NĐ-CP Art. 5.
    """
    found = take(who, petition, body, kinds.refusing(checks.row(petition, body)), at)
    on, together = kinds.check_ground(found, ground, elsewhere), others(found)
    found.since, found.due, found.rule, found.paused = clock.local_day(at), None, "", None
    found.again = clocks.again(found, found.since, found.reopened)
    found.save()
    carry(found, together)
    return sealed(petition, {**on, "reason": checks.check_text("reason", reason, WHY)})


@act(PASS_ON)
def pass_on(*, who: Who, at: datetime, body: int | None, petition: str, to: int, reason: str) -> Draft:
    """Pass a petition on to the body that answers for it, with the reason. Who: an office of the body that has it.

    Never to a body that had it before, nor to the one in which a person is named. Basis: Law 42/2013/QH13 Art. 26(2)(b).
    """
    found, day = take(who, petition, body, "pass-on", at), clock.local_day(at)
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
    most = policy.values().passes
    if steps.count(petition, PASS_ON) >= most and target.id != bodies.place(found.body_id, day).parent:
        raise Refused(N_("It was passed on {n} times. Send it to the body above, which finds who answers for it, or keep it."), {"n": most})
    found.body_id = target.id
    begin(found, clocks.RECEIVED, day)
    found.save()
    Pass.objects.create(petition=found, number=found.passes.count() + 1, body_id=target.id, day=day)
    carry(found, together, passed=True)
    return sealed(petition, {"reason": said}, target.name)


@act("petition.ask")
def ask(*, who: Who, at: datetime, body: int | None, petition: str, text: str) -> Draft:
    """Ask the sender something, by the page of the code. Who: an office of the body that has it. The clock runs on."""
    found = take(who, petition, body, "ask", at)
    found.save()
    return sealed(petition, {"words": checks.check_text("question", text, WORDS)})


@act(PAUSE)
def pause(*, who: Who, at: datetime, body: int | None, petition: str, until: date, reason: str) -> Draft:
    """Let the house clock stand still to the end of a day, with the reason; the sender reads both. It goes on by itself, with the working
    days that were left. Who: an office of the body that has it."""
    found, day = take(who, petition, body, "pause", at), clock.local_day(at)
    values = policy.values()
    if found.rule:
        raise Refused(N_("This clock is one of the law; it is not paused here."), basis=rulebooks.current().duties[found.rule].basis)
    if clocks.stands_still(found, day) or found.due is None or found.due < day:
        raise Refused(N_("It stands still already, or its day is over."))
    if steps.count(petition, PAUSE) >= values.stills:
        raise Refused(N_("It stood still {n} times. Answer with what is known, or say why it cannot be done."), {"n": values.stills})
    most = day + timedelta(days=values.still_days)
    if not day < until <= most:
        raise Refused(N_("Choose a day after today, at most {last}."), {"last": most})
    found.due, found.still = clocks.moved(found.due, day, until, rulebooks.current()), until
    found.save()
    carry(found, others(found))
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY), "until": until.isoformat()})


@act("petition.resume")
def resume(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Let the house clock go on before its day, with the working days that were left. Who: an office of the body that has it."""
    found, day = take(who, petition, body, "resume", at), clock.local_day(at)
    if found.still is None or found.due is None or not clocks.stands_still(found, day):
        raise Refused(N_("It does not stand still."))
    found.due, found.still = clocks.moved(found.due, found.still, day, rulebooks.current()), None
    found.save()
    carry(found, others(found))
    return sealed(petition, {})


@act("petition.answer")
def answer(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    petition: str,
    text: str,
    public: str = "",
    looked: bool = False,
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Answer: what was done, or what will be done and when; information as a file. Who: an office of the body that has it.

    `public` is the wording for everybody, where the sender made a text public; `looked`: as in `petition.word_answer`. The sender
    confirms or reopens it.
    Basis: Law 42/2013/QH13 Art. 28(1); Law 104/2016/QH13 Art. 29 to 31; Decree 59/2019/NĐ-CP Art. 12.
    """
    found = take(who, petition, body, "answer", at)
    if policy.kind(found.kind).decides:
        raise Refused(N_("A complaint ends with a decision: enter its number, its day and how it was decided."), basis=kinds.DECIDED)
    together, day = others(found), clock.local_day(at)
    found.since, found.due, found.rule, found.paused = day, None, "", None
    found.closes, found.again = clocks.silence(day), clocks.again(found, day, found.reopened)
    found.save()
    carry(found, together)
    told = {"wording": word(found, public, looked=looked)} if public.strip() else {}
    said = {"answer": checks.check_text("answer", text, ANSWER), **told}
    return sealed(petition, said, files=kinds.files(found, attachments))


@act(RETURN)
def return_as_denunciation(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Return what turns out to denounce somebody: every word and photograph of it goes for good, at once. Who: an office that has it.

    The sender is told once, by the page of the code; nothing else of it is kept. The entry names nothing. Basis: Law 25/2018/QH14 Art. 22.
    """
    found = take(who, petition, body, "return", at)
    append.lock_head()
    append.check_open(RETURN, at, sealed=True)
    led = Joined.objects.filter(lead=found).exists()  # what the body told all who were answered together stays theirs
    leaves = [leaf for name, _at, leaf in record.trail(petition) if not (led and name in SHARED)]
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
    pieces.forget(on_its_way(petition))
    let_go(found, at)
    drop(found)
    Decision.objects.filter(petition=petition).delete()
    return sealed(new_subject(), {})


def above(found: Petition) -> int | None:
    """The body above the one that has it, which sees it once it was reopened."""
    return bodies.place(found.body_id, clock.today()).parent if found.reopened else None
