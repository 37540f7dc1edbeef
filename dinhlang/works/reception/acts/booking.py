"""Signing up for a day, and taking it back, by the code of the receipt: nothing else proves who it is, and no name is asked.

Promises: every entry is sealed, its parts too; what it says is read until a result of the day is entered or the place is given back, and
erased on the Monday after the day, of all bodies together: nobody tells from an erasure whose day it belonged to. Refuses: more
representatives than the law lets a group send, a place that is taken, a text that calls itself a denunciation (nothing of it is kept).
"""

from datetime import datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import rulebooks, shown
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.ui import door
from dinhlang.works.reception import checks
from dinhlang.works.reception.acts.planning import SIGN_UP, WORDS
from dinhlang.works.reception.models import Booking
from dinhlang.works.reception.states import DAY, FORGOTTEN, SIGNED, WITHDRAWN

MATTER = 300  # characters
PLACE = "reception-place"  # a Subject: a place of a day, by its id
SEALED = frozenset(ledger.PARTS)
DENOUNCES = N_(
    "This calls itself a denunciation. The law protects who denounces, so nothing of it was kept here. It goes to the head of the body "
    "that employs the person, or to the body above where it is about the head; on paper or in person (Law 25/2018/QH14 Art. 12, 13, 22)."
)


def sealed(subject: str, words: dict[str, str]) -> Draft:
    """The entry of a step that nobody outside learns of: every part of it sealed."""
    return Draft(
        subject, {WORDS: {name: text for name, text in words.items() if text}}, sealed=True, sealed_parts=SEALED, changes_public=False
    )


@act(SIGN_UP)
def sign_up(*, who: Who, at: datetime, body: int | None, day: str, slot: int, matter: str, people: int = 1, shared: int = 1) -> Draft:
    """Take a place of a day: what it is about in a few words, how many come, how many people share the matter. Who: anybody.

    Basis: Law 42/2013/QH13 Art. 7, 29.
    """
    found = checks.row(day, body)
    DAY.step(found.state, "sign-up")
    checks.check_open(found, at)
    checks.check_people(people, shared, rulebooks.current())
    said = checks.check_text("matter", matter, MATTER)
    if door.denounces(said):
        raise Refused(DENOUNCES)
    checks.check_slot(found, slot)
    one = Booking.objects.create(subject=new_subject(), day=found, slot=slot, people=people, state=SIGNED)
    return sealed(one.subject, {"matter": said, "shared": str(shared)})


def by_code(code: str) -> Booking | None:
    """What was signed up for with this code; None for every other code. Three queries."""
    return Booking.objects.select_related("day").filter(pk=shown.subject_of(code, SIGN_UP)).first()


@act("reception.withdraw")
def withdraw(*, who: Who, at: datetime, body: int | None, booking: str, code: str) -> Draft:
    """Give a place back: nobody reads any more what was written, and it is erased with what belongs to days gone by. Who: whoever has the
    code."""
    found = Booking.objects.select_for_update().select_related("day").filter(pk=booking, day__body=body).first()
    proved = by_code(code) if found is not None else None
    if found is None or proved is None or proved.pk != booking:
        raise NotHere(checks.NO_BOOKING)
    DAY.step(found.day.state, "sign-up")
    if found.state != SIGNED:
        raise Refused(N_("The place was given back already."))
    found.state = WITHDRAWN
    found.save()
    return sealed(booking, {})


def place_of(subject: Subject) -> Booking | None:
    """The place that a subject is about: by the code of its receipt, or by its id."""
    if subject.kind == "receipt":
        return by_code(subject.key)
    return Booking.objects.select_related("day").filter(pk=subject.key).first() if subject.kind == PLACE else None


def forget(subject: Subject, at: datetime) -> int:
    """Mark a place whose words are erased; one of a day to come is free again. Returns how many rows. Inside `ground/personal`."""
    found = place_of(subject)
    return 0 if found is None else Booking.objects.filter(pk=found.pk).update(state=FORGOTTEN)
