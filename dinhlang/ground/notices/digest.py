"""What is due, told once a day: one notice for all of a body's duties, one for a mandate that ends soon.

Promises: a day is begun once, whichever process comes first; who can do nothing about a duty is not told of it; what was told is told again
only after some days (`policy/notices.toml`), as long as it is not done. Refuses: to tell of what a body owes beside its own desk.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import OfficeRule, State
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.duties import lapses
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow.acts import DONE
from dinhlang.ground.jobs import queue
from dinhlang.ground.jobs.queue import Finish, Payload, Work
from dinhlang.ground.notices import acts, addresses, policy
from dinhlang.ground.notices.models import Notice
from dinhlang.ground.notices.telling import Telling, holders
from dinhlang.ground.people.authorise import may_do
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, rulebooks

BODY, MANDATES = "notices.duties", "notices.mandates"
DUE = "duties-due"
SIGNS = 12  # of the mark by which a duty told of is known again
WITNESS = frozenset({"disclosure.countersign"})  # confirming what others did is not doing it


@dataclass(frozen=True)
class Owed:
    """A duty that is late or due soon: its mark, whether it is late, the acts that fulfil it."""

    mark: str
    late: bool
    accepts: frozenset[str]


def begin(at: datetime) -> None:
    """Ask for the day's digests, from the policy's hour on: for each body with an office held today, and for mandates that end."""
    here = at.astimezone(clock.LOCAL)
    day = here.date().isoformat()
    if here.time() < policy.values().digest_at or queue.asked(MANDATES, day):
        return
    with transaction.atomic():
        queue.put(MANDATES, day, at, {"day": day})
        for body in Mandate.objects.filter(bodies.on(here.date()), account__is_active=True).values_list("body", flat=True).distinct():
            queue.put(BODY, f"{body}:{day}", at, {"body": body, "day": day})


def owed(place: bodies.Place, day: date) -> tuple[Owed, ...]:
    """What the body has not done of what is late by `day` or due within the policy's days."""
    last = day + timedelta(days=policy.values().ahead_days)
    found = []
    for one in duties.obligations(duties.frame(place.code, day)):
        due = one.rolled or one.due
        done = one.state in DONE and one.hold_state is not State.BROKEN
        if due is None or due > last or done or not one.judged or lapses.lapsed(one, day):
            continue
        mark = hashlib.sha256(f"{one.duty.id} {one.occasion} {due < day}".encode()).hexdigest()[:SIGNS]
        found.append(Owed(mark, due < day, frozenset(one.duty.accepts) - WITNESS))
    return tuple(found)


def _home(seat: bodies.Place, day: date) -> bodies.Place:
    """The body whose duties stand on the desk of an office at `seat`."""
    return seat if seat.kind != "front" or seat.parent is None else bodies.place(seat.parent, day)


def _news(to: str, about: str, marks: Collection[str], day: date) -> bool:
    """Whether something of this was not told yet, or was told long enough ago."""
    rows = Notice.objects.filter(kind=DUE, to=to, about=about, day__gt=day - timedelta(days=policy.values().repeat_days))
    told = {mark for row in rows for mark in row.values.get("marks", ())}
    return not set(marks) <= told


def of_body(payload: Payload, at: datetime) -> Finish | None:
    """Find what the offices of a body are to be told of today."""
    day = date.fromisoformat(payload["day"])
    if day != clock.local_day(at) or not Body.objects.filter(bodies_alive(day), pk=payload["body"]).exists():
        return None  # a day that has passed is told of by the next one
    try:
        seat = bodies.place(payload["body"], day)
        home = _home(seat, day)
        found = owed(home, day)
    except Refused:
        return None
    if not found:
        return None
    chain = bodies.ancestors(home.id)
    tellings: list[Telling] = []
    for row in holders(day, body=seat.id):
        rule: OfficeRule | None = rulebooks.current().offices.get(row.office)
        mine = may_do(rule, seat.id, seat.parent, chain) if rule is not None else frozenset()
        own = [one for one in found if one.accepts & mine]
        to, about = addresses.account(row.account_id), f"due:{home.id}"
        if own and _news(to, about, [one.mark for one in own], day):
            late = sum(one.late for one in own)
            values = {"body": home.id, "late": late, "soon": len(own) - late, "marks": sorted(one.mark for one in own)}
            tellings.append((DUE, to, about, values))
    return lambda: _tell(tellings, at, once=False)


def bodies_alive(day: date) -> Q:
    """Bodies that exist on `day`."""
    return Q(alive_from__lte=day) & (Q(alive_to=None) | Q(alive_to__gte=day))


def of_mandates(payload: Payload, at: datetime) -> Finish | None:
    """Find the mandates that end within the policy's days; each is told of once. What was read long ago is forgotten."""
    day = date.fromisoformat(payload["day"])
    last = day + timedelta(days=policy.values().ahead_days)
    tellings: list[Telling] = []
    for row in Mandate.objects.filter(account__is_active=True, to_day__gte=day, to_day__lte=last, ended_by="").order_by("id"):
        if row.to_day is not None:
            values = {"mandate": row.pk, "office": row.office, "body": row.body_id, "day": row.to_day.isoformat()}
            tellings.append(("mandate-ends", addresses.account(row.account_id), f"mandate:{row.pk}:ends", values))

    def finish() -> None:
        _tell(tellings, at, once=True)
        acts.forget(at)
        queue.forget(at)

    return finish


def _tell(tellings: Collection[Telling], at: datetime, *, once: bool) -> None:
    for kind, to, about, values in tellings:
        acts.tell(kind, to, about, at, values=values, once=once)


BODY_WORK, MANDATES_WORK = Work(of_body), Work(of_mandates)
