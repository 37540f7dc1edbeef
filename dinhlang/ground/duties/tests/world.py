"""Bodies, facts and rows of duties put straight into the tables, under the rulebook as shipped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from dinhlang.core.rules import ClockSpec, Done, How, Ran, Rulebook, SlotSpec
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.duties import schedule
from dinhlang.ground.duties.models import Clock, Exemption, Fulfilment, Run, Slot
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import Head, RulebookCopy
from tests.core.book import book_files, the_book

LEAF = bytes(32)
LONG_AGO = date(2005, 1, 1)
CONTRIBUTIONS = "commune-discloses-contributions"
PLAN_LINE = "commune-follows-disclosure-plan"
PLAN = "commune-adopts-disclosure-plan"
STANDING = "commune-keeps-procedures-posted"
REGISTER = "commune-keeps-quarterly-register"
MEETING = "village-gives-notice-of-meeting"
_numbers = count(1)


@cache
def _packed() -> bytes:
    return rulebooks.pack(book_files())


def begin() -> Rulebook:
    """The shipped rulebook in force on a record without entries."""
    book = the_book()
    RulebookCopy.objects.create(hash=book.hash, files=_packed(), adopted=datetime(2026, 1, 1, tzinfo=UTC))
    Head.objects.create(pk=1, rules=book.hash)
    schedule.forget()
    return book


def where_all_can_be_shown(book: Rulebook) -> Rulebook:
    """The same book in a house that has a room for everything: a case of the law is judged by the law alone."""
    parts = {
        duty: tuple(replace(part, kept_by=frozenset(kind.value for kind in duty.bearer)) for part in duty.parts) for duty in book.versions
    }
    versions = tuple(replace(duty, parts=parts[duty]) for duty in book.versions)
    return replace(book, versions=versions, duties={duty.id: duty for duty in versions})


def body(
    code: str = "01273",
    kind: str = "commune",
    parent: int | None = None,
    alive: tuple[date, date | None] = (LONG_AGO, None),
    facts: Mapping[str, object] | None = None,
    villages: int = 0,
    name: str = "Phường Thục Phán",
) -> int:
    """A body with its code, facts true from its first day, and this many villages."""
    first, last = alive
    row = Body.objects.create(kind=kind, parent_id=parent, alive_from=first, alive_to=last, province_code="04")
    Registration.objects.create(body=row, code=code, name=name, kind_word=kind, from_day=first, to_day=last)
    for fact, value in (facts or {}).items():
        say(row.pk, fact, "1" if value is True else "" if value is False else str(value), first)
    for number in range(villages):
        body(f"{code}-{number + 1}", "village", row.pk, alive, name=f"Tổ {number + 1}")
    return row.pk


def say(body: int, name: str, value: str, first: date, last: date | None = None) -> None:
    """A fact with an invented document."""
    Fact.objects.create(body_id=body, name=name, value=value, document="01/QĐ-UBND", from_day=first, to_day=last, subject="")


def merge(old: int, new: int, day: date) -> None:
    Succession.objects.create(old_id=old, new_id=new, day=day)


def slot(book: Rulebook, kind: str, spec: SlotSpec) -> Slot:
    """The slot of an occasion, as `schedule.ensure` makes it."""
    part = book.duties[spec.rule].part(spec.part)
    assert part is not None
    schedule.forget()
    return Slot.objects.create(
        variant=schedule.variant(kind, part.condition), rule=spec.rule, part=spec.part, occasion=spec.occasion, opens=spec.opens,
        due=spec.due.day, due_rolled=spec.due.rolled, mode=spec.mode.value, required=spec.required, hold=spec.hold,
        places=0 if part.places else 1, decides=spec.start_day,
    )  # fmt: skip


def clock(body: int, spec: ClockSpec) -> Clock:
    """The clock of an occasion, as the projection makes it."""
    return Clock.objects.create(
        body_id=body, rule=spec.rule, part=spec.part, occasion=spec.occasion, opens=spec.start_day, due=spec.due.day,
        due_rolled=spec.due.rolled, mode=spec.mode.value, required=spec.required, hold=spec.hold, places=spec.places, entry=LEAF,
        registered=spec.start_day,
    )  # fmt: skip


def fulfil(body: int, target: Slot | Clock, done: Done) -> None:
    """A fulfilment of a target."""
    Fulfilment.objects.create(
        body_id=body, **_aim(target), how=done.how.value, subject=_subject(), entry=LEAF, done_day=done.day,
        nothing_arose=done.nothing_arose, voided=done.voided,
    )  # fmt: skip


def hang(body: int, target: Slot | Clock, ran: Ran, key: str = "") -> Run:
    """A posting for a target."""
    return Run.objects.create(
        body_id=body, **_aim(target), how=ran.how.value, subject=_subject(), entry=LEAF, key=key or _subject(), place=ran.place,
        from_day=ran.from_day, to_day=ran.to_day, voided=ran.voided, seen_last="front-chair" if ran.seen_to_end else "",
    )  # fmt: skip


def exempt(body: int, rule: str, first: date = LONG_AGO, last: date | None = None) -> None:
    """An exemption granted by somebody else."""
    Exemption.objects.create(
        body_id=body, rule=rule, from_day=first, to_day=last, ground="area", document="02/QĐ-UBND", granted_by="province", entry=LEAF
    )


def _aim(target: Slot | Clock) -> dict[str, Slot | Clock]:
    return {"slot" if isinstance(target, Slot) else "clock": target}


def _subject() -> str:
    return f"s{next(_numbers):015}"


def stamped(day: date) -> Done:
    return Done(day, How.STAMPED)
