"""The acts of whoever sends a petition, by the code of the receipt: nothing else proves who it is, and nothing else is kept of them.

Promises: every entry is sealed, its parts too; what is about a person in office reaches the body above and no other. Refuses: a petition
that nobody would read, a text that calls itself a denunciation (nothing of it is kept), a complaint without name and address.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, Subquery

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.people import keyed
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import clock, fast, rulebooks, shown
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.ground.ui import door
from dinhlang.works.petitions import checks, clocks, kinds, policy, steps
from dinhlang.works.petitions.models import Brought, Joined, Pass, Petition
from dinhlang.works.petitions.states import ANSWERED, PETITION, REFUSED, RETURNED, SENT, TOLD

TEXT, NAME, CONTACT, REPLY, SPOT = 4000, 120, 200, 2000, 400  # characters
SUBMIT, ADD, REPLIED = "petition.submit", "petition.add_photo", "petition.reply"
SEALED = frozenset(ledger.PARTS)
BY_CHANCE = "~"  # begins the sign of a sender whose hash is gone; no hash begins so
UNTOUCHED = timedelta(days=2)  # petitions so new keep the hash in any case
FIRST = Subquery(Pass.objects.filter(petition=OuterRef("pk")).order_by("number").values("body")[:1])  # the body a petition reached first
BROWSER = "browser"  # a Subject: the keyed hash of the browser that sent a petition, by the petition
DENOUNCES = N_(
    "This calls itself a denunciation. The law protects who denounces, so nothing of it was kept here. It goes to the head of the body "
    "that employs the person, or to the body above where it is about the head; on paper or in person (Law 25/2018/QH14 Art. 12, 13, 22)."
)


def sealed(subject: str, words: dict[str, str], place: str = "", files: Sequence[Attachment] = ()) -> Draft:
    """The entry of a step: every part of it sealed, so that it looks like every other."""
    parts = {"sender": {name: text for name, text in words.items() if text}, **({"place": {"where": place}} if place else {})}
    return Draft(subject, parts, attachments=tuple(files), sealed=True, sealed_parts=SEALED, changes_public=False)


def begin(found: Petition, stage: str, day: date) -> None:
    """Start the clock of a stage at the body that has it now, by the rulebook of the day."""
    book, place = rulebooks.current(), bodies.place(found.body_id, day)
    found.since, found.paused, found.still = day, None, None
    found.rule, found.due = clocks.until(policy.kind(found.kind), stage, place, day, book, found.finding)


@act(SUBMIT)
def submit(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    kind: str,
    way: str,
    topic: str,
    place: int,
    text: str,
    sender: str,
    named: int | None = None,
    called: str = "",
    contact: str = "",
    identity: str = "",
    purpose: str = "",
    first: str = "",
    against: str = "",
    spot: str = "",
    point: str = "",
    number: str = "",
    received: date | None = None,
) -> Draft:
    """Send a petition to `body`. Who: anybody; at the counter and by telephone an office of the body, which types what was said.

    `place` is where it is (the body or a village of it), `named` the body where a named person is in office: `body` is the one above, and
    where an office types it in, the one named, whose superior then has it.
    `sender` is a keyed hash that tells one browser from another ("": none; all those are one). `spot` says where exactly, `point` in
    degrees, held to the map before.
    `number` and `received` are what another system says of it: its number there, which enters once, and the day it came there; the clock
    begins today. `against` is the decision that is complained about, `identity`, `purpose`, `first` what the law's form of a kind asks
    beside (`kinds.check_needs`): sealed like the text and in no row.
    Basis: Law 42/2013/QH13 Art. 26, 28; Law 02/2011/QH13 Art. 7, 8, 17, 33; Law 104/2016/QH13 Art. 24; Decree 59/2019/NĐ-CP Art. 10.
    """
    today, sort = clock.local_day(at), policy.kind(kind)
    here, where = bodies.place(body or 0, today), bodies.place(place, today)
    typed = isinstance(who.actor, Office)
    if way not in sort.ways or typed is (way in policy.UNTYPED) or topic not in policy.topics():
        raise Refused(N_("This is not taken in like that. Open the form again."))
    if named is None and policy.topics()[topic].about == "person":
        raise Refused(N_("That is about somebody in office. Choose so before you write: then the body above reads it, and nobody there."))
    checks.check_handler(here, today)
    if typed and who.seat != here.id:
        raise NotYours(checks.NOT_HERE)
    has = _handler(here, where, named, typed, today)
    if typed and named is not None and not sort.passes:
        raise Refused(N_("What bears its sender's name by law is decided where the law says; it does not go up like this."))
    said = checks.check_text("text", text, TEXT)
    if door.denounces(said, called, contact, spot, purpose, first, against):
        raise Refused(DENOUNCES)
    known = (ledger.clean_text(called).strip()[:NAME], ledger.clean_text(contact).strip()[:CONTACT])
    if sort.named and not all(known):
        raise Refused(N_("This is never anonymous: name and address of its sender must stand in it."), basis=sort.basis)
    asked = kinds.check_needs(sort, here, where, {"identity": identity, "purpose": purpose, "first": first})
    if way == policy.OPEN311:
        checks.check_programs(here.id, at)
    if not typed and (way == policy.OWN or any(known)):
        checks.check_flood(sender, at)
    if way == policy.OWN and not any(known):
        checks.check_form(here, at)
    if number:
        _check_once(mark_of(here.id, way, number), here.id, today)
    found = Petition(
        subject=new_subject(),
        kind=sort.id,
        topic=topic,
        way=way,
        place_id=where.id,
        body_id=has.id,
        named_id=named,
        sender=sender,
        anonymous=not all(known),
        sent=at,
        state=SENT,
        since=today,
    )
    begin(found, clocks.RECEIVED, today)
    fast.insert([found], [Pass(petition=found, number=1, body_id=has.id, day=today)])
    there = {"number": ledger.clean_text(number).strip(), "received": f"{received:%d/%m/%Y}" if received else ""}
    exactly, decision = (ledger.clean_text(one).strip()[:SPOT] for one in (spot, against))
    written = {"words": said, "against": decision, "spot": exactly, "name": known[0], "address": known[1]}
    draft = sealed(found.subject, {**written, **asked, **there})
    return replace(draft, parts={**draft.parts, "place": {"where": where.name, **({"point": point} if point else {})}})


@act("petition.import")
def bring_list(*, who: Who, at: datetime, body: int | None, rows: int, root: str) -> Draft:
    """Say that a list of petitions was brought in, each of its rows entered by an act of its own. Who: an office of the body.

    `root` is over the rows and salted: it can be held against the file. Sealed, as each of them is. Basis: Law 42/2013/QH13 Art. 26, 28.
    """
    return sealed(new_subject(), {"words": f"{rows} {root}"})


def mark_of(body: int, way: str, number: str) -> str:
    """The keyed hash of a number under which another system knows a petition."""
    return keyed.digest("petition-number", f"{body} {way} {door.folded(number)}")


def _check_once(mark: str, body: int, day: date) -> None:
    if not Brought.objects.get_or_create(mark=mark, defaults={"body_id": body, "day": day})[1]:
        raise Refused(N_("This number came before: it is entered already."))


def _handler(here: Place, where: Place, named: int | None, typed: bool, day: date) -> Place:
    """The body that has the petition from the first: `here`, or what is above the one named. Raises Refused: the wrong body or place."""
    if named is None:
        if where.id != here.id and where.parent != here.id:
            raise Refused(N_("Choose a place that belongs to {name}."), {"name": here.name})
        return here
    one = here if typed and named == here.id else bodies.place(named, day)
    above = checks.superior(one, day)
    if (one.id if typed else above.id) != here.id or where.id != one.id:
        raise Refused(N_("Choose the body in which the person is in office."))
    return above


def by_code(code: str) -> Petition | None:
    """The petition whose receipt has `code`; None for every other code. Queries as `traced`."""
    return traced(code)[0]


def traced(code: str) -> tuple[Petition | None, steps.Trail]:
    """`by_code` with everything in the record about the petition. Three queries whatever the code is: an unknown one takes as long as
    somebody else's."""
    subject, trail = shown.begun(code, SUBMIT)
    return Petition.objects.filter(pk=subject).exclude(state=TOLD).select_related("body").first(), trail


