"""How bodies come to be and what becomes true of them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from dinhlang.core import topology
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import FactRule
from dinhlang.ground.bodies import boundaries, entering
from dinhlang.ground.bodies.entering import Coming, NewBody
from dinhlang.ground.bodies.models import Body, Boundary, BoundarySheet, Fact, Registration, Seat, Succession
from dinhlang.ground.bodies.reads import children, fold, folded, on
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

__all__ = ["PUBLICITY", "NewBody", "draw", "found", "rename", "set_fact", "succeed"]
AT_ONCE = 500  # rows in one statement
FRAME = 800  # units of the longer side of a map
LEAST, EACH, POINTS = 400, 24, 1800  # points of borders: to begin with, for each area, at most; a map of 56 communes then takes 5 KB
SPELLED_OUT = 400  # bodies that fit, with their names, into what the record keeps of one act
PUBLICITY = "publicity-stage"  # of a province: how far the states of duties are shown (ground/people/publicity.py)
STAGES = ("1", "2", "3")


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
    names each body of a list up to four hundred; of a longer one, and of what bodies were before, it keeps number and digest. What a body
    that was here before had not done yet is carried on by the first of the list that names it.
    """
    changes = entering.plan(bodies)
    if not changes.coming and not changes.successions:
        raise Refused(N_("Every body of this list is entered already: nothing was changed."))
    _make(changes.coming)
    number = entering.number
    Succession.objects.bulk_create(
        [
            Succession(old_id=number(one.old), new_id=number(one.new), day=one.day, topic=one.topic, carries=one.carries)
            for one in changes.successions
        ],
        AT_ONCE,
    )
    listed = [{"code": row.code, "name": row.name, "kind": row.kind, "id": one.id} for row, one in changes.listed]
    names = {id(one): one.names[0] for one in changes.coming}
    former = [
        f"{names[id(one.old)].code}\t{names[id(one.old)].name}\t{number(one.new)}" for one in changes.successions if id(one.old) in names
    ]
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
    """Say what is true of a body from a day on, by a document. Who: its own office, the superior's, the operator, the console; where a duty
    falls away or is judged no longer, not its own office. A province's office says how far states are shown.

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
    if rule is not None and who.seat == body and who.account is not None:
        _check_lessens_nothing(one, rule, value, from_day)
    subject = new_subject()
    superseded = Fact.objects.filter(Q(to_day=None) | Q(to_day__gte=from_day), body=body, name=name)
    superseded.update(to_day=from_day - timedelta(days=1))
    Fact.objects.create(body=one, name=name, value=value, document=document, from_day=from_day, subject=subject)
    return Draft(subject, {"public": {"fact": name, "value": value, "document": document, "from": from_day.isoformat()}})


def _check_lessens_nothing(one: Body, rule: FactRule, value: str, day: date) -> None:
    """Whether a body may say so of itself. Raises Refused where a duty of its own would fall away by that, or be judged no longer."""
    holds = Fact.objects.filter(on(day), body=one, name=rule.name).exclude(value="").exists()
    if (rule.not_scored is not None and value) or (rule.type == "bool" and not value and holds):
        raise Refused(N_("By this a duty of the body falls away or is judged no longer. Its superior enters it, not the body itself."))


@act("bodies.draw")
def draw(*, who: Who, at: datetime, body: int | None, data: bytes, from_day: date, source: str, document: str) -> Draft:
    """Show the land of what lies in a body from a day on, by a file of boundaries. Who: the operator's console.

    `data` is GeoJSON or TopoJSON whose features bear the codes of `body`'s provinces or communes (no body: the provinces of the country);
    it takes the place of the map before it. An empty `document` says that the map is for reference. Nothing is owed by a boundary.
    """
    if not source.strip():
        raise Refused(N_("A map needs its source: who drew it."))
    shapes = topology.read(data)
    inside = _inside(body, from_day)
    unknown = [one.code for one in shapes if one.code not in inside]
    if unknown:
        raise Refused(
            N_("The file gives a boundary for {code}, which is no code here on {day}. Codes have leading zeros, for example 01273."),
            {"code": unknown[0] or "—", "day": from_day},
        )
    missing = sorted(set(inside) - {one.code for one in shapes})
    if missing:
        raise Refused(
            N_("The file has no boundary for {name} ({code}): a map is entered whole."), {"name": inside[missing[0]][1], "code": missing[0]}
        )
    standing = BoundarySheet.objects.filter(parent=body, to_day=None)
    if standing.filter(from_day__gt=from_day).exists():
        raise Refused(N_("A map from a later day stands already. Give this one the day from which it is to be shown."))
    drawing = topology.draw(shapes, FRAME, min(POINTS, LEAST + len(shapes) * EACH))
    subject = new_subject()
    standing.update(to_day=from_day - timedelta(days=1))
    sheet = BoundarySheet.objects.create(
        parent_id=body,
        from_day=from_day,
        source=source,
        document=document,
        width=drawing.width,
        height=drawing.height,
        west=drawing.west,
        north=drawing.north,
        across=drawing.across,
        down=drawing.down,
        arcs=json.dumps([boundaries.steps(arc) for arc in drawing.arcs], separators=(",", ":")),
        subject=subject,
    )
    rows = [
        Boundary(sheet=sheet, body_id=inside[code][0], rings=json.dumps(rings, separators=(",", ":")))
        for code, rings in drawing.areas.items()
    ]
    Boundary.objects.bulk_create(rows, AT_ONCE)
    words = {
        "from": from_day.isoformat(),
        "source": source,
        "document": document,
        "areas": len(rows),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return Draft(subject, {"public": words})


def _inside(body: int | None, day: date) -> dict[str, tuple[int, str]]:
    """By code: number and name of what a map of `body` shows on `day`."""
    kind = "commune" if body is not None else "province"
    found = {one.code: (one.id, one.name) for one in children(body, kind, day)}
    if not found:
        raise Refused(N_("Nothing lies in this body on {day} that a map could show. Enter its communes first."), {"day": day})
    return found


NEEDS_DOCUMENT = N_("A change of a body needs the number and date of the decision that makes it.")
LONGEST = 120  # signs of a name


def _alive(body: int | None, day: date) -> Body:
    """The body, locked, as it lives on `day` with no end. Raises Refused."""
    one = Body.objects.select_for_update().filter(pk=body or 0).first()
    if one is None or day <= one.alive_from or one.alive_to is not None:
        raise Refused(N_("This body did not begin before {day}, or has ended: nothing of it can change on that day."), {"day": day})
    return one


def _last(one: Body, day: date) -> Registration:
    """The name a body bears with no end, begun before `day`. Raises Refused."""
    held = Registration.objects.filter(body=one, to_day=None).order_by("-from_day").first()
    if held is None or held.from_day >= day:
        raise Refused(N_("Its name changed on that day or later already. Give a day after it."), {"day": day})
    return held


@act("bodies.rename")
def rename(*, who: Who, at: datetime, body: int | None, name: str, kind_word: str, document: str, from_day: date) -> Draft:
    """Give a body another name or kind word from a day on; it stays the same body with the same code. Who: the operator, the console.

    Basis: the resolution or decision named in `document`. A commune that becomes a ward keeps its record, its duties and its villages.
    """
    if not document.strip():
        raise Refused(NEEDS_DOCUMENT)
    if not fold(name) or len(name) > LONGEST or not kind_word.strip():
        raise Refused(N_("A name needs letters, at most {most} signs, and the word of its kind (xã, phường, xóm …)."), {"most": LONGEST})
    one = _alive(body, from_day)
    held = _last(one, from_day)
    if (held.name, held.kind_word) == (name, kind_word):
        raise Refused(N_("It is called {name} already."), {"name": name})
    held.to_day = from_day - timedelta(days=1)
    held.save(update_fields=["to_day"])
    Registration.objects.create(body=one, code=held.code, name=name, kind_word=kind_word, from_day=from_day, folded=folded(name))
    words = {"was": held.name, "name": name, "kind_word": kind_word, "document": document, "from": from_day.isoformat()}
    return Draft(new_subject(), {"public": words})


def _one_of(heirs: Mapping[str, int], code: str, sentence: str) -> str:
    """The heir that was named, the only one where none was, "" where there is none. Raises Refused with `sentence`."""
    if not heirs and not code:
        return ""
    found = code or (next(iter(heirs)) if len(heirs) == 1 else "")
    if found not in heirs:
        raise Refused(sentence, {"codes": ", ".join(sorted(heirs)) or "–"})
    return found


def _move(rows: QuerySet[Body], old: Body, new: int, last: date) -> list[int]:
    """Bodies that lay in `old` to the end of `last` lie in `new` from then on. Returns which."""
    ids = list(rows.values_list("pk", flat=True))
    came = set(Seat.objects.filter(body__in=ids, to_day__gte=last).values_list("body", flat=True))  # on that very day: it never lay there
    begun = set(Body.objects.filter(pk__in=ids, alive_from__gt=last).values_list("pk", flat=True))
    Seat.objects.bulk_create([Seat(body_id=one, parent=old, to_day=last) for one in ids if one not in came | begun], AT_ONCE)
    Body.objects.filter(pk__in=ids).update(parent_id=new)
    return ids


@act("bodies.succeed")
def succeed(
    *, who: Who, at: datetime, body: int | None, into: tuple[str, ...], document: str, day: date, carries: str = "", within: str = ""
) -> Draft:
    """End a body on the day before `day` and say what took its place. Who: the operator, the console. Basis: the decision in `document`.

    `into` are the codes of living bodies of the same kind: one it was merged into, several it was split over, none where it was dissolved.
    What lay in it goes to the one, or to `within`, one of several; else its villages must have gone before. What it had not done yet of its
    own occasions is carried on by the one, or by `carries`, one of several, which must be named. With it end the offices held there; its
    record stays, its code is free.
    """
    if not document.strip():
        raise Refused(NEEDS_DOCUMENT)
    one = _alive(body, day)
    held = _last(one, day)
    heirs = dict(Registration.objects.filter(on(day), code__in=into, body__alive_to=None).values_list("code", "body_id"))
    for code in into:
        kind = Body.objects.filter(pk=heirs.get(code, 0)).values_list("kind", flat=True).first()
        if kind != one.kind or heirs[code] == one.pk:
            raise Refused(
                N_("{code} is no other living body of the same kind on {day}. Enter the new one first."), {"code": code, "day": day}
            )
    last = day - timedelta(days=1)
    carrier = _one_of(heirs, carries, N_("It is split. Say which of the new ones carries on what it has not done yet: one of {codes}."))
    inside, moved = Body.objects.filter(parent=one, alive_to=None), list[int]()
    if inside.exists() and (len(heirs) == 1 or within):
        moved = _move(inside, one, heirs[_one_of(heirs, within, N_("What lay in it can go to one of the new ones only: {codes}."))], last)
    elif inside.exists():
        raise Refused(N_("{n} bodies still lie in it. Say first, one by one, where each goes or that it ends."), {"n": inside.count()})
    one.alive_to = held.to_day = last
    one.save(update_fields=["alive_to"])
    held.save(update_fields=["to_day"])
    topic = "*" if len(heirs) == 1 else "part"
    Succession.objects.bulk_create(
        [Succession(old=one, new_id=new, day=day, topic=topic, carries=code == carrier) for code, new in heirs.items()]
    )
    words = {"name": held.name, "code": held.code, "last": last.isoformat(), "into": sorted(heirs), "document": document}
    if len(heirs) > 1:
        words["carries"] = carrier
    return Draft(new_subject(), {"public": words}, touches=(*sorted(heirs.values()), *moved))
