"""How bodies come to be and what becomes true of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Kind
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject


PUBLICITY = "publicity-stage"  # of a province: how far the states of duties are shown (ground/people/publicity.py)
STAGES = ("1", "2", "3")


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


def _register(body: Body, code: str, name: str, kind_word: str, first: date, last: date | None) -> None:
    """Enter name and code of a body. Raises Refused where the code belongs to somebody else on any of the days."""
    if last is not None and last < first:
        raise Refused(N_("{name} would end on {last}, before it began on {first}."), {"name": name, "first": first, "last": last})
    open_end = Q(to_day=None) | Q(to_day__gte=first)
    before = Q(from_day__lte=last) if last is not None else Q()
    taken = Registration.objects.filter(open_end & before, code=code).order_by("from_day").first()
    if taken is not None:
        raise Refused(
            N_("The code {code} belongs to {name} from {day} on, so it cannot be given again."),
            {"code": code, "name": taken.name, "day": taken.from_day},
        )
    Registration.objects.create(body=body, code=code, name=name, kind_word=kind_word, from_day=first, to_day=last)


@act("bodies.found")
def found(*, who: Who, at: datetime, body: int | None, bodies: Sequence[NewBody], source: str) -> Draft:
    """Enter bodies from an official list, parents before children. Who: the operator's console. Basis: the document named in `source`."""
    made: dict[str, Body] = {}
    for one in bodies:
        parent = made.get(one.parent_code)
        if one.parent_code and parent is None:
            parent = Body.objects.filter(registrations__code=one.parent_code, registrations__to_day=None).first()
            if parent is None:
                raise Refused(
                    N_("{name} belongs to {code}, which is not in the list or comes after it."), {"name": one.name, "code": one.parent_code}
                )
        if one.kind not in Kind.__members__.values():
            raise Refused(
                N_("{name} is called a “{kind}”; the rulebook knows no such kind of body."), {"name": one.name, "kind": one.kind[:20]}
            )
        row = Body.objects.create(kind=one.kind, parent=parent, alive_from=one.alive_from, province_code=one.province_code)
        _register(row, one.code, one.name, one.kind_word, one.alive_from, None)
        made[one.code] = row
        last = one.alive_from - timedelta(days=1)
        for code, name, kind_word, first in one.former:
            old = Body.objects.create(kind=one.kind, parent=parent, alive_from=first, alive_to=last, province_code=one.province_code)
            _register(old, code, name, kind_word, first, last)
            Succession.objects.create(old=old, new=row, day=one.alive_from)
    listed = [{"code": one.code, "name": one.name, "kind": one.kind, "id": made[one.code].pk} for one in bodies]
    above = {row.parent_id for row in made.values() if row.parent_id is not None}
    return Draft(new_subject(), {"public": {"bodies": listed, "source": source}}, touches=tuple(sorted(above)))


@act("bodies.set_fact")
def set_fact(*, who: Who, at: datetime, body: int | None, name: str, value: str, document: str, from_day: date) -> Draft:
    """Say what is true of a body from a day on, by a document. Who: the operator, or the superior where a duty falls away.

    It takes the place of everything said of the same name for that day and later ones. `value` is "1" for yes and "" for no.
    """
    if not document.strip():
        raise Refused(N_("A fact needs the number and date of the document that says so."))
    one = Body.objects.select_for_update().filter(pk=body or 0).first()
    if one is None or from_day < one.alive_from or (one.alive_to is not None and from_day > one.alive_to):
        raise Refused(N_("This body did not exist on {day}, so nothing was true of it then."), {"day": from_day})
    rule = rulebooks.current().facts.get(name)
    if rule is not None and ((rule.type == "bool" and value not in {"1", ""}) or (rule.type == "int" and not value.isdecimal())):
        raise Refused(
            N_("“{value}” is no value of {name}. Yes is 1, no is left empty, a number is written in digits."),
            {"value": value[:40], "name": name},
        )
    if name == PUBLICITY and (one.kind != "province" or value not in STAGES):
        raise Refused(N_("How far states are shown is decided by a province, as stage 1, 2 or 3."))
    subject = new_subject()
    superseded = Fact.objects.filter(Q(to_day=None) | Q(to_day__gte=from_day), body=body, name=name)
    superseded.update(to_day=from_day - timedelta(days=1))
    Fact.objects.create(body=one, name=name, value=value, document=document, from_day=from_day, subject=subject)
    return Draft(subject, {"public": {"fact": name, "value": value, "document": document, "from": from_day.isoformat()}})
