"""The acts that join petitions about the same, so that one answer answers all, and part them again.

Promises: each sender keeps the code, the page and the voice of his own; nobody's words, number or name reach another sender; who joined
is still counted, each for himself. Refuses: to join what has steps of its own by law (a complaint, a request for information), what stands
still, what is done, or what names different bodies; a step on one of many by itself.
"""

from collections.abc import Sequence
from datetime import datetime

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.works.petitions import checks, clocks, policy
from dinhlang.works.petitions.acts.sending import begin, sealed
from dinhlang.works.petitions.models import Joined, Pass, Petition
from dinhlang.works.petitions.states import OPEN, PETITION, SENT, TAKEN

JOIN, PART = "petition.join", "petition.part"
AT_ONCE = 50  # petitions joined in one act
NOT_SAME = N_("Only reports and proposals at one body that are open, do not stand still and name nobody or the same body are joined.")


def leader(found: Petition) -> Petition | None:
    """The petition that this one is answered together with; None where it is answered by itself. One query."""
    row = Joined.objects.filter(petition=found, until=None).select_related("lead").first()
    return row.lead if row is not None else None


def others(found: Petition) -> list[Petition]:
    """The petitions that are answered together with this one now, while all are open; locked. One query."""
    return list(Petition.objects.select_for_update().filter(joined__lead=found, joined__until=None, state__in=OPEN).order_by("pk"))


def check_alone(found: Petition) -> None:
    """The petition leads or stands by itself. Raises Refused where it is answered together with another."""
    lead = leader(found)
    if lead is not None:
        raise Refused(
            N_("It is answered together with petition {number}. Do it there, or let this one be answered by itself first."),
            {"number": lead.pk[:6]},
        )


def carry(found: Petition, rows: Sequence[Petition], *, passed: bool = False) -> None:
    """Do to `rows` (of `others`) what was just done to the petition they are joined to."""
    ids = [one.pk for one in rows]
    if not ids:
        return
    Petition.objects.filter(pk__in=ids).update(
        state=found.state, since=found.since, rule=found.rule, due=found.due, paused=found.paused, still=found.still, body=found.body_id,
        closes=found.closes, again=None,
    )  # fmt: skip
    if found.state not in OPEN:
        last = clocks.again(found, found.since, 0)
        Petition.objects.filter(pk__in=ids, reopened__lt=policy.values().reopenings).update(again=last)
    if passed:
        Pass.objects.bulk_create(Pass(petition=one, number=one.passes.count() + 1, body_id=found.body_id, day=found.since) for one in rows)


def let_go(found: Petition, at: datetime) -> None:
    """Whatever it is joined to, or leads, is answered by itself from now on."""
    Joined.objects.filter(petition=found, until=None).update(until=at)
    Joined.objects.filter(lead=found, until=None).update(until=at)


@act(JOIN)
def join(*, who: Who, at: datetime, body: int | None, petition: str, others: tuple[str, ...]) -> Draft:
    """Join `others` (subjects) to a petition about the same: what is then done with it is done with all. Who: an office of the body that
    has them.

    Of their days the nearest is the day of all; one that waits is taken on with one that is. Basis: docs/adr/0034.
    """
    found, day = checks.row(petition, body), clock.local_day(at)
    checks.check_reader(who, found)
    found.state = PETITION.step(found.state, "join")
    check_alone(found)
    if not others or len(set(others)) > AT_ONCE or petition in others:
        raise Refused(N_("Choose at least one and at most {n} other petitions."), {"n": AT_ONCE})
    chosen = [checks.row(one, body) for one in sorted(set(others))]
    behind = list(Petition.objects.select_for_update().filter(joined__lead__in=chosen, joined__until=None, state__in=OPEN).order_by("pk"))
    every = [*chosen, *behind]
    for one in (found, *every):
        same = (one.kind, one.named_id, one.body_id) == (found.kind, found.named_id, found.body_id)
        if not same or one.state not in OPEN or one.paused is not None or not policy.kind(one.kind).joins:
            raise Refused(NOT_SAME)
        if clocks.stands_still(one, day):
            raise Refused(N_("The clock of petition {number} stands still. Let it go on first."), {"number": one.pk[:6]})
        if found.state == SENT and one.state == TAKEN:
            raise Refused(N_("Another one was taken on already. Take this one on first, or join it to that one."))
    for one in chosen:
        check_alone(one)
    for one in every:
        if one.state != found.state:
            one.state = found.state
            begin(one, clocks.ACCEPTED, day)
    nearest = min((found, *every), key=lambda one: (one.due is None, one.due or day, one.pk))
    for one in (found, *every):
        one.due, one.rule = nearest.due, nearest.rule
        one.save()
    Joined.objects.filter(lead__in=chosen, until=None).update(until=at)
    Joined.objects.bulk_create(Joined(petition=one, lead=found, since=at) for one in every)
    return sealed(petition, {"with": " ".join(one.pk for one in every)})


@act(PART)
def part(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Let a petition that was joined to another be answered by itself again, as it stands now. Who: an office of the body that has it."""
    found = checks.row(petition, body)
    checks.check_reader(who, found)
    PETITION.step(found.state, "part")
    if not Joined.objects.filter(petition=found, until=None).update(until=at):
        raise Refused(N_("It is answered by itself already."))
    return sealed(petition, {})
