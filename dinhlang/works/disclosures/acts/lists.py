"""Acts on the quarterly register: nothing arose, the list drawn up and signed."""

from collections.abc import Sequence
from datetime import datetime

from dinhlang.core.calendar import periods
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import How, Mode, State
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.effects import Effect, Fulfil, Target
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.acts.common import book_of, day_of, place_of, queue
from dinhlang.works.disclosures.models import Claim, Disclosure


@act("register.nothing_arose", rows=False)
def nothing_arose(*, who: Who, at: datetime, body: int | None, quarter: str, items: Sequence[int]) -> Draft:
    """Sign that in a quarter nothing of these items arose. Who: officer or chair.

    The line is this system's form; the register is the law's (Art. 13(2)).
    """
    today, book = day_of(at), book_of(body, at)
    one = place_of(body, today)
    for one_item in items:
        checks.check_item(book, one_item)
    queue(body)
    rule = next(duty for duty in book.duties.values() if any(part.mode is Mode.CELL for part in duty.parts))
    found = duties.one(one.code, today, rule.id, quarter)[1]
    last = next(row.last for row in periods(rule.starts.every, rule.starts.of, int(quarter[:4])) if row.id == quarter)
    checks.check_quarter_over(last, today)
    signed: list[int] = []
    effects: list[Effect] = []
    for part in found.parts:
        item = part.part.item
        if part.part.mode is Mode.CELL and item is not None and item in items:
            if any(row.voided is None and not row.nothing_arose for row in part.done):  # declared ones too
                raise Refused(N_("Item {item} was disclosed in this quarter, so it cannot be said that nothing arose."), {"item": item})
            if part.state is not State.NOTHING_AROSE:
                signed.append(item)
                effects.append(Fulfil(Target(rule.id, part.part.channel, quarter), today, How.STAMPED, nothing=True))
    if not effects:
        raise Refused(N_("Choose at least one item that is still without an entry."))
    return Draft(new_subject(), {"public": {"quarter": quarter, "items": sorted(signed)}}, tuple(effects))


@act("register.issue")
def issue_register(*, who: Who, at: datetime, body: int | None, quarter: str) -> Draft:
    """Draw up and sign the quarter's list; it then hangs on the boards like any disclosure. Who: officer or chair. Basis: Art. 13(2)."""
    today, book = day_of(at), book_of(body, at)
    one = place_of(body, today)
    queue(body)
    rule = next(duty for duty in book.duties.values() if duty.part("list") is not None)
    found = duties.one(one.code, today, rule.id, quarter)[1]
    last = next(row.last for row in periods(rule.starts.every, rule.starts.of, int(quarter[:4])) if row.id == quarter)
    checks.check_list_due(last, today)
    if Disclosure.objects.filter(body=body, kind="register", occasion=quarter, state="posted").exists():
        raise Refused(N_("The list of {quarter} is drawn up already."), {"quarter": quarter})
    cells = [{"item": part.part.item, "state": part.state.value} for part in found.parts if part.part.mode is Mode.CELL]
    row = Disclosure.objects.create(subject=new_subject(), body_id=body or 0, kind="register", occasion=quarter, posted=today)
    Claim.objects.create(disclosure=row, rule=rule.id, occasion=quarter)
    return Draft(
        row.subject,
        {"public": {"quarter": quarter, "cells": cells, "title": quarter, "text": ""}},
        (Fulfil(Target(rule.id, "list", quarter), today, How.STAMPED),),
    )
