"""What a person may do with their own data: take it along, erase it, restrict it; and what the house ends when its time has come.

Promises: what is erased is in the journal before the database forgets it, so that no copy brings it back; what rests on law stays, is
named with its article, and is restricted instead. Refuses: somebody else's data, whatever the page said.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import User
from django.db import transaction

from dinhlang.core import ledger
from dinhlang.core.actor import System, Voice
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.people.personal import Holding, Subject
from dinhlang.ground.personal import holdings, policy
from dinhlang.ground.personal.models import Restriction
from dinhlang.ground.record import append, clock, erasures
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.record.models import Command

JOB = System("retention")
NO_MARK = "-"
ASKED, ENDED = "person-request", "retention-ended"  # codes of policy/erasure.toml
SEALED = frozenset(ledger.PARTS)


def _own(who: Who, subject: Subject) -> None:
    """Whether whoever acts is this person. Raises NotYours."""
    mine = {
        "account": who.actor == Voice(person=f"account:{subject.key}"),
        "person": who.actor == Voice(person=subject.key),
        "household": who.actor == Voice(household=subject.key),
        "receipt": Command.objects.filter(code=subject.key).exists(),
    }
    if not mine.get(subject.kind, False):
        raise NotYours(N_("These are somebody else's data."))


def _all(subject: Subject, at: datetime) -> tuple[holdings.Held, ...]:
    held = holdings.of(subject, clock.local_day(at))
    if not held:
        raise Refused(N_("Nothing about you is kept here, or not any more."))
    return held


@act("people.export", rows=False)
def export(*, who: Who, at: datetime, body: int | None, subject: Subject) -> Draft:
    """Note that a person took along what is held about them; the file itself goes to that person alone. Who: the person.

    Basis: policy/personal.toml.
    """
    _own(who, subject)
    held = _all(subject, at)
    return Draft(new_subject(), {"public": {"rows": [one.data.id for one in held]}}, sealed=True, sealed_parts=SEALED, changes_public=False)


def mark_of(subject: Subject) -> str:
    """What tells an account from a later one of the same number: the microsecond it was opened."""
    if subject.kind != "account" or not subject.key.isdigit():
        return NO_MARK
    row = User.objects.filter(pk=int(subject.key)).first()
    return row.date_joined.strftime("%Y%m%dT%H%M%S%f") if row is not None else NO_MARK


def _take(subject: Subject, wanted: Sequence[Holding], at: datetime, act: str, reason: str) -> None:
    """Erase: first into the journal, for nothing refuses it any more; then parts, keys and rows, and the published copies."""
    gone = [erasures.Line(leaf, name, reason) for one in wanted for leaf, name in one.parts(subject)]
    mark = mark_of(subject)
    erasures.take(act, at, gone, sealed=True)
    for one in wanted:
        if one.erase is not None and subject.kind != "receipt":
            erasures.note_person(erasures.Person(subject.kind, subject.key, mark, one.data))
    for one in wanted:
        if one.erase is not None:
            one.erase(subject, at)
    erasures.scrub_soon()


def _restrict(subject: Subject, ids: Sequence[str], at: datetime) -> None:
    known = holdings.restricted_of(subject)
    Restriction.objects.bulk_create(Restriction(kind=subject.kind, key=subject.key, data=one, at=at) for one in ids if one not in known)


@act("people.erase_person")
def erase_person(*, who: Who, at: datetime, body: int | None, subject: Subject) -> Draft:
    """Erase what is held about a person. What rests on law stays with its article, and is restricted. Who: the person.

    Basis: policy/personal.toml.
    """
    _own(who, subject)
    held = _all(subject, at)
    goes, stays = [one.data.id for one in held if not one.stays], [one.data.id for one in held if one.stays]
    if goes:
        _take(subject, [holdings.holdings()[one] for one in goes], at, "people.erase_person", ASKED)
        append.bump([*who.scopes, append.LAW])
    _restrict(subject, stays, at)
    public = {"erased": goes, "restricted": stays}
    return Draft(new_subject(), {"public": public}, sealed=True, sealed_parts=SEALED, changes_public=False)


@act("people.restrict")
def restrict(*, who: Who, at: datetime, body: int | None, subject: Subject, lift: bool = False) -> Draft:
    """Restrict what is held about a person to what the law orders, or `lift` that again. Who: the person. Basis: policy/personal.toml."""
    _own(who, subject)
    held = _all(subject, at)
    if lift:
        Restriction.objects.filter(kind=subject.kind, key=subject.key, lifted=None).update(lifted=at)
    else:
        _restrict(subject, [one.data.id for one in held], at)
    append.bump(who.scopes)
    public = {"lifted" if lift else "restricted": [one.data.id for one in held]}
    return Draft(new_subject(), {"public": public}, sealed=True, sealed_parts=SEALED, changes_public=False)


@act("people.expire")
def expire(*, who: Who, at: datetime, body: int | None, subject: Subject, data: str) -> Draft:
    """Erase what is kept under the row `data` about somebody, whose kept time has ended. Who: the house. Basis: policy/personal.toml."""
    one, row = holdings.holdings().get(data), policy.table().rows.get(data)
    if one is None or row is None or row.kept.days is None or subject not in one.over(at, row.kept.days):
        raise Refused(N_("The time for which this is kept has not ended."))
    _take(subject, [one], at, "people.expire", ENDED)
    public = {"rule": data}
    return Draft(new_subject(), {"public": public}, sealed=True, sealed_parts=SEALED, changes_public=False)


def expire_all(at: datetime) -> int:
    """Erase whatever is past its kept time at `at`, each by an act of its own; in every tick. Returns how many."""
    done = 0
    for data, one in holdings.holdings().items():
        days = policy.table().rows[data].kept.days
        for subject in one.over(at, days) if days is not None else ():
            command = uuid5(NAMESPACE_URL, f"expire {data} {subject.kind} {subject.key} {at.isoformat()}")
            expire(by=JOB, at=at, command_id=command, subject=subject, data=data)
            done += 1
    return done


def replay(at: datetime) -> int:
    """Erase again the rows of persons that the journal names and a restored copy still holds; before the site opens. Returns how many."""
    done = 0
    with transaction.atomic():
        for line in erasures.persons():
            subject, one = Subject(line.kind, line.key), holdings.holdings().get(line.data)
            if one is not None and one.erase is not None and mark_of(subject) == line.mark and one.of(subject):
                done += bool(one.erase(subject, at))
        if done:
            erasures.scrub_soon()
    return done
