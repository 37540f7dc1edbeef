"""What the body above does about petitions below it: urge, with a day, and take one up that was reopened.

Promises: it urges about what it is shown anyhow (how many are past their day, by topic; one that its sender reopened), and reads no word
more; the body below says what came of it. Refuses: what names somebody in office, and to urge without end.
"""

from datetime import date, datetime

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow import acts as follow
from dinhlang.ground.follow import assigned
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.petitions import checks, clocks, policy
from dinhlang.works.petitions.acts.handling import WHY
from dinhlang.works.petitions.acts.joining import carry, check_alone, others
from dinhlang.works.petitions.acts.sending import begin, sealed
from dinhlang.works.petitions.models import Pass, Petition
from dinhlang.works.petitions.states import OPEN, PETITION

URGE, URGED, TAKE_UP = "petition.urge", "petition.report_urged", "petition.take_up"
SEEN = "petition"  # who may know of work that was urged: the offices of the body that was, and of the one above
NOT_BELOW = N_("This is for the body right above, about what it is shown.")


def late(body: int, topic: str, day: date) -> int:
    """How many petitions about a topic are past their day at a body, of those that the body above is shown. One query."""
    return Petition.objects.filter(body=body, topic=topic, state__in=OPEN, due__lt=day, paused=None, named=None).count()


def reopened(petition: str, body: int | None) -> Petition:
    """A petition that was reopened at the body and is open, locked. Raises NotHere."""
    found = checks.row(petition, body)
    if not found.reopened or found.named_id is not None or found.state not in OPEN:
        raise NotHere(checks.NOT_HERE)
    return found


def _below(who: Who, body: int | None, day: date) -> Place:
    here = bodies.place(body or 0, day)
    if who.seat is None or here.parent != who.seat:
        raise NotYours(NOT_BELOW)
    return here


@act(URGE)
def urge(
    *, who: Who, at: datetime, body: int | None, topic: str, text: str, office: str, due: date | None, petition: str = "",
) -> Draft:  # fmt: skip
    """Ask an office of a body below to end what lies about a topic, or one `petition` that was reopened, by a day of one's own.

    Who: an office of the body right above. Of a petition its sender reads that it was urged, and the words. Basis: docs/adr/0033.
    """
    day = clock.local_day(at)
    here = _below(who, body, day)
    if petition:
        source = reopened(petition, body).pk
    elif late(here.id, topic, day):
        source = new_subject()
    else:
        raise Refused(N_("Nothing about this is past its day there now."))
    if due is None:
        raise Refused(N_("Name the day by which you want to know what came of it."))
    waits = sum(one.giver == who.seat and (one.due is None or one.due >= day) for one in assigned.waiting(here.id, (SEEN,)))
    if waits >= policy.values().urgings:
        raise Refused(
            N_("{name} was urged {n} times and still has days for it. Wait for what comes of them."), {"name": here.name, "n": waits}
        )
    given = follow.give(
        source=source, giver=who.seat or 0, owner=here, office=office, seen=SEEN, text=text, day=day, due=due, book=rulebooks.current(),
        right=URGED,
    )  # fmt: skip
    return sealed(source, {"words": given.text, "until": due.isoformat()})


@act(URGED)
def report_urged(*, who: Who, at: datetime, body: int | None, source: str, number: int, state: str, said: str) -> Draft:
    """Say what came of what the body above urged: being done, done, or not done and why. Who: an office of the body that was urged."""
    if who.seat != body:
        raise NotYours(NOT_BELOW)
    work = follow.report(source=source, number=number, body=body or 0, state=state, said=said, at=at)
    return sealed(source, {"words": work.said})


@act(TAKE_UP)
def take_up(*, who: Who, at: datetime, body: int | None, petition: str, reason: str) -> Draft:
    """Take a petition that was reopened from the body below to one's own, with the reason, which its sender reads; a new clock begins.

    Who: an office of the body right above. Never one that had it before.
    """
    day = clock.local_day(at)
    _below(who, body, day)
    found = reopened(petition, body)
    check_alone(found)
    here, together = bodies.place(who.seat or 0, day), others(found)
    if not policy.kind(found.kind).passes or Pass.objects.filter(petition__in=[found, *together], body=here.id).exists():
        raise Refused(N_("It stays where it is: your body had it before, or this kind is not passed on. Urge the body below."))
    found.state = PETITION.step(found.state, "pass-on")
    found.body_id = here.id
    begin(found, clocks.RECEIVED, day)
    found.save()
    Pass.objects.create(petition=found, number=found.passes.count() + 1, body_id=here.id, day=day)
    carry(found, together, passed=True)
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY)}, here.name)
