"""When a petition may be sent, passed on, answered: each check raises what to change. No number of the law stands here."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, fast, rulebooks
from dinhlang.ground.record.act import Who
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.models import Pass, Petition
from dinhlang.works.petitions.states import SENT

NO_PETITION = N_("There is no petition with this code, or it is not yours. Look at the paper again, sign by sign.")
NOT_HERE = N_("Your office has no such petition.")
TAKES = "petition.take_on"  # the right that an office needs so that petitions may be sent to its body
LACKING = {
    "text": N_("Write what it is about, in at most {n} characters."),
    "reason": N_("Say why, in at most {n} characters: the sender reads it."),
    "question": N_("Write what you need to know, in at most {n} characters: the sender reads it."),
    "answer": N_("Say what was done, or what will be done and when, in at most {n} characters."),
    "terms": N_("Say where and how it can be had, in at most {n} characters: the sender reads it."),
    "heard": N_("Write what the voice note says, in at most {n} characters: the sender reads it."),
    "reply": N_("Write your answer, in at most {n} characters."),
    "again": N_("Say what is still not right, in at most {n} characters."),
}


def check_text(name: str, text: str, most: int) -> str:
    """A text of the right length, in the form in which it is kept. `most` in characters."""
    said = clean_text(text).strip()
    if not said or len(said) > most:
        raise Refused(LACKING[name], {"n": most})
    return said


def able() -> tuple[str, ...]:
    """The offices that handle petitions, by the rulebook."""
    return tuple(id for id, one in rulebooks.current().offices.items() if TAKES in one.may)


def staffed(ids: Sequence[int], day: date) -> frozenset[int]:
    """Those of the bodies where somebody holds an office today that handles petitions. One query."""
    return people.staffed(ids, able(), day)


def check_handler(place: Place, day: date) -> None:
    """Whether petitions can be sent to the body: its kind takes them, and somebody is there. Raises Refused."""
    if place.kind not in policy.handlers():
        raise Refused(N_("{name} does not take petitions here; send it to its commune."), {"name": place.name})
    if not staffed([place.id], day):
        raise Refused(
            N_("Nobody at {name} reads petitions here yet. Please hand it in on paper at its reception place."), {"name": place.name}
        )


def superior(named: Place, day: date) -> Place:
    """The body above the one in which a person is named, which alone handles it. Raises Refused where there is none in this house."""
    above = None if named.parent is None else bodies.place(named.parent, day)
    if above is None or above.kind not in policy.handlers() or not staffed([above.id], day):
        raise Refused(
            N_("The body above {name} takes no petitions here. Please hand it in there on paper; here {name} would be its only reader."),
            {"name": named.name},
        )
    return above


def has_superior(named: Place, day: date) -> bool:
    """Whether `superior` finds one."""
    try:
        superior(named, day)
    except Refused:
        return False
    return True


class Flood(Refused):
    """A refusal because too many came today."""


def check_programs(body: int, at: datetime) -> None:
    """A body takes only so many through programs on a day, whoever sends them: nothing but the form asks a person to be there."""
    begun = datetime.combine(clock.local_day(at), time(), clock.LOCAL)
    most = policy.values().open311_a_day
    if Petition.objects.filter(passes__number=1, passes__body=body, way=policy.OPEN311, sent__gte=begun).count() >= most:
        raise Flood(N_("{n} petitions came through programs today, as many as this body takes on a day. Use its form."), {"n": most})


def check_form(here: Place, at: datetime) -> None:
    """A body takes only so many without a name in an hour, from whatever browsers: one machine could be many of them."""
    most = policy.values().form_an_hour
    rows = "t.body_id = %s AND t.state = %s AND t.way = %s ORDER BY t.since DESC, t.sent DESC LIMIT 1 OFFSET %s"
    oldest = fast.first(Petition, "sent", rows, [here.id, SENT, policy.OWN, most - 1])
    if oldest is not None and oldest > at - timedelta(hours=1):
        raise Flood(
            N_(
                "{n} petitions came to {name} through this form within an hour, more than can be read there. What you wrote stands below: "
                "send it again in an hour, or bring it on paper to the reception place, or telephone."
            ),
            {"n": most, "name": here.name},
        )


def check_flood(sender: str, at: datetime) -> None:
    """One browser sends only so many on a day; "" is no browser."""
    if not sender:
        return
    today = clock.local_day(at)
    most = policy.values().a_day
    oldest = fast.first(Petition, "sent", "t.sender = %s ORDER BY t.sent DESC LIMIT 1 OFFSET %s", [sender, most - 1])
    if oldest is not None and clock.local_day(oldest) == today:
        raise Flood(
            N_("From this browser {n} petitions were sent today. What is left can be handed in at the office, or tomorrow."),
            {"n": most},
        )


def row(subject: str, body: int | None) -> Petition:
    """A petition that the body acted upon has now, locked. Raises NotHere."""
    found = Petition.objects.select_for_update().filter(pk=subject, body=body).first()
    if found is None:
        raise NotHere(NOT_HERE)
    return found


def check_reader(who: Who, found: Petition) -> None:
    """Whoever handles it never held an office at the body in which a person is named, nor at one of it (`seats`). Raises NotYours."""
    if found.named_id is not None and who.account is not None and of_the_named(who.account, found.named_id):
        raise NotYours(NOT_HERE)


def of_the_named(account: int, named: int) -> bool:
    """Whether the account holds or held an office at the body `named`, below it, or at what took its place."""
    return named in seats(account)


def seats(account: int) -> frozenset[int]:
    """The bodies where the account holds or ever held an office, all above them on any day, and all of whose place one of these took: what
    names somebody there it reads nowhere, whatever office it holds today. Two queries.
    """
    held = set(Mandate.objects.filter(account=account).values_list("body", flat=True))
    return frozenset().union(*bodies.lines(held).values())


def targets(found: Petition, day: date) -> tuple[Place, ...]:
    """The bodies to which it may be passed on: the body above, those beside and below, where somebody reads petitions and it was not yet.

    What names a person in office never goes to the body named, nor to one below it, nor to what took the place of either.
    """
    here = bodies.place(found.body_id, day)
    near = [bodies.place(here.parent, day)] if here.parent is not None else []
    for kind in policy.handlers():
        near += [*bodies.children(here.id, kind, day), *(bodies.children(here.parent, kind, day) if here.parent is not None else ())]
    been = set(Pass.objects.filter(petition=found).values_list("body", flat=True)) | {found.body_id}
    lines = bodies.lines([one.id for one in near]) if found.named_id is not None else {}
    about = {one for one, line in lines.items() if found.named_id in line}
    open_to = [one for one in near if one.id not in been | about and one.kind in policy.handlers()]
    there = staffed([one.id for one in open_to], day)
    return tuple({one.id: one for one in open_to if one.id in there}.values())