def mine(code: str, subject: str, body: int | None) -> Petition:
    """The petition of whoever shows its code, locked. Raises NotHere: the same for an unknown code and somebody else's."""
    found = Petition.objects.select_for_update().filter(pk=subject, body=body).first()
    proved = by_code(code) if found is not None else None
    if found is None or proved is None or proved.pk != subject:
        raise NotHere(checks.NO_PETITION)
    return found


def on_its_way(petition: str) -> str:
    """What files that come to a petition in pieces are known under, until their step is sent."""
    return f"petition {petition}"


def check_photo(found: Petition) -> None:
    """Whether a petition takes one more photograph. Raises Refused."""
    PETITION.step(found.state, "add")
    if steps.count(found.pk, ADD) >= policy.values().photos:
        raise Refused(N_("A petition takes {n} photographs. Bring further ones to the office."), {"n": policy.values().photos})


@act(ADD)
def add_photo(*, who: Who, at: datetime, body: int | None, petition: str, code: str, attachments: Sequence[Attachment]) -> Draft:
    """Add a photograph to one's petition, drawn again from its pixels; the one that was sent is not kept. Who: whoever has the code."""
    check_photo(mine(code, petition, body))
    if not attachments:
        raise Refused(N_("Choose a photograph."))
    return sealed(
        petition, {}, files=[Attachment(f"anh.{one.media_type.rpartition('/')[2]}", one.media_type, one.public) for one in attachments]
    )


