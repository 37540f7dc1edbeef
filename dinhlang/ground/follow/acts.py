"""Urging a body about a duty, handing one to a colleague, and work that a meeting gave somebody (written inside an act of its own work).

Promises: only what is owed and not done is urged about, only by another office than the body's own; a duty is handed to somebody who holds
an office there that may do it. Refuses: to urge about one duty again and again, and to name in public who was urged by whom about what:
that an office urged is an entry, the rest is shown to those who see the states of the body. Work is not given for a day that is over,
nor to an office that the body has not; what became of it is not said twice.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Rulebook, State
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow.assigned import DOING, ENDED, NOT, OPEN, REPORT, SAID, TEXT, Work, offices_of, work_of
from dinhlang.ground.follow.assigned import DONE as ENDED_WELL
from dinhlang.ground.follow.models import Assigned, Handing, Urging
from dinhlang.ground.follow.policy import values
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

DONE: Collection[State] = frozenset(
    {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING, State.HELD, State.DISCLOSED, State.NOTHING_AROSE, State.EXEMPT, State.NOT_SCORED}
)


def _owed(body: int | None, rule: str, occasion: str, at: datetime) -> duties.Obligation:
    one = bodies.place(body or 0, clock.local_day(at))
    _frame, found = duties.one_of(duties.frame_of(duties.find(one.code, clock.local_day(at))), rule, occasion)
    if found.state in DONE:
        raise Refused(N_("This is done, or nobody owes it: there is nothing to follow up."))
    return found


def _word(text: str) -> str:
    word = clean_text(text).strip()
    if len(word) > values().signs:
        raise Refused(N_("At most {n} characters, please; what is longer goes by letter."), {"n": values().signs})
    return word


@act("duties.urge")
def urge(*, who: Who, at: datetime, body: int | None, rule: str, occasion: str, text: str = "") -> Draft:
    """Ask the body to do what it owes by `rule` on `occasion`, with a word of `text`. Who: its superior, or the Front.

    From some days before the due day on (`policy/follow.toml`), the same office about the same duty only after some days.
    """
    day = clock.local_day(at)
    found = _owed(body, rule, occasion, at)
    if who.seat is None or who.seat == body:
        raise Refused(N_("A body does not urge itself."))
    last = found.rolled or found.due
    if last is None or last > day + timedelta(days=values().ahead_days):
        raise Refused(N_("It is not due within {n} days; it cannot be urged about yet."), {"n": values().ahead_days})
    since = day - timedelta(days=values().again_days)
    before = Urging.objects.filter(body=body, rule=rule, occasion=occasion, office=who.office, seat=who.seat, day__gt=since).first()
    if before is not None:
        raise Refused(
            N_("Your office urged about this on {day}; it may again after {n} days."), {"day": before.day, "n": values().again_days}
        )
    subject, word = new_subject(), _word(text)
    Urging.objects.create(
        subject=subject, body_id=body or 0, rule=rule, occasion=occasion, office=who.office, seat_id=who.seat, text=word, day=day, at=at
    )
    return Draft(subject, {"public": {"urged": "1"}, "sender": {"rule": rule, "occasion": occasion, "text": word}})


@act("duties.hand")
def hand(*, who: Who, at: datetime, body: int | None, rule: str, occasion: str, to: int | None, note: str = "") -> Draft:
    """Give a duty of the body to the holder of the mandate `to`, or to nobody in particular (None). Who: an office of the body.

    The duty stays the body's own; what changes is on whose desk it stands first.
    """
    found = _owed(body, rule, occasion, at)
    day = clock.local_day(at)
    giver = Mandate.objects.filter(account=who.account, body=who.seat, office=who.office).order_by("-from_day").first()
    rows = Handing.objects.filter(body=body, rule=rule, occasion=occasion, ended=None)
    if giver is None:
        raise Refused(N_("There is no such mandate at this body."))
    subject, word = new_subject(), _word(note)
    rows.update(ended=at)
    if to is not None:
        holder = Mandate.objects.filter(bodies.on(day), pk=to, body=body, account__is_active=True).first()
        rule_of = rulebooks.current().offices.get(holder.office) if holder is not None else None
        if holder is None or rule_of is None or not set(found.duty.accepts) & set(rule_of.may):
            raise Refused(N_("Choose somebody who holds an office here today that may do this."))
        Handing.objects.create(subject=subject, body_id=body or 0, rule=rule, occasion=occasion, mandate=holder, by=giver, note=word, at=at)
    said = {"rule": rule, "occasion": occasion, "to": str(to or ""), "note": word}
    return Draft(subject, {"public": {"handed": "1"}, "sender": said}, changes_public=False)


def give(
    *, source: str, giver: int, owner: Place, office: str, seen: str, text: str, day: date, due: date | None, book: Rulebook,
    place: int | None = None, right: str = REPORT,
) -> Work:  # fmt: skip
    """Give work to an office of `owner` with the `right` to report of it.

    Raises Refused for an office it has not, a text empty or too long, a day gone.
    """
    said = clean_text(text).strip()
    if not said or len(said) > TEXT:
        raise Refused(N_("Say what is to be done, in at most {n} characters."), {"n": TEXT})
    if office not in offices_of(owner, book, right):
        raise Refused(N_("{name} has no such office. Choose one of the list."), {"name": owner.name})
    if due is not None and due < day:
        raise Refused(N_("The day by which it is to be done is over already. Check the date."))
    number = (Assigned.objects.filter(source=source).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Assigned.objects.create(
        source=source, number=number, giver_id=giver, body_id=owner.id, office=office, seen=seen, place_id=place, text=said, given=day,
        due=due, state=OPEN,
    )  # fmt: skip
    return work_of(row)


def report(*, source: str, number: int, body: int, state: str, said: str, at: datetime) -> Work:
    """Say what became of work that `body` was given. Raises NotHere, Refused: an end is not undone, "not" says why."""
    row = Assigned.objects.select_for_update().filter(source=source, number=number, body=body).first()
    if row is None:
        raise NotHere(N_("No such work was given to this body."))
    if row.state in ENDED:
        raise Refused(N_("This work was ended already; what was said of it stands."))
    word = clean_text(said).strip()
    if state not in (DOING, ENDED_WELL, NOT):
        raise Refused(N_("Choose one of the answers."))
    if not word or len(word) > SAID:
        raise Refused(N_("Say in a sentence what was done, or why not, in at most {n} characters."), {"n": SAID})
    row.state, row.said, row.at = state, word, at
    row.save()
    return work_of(row)
