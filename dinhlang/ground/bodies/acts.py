"""How bodies come to be and what becomes true of them."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import entering
from dinhlang.ground.bodies.entering import Coming, NewBody
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.bodies.reads import folded
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

__all__ = ["NewBody", "found", "set_fact"]
AT_ONCE = 500  # rows in one statement
SPELLED_OUT = 400  # bodies that fit, with their names, into what the record keeps of one act


def _summed(lines: Sequence[str]) -> dict[str, object]:
    """A long list as the record keeps it: how many lines, and the SHA-256 of them, each ended by a newline."""
    return {"n": len(lines), "sha256": hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()}


def _make(coming: Sequence[Coming]) -> None:
    """Write bodies with their names, those whose parent stands first. Each generation of the tree takes one round."""
    left = list(coming)
    while left:
        ready = [one for one in left if not isinstance(one.parent, Coming) or one.parent.id]
        rows = [
            Body(
                kind=one.kind,
                parent_id=entering.number(one.parent) if one.parent is not None else None,
                alive_from=one.alive_from,
                alive_to=one.alive_to,
                province_code=one.province_code,
            )
            for one in ready
        ]
        for one, row in zip(ready, Body.objects.bulk_create(rows, AT_ONCE), strict=True):
            one.id = row.pk
        left = [one for one in left if not one.id]
    names = [
        Registration(
            body_id=one.id,
            code=name.code,
            name=name.name,
            kind_word=name.kind_word,
            from_day=name.first,
            to_day=name.last,
            folded=folded(name.name),
        )
        for one in coming
        for name in one.names
    ]
    Registration.objects.bulk_create(names, AT_ONCE)


@act("bodies.found")
def found(*, who: Who, at: datetime, body: int | None, bodies: Sequence[NewBody], source: str) -> Draft:
    """Enter bodies from an official list, parents before children. Who: the operator's console. Basis: the document named in `source`.

    What is entered already is left as it stands; a list with nothing new in it is refused, so is one that says something else. The record
    names each body of a list up to four hundred; of a longer one, and of what bodies were before, it keeps number and digest.
    """
    changes = entering.plan(bodies)
    if not changes.coming and not changes.successions:
        raise Refused(N_("Every body of this list is entered already: nothing was changed."))
    _make(changes.coming)
    number = entering.number
    Succession.objects.bulk_create(
        [Succession(old_id=number(old), new_id=number(new), day=day, topic=topic) for old, new, day, topic in changes.successions], AT_ONCE
    )
    listed = [{"code": row.code, "name": row.name, "kind": row.kind, "id": one.id} for row, one in changes.listed]
    names = {id(one): one.names[0] for one in changes.coming}
    former = [f"{names[id(old)].code}\t{names[id(old)].name}\t{number(new)}" for old, new, _, _ in changes.successions if id(old) in names]
    words: dict[str, object] = {"bodies": listed, "source": source}
    if len(listed) > SPELLED_OUT:
        words["bodies"] = listed[:1]
        words["all"] = _summed([f"{row['code']}\t{row['name']}\t{row['kind']}\t{row['id']}" for row in listed])
    if former:
        words["former"] = _summed(former)
    above = {number(one.parent) for one in changes.coming if one.parent is not None}
    return Draft(new_subject(), {"public": words}, touches=tuple(sorted(above)))


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
    subject = new_subject()
    superseded = Fact.objects.filter(Q(to_day=None) | Q(to_day__gte=from_day), body=body, name=name)
    superseded.update(to_day=from_day - timedelta(days=1))
    Fact.objects.create(body=one, name=name, value=value, document=document, from_day=from_day, subject=subject)
    return Draft(subject, {"public": {"fact": name, "value": value, "document": document, "from": from_day.isoformat()}})
