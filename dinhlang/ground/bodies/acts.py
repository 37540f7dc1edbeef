"""How bodies come to be and what becomes true of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


@dataclass(frozen=True)
class NewBody:
    """A body as a list names it. `former` are bodies that were merged into it on its first day, as (code, name, kind word, first day)."""

    code: str
    name: str
    kind: str
    kind_word: str
    parent_code: str
    province_code: str
    alive_from: date
    former: tuple[tuple[str, str, str, date], ...] = ()


@act("bodies.found")
def found(*, who: Who, at: datetime, body: int | None, bodies: Sequence[NewBody], source: str) -> Draft:
    """Enter bodies from an official list, parents before children. Who: the operator's console. Basis: the document named in `source`."""
    made: dict[str, Body] = {}
    for one in bodies:
        parent = made.get(one.parent_code)
        if one.parent_code and parent is None:
            parent = Body.objects.filter(registrations__code=one.parent_code, registrations__to_day=None).first()
            if parent is None:
                raise Refused(N_("{name} belongs to {code}, which is not in the list or comes after it."), {"name": one.name, "code": one.parent_code})
        if Registration.objects.filter(code=one.code, to_day=None).exclude(body__in=[row.pk for row in made.values()]).exists():
            raise Refused(N_("The code {code} is taken already."), {"code": one.code})
        row = Body.objects.create(kind=one.kind, parent=parent, alive_from=one.alive_from, province_code=one.province_code)
        Registration.objects.create(body=row, code=one.code, name=one.name, kind_word=one.kind_word, from_day=one.alive_from)
        made[one.code] = row
        for code, name, kind_word, first in one.former:
            last = date.fromordinal(one.alive_from.toordinal() - 1)
            old = Body.objects.create(kind=one.kind, parent=parent, alive_from=first, alive_to=last, province_code=one.province_code)
            Registration.objects.create(body=old, code=code, name=name, kind_word=kind_word, from_day=first, to_day=last)
            Succession.objects.create(old=old, new=row, day=one.alive_from)
    listed = [{"code": one.code, "name": one.name, "kind": one.kind, "id": made[one.code].pk} for one in bodies]
    return Draft(new_subject(), {"public": {"bodies": listed, "source": source}})


@act("bodies.set_fact")
def set_fact(*, who: Who, at: datetime, body: int | None, name: str, value: str, document: str, from_day: date) -> Draft:
    """Say what is true of a body from a day on, by a document. Who: the operator, or the superior where a duty falls away."""
    if not document.strip():
        raise Refused(N_("A fact needs the number and date of the document that says so."))
    subject = new_subject()
    Fact.objects.filter(body=body, name=name, to_day=None).update(to_day=date.fromordinal(from_day.toordinal() - 1))
    Fact.objects.create(body_id=body, name=name, value=value, document=document, from_day=from_day, subject=subject)
    return Draft(subject, {"public": {"fact": name, "value": value, "document": document, "from": from_day.isoformat()}})
