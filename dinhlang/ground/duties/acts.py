"""Acts that only concern duties: announcing what is to come and calling it off, and holding the rules against the law of today."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Duty, Event, EventKind, EventName, Rulebook, can_judge, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.effects import Confirm, Start, Target, Unconfirm, VoidClock
from dinhlang.ground.duties.models import Clock, Confirmation
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


def slug(text: str) -> str:
    """A document's number as it stands in addresses and occasions: `112/QĐ-UBND` becomes `112-qd-ubnd`.

    Raises Refused where nothing is left.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")) if not unicodedata.combining(sign)
    )
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]
    if not found:
        raise Refused(N_("Give the document's number, for example 112/QĐ-UBND."))
    return found


def notices(book: Rulebook, body: str, day: date) -> tuple[Duty, ...]:
    """The duties of a kind of body before an event it announces for `day`, as far as the house can judge them."""
    mine = (duty for duty in book.by_event.get(EventName.EVENT_ANNOUNCED, ()) if body in duty.bearer and duty.in_force(day))
    return tuple(duty for duty in mine if any(can_judge(part, body) for part in duty.parts))


def event_kinds(book: Rulebook, body: str, day: date) -> tuple[EventKind, ...]:
    """What a kind of body may announce for `day`: events before which it owes a notice that the house can judge."""
    known = {duty.starts.event_kind for duty in notices(book, body, day)}
    return tuple(kind for kind in book.event_kinds if kind.event == EventName.EVENT_ANNOUNCED and kind.id in known)


def occasion_of(body: int, kind: str, day: date) -> str:
    """What an event of this kind on `day` is called at a body: by kind and day, with a number from the second of a day on."""
    taken = Clock.objects.filter(body=body, occasion__startswith=f"{kind}-{day.isoformat()}").values("occasion").distinct().count()
    return f"{kind}-{day.isoformat()}" + (f"-{taken + 1}" if taken else "")


@act("duties.event", rows=False)
def event(*, who: Who, at: datetime, body: int | None, kind: str, day: date, place: str, title: str) -> Draft:
    """Announce a coming meeting, from which notices are due backwards. Who: the village head. Basis: Decree 59/2023 Art. 3(1), 3(3).

    `works/meetings` takes this over; the clocks stay the same.
    """
    today = clock.local_day(at)
    if not today <= day <= today + timedelta(days=365):
        raise Refused(N_("The meeting must lie between today and a year from now; {day} does not."), {"day": day})
    if not place.strip() or not title.strip():
        raise Refused(N_("Say where the meeting is held and what it is about, so that people can come prepared."))
    one = bodies.place(body or 0, today)
    book = rulebooks.current()
    if kind not in {known.id for known in event_kinds(book, one.kind, day)}:
        raise Refused(
            N_("No notice is owed by {name} for such a meeting; a village or residential group announces its own."), {"name": one.name}
        )
    occasion = occasion_of(one.id, kind, day)
    specs = starts(book, Event("event.announced", occasion, day, kind=kind), bodies.facts(one, today, book))
    subject = new_subject()
    public = {"kind": kind, "day": day.isoformat(), "place": place, "title": title, "occasion": occasion}
    return Draft(subject, {"public": public}, tuple(Start.of(spec) for spec in specs))


@act("duties.event_cancelled")
def event_cancelled(*, who: Who, at: datetime, body: int | None, occasion: str) -> Draft:
    """Call off a meeting that was announced: no notice of it is owed any more. Who: the village head, not after the meeting's day.

    One that moves to another day is called off and announced anew; its new notice is due before the new day.
    """
    today = clock.local_day(at)
    rules = {duty.id for duty in rulebooks.current().by_event.get(EventName.EVENT_ANNOUNCED, ())}
    clocks = list(Clock.objects.filter(body=body, occasion=occasion, rule__in=rules, voided=None).order_by("id"))
    if not clocks:
        raise Refused(N_("There is no such meeting. It was perhaps called off already."))
    day = clocks[0].opens
    if today > day:
        raise Refused(N_("The meeting was on {day}. What was owed before it stays owed."), {"day": day})
    public = {"day": day.isoformat(), "occasion": occasion}
    ended = tuple(VoidClock(Target(row.rule, row.part, row.occasion), today) for row in clocks)
    return Draft(clocks[0].source, {"public": public}, ended)


def _wording(rule: str, wording: str) -> Duty:
    found = rulebooks.current().wordings.get(rule, ())
    if not found:
        raise Refused(N_("There is no rule called {rule}. The list of rules: dinhlang rulebook list"), {"rule": rule[:80]})
    for duty in found:
        if duty.hash.hex() == wording:
            return duty
    raise Refused(
        N_("The rule {rule} has no such wording in the rulebook in force. Read it again; it has perhaps changed."), {"rule": rule}
    )


@act("rulebook.confirm", rows=False)
def confirm(
    *, who: Who, at: datetime, body: int | None, rule: str, wording: str, number: str, dated: date, issuer: str, note: str = ""
) -> Draft:
    """Say that a wording of a rule agrees with the law of today. Who: the province, at its console or by its law officer.

    `wording` is its hash in hex (`Duty.hash`); `number`, `dated` and `issuer` name the document by which it was held against the law. It
    counts until the wording changes or `rulebook.unconfirm` ends it. Basis: the instrument the rule cites, in the wording of today.
    """
    today = clock.local_day(at)
    duty = _wording(rule, wording)
    if not number.strip() or not issuer.strip():
        raise Refused(N_("Name the document by which the wording was compared: its number, its day and who issued it."))
    if dated > today:
        raise Refused(N_("The document is dated {dated}, which is still to come. Check the date."), {"dated": dated})
    if Confirmation.objects.filter(rule=rule, wording=duty.hash, ended=None).exists():
        raise Refused(N_("This wording is confirmed already."))
    public = {
        "rule": rule,
        "wording": wording,
        "number": number.strip(),
        "dated": dated.isoformat(),
        "issuer": issuer.strip(),
        "by": who.office if who.account is not None else "",
        **({"note": note.strip()} if note.strip() else {}),
    }
    return Draft(new_subject(), {"public": public}, (Confirm(rule, wording, today),))


@act("rulebook.unconfirm", rows=False)
def unconfirm(*, who: Who, at: datetime, body: int | None, rule: str, wording: str = "", reason: str) -> Draft:
    """Say that a wording is no longer known to agree with the law, for a reason: mostly a later amendment. Who: as `rulebook.confirm`.

    Without `wording` (hash in hex) it is the one confirmation of the rule that stands. The rulebook in force need not know it any more.
    """
    if not reason.strip():
        raise Refused(N_("Say why it no longer stands, for example which later law changed it."))
    found = list(Confirmation.objects.filter(rule=rule, ended=None).order_by("id"))
    row = next((one for one in found if wording in ("", bytes(one.wording).hex())), None)
    if row is None:
        raise Refused(N_("No confirmation of this rule stands."))
    if len(found) > 1 and not wording:
        raise Refused(N_("Several wordings of this rule are confirmed. Say which one."))
    digest = bytes(row.wording).hex()
    public = {"rule": rule, "wording": digest, "reason": reason.strip(), "by": who.office if who.account is not None else ""}
    return Draft(row.subject, {"public": public}, (Unconfirm(rule, digest, clock.local_day(at)),))
