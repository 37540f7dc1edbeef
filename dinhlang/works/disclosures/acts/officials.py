"""Acts about the official posting elsewhere: its address entered by the office, what stands there found by the system itself.

Promises: an address counts for nothing; what counts is that the system saw the disclosure there, from the day it first did, and
until it no longer did. Refuses: addresses off the operator's list, and to take silence of a server for the end of a posting.
"""

from datetime import date, datetime

from django.conf import settings

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import How, Rulebook, accepts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.effects import Effect, Fulfil, PutUp, TakeDown, Target
from dinhlang.ground.duties.models import Fulfilment, Run
from dinhlang.ground.files import outward
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.acts.common import SITE, book_of, cells_of, day_of, thing_of
from dinhlang.works.disclosures.models import Disclosure, Official
from dinhlang.works.disclosures.states import AWAY, CHANGED, LOOKS, STANDS

SITE_PART, LOOK = "website", "disclosure.look"


@act("disclosure.official")
def official(*, who: Who, at: datetime, body: int | None, disclosure: str, url: str) -> Draft:
    """Say where the official portal shows it; the system then looks there by itself. Who: officer or chair. Basis: Art. 13(1)."""
    row, today = thing_of(disclosure, body), day_of(at)
    checks.check_step(row, "place")
    address = outward.check_address(url, settings.OFFICIAL_HOSTS)
    effects = tuple(TakeDown(run.key, today) for run in _seen_there(row))
    Official.objects.filter(disclosure=row, ended=None).update(ended=today)
    Official.objects.create(subject=new_subject(), disclosure=row, entered=today)
    return Draft(row.subject, {"public": {"official": address}}, effects)


@act(LOOK)
def look(*, who: Who, at: datetime, body: int | None, official: str, result: str, digest: str, mark: str) -> Draft:
    """Enter what the system found at an official posting: a word of `LOOKS`, the SHA-256 (hex) of what it was given, and the `mark`
    (hex) by which a later look is compared.

    Who: the house itself. Recognised there for the first time, the posting is stamped from this day on; gone or no longer
    recognised, it ended today. Nobody answering is no finding and is not entered.
    """
    asked = Official.objects.select_for_update().select_related("disclosure").filter(pk=official, ended=None).first()
    if asked is None or asked.disclosure.body_id != body:
        raise Refused(N_("There is no such disclosure."))
    if result not in LOOKS or result == AWAY:
        raise Refused(N_("That is nothing a look can find."))
    row, today = asked.disclosure, day_of(at)
    stands = result in {STANDS, CHANGED}
    effects: tuple[Effect, ...] = ()
    running = _seen_there(row)
    if stands and not running and row.state == "posted":
        effects = _appears(row, today, book_of(body, at))
    elif not stands:
        effects = tuple(TakeDown(run.key, today) for run in running)
    asked.result, asked.digest, asked.looked = result, bytes.fromhex(mark), at
    asked.seen = asked.seen or (today if stands else None)
    asked.save()
    return Draft(row.subject, {"public": {"found": result, "digest": digest}}, effects)


def looked(official: str, at: datetime) -> None:
    """Note that a look found nothing new, or nobody answered: not a change of what the public sees, so no entry."""
    Official.objects.filter(pk=official).update(looked=at)


def _seen_there(row: Disclosure) -> list[Run]:
    """The postings on the official portal that the system saw and that still stand."""
    looks = Entry.objects.filter(subject=row.subject, act=LOOK).values("hash")
    return list(Run.objects.filter(subject=row.subject, place=SITE, to_day=None, voided=None, entry__in=looks).order_by("id"))


def _stamped(row: Disclosure) -> set[Target]:
    """What the disclosure fulfilled with a stamp before: once done, a part stays done."""
    done = Fulfilment.objects.select_related("slot", "clock").filter(subject=row.subject, how=How.STAMPED.value)
    return {target for one in done if (target := one.target) is not None}


def _appears(row: Disclosure, today: date, book: Rulebook) -> tuple[Effect, ...]:
    """What being seen on the official portal does: each claimed duty's part on a website, and the register's cell, are stamped."""
    one = bodies.place(row.body_id, today)
    if bodies.fact(one.id, "designated", today) is not None:
        return ()  # here is the official place, and what was posted here is stamped already
    effects: list[Effect] = []
    targets: list[Target] = []
    for claim in row.claims.all():
        owed = duties.one(one.code, today, claim.rule, claim.occasion)[1]
        if any(part.part.channel == SITE_PART for part in owed.parts):
            accepts(owed.duty, "disclosure.post", SITE_PART, "", claim.occasion)
            target = Target(claim.rule, SITE_PART, claim.occasion)
            effects.append(PutUp(target, new_subject(), SITE, today, How.STAMPED))
            targets.append(target)
    have, cells = _stamped(row), {one.part for one in _stamped(row)}
    targets += [target for target in cells_of(book, one, row.item, today) if target.part not in cells]
    return (*effects, *(Fulfil(target, today, How.STAMPED) for target in targets if target not in have))