@act(REPLIED)
def reply(*, who: Who, at: datetime, body: int | None, petition: str, code: str, text: str) -> Draft:
    """Answer what the body asked, or add something. Who: whoever has the code."""
    found = mine(code, petition, body)
    PETITION.step(found.state, "add")
    if steps.count(petition, REPLIED) >= policy.values().replies:
        raise Refused(N_("You have added {n} times. Say the rest at the office, please."), {"n": policy.values().replies})
    said = checks.check_text("reply", text, REPLY)
    if door.denounces(said):
        raise Refused(DENOUNCES)
    if kinds.incomplete(found):
        begin(found, clocks.RECEIVED, clock.local_day(at))
        found.save()
    return sealed(petition, {"words": said})


@act("petition.confirm")
def confirm(*, who: Who, at: datetime, body: int | None, petition: str, code: str) -> Draft:
    """Say that what the answer says was done. Who: whoever has the code."""
    found = mine(code, petition, body)
    found.state, found.since, found.due = PETITION.step(found.state, "confirm"), clock.local_day(at), None
    found.save()
    return sealed(petition, {})


def last_day(found: Petition) -> date | None:
    """The last day on which an answered or refused petition may be reopened, as promised with the answer; None where it cannot be."""
    return found.again if found.state in (ANSWERED, REFUSED) else None


@act("petition.reopen")
def reopen(*, who: Who, at: datetime, body: int | None, petition: str, code: str, text: str) -> Draft:
    """Say that it is not settled: a clock begins anew, and the body above sees it. Who: whoever has the code."""
    found, today = mine(code, petition, body), clock.local_day(at)
    last, state = last_day(found), PETITION.step(found.state, "reopen")
    if last is None or today > last:
        values = policy.values()
        raise Refused(
            N_("It can be reopened {times} times, within {days} days of the answer. Send a new petition, or go to the body above."),
            {"times": values.reopenings, "days": values.reopen_days},
        )
    said = checks.check_text("again", text, REPLY)
    if door.denounces(said):
        raise Refused(DENOUNCES)
    found.state, found.reopened, found.closes, found.again = state, found.reopened + 1, None, None
    Joined.objects.filter(Q(petition=found) | Q(lead=found), until=None).update(until=at)  # from now on it is answered by itself
    begin(found, clocks.WRONG if kinds.is_wrong(found) else clocks.RECEIVED, today)
    found.save()
    return sealed(petition, {"words": said})


@act("petition.told")
def told(*, who: Who, at: datetime, body: int | None, petition: str, code: str) -> Draft:
    """Read, once, that it was returned because it denounces somebody; then nothing of it is left here. Who: whoever has the code."""
    found = mine(code, petition, body)
    if found.state != RETURNED:
        raise NotHere(checks.NO_PETITION)
    if Joined.objects.filter(lead=found).exists():  # others read under it what they were answered
        found.state = PETITION.step(found.state, "told")
        found.save(update_fields=["state"])
    else:
        found.delete()
    return sealed(new_subject(), {})


def forget_sender(subject: Subject, at: datetime) -> int:
    """Take the keyed hash of the browser off a petition. Returns how many rows. Inside an act of `ground/personal`.

    Asked for by its sender it is gone, and the petition adds no sender to any number. When its time is over another sign takes its place,
    by chance and tied to nothing: one for all that the same sender sent to the same body, so that they stay one and others stay others.
    """
    if subject.kind == "receipt":
        found = by_code(subject.key)
        return Petition.objects.filter(pk=found.pk).update(sender="") if found is not None else 0
    if subject.kind != BROWSER:
        return 0
    row = Petition.objects.annotate(first=FIRST).get(pk=subject.key)
    # Whole months, for numbers are made of weeks and months: nobody is two senders of one. What is new keeps the hash, against floods.
    month = datetime.combine((clock.local_day(at) - UNTOUCHED).replace(day=1), time(), clock.LOCAL)
    same = Petition.objects.annotate(first=FIRST).filter(sender=row.sender, sent__lt=month, first=row.first)
    return Petition.objects.filter(pk__in=list(same.values_list("pk", flat=True))).update(sender=f"{BY_CHANCE}{new_subject()}")
