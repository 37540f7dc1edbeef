"""The act by which a list of bodies enters, whole or not at all."""

import json
import secrets
import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.models import Body, Fact, Registration
from dinhlang.ground.bodies.reads import folded
from dinhlang.ground.imports.kinds import root_of
from dinhlang.ground.imports.lists import Line
from dinhlang.ground.imports.models import EnteredList
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

AT_ONCE = 500  # rows in one statement


def _below(body: int) -> set[int]:
    """The body and everything under it."""
    found, step = {body}, {body}
    while step:
        step = set(Body.objects.filter(parent__in=step).exclude(kind="village").values_list("pk", flat=True)) - found
        found |= step
    return found


def _check(body: int, lines: Sequence[Line]) -> None:
    """Raise Refused for a body that lies elsewhere, or a code that somebody else bears since the list was checked."""
    below = _below(body)
    outside = next((line for line in lines if line.parent not in below), None)
    if outside is not None:
        raise Refused(N_("{name} would not lie below the body that enters this list."), {"name": outside.name})
    known = dict(Body.objects.filter(pk__in=[line.id for line in lines if line.id]).values_list("pk", "parent_id"))
    if any(line.id and known.get(line.id) != line.parent for line in lines):
        raise Refused(N_("What is known here has changed since the list was checked. Check it again."))
    taken = Registration.objects.filter(code__in=[line.code for line in lines], to_day=None).values_list("code", "body_id", "name")
    mine = {line.code: line for line in lines}
    for code, holder, name in taken:
        if mine[code].id != holder:
            raise Refused(N_("The code {code} belongs to {name}, so it cannot be given again."), {"code": code, "name": name})


def _found(lines: Sequence[Line], day: date, province: str) -> list[tuple[Line, int]]:
    rows = [Body(kind=line.kind, parent_id=line.parent, alive_from=day, province_code=province) for line in lines]
    made = [(line, row.pk) for line, row in zip(lines, Body.objects.bulk_create(rows, AT_ONCE), strict=True)]
    _register(made, day)
    return made


def _register(lines: Sequence[tuple[Line, int]], day: date) -> None:
    Registration.objects.bulk_create(
        [
            Registration(body_id=n, code=line.code, name=line.name, kind_word=line.kind_word, from_day=day, folded=folded(line.name))
            for line, n in lines
        ],
        AT_ONCE,
    )


def _rename(lines: Sequence[tuple[Line, int]], day: date) -> None:
    """New names and codes from `day` on; a name that began that very day is corrected in its place."""
    now = {row.body_id: row for row in Registration.objects.filter(body__in=[n for _, n in lines], to_day=None)}
    other = [(line, n) for line, n in lines if (now[n].code, now[n].name) != (line.code, line.name)]
    same_day = [(line, n) for line, n in other if now[n].from_day >= day]
    for line, n in same_day:
        row = now[n]
        row.code, row.name, row.kind_word, row.folded = line.code, line.name, line.kind_word, folded(line.name)
    Registration.objects.bulk_update([now[n] for _, n in same_day], ["code", "name", "kind_word", "folded"], AT_ONCE)
    later = [(line, n) for line, n in other if now[n].from_day < day]
    Registration.objects.filter(pk__in=[now[n].pk for _, n in later]).update(to_day=day - timedelta(days=1))
    _register(later, day)


def _state(lines: Sequence[tuple[Line, int]], day: date, document: str, subject: str) -> None:
    """Facts from `day` on; each takes the place of what was said of the same name for that day and later."""
    by_name: dict[str, list[int]] = {}
    for line, n in lines:
        for name, _ in line.facts:
            by_name.setdefault(name, []).append(n)
    for name, ids in by_name.items():
        for at in range(0, len(ids), AT_ONCE):
            said = Fact.objects.filter(Q(to_day=None) | Q(to_day__gte=day), name=name, body__in=ids[at : at + AT_ONCE])
            said.update(to_day=day - timedelta(days=1))
    Fact.objects.bulk_create(
        [
            Fact(body_id=n, name=name, value=value, document=document, from_day=day, subject=subject)
            for line, n in lines
            for name, value in line.facts
        ],
        AT_ONCE,
    )


@act("bodies.import")
def enter(*, who: Who, at: datetime, body: int | None, lines: Sequence[Line], sort: str, day: date, document: str, source: str) -> Draft:
    """Enter a list of bodies below one body: new ones are founded, known ones get the new name and facts from `day` on.

    Who: the commune for what lies in it, the operator for the province. Basis: the `document` that says so; `source` is the file's name.
    The record says how many and commits to the root over all rows; the rows stay beside it, because names of private enterprises are not
    public.
    """
    if not document.strip():
        raise Refused(N_("A list needs the number and date of the document that says so."))
    if not lines:
        raise Refused(N_("Every row of this file is entered already: nothing was changed."))
    seat = Body.objects.select_for_update().filter(pk=body or 0).first()
    if seat is None:
        raise Refused(N_("A list is entered for a province or a commune. Say which one."))
    _check(seat.pk, lines)
    subject, salt = new_subject(), secrets.token_bytes(32)
    new = _found([line for line in lines if line.id is None], day, seat.province_code)
    changed = [(line, line.id) for line in lines if line.id is not None]
    _rename(changed, day)
    _state([*new, *changed], day, document, subject)
    rows = [line.as_value(n) for line, n in [*new, *changed]]
    root = root_of(rows, salt)
    EnteredList.objects.create(
        subject=subject,
        body=seat,
        salt=salt,
        root=root,
        rows=zlib.compress("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()),
    )
    words = {
        "list": sort,
        "rows": len(rows),
        "new": len(new),
        "changed": len(changed),
        "root": root,
        "from": day.isoformat(),
        "document": document,
        "source": source,
    }
    return Draft(subject, {"public": words}, touches=tuple(sorted({line.parent for line in lines})))
